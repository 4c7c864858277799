// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/plan/base_rule.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <numeric>
#include <set>

namespace moqa {

Result<CorpusWeights> normalisedCorpusWeights(const Analysis& analysis,
                                              const CorpusWeights& requested) {
    std::vector<std::string> known;
    for (const CorpusInfo& corpus : analysis.corpora) known.push_back(corpus.name);
    return normalisedCorpusWeights(known, requested, "the workspace");
}

Result<CorpusWeights> normalisedCorpusWeights(const std::vector<std::string>& known,
                                              const CorpusWeights& requested,
                                              const std::string& holder) {
    CorpusWeights weights = requested;
    if (weights.empty())
        for (const std::string& name : known) weights.emplace_back(name, 1.0);
    if (weights.empty()) return badInput(holder + " has no corpora");
    std::set<std::string> seen;
    double sum = 0.0;
    for (const auto& [name, weight] : weights) {
        if (std::find(known.begin(), known.end(), name) == known.end())
            return usageError(fmt::format("{} has no corpus \"{}\"", holder, name), "--corpus",
                              fmt::format("it has {}", fmt::join(known, ", ")));
        if (!seen.insert(name).second)
            return usageError(fmt::format("corpus \"{}\" is given twice", name), "--corpus");
        if (!std::isfinite(weight) || weight <= 0.0)
            return usageError(fmt::format("the weight of \"{}\" must be above 0", name),
                              "--corpus");
        sum += weight;
    }
    for (auto& [name, weight] : weights) weight /= sum;
    return weights;
}

Result<std::vector<double>> baselineSignificance(const Analysis& analysis,
                                                 const CorpusWeights& weights) {
    const size_t layers = analysis.moeLayers.size();
    const size_t experts = static_cast<size_t>(analysis.experts);
    std::vector<double> mix(layers * experts, 0.0);
    for (const auto& [corpus, weight] : weights) {
        const ResultPtr array = analysis.find("significance", corpus);
        if (!array)
            return badInput(fmt::format("the analysis has no significance for \"{}\"", corpus),
                            analysis.modelName, "run moqa analyze with stage 2");
        if (array->values.size() != mix.size())
            return badInput(fmt::format("the significance of \"{}\" has {} values, not {} x {}",
                                        corpus, array->values.size(), layers, experts),
                            analysis.modelName, "run moqa analyze again");
        for (size_t i = 0; i < mix.size(); ++i)
            if (!std::isnan(array->values[i])) mix[i] += weight * array->values[i];
    }
    for (size_t l = 0; l < layers; ++l) {
        const auto row = mix.begin() + static_cast<std::ptrdiff_t>(l * experts);
        const auto rowEnd = row + static_cast<std::ptrdiff_t>(experts);
        const double sum = std::accumulate(row, rowEnd, 0.0);
        if (sum > 0.0) std::for_each(row, rowEnd, [sum](double& x) { x /= sum; });
    }
    return mix;
}

namespace {

// Cluster and reason from one row of memberships.
void decide(BaseDecision& decision, double overlap) {
    const std::vector<double>& u = decision.memberships;
    const int clusters = static_cast<int>(u.size());
    const auto at = [&](int k) { return u[static_cast<size_t>(k)]; };
    // Ties go to the later cluster, which is the lower precision.
    int first = 0;
    for (int k = 1; k < clusters; ++k)
        if (at(k) >= at(first)) first = k;
    int second = -1;
    for (int k = 0; k < clusters; ++k)
        if (k != first && (second < 0 || at(k) >= at(second))) second = k;
    decision.cluster = first;
    decision.why =
        fmt::format("cluster {} of {}, membership {:.2f}", first + 1, clusters, at(first));
    if (second != first + 1 || at(first) - at(second) >= overlap) return;
    decision.cluster = second;
    decision.why =
        fmt::format("cluster {} of {}, membership {:.2f}, low precision first over {:.2f}",
                    second + 1, clusters, at(second), at(first));
}

void clusterRange(std::vector<BaseDecision>& decisions, size_t begin, size_t end,
                  const std::vector<int>& widths, double overlap) {
    std::vector<double> values;
    for (size_t i = begin; i < end; ++i) values.push_back(decisions[i].significance);
    const FuzzyClusters fuzzy = fuzzyCMeans(values, static_cast<int>(widths.size()));
    for (size_t i = begin; i < end; ++i) {
        BaseDecision& decision = decisions[i];
        for (int k = 0; k < fuzzy.clusters; ++k)
            decision.memberships.push_back(fuzzy.membership(i - begin, k));
        decide(decision, overlap);
        decision.width = widths[static_cast<size_t>(fuzzy.clusters - 1 - decision.cluster)];
    }
}

} // namespace

Result<std::vector<BaseDecision>> baseRule(const std::vector<double>& significance,
                                           const std::vector<int>& moeLayers, int experts,
                                           const std::vector<int>& widths, PlanScope scope,
                                           double overlap, const Progress& progress) {
    std::vector<BaseDecision> decisions;
    const size_t perLayer = static_cast<size_t>(experts);
    for (size_t l = 0; l < moeLayers.size(); ++l) {
        double sum = 0.0;
        for (size_t e = 0; e < perLayer; ++e) sum += significance[l * perLayer + e];
        const double mean = sum / static_cast<double>(experts);
        for (size_t e = 0; e < perLayer; ++e) {
            BaseDecision decision;
            decision.layer = moeLayers[l];
            decision.expert = static_cast<int>(e);
            decision.significance = significance[l * perLayer + e];
            decision.relative = mean > 0.0 ? decision.significance / mean : 0.0;
            decisions.push_back(std::move(decision));
        }
    }
    const size_t step = scope == PlanScope::Layer ? perLayer : decisions.size();
    for (size_t begin = 0; step > 0 && begin < decisions.size(); begin += step) {
        MOQA_CHECK(checkCancelled(progress));
        clusterRange(decisions, begin, begin + step, widths, overlap);
    }
    return decisions;
}

} // namespace moqa
