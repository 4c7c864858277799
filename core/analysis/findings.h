// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What the three stages found, in plain sentences with the sample size of each: the summary that a
// person reads first. Only what the analysis holds is said.

#include "core/analysis/result_array.h"

#include <string>
#include <vector>

namespace moqa {

// Each sentence begins with "Stage N: ". Experts are named by model layer and index.
std::vector<std::string> stageFindings(const Analysis& analysis);

} // namespace moqa
