// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/plan/budget.h"

#include <algorithm>

namespace moqa {

namespace {

int64_t costAt(const BudgetUnit& unit, int level) { return unit.costs[static_cast<size_t>(level)]; }

bool isFixed(const BudgetUnit& unit) { return unit.costs.front() == unit.costs.back(); }

std::vector<size_t> movableByRisingRelative(const std::vector<BudgetUnit>& units) {
    std::vector<size_t> order;
    for (size_t i = 0; i < units.size(); ++i)
        if (!isFixed(units[i])) order.push_back(i);
    std::stable_sort(order.begin(), order.end(),
                     [&](size_t a, size_t b) { return units[a].relative < units[b].relative; });
    return order;
}

} // namespace

bool repairToBudget(std::vector<BudgetUnit>& units, int64_t fixedCost, int64_t target) {
    int64_t total = fixedCost;
    for (const BudgetUnit& unit : units) total += costAt(unit, unit.level);
    std::vector<size_t> order = movableByRisingRelative(units);
    if (total > target) {
        for (size_t i : order) {
            BudgetUnit& unit = units[i];
            while (total > target && unit.level > 0) {
                total += costAt(unit, unit.level - 1) - costAt(unit, unit.level);
                --unit.level;
            }
        }
        return total <= target;
    }
    std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) {
        return units[a].relative > units[b].relative ||
               (units[a].relative == units[b].relative && a < b);
    });
    for (size_t i : order) {
        BudgetUnit& unit = units[i];
        while (unit.level + 1 < static_cast<int>(unit.costs.size())) {
            const int64_t next = total + costAt(unit, unit.level + 1) - costAt(unit, unit.level);
            if (next > target) return true;
            total = next;
            ++unit.level;
        }
    }
    return true;
}

} // namespace moqa
