// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Edits of a whole plan at once, as deltas that a PlanDraft applies and an undo turns round. Locked
// experts and those whose projections differ stay as they are. Pure functions, any thread.

#include "core/analysis/result_array.h"
#include "core/plan/plan_draft.h"

namespace moqa {

// The budget repair of moqa.md 4 step 5 on what is unlocked: the last plan not above meanBits.
// Least significant experts go down first, or most significant up first, among the plan's own
// widths (2, 3, 4, 5, 6 and 8 where it names none) and the width that an expert has now. analysis
// null: all count alike and move in the model's order. Usage error for a target that is no width's,
// BadInput for one that the unlocked experts cannot reach downwards; where it cannot be reached
// upwards, all end at the widest.
Result<PlanDelta> fillToBudget(const Plan& plan, const ModelSource& model, const Analysis* analysis,
                               double meanBits);

// One width for all unlocked experts of a layer: the narrowest not below their mean now, so that no
// layer loses bits. Layers that have one width already are left alone.
PlanDelta uniformPerLayer(const Plan& plan, const ModelSource& model);

} // namespace moqa
