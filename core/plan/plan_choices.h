// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a method decides about an expert or one of its projections, and the units of a plan that
// follow from it. Pure functions.

#include "core/plan/plan_units.h"

#include <span>

namespace moqa {

struct PlanChoice {
    int layer = 0, expert = 0; // model layer index
    Projection projection = Projection::All;
    UnitFormat format;
    std::string why;
};

// Choices rise by (layer, expert); an expert has one for all of its projections or one for each.
// What an override of the plan decides is locked; projections that agree in format and reason
// become one unit. BadInput for an expert that the model does not have, or a projection that none
// decides about.
Result<std::vector<PlanUnit>> unitsOf(const Plan& plan, const ExpertWeights& experts,
                                      std::span<const PlanChoice> choices);

} // namespace moqa
