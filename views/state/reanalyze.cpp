// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/state/reanalyze.h"

#include "core/analysis/coverage.h"
#include "core/base/json.h"

#include <algorithm>
#include <string_view>

namespace moqa {

namespace {

// The options may come from a damaged file: a member of another type is as good as none.
template <class T>
void take(const Json& json, const char* name, T& value) {
    if (json.is_object() && json.contains(name) && json[name].is_number())
        value = json[name].get<T>();
}

void takeStages(const Json& json, AnalyzeOptions& options) {
    if (!json.is_object() || !json.contains("stages") || !json["stages"].is_array()) return;
    options.stage1 = options.stage2 = options.stage3 = false;
    for (const Json& stage : json["stages"]) {
        if (stage == 1) options.stage1 = true;
        if (stage == 2) options.stage2 = true;
        if (stage == 3) options.stage3 = true;
    }
}

void takeSignificance(const Json& json, AnalyzeOptions& options) {
    if (!json.is_object() || !json.contains("significance") || !json["significance"].is_string())
        return;
    const std::string name = json["significance"];
    if (name == "magnitude") options.significance = Significance::Magnitude;
    if (name == "activation") options.significance = Significance::Activation;
}

} // namespace

AnalyzeAgain analyzeAgain(const Analysis& analysis) {
    AnalyzeAgain again;
    for (const CorpusInfo& corpus : analysis.corpora) {
        again.maxTokens = std::max(again.maxTokens, corpus.tokens + corpus.droppedTokens);
        again.options.corpusWeights.emplace_back(corpus.name, corpus.weight);
    }
    const auto parsed = parseJson(analysis.optionsJson, "options of the analysis");
    if (!parsed.ok()) return again;
    const Json& json = parsed.value();
    take(json, "window", again.options.window);
    take(json, "reweight", again.options.reweight);
    take(json, "seed", again.options.seed);
    take(json, "similarity_sample", again.options.similaritySample);
    takeStages(json, again.options);
    takeSignificance(json, again.options);
    const Coverage coverage = coverageOf(analysis);
    if (coverage.tokensSeen < coverage.tokensPlanned && !analysis.corpora.empty()) {
        const auto corpora = static_cast<int64_t>(analysis.corpora.size());
        again.maxTokens = (coverage.tokensPlanned + corpora - 1) / corpora;
        again.options.window = 0;
        again.options.stage1 = again.options.stage2 = again.options.stage3 = true;
    }
    return again;
}

} // namespace moqa
