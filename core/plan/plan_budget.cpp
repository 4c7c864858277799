// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/plan/plan_budget.h"

#include "core/plan/plan_totals.h"

#include <cmath>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace moqa {

PlanBudget PlanBudget::of(const ModelSource& model, const Plan& plan, const PlanOptions& options) {
    PlanBudget budget;
    budget.inBytes = options.bytes > 0;
    for (const WeightEntry& entry : model.weights()) {
        const bool routed = partOf(entry.id.role) == Part::Routed;
        if (routed) budget.routedWeights += entry.count();
        if (!routed && budget.inBytes) budget.fixed += storedBytes(entry, plan.formatOf(entry));
    }
    if (budget.inBytes) budget.fixed += cacheBytes(plan, model.spec());
    // A relative 1e-12 upwards: 2.7 * weights may fall just short of the integer it means.
    budget.target =
        budget.inBytes
            ? options.bytes
            : static_cast<int64_t>(std::floor(
                  options.bits * static_cast<double>(budget.routedWeights) * (1.0 + 1e-12)));
    return budget;
}

int64_t PlanBudget::cost(const WeightEntry& entry, const UnitFormat& format) const {
    return inBytes ? storedBytes(entry, format) : nominalBits(entry, format) * entry.count();
}

double PlanBudget::shown(int64_t cost) const {
    return inBytes ? static_cast<double>(cost)
                   : static_cast<double>(cost) / static_cast<double>(routedWeights);
}

Status PlanBudget::check(int64_t low, int64_t high, const std::vector<int>& widths) const {
    if (fixed + low > target)
        return badInput(
            fmt::format("no plan of widths {} has {:.10g} {} or fewer; the smallest "
                        "has {:.10g}",
                        fmt::join(widths, ", "), shown(target), noun(), shown(fixed + low)),
            inBytes ? "--bytes" : "--bits", "raise the target or add a lower width to --widths");
    // In a large model the slack of `of` is whole weights: the highest plan itself must do.
    if (!inBytes && static_cast<double>(high) * (1.0 + 2e-12) < static_cast<double>(target))
        return badInput(
            fmt::format("no plan of widths {} has {:.10g} mean bits; the largest has {:.10g}",
                        fmt::join(widths, ", "), shown(target), shown(high)),
            "--bits", "lower the target or add a higher width to --widths");
    return {};
}

} // namespace moqa
