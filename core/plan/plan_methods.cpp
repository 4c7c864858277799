// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/plan/plan_methods.h"

#include <algorithm>
#include <fmt/format.h>

namespace moqa {

const std::vector<PlanMethodInfo>& planMethodTable() {
    static const std::vector<PlanMethodInfo> table = {
        {PlanMethod::Moqa, "moqa", "MoQa: clusters of significance",
         "arXiv 2503.21135, base quantization", true, false},
        {PlanMethod::Uniform, "uniform", "One width for all", "baseline", false, false},
        {PlanMethod::Optimal, "optimal", "Least predicted loss",
         "multiple-choice knapsack over measured losses; Sinha & Zoltners 1979, Pisinger 1995",
         false, true},
    };
    return table;
}

const PlanMethodInfo& methodInfo(PlanMethod method) {
    const auto& table = planMethodTable();
    return *std::find_if(table.begin(), table.end(),
                         [method](const PlanMethodInfo& info) { return info.method == method; });
}

std::string planMethodNames() {
    std::string names;
    for (const PlanMethodInfo& info : planMethodTable())
        names += (names.empty() ? "" : ", ") + std::string(info.id);
    return names;
}

Status parsePlanMethod(const std::string& text, PlanOptions& options) {
    for (const PlanMethodInfo& info : planMethodTable())
        if (text == info.id) {
            options.method = info.method;
            return {};
        }
    return usageError(fmt::format("there is no method \"{}\"", text), "--method",
                      "choose one of " + planMethodNames());
}

const char* objectiveName(PlanObjective objective) {
    switch (objective) {
    case PlanObjective::Mean: return "mean";
    case PlanObjective::Worst: return "worst";
    case PlanObjective::Regret: return "regret";
    }
    return "mean";
}

Result<PlanObjective> parseObjective(const std::string& text) {
    for (const auto o : {PlanObjective::Mean, PlanObjective::Worst, PlanObjective::Regret})
        if (text == objectiveName(o)) return o;
    return usageError(fmt::format("there is no objective \"{}\"", text), "--objective",
                      "choose mean, worst or regret");
}

} // namespace moqa
