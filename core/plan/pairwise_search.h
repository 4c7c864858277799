// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The inter-expert term of allocation (moqa.md sections 3 and 5): errors of experts that see the
// same tokens add up or cancel, so that a layer loses the sum of all entries of
//   M(i, j) = correlation(i, j) * sqrt(loss(i) * loss(j)),
// not its diagonal alone. Local search by shift and swap moves from an answer of the knapsack,
// which knows the diagonal. Knows nothing of models; pure functions, deterministic.

#include "core/plan/knapsack.h"

#include <span>

namespace moqa {

struct PairwiseTerm {
    std::vector<uint32_t> block;     // [group]: the layer whose experts it is correlated with
    std::vector<uint32_t> member;    // [group]: the expert within it
    uint32_t members = 0;            // experts of a block
    std::span<const double> factors; // [block][member, member]; the diagonal is not looked at, so
                                     // that groups of one expert have no term with each other
};

struct PairwiseAnswer {
    std::vector<uint32_t> chosen; // of each group, the index of its option within the group
    int64_t cost = 0;
    double loss = 0;         // with the pair terms
    double startLoss = 0;    // of the choice that the search began with, likewise
    double additiveLoss = 0; // of the answer without the pair terms
    int moves = 0;
};

// Loss of a choice with the pair terms.
double pairwiseLoss(const KnapsackProblem& problem, const PairwiseTerm& term,
                    std::span<const uint32_t> chosen);

// The best single change of an option, or exchange between two groups, is made until none lowers
// the loss within the budget. Exchanges pair the 256 best changes that free budget with the 256
// best that spend it, so that a step stays below 70,000 trials whatever the size.
// A cancel ends it early, with a choice that is within the budget.
PairwiseAnswer searchPairwise(const KnapsackProblem& problem, const PairwiseTerm& term,
                              std::vector<uint32_t> start, int64_t budget,
                              const Progress& progress = silentProgress());

} // namespace moqa
