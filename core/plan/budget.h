// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Budget repair (moqa.md section 4 step 5): a plan moved, expert by expert, to the last one that is
// not above a target. Knows nothing of models: costs are integers that the caller counts in.

#include <cstdint>
#include <string>
#include <vector>

namespace moqa {

struct BudgetUnit {
    double relative = 0;        // x over the mean of its layer: the order of moves
    int level = 0;              // index of its width, 0 = lowest
    std::vector<int64_t> costs; // of each level, in the target's unit
};

// Moves in place until the sum of costs plus fixedCost is the last not above target. Too large: the
// unit of smallest `relative` goes down level by level to the lowest, then the next. Too small: the
// unit of largest goes up, until the next move would pass the target. Equal units move in index
// order. False if even the lowest levels are above the target (all are then at level 0). Units with
// the same cost at every level are left alone.
bool repairToBudget(std::vector<BudgetUnit>& units, int64_t fixedCost, int64_t target);

} // namespace moqa
