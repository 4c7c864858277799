// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// MC-MoE's integer programme of one layer (arXiv 2410.06270; quantizers.md 6.1), solved exactly by
// dynamic programming over bits where the paper calls Gurobi. A pure function.

#include "core/base/result.h"

#include <vector>

namespace moqa {

// widths rising, 2 and 3 among them; costs [experts][widths], finite. One width for each expert,
// at most `budget` bits together, at least one expert with 2 bits and one with 3; the least sum of
// costs. Of equal choices the one that gives later experts fewer bits. BadInput where the budget is
// too small or there is one expert only.
Result<std::vector<int>> solveLayerProgramme(const std::vector<int>& widths,
                                             const std::vector<std::vector<double>>& costs,
                                             int budget);

} // namespace moqa
