// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Between units and weights: which unit decides about a weight, which format it ends up with, and
// the units of an expert once overrides are applied.

#include "core/plan/plan.h"

namespace moqa {

// Of an expert role its projection, of any other All.
Projection projectionOf(Role role);
// The unit that decides about a routed weight, null if there is none. units must be rising by
// (layer, expert); O(log n).
const PlanUnit* findUnit(const std::vector<PlanUnit>& units, WeightId id);
// The override that decides about a tensor, null if none matches.
const PlanOverride* lastMatch(const std::vector<PlanOverride>& overrides,
                              const std::string& tensorName);
// What a weight gets whose unit or part says `base`, as Plan::formatOf documents; uses the plan's
// overrides and unitFormat only.
UnitFormat resolveFormat(const Plan& plan, const WeightEntry& entry, UnitFormat base);

// The routed weights of every expert by (model layer index, expert), in the model's order. Borrowed
// from the model.
using ExpertWeights = std::map<std::pair<int, int>, std::vector<const WeightEntry*>>;
ExpertWeights expertWeights(const ModelSource& model);

} // namespace moqa
