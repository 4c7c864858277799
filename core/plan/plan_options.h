// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What makePlan refuses before it begins: options that contradict each other or say nothing.

#include "core/plan/make_plan.h"

namespace moqa {

// Usage errors that name the option of the command line.
Status checkPlanOptions(const PlanOptions& options);
// Usage error for a pattern that no tensor of the model matches: a misspelling, most likely.
Status checkOverridesMatch(const ModelSource& model, const std::vector<PlanOverride>& overrides);
// BadInput for an analysis of another model.
Status checkAnalysis(const ModelSource& model, const Analysis& analysis);

} // namespace moqa
