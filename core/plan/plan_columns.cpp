// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/plan/plan_columns.h"

#include <algorithm>
#include <fmt/format.h>
#include <unordered_map>

namespace moqa {

namespace {

bool unitBefore(const PlanUnit& a, const PlanUnit& b) {
    return std::tuple(a.layer, a.expert, a.projection) <
           std::tuple(b.layer, b.expert, b.projection);
}

bool sameLength(const UnitColumns& c) {
    const size_t n = c.layer.size();
    return c.expert.size() == n && c.group.size() == n && c.projection.size() == n &&
           c.bits.size() == n && c.symmetric.size() == n && c.locked.size() == n &&
           c.why.size() == n;
}

// Of row i; its error is worded once a row is found to be wrong.
bool isUnit(const UnitColumns& c, size_t i) {
    const auto index = [](int value) { return value >= 0 && value <= kMaxPlanIndex; };
    const int group = c.group[i];
    return index(c.layer[i]) && index(c.expert[i]) && isPlanWidth(c.bits[i]) &&
           (group == -1 || (group > 0 && group <= kMaxPlanGroup)) &&
           c.projection[i] <= static_cast<uint8_t>(Projection::All) && c.symmetric[i] <= 1 &&
           c.locked[i] <= 1 && c.why[i] >= 0 && static_cast<size_t>(c.why[i]) < c.reasons.size();
}

} // namespace

UnitColumns columnsOf(const std::vector<PlanUnit>& units) {
    UnitColumns columns;
    std::unordered_map<std::string, int32_t> places;
    for (const PlanUnit& unit : units) {
        const auto [place, fresh] =
            places.try_emplace(unit.why, static_cast<int32_t>(columns.reasons.size()));
        if (fresh) columns.reasons.push_back(unit.why);
        columns.layer.push_back(unit.layer);
        columns.expert.push_back(unit.expert);
        columns.group.push_back(unit.format.group);
        columns.projection.push_back(static_cast<uint8_t>(unit.projection));
        columns.bits.push_back(static_cast<uint8_t>(unit.format.bits));
        columns.symmetric.push_back(unit.format.symmetric);
        columns.locked.push_back(unit.locked);
        columns.why.push_back(place->second);
    }
    return columns;
}

Result<std::vector<PlanUnit>> unitsOf(const UnitColumns& columns, const std::string& where) {
    const size_t count = columns.layer.size();
    if (!sameLength(columns)) return badInput("the columns of a plan differ in length", where);
    if (count > kMaxPlanUnits) return badInput("more units than any model has", where);
    std::vector<PlanUnit> units;
    units.reserve(count);
    for (size_t i = 0; i < count; ++i) {
        if (!isUnit(columns, i))
            return badInput(fmt::format("unit {} of the plan has an impossible value", i), where);
        const UnitFormat format{columns.bits[i], columns.group[i], columns.symmetric[i] == 1};
        units.push_back(
            {columns.layer[i], columns.expert[i], static_cast<Projection>(columns.projection[i]),
             format, columns.locked[i] == 1, columns.reasons[static_cast<size_t>(columns.why[i])]});
    }
    MOQA_CHECK(settleUnits(units, where));
    return units;
}

// Sorted units are a plan if no weight is decided twice: not the same unit again, and not an
// expert as a whole beside one of its projections (All sorts last).
Status settleUnits(std::vector<PlanUnit>& units, const std::string& where) {
    if (!std::is_sorted(units.begin(), units.end(), unitBefore))
        std::stable_sort(units.begin(), units.end(), unitBefore);
    for (size_t i = 1; i < units.size(); ++i) {
        const PlanUnit &a = units[i - 1], &b = units[i];
        if (a.layer == b.layer && a.expert == b.expert &&
            (a.projection == b.projection || b.projection == Projection::All))
            return badInput(fmt::format("layer {} expert {} is decided twice", b.layer, b.expert),
                            where);
    }
    return {};
}

} // namespace moqa
