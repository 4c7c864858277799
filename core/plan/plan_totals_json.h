// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Totals of a plan as plan.json has them, for who keeps them beside a plan that was edited since.

#include "core/plan/plan.h"

namespace moqa {

Json totalsToJson(const PlanTotals& totals);
// What is missing is 0. BadInput for a value of another type.
Result<PlanTotals> totalsFromJson(const Json& object, const std::string& where);

} // namespace moqa
