// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The plans of the literature (quantizers.md sections 4 to 6), each under the common budget of mean
// bits, with what it does otherwise than published. Pure functions of a model's weights, an
// analysis and a loss table.

#include "core/plan/make_plan.h"
#include "core/plan/plan_choices.h"

namespace moqa {

struct RivalPlan {
    std::vector<PlanChoice> choices; // as unitsOf wants them
    std::vector<int> widths;         // that the rule chose among
    std::map<Part, int> parts;       // widths of other parts that the rule sets
    std::vector<std::string> deviations;
    Json details = Json::object(); // what the rule found: thresholds, exponents
};

// plan: parts, overrides and unit format; options.method names the rule. Usage error for an input
// that the rule needs and that is not there, BadInput for a budget that it cannot keep.
Result<RivalPlan> rivalPlan(const ModelSource& model, const PlanInputs& inputs,
                            const PlanOptions& options, const Plan& plan);

} // namespace moqa
