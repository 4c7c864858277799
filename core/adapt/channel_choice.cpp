// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/adapt/channel_choice.h"

#include "core/analysis/channel_significance.h"
#include "core/base/json.h"
#include "core/plan/base_rule.h"
#include "core/plan/plan_totals.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <numeric>

namespace moqa {

namespace {

// How significance was weighed in an analysis.
struct Weighing {
    std::string significance = "energy";
    double reweight = 0;
};

Result<Weighing> weighingOf(const Analysis* analysis) {
    Weighing weighing;
    if (analysis == nullptr || analysis->optionsJson.empty()) return weighing;
    MOQA_TRY(weighing.reweight, reweightOf(*analysis));
    const std::string where = "options of the analysis";
    MOQA_TRY(const Json options, parseJson(analysis->optionsJson, where));
    MOQA_TRY(weighing.significance, jsonString(options, "significance", "energy", where));
    return weighing;
}

bool holdsChannels(const Analysis& analysis, const std::vector<Corpus>& corpora) {
    for (const Corpus& corpus : corpora)
        for (const int layer : analysis.moeLayers)
            if (analysis.results.count({"channel_significance", corpus.name, layer}) == 0)
                return false;
    return true;
}

Result<std::vector<double>> dynamicsOf(const Analysis& analysis, const std::vector<Corpus>& corpora,
                                       int layer, size_t channels) {
    std::vector<std::vector<double>> shares;
    for (const Corpus& corpus : corpora) {
        MOQA_TRY(const ResultPtr array, analysis.get({"channel_significance", corpus.name, layer}));
        if (array->values.size() != channels)
            return badInput("the significance of the channels is not of this model's shape",
                            nameOf(array->key), "run moqa analyze again");
        shares.push_back(normalised(array->values));
    }
    return channelDynamics(shares);
}

// [experts]: whether the plan quantizes any of the expert's weights.
std::vector<bool> quantizedExperts(const ModelSource& model, const Plan& plan, int layer) {
    std::vector<bool> eligible(static_cast<size_t>(model.spec().experts), false);
    for (const WeightEntry& entry : model.weights())
        if (entry.id.layer == layer && partOf(entry.id.role) == Part::Routed &&
            plan.formatOf(entry).bits < 16)
            eligible[static_cast<size_t>(entry.id.expert)] = true;
    return eligible;
}

Result<CorpusWeights> mixOf(const Plan& plan, const Analysis& analysis,
                            const std::vector<Corpus>& calibration) {
    CorpusWeights weights;
    const auto named = plan.options.find("corpora");
    for (const Corpus& corpus : calibration) {
        double weight = 1;
        if (named != plan.options.end() && named->is_object() && named->contains(corpus.name) &&
            named->at(corpus.name).is_number())
            weight = named->at(corpus.name).get<double>();
        weights.emplace_back(corpus.name, weight);
    }
    return normalisedCorpusWeights(analysis, weights);
}

} // namespace

Result<Significance> parseSignificance(const std::string& name) {
    if (name == "energy") return Significance::Energy;
    if (name == "magnitude") return Significance::Magnitude;
    if (name == "activation") return Significance::Activation;
    return badInput("this significance is unknown", name);
}

std::vector<ChannelId> chooseChannels(std::span<const double> dynamics, int64_t width,
                                      int64_t count, const std::vector<bool>& eligible) {
    std::vector<int64_t> order;
    for (size_t e = 0; e < eligible.size(); ++e)
        for (int64_t c = 0; eligible[e] && c < width; ++c)
            order.push_back(static_cast<int64_t>(e) * width + c);
    const auto value = [&](int64_t i) {
        const double v = dynamics[static_cast<size_t>(i)];
        return std::isnan(v) ? 0.0 : v;
    };
    const auto kept = std::min(count, static_cast<int64_t>(order.size()));
    std::stable_sort(order.begin(), order.end(),
                     [&](int64_t a, int64_t b) { return value(a) > value(b); });
    order.resize(static_cast<size_t>(kept));
    std::sort(order.begin(), order.end());
    std::vector<ChannelId> chosen;
    for (const int64_t i : order)
        chosen.push_back({static_cast<int32_t>(i / width), static_cast<int32_t>(i % width)});
    return chosen;
}

Result<CacheRequest> makeCacheRequest(const ModelSource& model, const Plan& plan,
                                      const Analysis* analysis,
                                      const std::vector<Corpus>& calibration, int64_t window,
                                      double share, Progress& progress) {
    if (!(share > 0 && share <= 1))
        return usageError("a channel cache is a share of the channels above 0 and up to 1",
                          "--cache", "such as 0.01");
    if (calibration.size() < 2)
        return usageError("one calibration text does not show which channels change", "--cache",
                          "calibrate on two texts or more, or leave --cache out");
    CacheRequest request;
    request.share = share;
    MOQA_TRY(const Weighing weighing, weighingOf(analysis));
    request.significance = weighing.significance;
    request.reweight = weighing.reweight;
    Analysis own;
    if (analysis == nullptr || !holdsChannels(*analysis, calibration)) {
        AnalyzeOptions options;
        options.stage1 = options.stage3 = false;
        options.keepChannels = true;
        options.window = window;
        options.reweight = weighing.reweight;
        MOQA_TRY(options.significance, parseSignificance(weighing.significance));
        MOQA_TRY(own, analyze(model, calibration, options, progress));
        analysis = &own;
    }
    const ModelSpec& spec = model.spec();
    const auto experts = static_cast<size_t>(spec.experts);
    MOQA_TRY(const CorpusWeights weights, mixOf(plan, *analysis, calibration));
    MOQA_TRY(const std::vector<double> mix, baselineSignificance(*analysis, weights));
    if (mix.size() != analysis->moeLayers.size() * experts ||
        analysis->moeLayers != spec.moeLayers())
        return badInput("the analysis is not of this model", analysis->modelName,
                        "run moqa analyze on it");
    for (size_t row = 0; row < analysis->moeLayers.size(); ++row) {
        const int layer = analysis->moeLayers[row];
        MOQA_TRY(const std::vector<double> dynamics,
                 dynamicsOf(*analysis, calibration, layer,
                            experts * static_cast<size_t>(spec.expertWidth)));
        request.layers[layer] =
            chooseChannels(dynamics, spec.expertWidth, cachedChannels(spec, share),
                           quantizedExperts(model, plan, layer));
        const auto begin = mix.begin() + static_cast<std::ptrdiff_t>(row * experts);
        request.baseline[layer].assign(begin, begin + static_cast<std::ptrdiff_t>(experts));
    }
    return request;
}

} // namespace moqa
