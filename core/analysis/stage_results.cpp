// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/stage_results.h"

#include "core/analysis/coactivation.h"
#include "core/analysis/token_statistics.h"
#include "core/text/token_weights.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace moqa {

namespace {

void addExpertRows(AnalysisBuilder& builder, int row, const std::string& corpus,
                   const RoutingTally& tally) {
    const size_t n = static_cast<size_t>(tally.experts);
    const double tokens = static_cast<double>(tally.tokens);
    std::vector<double> frequency(n), low(n), high(n), load(n), gateMean(n);
    for (size_t e = 0; e < n; ++e) {
        const Interval interval =
            wilsonInterval(static_cast<int64_t>(tally.count[e]), tally.tokens);
        frequency[e] = tally.count[e] / tokens;
        low[e] = interval.low;
        high[e] = interval.high;
        load[e] = frequency[e] * static_cast<double>(n) / static_cast<double>(tally.topK);
        gateMean[e] = tally.count[e] > 0 ? tally.gateMass[e] / tally.count[e] : kNotSeen;
    }
    const auto set = [&](const char* metric, const std::vector<double>& values) {
        builder.setRow(metric, corpus, row, {tally.experts}, values, tally.tokens);
    };
    set("count", tally.count);
    set("frequency", frequency);
    set("frequency_low", low);
    set("frequency_high", high);
    set("load", load);
    set("gate_mass", tally.gateMass);
    set("gate_mean", gateMean);
    set("gate_square", tally.gateSquare);
}

void addTokenSpread(AnalysisBuilder& builder, int row, const std::string& corpus,
                    const RoutingTally& tally) {
    const auto set = [&](const char* metric, const std::vector<double>& values) {
        builder.setRow(metric, corpus, row, {kDecileCount}, deciles(values), tally.tokens);
    };
    set("margin_top", tally.marginTop);
    set("margin_cut", tally.marginCut);
    set("router_entropy_deciles", tally.entropyBits);
    const double sum = std::accumulate(tally.entropyBits.begin(), tally.entropyBits.end(), 0.0);
    builder.setRow("router_entropy", corpus, row, sum / static_cast<double>(tally.tokens),
                   tally.tokens);
}

void addImbalance(AnalysisBuilder& builder, LayerPlace place, const std::string& corpus,
                  const RoutingTally& tally) {
    const Imbalance value = imbalanceOf(tally.count);
    const ImbalanceInterval interval = bootstrapImbalance(tally, place.seed);
    const auto set = [&](const std::string& metric, double v, const Interval& range) {
        builder.setRow(metric, corpus, place.row, v, tally.tokens);
        builder.setRow(metric + "_low", corpus, place.row, range.low, tally.tokens);
        builder.setRow(metric + "_high", corpus, place.row, range.high, tally.tokens);
    };
    set("imbalance_cv", value.cv, interval.cv);
    set("imbalance_gini", value.gini, interval.gini);
    set("imbalance_max_over_mean", value.maxOverMean, interval.maxOverMean);
    const auto dead = std::count(tally.count.begin(), tally.count.end(), 0.0);
    builder.setRow("dead_experts", corpus, place.row, static_cast<double>(dead), tally.tokens);
}

void addRouting(AnalysisBuilder& builder, LayerPlace place, const std::string& corpus,
                const RoutingTally& tally) {
    addExpertRows(builder, place.row, corpus, tally);
    addTokenSpread(builder, place.row, corpus, tally);
    addImbalance(builder, place, corpus, tally);
}

void addFavourites(AnalysisBuilder& builder, int layer, const std::string& corpus,
                   const TokenIndex& index, std::span<const int32_t> chosen, int topK,
                   int experts) {
    Favourites found = favouriteTokens(index, chosen, topK, experts);
    const int64_t tokens = static_cast<int64_t>(index.of.size());
    const std::vector<int64_t> shape{experts, kFavouriteTokens};
    builder.add({"favourite_tokens", corpus, layer}, shape, std::move(found.ids), tokens);
    builder.add({"favourite_count", corpus, layer}, shape, std::move(found.counts), tokens);
    builder.add({"favourite_lift", corpus, layer}, shape, std::move(found.lift), tokens);
}

void addPairs(AnalysisBuilder& builder, LayerPlace place, const std::string& corpus,
              const RoutingTally& tally) {
    const int64_t n = tally.experts;
    PairMeasures measures = pairMeasures(tally.pairs, tally.experts, tally.topK, tally.tokens);
    const Dendrogram tree = averageLinkage(clusterDistance(measures.npmi), tally.experts);
    const auto set = [&](const char* metric, std::vector<double> values) {
        builder.add({metric, corpus, place.layer}, {n, n}, std::move(values), tally.tokens);
    };
    set("coactivation", tally.pairs);
    set("support", std::move(measures.support));
    set("conditional", std::move(measures.conditional));
    set("jaccard", std::move(measures.jaccard));
    set("coactivation_expected", std::move(measures.expected));
    set("lift", std::move(measures.lift));
    set("pmi", std::move(measures.pmi));
    set("npmi", std::move(measures.npmi));
    builder.add({"cluster_order", corpus, place.layer}, {n},
                std::vector<double>(tree.order.begin(), tree.order.end()), tally.tokens);
    std::vector<double> merges;
    for (const Merge& merge : tree.merges)
        for (const double v :
             {double(merge.a), double(merge.b), merge.distance, double(merge.size)})
            merges.push_back(v);
    builder.add({"dendrogram", corpus, place.layer}, {n - 1, 4}, std::move(merges), tally.tokens);
}

void addFlow(AnalysisBuilder& builder, const ResultKey& place, std::vector<double> flow, int topK,
             int experts, int64_t tokens) {
    // n_e of both layers are the margins over topK.
    const size_t n = static_cast<size_t>(experts);
    const double k = topK;
    std::vector<double> from(n, 0.0), to(n, 0.0), lift(n * n, kNotSeen);
    for (size_t a = 0; a < n; ++a)
        for (size_t b = 0; b < n; ++b) {
            from[a] += flow[a * n + b] / k;
            to[b] += flow[a * n + b] / k;
        }
    for (size_t a = 0; a < n; ++a)
        for (size_t b = 0; b < n; ++b)
            if (from[a] > 0 && to[b] > 0)
                lift[a * n + b] = flow[a * n + b] * static_cast<double>(tokens) / (from[a] * to[b]);
    builder.add({"transition", place.corpus, place.layer}, {experts, experts}, std::move(flow),
                tokens);
    builder.add({"transition_lift", place.corpus, place.layer}, {experts, experts}, std::move(lift),
                tokens);
}

void addPatternList(AnalysisBuilder& builder, const char* metric, int layer,
                    const std::vector<PatternPair>& pairs, int64_t tokens) {
    std::vector<double> values;
    for (const PatternPair& pair : pairs)
        for (const double v : {double(pair.a), double(pair.b), pair.lift, pair.similarity})
            values.push_back(v);
    builder.add({metric, "", layer}, {static_cast<int64_t>(pairs.size()), 4}, std::move(values),
                tokens);
}

} // namespace

