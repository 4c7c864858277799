// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/plan/plan_reshape.h"

#include "core/plan/budget.h"
#include "core/plan/plan_origin.h"
#include "core/plan/plan_units.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <set>

namespace moqa {

namespace {

using ExpertKey = std::pair<int, int>;

int64_t bitWeights(const Plan& plan, const std::vector<const WeightEntry*>& weights,
                   UnitFormat base) {
    int64_t sum = 0;
    for (const WeightEntry* entry : weights)
        sum += nominalBits(*entry, resolveFormat(plan, *entry, base)) * entry->count();
    return sum;
}

// An expert that the budget may move, beside the BudgetUnit that it moves as.
struct Movable {
    const PlanUnit* unit = nullptr;
    std::vector<int> levels; // widths, rising
};

class Fill {
public:
    Fill(const Plan& plan, const ModelSource& model, std::vector<int> widths)
        : m_plan(plan), m_widths(std::move(widths)), m_experts(expertWeights(model)) {}

    void take(const std::map<ExpertKey, double>& relative) {
        std::map<ExpertKey, int> unitsOf;
        for (const PlanUnit& unit : m_plan.units) ++unitsOf[{unit.layer, unit.expert}];
        std::map<ExpertKey, const PlanUnit*> movable;
        for (const PlanUnit& unit : m_plan.units)
            if (!unit.locked && unit.projection == Projection::All &&
                unitsOf[{unit.layer, unit.expert}] == 1)
                movable[{unit.layer, unit.expert}] = &unit;
        for (const auto& [key, weights] : m_experts) {
            for (const WeightEntry* entry : weights) m_routedWeights += entry->count();
            const auto found = movable.find(key);
            if (found == movable.end()) {
                for (const WeightEntry* entry : weights)
                    m_fixed += nominalBits(*entry, m_plan.formatOf(*entry)) * entry->count();
                continue;
            }
            const auto value = relative.find(key);
            add(*found->second, weights, value == relative.end() ? 0.0 : value->second);
        }
    }

    Result<PlanDelta> run(double meanBits) {
        int64_t low = m_fixed;
        for (const BudgetUnit& unit : m_units) low += unit.costs.front();
        const auto weights = static_cast<double>(m_routedWeights);
        // A relative 1e-12 upwards: 2.7 * weights may fall just short of the integer it means.
        const auto target = static_cast<int64_t>(std::floor(meanBits * weights * (1.0 + 1e-12)));
        if (low > target)
            return badInput(
                fmt::format("the unlocked experts cannot bring the plan to {:.10g} mean bits; its "
                            "least is {:.10g}",
                            meanBits, static_cast<double>(low) / weights),
                "mean bits", "raise the target or unlock experts");
        repairToBudget(m_units, m_fixed, target);
        PlanDelta delta;
        for (size_t i = 0; i < m_units.size(); ++i) {
            const PlanUnit& unit = *m_movable[i].unit;
            const int bits = m_movable[i].levels[static_cast<size_t>(m_units[i].level)];
            if (bits != unit.format.bits)
                delta.changes.push_back({unit.layer, unit.expert, unit.projection, unit.format.bits,
                                         bits, false, false});
        }
        return delta;
    }

private:
    void add(const PlanUnit& unit, const std::vector<const WeightEntry*>& weights,
             double relative) {
        std::set<int> levels(m_widths.begin(), m_widths.end());
        levels.insert(unit.format.bits);
        Movable movable{&unit, {levels.begin(), levels.end()}};
        BudgetUnit budget;
        budget.relative = relative;
        for (const int width : movable.levels) {
            if (width == unit.format.bits) budget.level = static_cast<int>(budget.costs.size());
            UnitFormat format = unit.format;
            format.bits = width;
            budget.costs.push_back(bitWeights(m_plan, weights, format));
        }
        m_units.push_back(std::move(budget));
        m_movable.push_back(std::move(movable));
    }

    const Plan& m_plan;
    std::vector<int> m_widths;
    ExpertWeights m_experts;
    std::vector<BudgetUnit> m_units;
    std::vector<Movable> m_movable; // parallel to m_units
    int64_t m_fixed = 0, m_routedWeights = 0;
};

Result<std::map<ExpertKey, double>> relativeByExpert(const PlanOrigin& origin,
                                                     const Analysis* analysis) {
    std::map<ExpertKey, double> result;
    if (!analysis) return result;
    MOQA_TRY(const std::vector<double> relative, relativeSignificance(origin, *analysis));
    size_t i = 0;
    for (const int layer : analysis->moeLayers)
        for (int expert = 0; expert < analysis->experts && i < relative.size(); ++expert)
            result[{layer, expert}] = relative[i++];
    return result;
}

} // namespace

Result<PlanDelta> fillToBudget(const Plan& plan, const ModelSource& model, const Analysis* analysis,
                               double meanBits) {
    if (!(meanBits >= kPlanWidths.front() && meanBits <= kPlanWidths.back()))
        return usageError(fmt::format("{:.10g} mean bits is not between {} and {}", meanBits,
                                      kPlanWidths.front(), kPlanWidths.back()),
                          "mean bits");
    MOQA_TRY(PlanOrigin origin, planOrigin(plan));
    if (origin.widths.empty()) origin.widths = {2, 3, 4, 5, 6, 8};
    MOQA_TRY(const auto relative, relativeByExpert(origin, analysis));
    Fill fill(plan, model, origin.widths);
    fill.take(relative);
    return fill.run(meanBits);
}

PlanDelta uniformPerLayer(const Plan& plan, const ModelSource& model) {
    struct Sum {
        int64_t weights = 0, bitWeights = 0;
    };
    std::map<int, Sum> sums; // by layer, of what is unlocked
    for (const WeightEntry& entry : model.weights()) {
        if (partOf(entry.id.role) != Part::Routed) continue;
        const PlanUnit* const unit = findUnit(plan.units, entry.id);
        if (!unit || unit->locked) continue;
        Sum& sum = sums[entry.id.layer];
        sum.weights += entry.count();
        sum.bitWeights += nominalBits(entry, plan.formatOf(entry)) * entry.count();
    }
    PlanDelta delta;
    for (const PlanUnit& unit : plan.units) {
        const auto found = sums.find(unit.layer);
        if (unit.locked || found == sums.end()) continue;
        const Sum& sum = found->second;
        const auto wide = std::find_if(kPlanWidths.begin(), kPlanWidths.end(), [&](int width) {
            return width * sum.weights >= sum.bitWeights;
        });
        const int bits = wide == kPlanWidths.end() ? kPlanWidths.back() : *wide;
        if (bits != unit.format.bits)
            delta.changes.push_back(
                {unit.layer, unit.expert, unit.projection, unit.format.bits, bits, false, false});
    }
    return delta;
}

} // namespace moqa
