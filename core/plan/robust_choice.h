// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A knapsack of several losses (one per corpus): the choice whose largest loss, or largest loss
// above an offset, is least. Dual ascent on the weights of the losses, each step a plain knapsack,
// then moves of one or two units. Pure functions.

#include "core/plan/knapsack.h"

namespace moqa {

struct RobustProblem {
    KnapsackProblem shape;                   // groups and costs; its losses are not looked at
    std::vector<std::vector<double>> losses; // [corpus][option]
    std::vector<double> offsets;             // [corpus], subtracted: regret; empty = none
    std::vector<KnapsackBlock> blocks;
};

struct RobustAnswer {
    KnapsackAnswer answer;       // loss, bound and dual are those of the objective
    std::vector<double> losses;  // [corpus], offsets not subtracted
    std::vector<double> weights; // [corpus], sum 1: how much each corpus decides
};

// Least max over corpora of loss - offset. BadInput as KnapsackHulls. bound: no choice within the
// budget has a lower objective (Lagrangian dual). Deterministic. Cancelled.
Result<RobustAnswer> leastWorst(const RobustProblem& problem, int64_t budget,
                                const Progress& progress = silentProgress());

// What each corpus loses at least within the budget, were the plan made for it alone.
Result<std::vector<double>> leastPerCorpus(const RobustProblem& problem, int64_t budget,
                                           const Progress& progress = silentProgress());

} // namespace moqa