RoutingTally pool(std::span<const RoutingTally> tallies) {
    RoutingTally pooled;
    for (const RoutingTally& tally : tallies) pooled.merge(tally);
    return pooled;
}

void addTokenResults(AnalysisBuilder& builder, const std::vector<CorpusInfo>& corpora,
                     std::span<const TokenContext> contexts, int topK) {
    std::vector<double> beta, c, r2;
    int64_t allTokens = 0;
    for (size_t d = 0; d < corpora.size(); ++d) {
        const TokenRanks ranks = rankTokens(contexts[d].batch.ids);
        const int64_t tokens = contexts[d].batch.tokens();
        const int64_t rankCount = static_cast<int64_t>(ranks.ids.size());
        std::vector<double> frequency, utilization;
        for (const int64_t count : ranks.counts) {
            frequency.push_back(static_cast<double>(count) / static_cast<double>(tokens));
            utilization.push_back(topK * frequency.back());
        }
        const std::string& name = corpora[d].name;
        builder.add({"token_frequency", name, -1}, {rankCount}, std::move(frequency), tokens);
        builder.add({"utilization", name, -1}, {rankCount}, std::move(utilization), tokens);
        builder.add({"token_ids", name, -1}, {rankCount},
                    std::vector<double>(ranks.ids.begin(), ranks.ids.end()), tokens);
        const ZipfFit fit = fitZipf(ranks.counts);
        beta.push_back(fit.beta);
        c.push_back(fit.c);
        r2.push_back(fit.r2);
        allTokens += tokens;
    }
    const int64_t n = static_cast<int64_t>(corpora.size());
    builder.add({"zipf_beta", "", -1}, {n}, std::move(beta), allTokens);
    builder.add({"zipf_c", "", -1}, {n}, std::move(c), allTokens);
    builder.add({"zipf_r2", "", -1}, {n}, std::move(r2), allTokens);
}

