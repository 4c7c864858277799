// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The rules of a plan (its overrides): which tensors each decides about, and a plan with other
// rules. Pure functions, any thread.

#include "core/plan/plan.h"

namespace moqa {

// Of one rule in a list where later ones win.
struct RuleReach {
    int matched = 0; // tensors whose name the pattern fits
    int decided = 0; // of them, those that no later rule takes
};
std::vector<RuleReach> ruleReach(const std::vector<PlanOverride>& overrides,
                                 const ModelSource& model);

// Units of one expert, one for each projection, as the plan holds them: one unit if they are alike.
std::vector<PlanUnit> joinedUnits(std::vector<PlanUnit> projections);

// The plan with these rules instead of its own, totals included. What a rule decides is locked; an
// expert that no rule decides about any more keeps the width of the old one, unlocked. Usage error
// for a width that is none, BadInput if a group does not divide a row (names the tensor).
Result<Plan> withOverrides(Plan plan, std::vector<PlanOverride> overrides,
                           const ModelSource& model);

} // namespace moqa
