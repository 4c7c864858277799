// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/quant_method.h"

#include <fmt/format.h>
#include <utility>

namespace moqa {

namespace {

constexpr std::pair<QuantMethod, const char*> kNames[] = {
    {QuantMethod::Rtn, "rtn"},
    {QuantMethod::Gptq, "gptq"},
    {QuantMethod::Hqq, "hqq"},
    {QuantMethod::Awq, "awq"},
};

} // namespace

const char* quantMethodName(QuantMethod method) {
    for (const auto& [known, name] : kNames)
        if (known == method) return name;
    return "unknown";
}

std::string quantMethodNames() {
    std::string list;
    for (const auto& [method, name] : kNames)
        list += (list.empty() ? "" : ", ") + std::string(name);
    return list;
}

Result<QuantMethod> parseQuantMethod(const std::string& name, const std::string& where) {
    for (const auto& [method, known] : kNames)
        if (name == known) return method;
    return usageError(fmt::format("\"{}\" is no quantizer", name.substr(0, 40)), where,
                      "choose one of " + quantMethodNames());
}

bool needsTokens(QuantMethod method) {
    return method == QuantMethod::Gptq || method == QuantMethod::Awq;
}

Plan planFor(const Plan& plan, const ModelSource& model, const QuantizeOptions& options) {
    Plan fitted = plan;
    fitted.unitFormat.realZeros = options.method == QuantMethod::Hqq;
    fitted.unitFormat.rank = options.lowRank.value_or(plan.unitFormat.rank);
    if (fitted.unitFormat == plan.unitFormat) return fitted;
    fitted.totals = planTotals(fitted, model);
    fitted.totals.predictedLoss = plan.totals.predictedLoss;
    return fitted;
}

} // namespace moqa
