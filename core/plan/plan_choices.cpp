// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/plan/plan_choices.h"

#include "core/plan/plan_rules.h"

#include <algorithm>
#include <fmt/format.h>

namespace moqa {

namespace {

PlanUnit unitOf(const Plan& plan, const WeightEntry& entry, const PlanChoice& choice) {
    PlanUnit unit{choice.layer,  choice.expert, projectionOf(entry.id.role),
                  choice.format, false,         choice.why};
    if (const PlanOverride* const rule = lastMatch(plan.overrides, entry.name)) {
        unit.format = plan.unitFormat;
        unit.format.bits = rule->bits;
        if (rule->group != 0) unit.format.group = rule->group;
        unit.locked = true;
        unit.why = fmt::format("set by '{}'", rule->pattern);
    }
    return unit;
}

} // namespace

Result<std::vector<PlanUnit>> unitsOf(const Plan& plan, const ExpertWeights& experts,
                                      std::span<const PlanChoice> choices) {
    std::vector<PlanUnit> units;
    for (size_t begin = 0, end = 0; begin < choices.size(); begin = end) {
        const PlanChoice& first = choices[begin];
        while (end < choices.size() && choices[end].layer == first.layer &&
               choices[end].expert == first.expert)
            ++end;
        const std::span ofExpert = choices.subspan(begin, end - begin);
        const auto weights = experts.find({first.layer, first.expert});
        if (weights == experts.end())
            return badInput(
                fmt::format("layer {} has no weights of expert {}", first.layer, first.expert),
                plan.modelName);
        std::vector<PlanUnit> split;
        for (const WeightEntry* entry : weights->second) {
            const auto choice =
                std::find_if(ofExpert.begin(), ofExpert.end(), [&](const PlanChoice& c) {
                    return c.projection == Projection::All ||
                           c.projection == projectionOf(entry->id.role);
                });
            if (choice == ofExpert.end())
                return badInput("nothing decides about this weight", entry->name);
            split.push_back(unitOf(plan, *entry, *choice));
        }
        split = joinedUnits(std::move(split));
        units.insert(units.end(), split.begin(), split.end());
    }
    return units;
}

} // namespace moqa
