// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a plan remembers of how it was made (its options), and what the base rule says again from
// it: memberships are not stored in a plan, the rule is deterministic. Pure functions, any thread.

#include "core/plan/base_rule.h"

namespace moqa {

struct PlanOrigin {
    std::vector<int> widths; // rising; empty if the plan names none (uniform, by hand)
    PlanScope scope = PlanScope::Layer;
    double overlap = 0.1;
    CorpusWeights corpora; // empty = all of the analysis, equal
};
// BadInput if the options are there but are not what makePlan writes.
Result<PlanOrigin> planOrigin(const Plan& plan);

// x over the mean of its layer, [moe layers, experts] as baselineSignificance: the order in which a
// budget moves experts.
Result<std::vector<double>> relativeSignificance(const PlanOrigin& origin,
                                                 const Analysis& analysis);

struct PlanMemberships {
    PlanOrigin origin;
    std::vector<BaseDecision> decisions; // by (layer, expert), rising; before overrides and budget
};
// BadInput for a plan that no clusters made, for an analysis of another model, or where the texts
// that the plan was made for are not in the analysis.
Result<PlanMemberships> planMemberships(const Plan& plan, const Analysis& analysis,
                                        const Progress& progress);

} // namespace moqa
