// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/plan/plan_rules.h"

#include "core/plan/plan_units.h"

#include <algorithm>
#include <fmt/format.h>

namespace moqa {

std::vector<RuleReach> ruleReach(const std::vector<PlanOverride>& overrides,
                                 const ModelSource& model) {
    std::vector<RuleReach> reach(overrides.size());
    for (const WeightEntry& entry : model.weights()) {
        bool taken = false;
        for (size_t i = overrides.size(); i-- > 0;) {
            if (!overrides[i].matches(entry.name)) continue;
            ++reach[i].matched;
            if (!taken) ++reach[i].decided;
            taken = true;
        }
    }
    return reach;
}

std::vector<PlanUnit> joinedUnits(std::vector<PlanUnit> projections) {
    const bool alike = std::all_of(projections.begin(), projections.end(), [&](const PlanUnit& u) {
        return u.format == projections[0].format && u.locked == projections[0].locked &&
               u.why == projections[0].why;
    });
    if (alike && !projections.empty()) {
        projections[0].projection = Projection::All;
        projections.resize(1);
    }
    std::sort(projections.begin(), projections.end(),
              [](const PlanUnit& a, const PlanUnit& b) { return a.projection < b.projection; });
    return projections;
}

namespace {

// The unit of one projection under new rules.
PlanUnit ruledUnit(const Plan& plan, const std::vector<PlanOverride>& overrides,
                   const WeightEntry& entry) {
    PlanUnit unit{entry.id.layer, entry.id.expert, Projection::All, plan.unitFormat, false, {}};
    if (const PlanUnit* const now = findUnit(plan.units, entry.id)) unit = *now;
    unit.projection = projectionOf(entry.id.role);
    if (const PlanOverride* const rule = lastMatch(overrides, entry.name)) {
        unit.format = plan.unitFormat;
        unit.format.bits = rule->bits;
        if (rule->group != 0) unit.format.group = rule->group;
        unit.locked = true;
        unit.why = fmt::format("set by '{}'", rule->pattern);
    } else if (const PlanOverride* const old = lastMatch(plan.overrides, entry.name)) {
        const int bits = old->bits;
        unit.format = plan.unitFormat;
        unit.format.bits = bits;
        unit.locked = false;
        unit.why = fmt::format("by hand: was set by '{}'", old->pattern);
    }
    return unit;
}

} // namespace

Result<Plan> withOverrides(Plan plan, std::vector<PlanOverride> overrides,
                           const ModelSource& model) {
    for (const PlanOverride& rule : overrides)
        if (!isPlanWidth(rule.bits) || rule.pattern.empty())
            return usageError("a rule needs a pattern and a width of 1, 2, 3, 4, 5, 6, 8 or 16",
                              rule.pattern);
    std::vector<PlanUnit> units;
    for (const auto& [key, weights] : expertWeights(model)) {
        std::vector<PlanUnit> projections;
        for (const WeightEntry* entry : weights)
            projections.push_back(ruledUnit(plan, overrides, *entry));
        const std::vector<PlanUnit> joined = joinedUnits(std::move(projections));
        units.insert(units.end(), joined.begin(), joined.end());
    }
    plan.units = std::move(units);
    plan.overrides = std::move(overrides);
    MOQA_CHECK(plan.fits(model));
    plan.totals = planTotals(plan, model);
    return plan;
}

} // namespace moqa
