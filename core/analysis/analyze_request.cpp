// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/analyze_request.h"

#include "core/analysis/similarity.h"
#include "core/base/json.h"

#include <cmath>
#include <fmt/format.h>
#include <set>

namespace moqa {

namespace {

const char* significanceName(Significance kind) {
    switch (kind) {
    case Significance::Energy: return "energy";
    case Significance::Magnitude: return "magnitude";
    case Significance::Activation: return "activation";
    }
    return "";
}

Status checkCorpora(const std::vector<Corpus>& corpora, const AnalyzeOptions& options) {
    if (corpora.empty())
        return usageError("an analysis needs at least one corpus", "--corpus", "add NAME=FILE");
    std::set<std::string> names;
    for (const Corpus& corpus : corpora) {
        if (corpus.name.empty() || corpus.name.find('|') != std::string::npos)
            return usageError("a corpus name must not be empty or hold \"|\"", corpus.name,
                              "choose another name");
        if (!names.insert(corpus.name).second)
            return usageError("two corpora have the same name", corpus.name, "rename one of them");
    }
    double total = 0.0;
    for (const auto& [name, weight] : options.corpusWeights) {
        if (!names.contains(name))
            return usageError("a weight is given for a corpus that is not there", name,
                              "use the name of one of the corpora");
        if (!std::isfinite(weight) || weight < 0.0)
            return usageError("a corpus weight must be a number of at least 0", name);
        total += weight;
    }
    if (options.corpusWeights.size() == names.size() && total == 0.0)
        return usageError("all corpus weights are 0", "", "give at least one corpus a weight");
    return {};
}

Status checkOptions(const ModelSpec& spec, const AnalyzeOptions& options) {
    if (!options.stage1 && !options.stage2 && !options.stage3)
        return usageError("no stage is chosen", "--stage", "name at least one of 1, 2, 3");
    if (!std::isfinite(options.reweight) || options.reweight < 0.0)
        return usageError("the factor must be a number of at least 0", "--reweight");
    if (options.window < 0 || (spec.maxPosition > 0 && options.window > spec.maxPosition))
        return usageError(
            fmt::format("a window of {} tokens is outside the model's 1 to {} positions",
                        options.window, spec.maxPosition),
            "--window", "choose a shorter window");
    if (options.similaritySample < 2)
        return usageError("experts are compared on at least 2 tokens", "similarity sample");
    return {};
}

} // namespace

Status checkRequest(const ModelSource& model, const std::vector<Corpus>& corpora,
                    const AnalyzeOptions& options) {
    const ModelSpec& spec = model.spec();
    if (spec.experts < 1 || spec.moeLayers().empty())
        return badInput("the model has no layer with routed experts", model.path(),
                        "choose a Mixture-of-Experts model");
    MOQA_CHECK(checkCorpora(corpora, options));
    return checkOptions(spec, options);
}

std::string optionsJson(const AnalyzeOptions& options, int64_t window,
                        const std::vector<CorpusInfo>& corpora) {
    Json stages = Json::array();
    if (options.stage1) stages.push_back(1);
    if (options.stage2) stages.push_back(2);
    if (options.stage3) stages.push_back(3);
    Json weights = Json::object();
    for (const CorpusInfo& info : corpora) weights[info.name] = info.weight;
    return Json{{"stages", stages},
                {"window", window},
                {"reweight", options.reweight},
                {"significance", significanceName(options.significance)},
                {"keep_channels", options.keepChannels},
                {"similarity_sample", options.similaritySample},
                {"probe_bits", kProbeBits},
                {"probe_group", kProbeGroup},
                {"corpora", weights},
                {"seed", options.seed}}
        .dump();
}

Result<double> reweightOf(const Analysis& analysis) {
    if (analysis.optionsJson.empty()) return 0.0;
    const std::string where = "options of the analysis";
    MOQA_TRY(const Json options, parseJson(analysis.optionsJson, where));
    return jsonNumber(options, "reweight", 0.0, where);
}

} // namespace moqa
