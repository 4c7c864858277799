// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Which experts another text would give another precision (moqa.md section 6 step 2): the base rule
// on its significance, compared with the plan as it was before its repair to a budget. Pure
// functions; any thread.

#include "core/base/progress.h"
#include "core/plan/base_rule.h"
#include "core/plan/plan.h"

#include <map>
#include <utility>
#include <vector>

namespace moqa {

struct PrecisionChange {
    int layer = 0, expert = 0;
    int from = 0, to = 0;       // bits of the base rule on the calibration mix and on the new text
    double before = 0, now = 0; // significance
};

using ExpertId = std::pair<int, int>; // layer, expert

// Widths, scope and overlap that a plan by the base rule was made with; those of the method's
// defaults (2, 4, 6, 8; per layer; 0.1) for a plan by any other.
struct BaseRuleOptions {
    std::vector<int> widths = {2, 4, 6, 8}; // rising
    PlanScope scope = PlanScope::Layer;
    double overlap = 0.1;
};
BaseRuleOptions baseRuleOptions(const Plan& plan);

// Bits of every expert that a comparison starts from: the units of a base-rule plan before repair;
// for any other plan the base rule on the baseline significance of its calibration mix, [moe
// layers, experts].
Result<std::map<ExpertId, int>> baselineWidths(const Plan& plan,
                                               const std::vector<double>& baseline,
                                               const std::vector<int>& moeLayers, int experts,
                                               const Progress& progress);

// Experts whose width differs, by layer and expert. significance [moe layers, experts] of the new
// text; experts that it never reached (0) are no evidence and stay as they are, and so do those
// that the plan locks. Cancelled is the only error, here and above.
Result<std::vector<PrecisionChange>> precisionChanges(const Plan& plan,
                                                      const std::vector<double>& baseline,
                                                      const std::vector<double>& significance,
                                                      const std::vector<int>& moeLayers,
                                                      int experts, const Progress& progress);

} // namespace moqa
