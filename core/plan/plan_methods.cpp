// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/plan/plan_methods.h"

#include "core/base/translatable.h"
#include "core/plan/unit_scores.h"

#include <algorithm>
#include <fmt/format.h>

namespace moqa {

const std::vector<PlanMethodInfo>& planMethodTable() {
    static const std::vector<PlanMethodInfo> table = {
        {PlanMethod::Moqa, "moqa", MOQA_TEXT("MoQa: clusters of significance"),
         "arXiv 2503.21135, base quantization", true, false},
        {PlanMethod::Uniform, "uniform", MOQA_TEXT("One width for all"), MOQA_TEXT("baseline"),
         false, false},
        {PlanMethod::Optimal, "optimal", MOQA_TEXT("Least predicted loss"),
         MOQA_TEXT(
             "multiple-choice knapsack over measured losses; Sinha & Zoltners 1979, Pisinger 1995"),
         false, true},
        {PlanMethod::McMoe, "mc-moe", MOQA_TEXT("MC-MoE: programme per layer"),
         "arXiv 2410.06270, section 3.2 (PMQ)", true, true},
        {PlanMethod::QuantMoeFrequency, "quantmoe-frequency",
         MOQA_TEXT("Most frequent experts of each layer"), "QuantMoE-Bench, arXiv 2406.08155", true,
         false},
        {PlanMethod::QuantMoeFirstK, "quantmoe-first-k", MOQA_TEXT("First layers"),
         "QuantMoE-Bench, arXiv 2406.08155", false, false},
        {PlanMethod::QuantMoeBlock, "quantmoe-block",
         MOQA_TEXT("Layers whose block turns the stream most"),
         MOQA_TEXT("QuantMoE-Bench, arXiv 2406.08155, block importance, measured"), true, false},
        {PlanMethod::QuantMoeAttention, "quantmoe-attention", MOQA_TEXT("Attention before experts"),
         "QuantMoE-Bench, arXiv 2406.08155", false, false},
        {PlanMethod::QuantMoeShared, "quantmoe-shared",
         MOQA_TEXT("Shared experts before routed ones"), "QuantMoE-Bench, arXiv 2406.08155", false,
         false},
        {PlanMethod::QuantMoeLinear, "quantmoe-linear-scorer",
         MOQA_TEXT("Linears with outlying columns"), "QuantMoE-Bench, arXiv 2406.08155", false,
         false},
        {PlanMethod::Ewq, "ewq", MOQA_TEXT("EWQ: three levels of entropy"), "arXiv 2503.04704",
         false, false},
        {PlanMethod::AlphaQ, "alphaq", MOQA_TEXT("AlphaQ: spectral exponents"), "arXiv 2606.04980",
         false, false},
        {PlanMethod::Gemq, "gemq", MOQA_TEXT("GEMQ: gradient-weighted error, all layers together"),
         MOQA_TEXT("arXiv 2605.23078, with a factor per layer for the gradients"), false, true},
        {PlanMethod::Score, "score", MOQA_TEXT("Bits by a score"),
         MOQA_TEXT("reverse water-filling over unit scores"), false, false},
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
        names += (names.empty() ? "" : ", ") + std::string(info.id) +
                 (info.method == PlanMethod::Score ? ":ID" : "");
    return names;
}

Status parsePlanMethod(const std::string& text, PlanOptions& options) {
    if (text.starts_with("score:")) {
        options.method = PlanMethod::Score;
        options.score = text.substr(6);
        if (options.score == "csv" || findScore(options.score)) return {};
        return usageError(fmt::format("there is no score \"{}\"", options.score), "--method",
                          "choose one of " + scoreNames() + ", or csv with --score-file");
    }
    for (const PlanMethodInfo& info : planMethodTable())
        if (text == info.id && info.method != PlanMethod::Score) {
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
