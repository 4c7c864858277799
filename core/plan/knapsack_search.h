// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The exact part of the knapsack (knapsack.h): from the answer of the linear relaxation, a search
// over the groups that can still improve on it. Pure functions.

#include "core/plan/knapsack.h"

namespace moqa {

struct KnapsackStart {
    std::vector<uint32_t> relaxed; // of each group the option (index in the problem) before the
                                   // break, not above the budget together
    int64_t slack = 0;             // budget left by them
    double dual = 0;
    double excess = 0; // loss above the bound of the best choice known; what is to be beaten
};

struct KnapsackSearch {
    // Groups that differ from `relaxed` in the best choice found, with their options; empty if
    // nothing beats the start.
    std::vector<std::pair<uint32_t, uint32_t>> changes;
    bool improved = false;
    bool complete = false; // nothing better exists
};

// A cancel ends it early, with what was found.
KnapsackSearch searchKnapsack(const KnapsackProblem& problem, const KnapsackStart& start,
                              const Progress& progress = silentProgress());

} // namespace moqa