void addRoutingResults(AnalysisBuilder& builder, LayerPlace place,
                       const std::vector<CorpusInfo>& corpora,
                       std::span<const RoutingTally> tallies, const RoutingTally& pooled) {
    // The pool is a fixed mix of its corpora: their variances add up by the squares of their
    // shares.
    std::vector<double> pooledSquare(static_cast<size_t>(pooled.experts), 0.0);
    for (size_t d = 0; d < corpora.size(); ++d) {
        addRouting(builder, place, corpora[d].name, tallies[d]);
        const std::vector<double> errors = frequencyErrors(tallies[d]);
        builder.setRow("frequency_se", corpora[d].name, place.row, {pooled.experts}, errors,
                       tallies[d].tokens);
        const double share =
            static_cast<double>(tallies[d].tokens) / static_cast<double>(pooled.tokens);
        for (size_t e = 0; e < errors.size(); ++e)
            pooledSquare[e] += share * share * errors[e] * errors[e];
    }
    addRouting(builder, place, "", pooled);
    for (double& value : pooledSquare) value = std::sqrt(value);
    builder.setRow("frequency_se", "", place.row, {pooled.experts}, pooledSquare, pooled.tokens);
    if (corpora.size() < 2) return;
    const Specialisation special = specialisation(tallies, place.seed);
    builder.setRow("mutual_information", "", place.row, special.bits, pooled.tokens);
    builder.setRow("mutual_information_null", "", place.row, special.nullMean, pooled.tokens);
    builder.setRow("mutual_information_null_high", "", place.row, special.nullHigh, pooled.tokens);
}

void addBlockResults(AnalysisBuilder& builder, LayerPlace place,
                     const std::vector<CorpusInfo>& corpora, std::span<const TokenContext> contexts,
                     std::span<const double> cosines) {
    double sum = 0;
    int64_t tokens = 0;
    for (size_t d = 0; d < corpora.size(); ++d) {
        const auto sampled = static_cast<int64_t>(contexts[d].blockTokens.size());
        builder.setRow("block_cosine", corpora[d].name, place.row, cosines[d], sampled);
        sum += cosines[d] * static_cast<double>(corpora[d].tokens);
        tokens += corpora[d].tokens;
    }
    builder.setRow("block_cosine", "", place.row, sum / static_cast<double>(tokens), tokens);
}

void addFavouriteResults(AnalysisBuilder& builder, LayerPlace place,
                         const std::vector<CorpusInfo>& corpora,
                         std::span<const TokenIndex> indexes, std::span<const LayerTrace> traces,
                         int topK, int experts) {
    std::vector<int32_t> all;
    for (size_t d = 0; d < corpora.size(); ++d) {
        addFavourites(builder, place.layer, corpora[d].name, indexes[d], traces[d].ids, topK,
                      experts);
        all.insert(all.end(), traces[d].ids.begin(), traces[d].ids.end());
    }
    addFavourites(builder, place.layer, "", indexes.back(), all, topK, experts);
}

void addCoactivationResults(AnalysisBuilder& builder, LayerPlace place,
                            const std::vector<CorpusInfo>& corpora,
                            std::span<const RoutingTally> tallies, const RoutingTally& pooled) {
    for (size_t d = 0; d < corpora.size(); ++d)
        addPairs(builder, place, corpora[d].name, tallies[d]);
    addPairs(builder, place, "", pooled);
}

void addTransitionResults(AnalysisBuilder& builder, int fromLayer,
                          const std::vector<CorpusInfo>& corpora,
                          std::span<const std::vector<int32_t>> from,
                          std::span<const std::vector<int32_t>> to, int topK, int experts) {
    std::vector<double> all(static_cast<size_t>(experts) * static_cast<size_t>(experts), 0.0);
    int64_t allTokens = 0;
    for (size_t d = 0; d < corpora.size(); ++d) {
        std::vector<double> flow = transitions(from[d], to[d], topK, experts);
        const int64_t tokens = static_cast<int64_t>(from[d].size()) / topK;
        for (size_t i = 0; i < all.size(); ++i) all[i] += flow[i];
        allTokens += tokens;
        addFlow(builder, {"", corpora[d].name, fromLayer}, std::move(flow), topK, experts, tokens);
    }
    addFlow(builder, {"", "", fromLayer}, std::move(all), topK, experts, allTokens);
}

void addPatternResults(AnalysisBuilder& builder, LayerPlace place, const RoutingTally& pooled,
                       std::span<const double> outputSimilarity) {
    const PairMeasures measures =
        pairMeasures(pooled.pairs, pooled.experts, pooled.topK, pooled.tokens);
    const Patterns patterns = findPatterns(measures, outputSimilarity, pooled.experts);
    addPatternList(builder, "overlap_pairs", place.layer, patterns.overlap, pooled.tokens);
    addPatternList(builder, "complement_pairs", place.layer, patterns.complement, pooled.tokens);
}

} // namespace moqa
