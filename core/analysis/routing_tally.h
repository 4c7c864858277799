// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What the routers did on one corpus in one layer, as raw counts and per-token values, and the
// stage-1 quantities that follow. A tally is a value: tallies of several corpora merge into that of
// their union. Counts are not re-weighted: weights w(t) act in stage 2 only.

#include "core/analysis/statistics.h"
#include "core/checkpoint/model_spec.h"
#include "core/model/forward.h"

#include <cstdint>
#include <span>
#include <vector>

namespace moqa {

struct RoutingTally {
    int experts = 0, topK = 0;
    int64_t tokens = 0;
    std::vector<double> count;      // [experts] tokens that chose the expert
    std::vector<double> gateMass;   // [experts] sum of g
    std::vector<double> gateSquare; // [experts] sum of g^2
    std::vector<double> pairs;      // [experts, experts] tokens that chose both; diagonal = count
    std::vector<double> sequenceCounts; // [sequences, experts]
    std::vector<double> marginTop;      // [tokens] largest minus second logit
    std::vector<double> marginCut;   // [tokens] topK-th minus next logit; empty if topK == experts
    std::vector<double> entropyBits; // [tokens] of the router's distribution over all experts

    int64_t sequences() const {
        return experts == 0 ? 0 : static_cast<int64_t>(sequenceCounts.size()) / experts;
    }
    // Adds a tally of the same layer over other tokens.
    void merge(const RoutingTally& other);
};

// batch gives the sequences. The router's distribution is the softmax of the logits, or the
// normalised sigmoids for a sigmoid router.
RoutingTally tallyRouting(const Routing& routing, const TokenBatch& batch, RouterKind kind);

// Standard error [experts] of each expert's share of the tokens when windows, not tokens, are
// independent: sqrt(S / (S - 1) sum_s (n_es - n_e / S)^2) / T over S sequences of equal length. NaN
// with fewer than two sequences.
std::vector<double> frequencyErrors(const RoutingTally& tally);

// Measures of unequal use of the experts of a layer.
struct Imbalance {
    double cv = kNotSeen, gini = kNotSeen, maxOverMean = kNotSeen;
};
Imbalance imbalanceOf(std::span<const double> count);
struct ImbalanceInterval {
    Interval cv, gini, maxOverMean;
};
// 95 % percentile bootstrap over sequences (tokens of one text are not independent, sequences
// nearly are), kBootstrapResamples resamples. NaN with fewer than two sequences.
inline constexpr int kBootstrapResamples = 200;
ImbalanceInterval bootstrapImbalance(const RoutingTally& tally, uint64_t seed);

// Mutual information between corpus and chosen expert, every corpus taken with equal share, in
// bits, beside the same after shuffling corpus labels over sequences.
struct Specialisation {
    double bits = kNotSeen;
    double nullMean = kNotSeen, nullHigh = kNotSeen; // mean and 95 % quantile of the shuffles
};
inline constexpr int kLabelShuffles = 100;
Specialisation specialisation(std::span<const RoutingTally> corpora, uint64_t seed);

// Tokens that chose expert a in one layer and b in the next: [experts, experts] from the chosen ids
// [tokens, topK] of both.
std::vector<double> transitions(std::span<const int32_t> from, std::span<const int32_t> to,
                                int topK, int experts);

} // namespace moqa
