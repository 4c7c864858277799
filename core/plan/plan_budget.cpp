// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/plan/plan_budget.h"

#include "core/plan/plan_totals.h"
#include "core/plan/plan_units.h"
#include "core/plan/width_list.h"

#include <cmath>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace moqa {

PlanBudget PlanBudget::of(const ModelSource& model, const Plan& plan, const PlanOptions& options) {
    PlanBudget budget;
    const bool standsForBytes = !options.pairs.empty() && options.bytes == 0;
    budget.inBytes = options.bytes > 0 || standsForBytes;
    budget.pairs = pairNames(options.pairs);
    double codeless = 0;
    for (const WeightEntry& entry : model.weights()) {
        const bool routed = partOf(entry.id.role) == Part::Routed;
        if (routed) budget.routedWeights += entry.count();
        if (routed && standsForBytes)
            codeless += static_cast<double>(moqa::codelessBytes(plan, entry));
        if (!routed && budget.inBytes) budget.fixed += storedBytes(entry, plan.formatOf(entry));
    }
    if (budget.inBytes) budget.fixed += cacheBytes(plan, model.spec());
    if (standsForBytes) budget.codelessBytes = codeless + static_cast<double>(budget.fixed);
    budget.target = budget.targetOf(options);
    return budget;
}

int64_t PlanBudget::targetOf(const PlanOptions& options) const {
    if (showsBytes()) return options.bytes;
    const double bits = options.bits * static_cast<double>(routedWeights);
    const double asked = codelessBytes ? *codelessBytes + bits / 8.0 : bits;
    // A relative 1e-12 upwards: 2.7 * weights may fall just short of the integer it means.
    return static_cast<int64_t>(std::floor(asked * (1.0 + 1e-12)));
}

int64_t PlanBudget::cost(const WeightEntry& entry, const UnitFormat& format) const {
    return inBytes ? storedBytes(entry, format) : nominalBits(entry, format) * entry.count();
}

double PlanBudget::shown(int64_t cost) const {
    if (showsBytes()) return static_cast<double>(cost);
    const double bits = codelessBytes ? (static_cast<double>(cost) - *codelessBytes) * 8.0
                                      : static_cast<double>(cost);
    return bits / static_cast<double>(routedWeights);
}

Status PlanBudget::check(int64_t low, int64_t high, const std::vector<int>& widths,
                         int64_t slack) const {
    const char* const option = showsBytes() ? "--bytes" : "--bits";
    const std::string names =
        fmt::format("{}{}{}", fmt::join(widths, ", "), widths.empty() || pairs.empty() ? "" : ", ",
                    fmt::join(pairs, ", "));
    if (fixed + low > target)
        return badInput(
            fmt::format("no plan of widths {} has {:.10g} {} or fewer; the smallest has {:.10g}",
                        names, shown(target), noun(), shown(fixed + low)),
            option, "raise the target or add a lower width to --widths");
    // In a large model the slack of targetOf is whole weights: the highest plan itself must do.
    const double highest =
        static_cast<double>(fixed) + static_cast<double>(high) + static_cast<double>(slack);
    if (highest * (1.0 + 2e-12) < static_cast<double>(target))
        return badInput(fmt::format("no plan of widths {} has {:.10g} {}; the largest has {:.10g}",
                                    names, shown(target), noun(), shown(fixed + high)),
                        option, "lower the target or add a higher width to --widths");
    return {};
}

int64_t codelessBytes(const Plan& plan, const WeightEntry& entry) {
    UnitFormat format = plan.unitFormat;
    format.bits = 8; // whose codes fill whole bytes: what is left is no code
    const int64_t padded = entry.rows * ((entry.cols + 3) / 4 * 4);
    return storedBytes(entry, resolveFormat(plan, entry, format)) - padded;
}

} // namespace moqa
