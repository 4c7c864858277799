// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/plan/make_plan.h"

#include "core/plan/base_rule.h"
#include "core/plan/budget.h"
#include "core/plan/optimal_plan.h"
#include "core/plan/plan_methods.h"
#include "core/plan/plan_options.h"
#include "core/plan/plan_totals.h"
#include "core/plan/rival_rules.h"
#include "core/plan/width_list.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <map>
#include <set>

namespace moqa {

namespace {

// One expert on its way to a plan by the base rule.
struct Choice {
    int layer = 0, expert = 0, width = 0;
    double relative = 0;
    std::string why;
};

std::vector<PlanChoice> planChoices(const Plan& plan, const std::vector<Choice>& choices) {
    std::vector<PlanChoice> result;
    for (const Choice& c : choices) {
        result.push_back({c.layer, c.expert, Projection::All, plan.unitFormat, c.why});
        result.back().format.bits = c.width;
    }
    return result;
}

std::vector<PlanChoice> uniformChoices(const ModelSource& model, const Plan& plan, int bits) {
    std::vector<Choice> choices;
    for (int layer : model.spec().moeLayers())
        for (int expert = 0; expert < model.spec().experts; ++expert)
            choices.push_back({layer, expert, bits, 0.0, "uniform"});
    return planChoices(plan, choices);
}

Status repair(const Plan& plan, const ExpertWeights& experts, const PlanBudget& budget,
              const std::vector<int>& widths, std::vector<Choice>& choices) {
    std::vector<BudgetUnit> units;
    int64_t low = 0, high = 0;
    for (const Choice& choice : choices) {
        BudgetUnit unit;
        unit.relative = choice.relative;
        unit.level = static_cast<int>(std::find(widths.begin(), widths.end(), choice.width) -
                                      widths.begin());
        for (int width : widths) {
            UnitFormat base = plan.unitFormat;
            base.bits = width;
            int64_t cost = 0;
            for (const WeightEntry* entry : experts.at({choice.layer, choice.expert}))
                cost += budget.cost(*entry, resolveFormat(plan, *entry, base));
            unit.costs.push_back(cost);
        }
        low += unit.costs.front();
        high += unit.costs.back();
        units.push_back(std::move(unit));
    }
    MOQA_CHECK(budget.check(low, high, widths));
    repairToBudget(units, budget.fixed, budget.target);
    for (size_t i = 0; i < choices.size(); ++i) {
        const int width = widths[static_cast<size_t>(units[i].level)];
        if (width == choices[i].width) continue;
        choices[i].why += fmt::format("; budget: {} -> {}", choices[i].width, width);
        choices[i].width = width;
    }
    return {};
}

// By falling lift, each expert at most once.
Status dropRedundant(const Analysis& analysis, const std::vector<int>& widths,
                     std::vector<Choice>& choices) {
    std::map<std::pair<int, int>, Choice*> byUnit;
    for (Choice& choice : choices) byUnit[{choice.layer, choice.expert}] = &choice;
    std::set<const Choice*> dropped;
    for (const int layer : analysis.moeLayers) {
        const ResultPtr pairs = analysis.find("overlap_pairs", "", layer);
        if (!pairs)
            return usageError("redundant pairs are not in the workspace", "--drop-redundant",
                              "run moqa analyze with stage 3");
        for (size_t i = 0; i + 3 < pairs->values.size(); i += 4) {
            const auto a = byUnit.find({layer, static_cast<int>(pairs->values[i])});
            const auto b = byUnit.find({layer, static_cast<int>(pairs->values[i + 1])});
            if (a == byUnit.end() || b == byUnit.end()) continue;
            Choice& less = *(a->second->relative < b->second->relative ? a : b)->second;
            const auto width = std::find(widths.begin(), widths.end(), less.width);
            if (width == widths.begin() || !dropped.insert(&less).second) continue;
            less.why += fmt::format("; redundant: {} -> {}", less.width, *(width - 1));
            less.width = *(width - 1);
        }
    }
    return {};
}

Plan emptyPlan(const ModelSource& model, const PlanOptions& options) {
    Plan plan;
    plan.modelFingerprint = model.fingerprint();
    plan.modelName = model.name();
    plan.method = methodInfo(options.method).id;
    if (options.method == PlanMethod::Score) plan.method += ":" + options.score;
    plan.defaults = {{Part::Attention, options.attentionBits},
                     {Part::Shared, options.sharedBits},
                     {Part::Router, 16},
                     {Part::Embedding, 16},
                     {Part::Head, 16},
                     {Part::Norm, 16},
                     {Part::Dense, options.denseBits}};
    plan.unitFormat = options.unitFormat;
    plan.overrides = options.overrides;
    if (options.bits > 0) plan.options["bits"] = options.bits;
    if (options.bytes > 0) plan.options["bytes"] = options.bytes;
    if (options.cache > 0) plan.options["cache"] = options.cache;
    return plan;
}

// What the plan was made for, and so what quantization calibrates on by default.
void keepCorpora(const CorpusWeights& weights, Plan& plan) {
    Json& corpora = plan.options["corpora"] = Json::object();
    for (const auto& [name, weight] : weights) corpora[name] = weight;
}

// What the losses were measured with, for quantization to say where it takes something else.
void keepQuantizer(const LossTable& losses, Plan& plan) {
    const Json measured = Json::parse(losses.optionsJson, nullptr, false);
    if (!measured.is_object() || !measured.contains("method")) return;
    Json& quantizer = plan.options["quantizer"] = Json::object();
    for (const char* key : {"method", "grid", "act_order", "damp", "shrink", "starved", "low_rank"})
        if (measured.contains(key)) quantizer[key] = measured[key];
}

Status fillByBaseRule(const ModelSource& model, const PlanInputs& inputs,
                      const PlanOptions& options, const ExpertWeights& experts, Plan& plan) {
    const Analysis& analysis = *inputs.analysis;
    std::vector<int> widths = options.widths;
    std::sort(widths.begin(), widths.end());
    MOQA_TRY(const CorpusWeights weights, normalisedCorpusWeights(analysis, options.corpusWeights));
    MOQA_TRY(const std::vector<double> significance, baselineSignificance(analysis, weights));
    std::vector<Choice> choices;
    MOQA_TRY(std::vector<BaseDecision> decisions,
             baseRule(significance, analysis.moeLayers, analysis.experts, widths, options.scope,
                      options.overlap, inputs.progress ? *inputs.progress : silentProgress()));
    for (BaseDecision& d : decisions)
        choices.push_back({d.layer, d.expert, d.width, d.relative, std::move(d.why)});

    plan.options["widths"] = widths;
    plan.options["scope"] = options.scope == PlanScope::Layer ? "layer" : "model";
    plan.options["overlap"] = options.overlap;
    keepCorpora(weights, plan);

    MOQA_TRY(plan.units, unitsOf(plan, experts, planChoices(plan, choices)));
    if (options.bits == 0 && options.bytes == 0 && !options.dropRedundant) return {};
    plan.unrepaired = std::move(plan.units);
    if (options.dropRedundant) {
        plan.options["drop_redundant"] = true;
        MOQA_CHECK(dropRedundant(analysis, widths, choices));
    }
    if (options.bits == 0 && options.bytes == 0) {
        MOQA_TRY(plan.units, unitsOf(plan, experts, planChoices(plan, choices)));
        return {};
    }
    const PlanBudget budget = PlanBudget::of(model, plan, options);
    MOQA_CHECK(repair(plan, experts, budget, widths, choices));
    MOQA_TRY(plan.units, unitsOf(plan, experts, planChoices(plan, choices)));
    return {};
}

Status fillByLosses(const ModelSource& model, const LossTable& losses, const PlanOptions& options,
                    const ExpertWeights& experts, const Progress& progress, Plan& plan) {
    if (!options.pairs.empty()) plan.options["pairs"] = pairNames(options.pairs);
    std::vector<int> widths = options.widths;
    std::sort(widths.begin(), widths.end());
    MOQA_TRY(const OptimalPlanner planner,
             OptimalPlanner::create(model, losses, options, plan, progress));
    MOQA_TRY(const OptimalAnswer answer, planner.solve(options, KnapsackEffort::Exact, progress));
    MOQA_TRY(plan.units, unitsOf(plan, experts, planner.choices(answer)));
    plan.options["widths"] = widths;
    plan.options["objective"] = objectiveName(options.objective);
    plan.options["unseen"] = options.unseen;
    if (!options.groups.empty()) plan.options["groups"] = options.groups;
    if (options.layerBits.low > 0 || options.layerBits.high > 0)
        plan.options["layer_bits"] = {options.layerBits.low, options.layerBits.high};
    plan.options["loss_table"] = lossTableDigest(losses, progress);
    MOQA_CHECK(checkCancelled(progress));
    // The least that the objective can be at this budget, and what one more unit of it would save.
    plan.options["objective_value"] = answer.loss;
    plan.options["gap"] = answer.gap;
    plan.options["dual"] = answer.dual;
    plan.options["dual_unit"] =
        planner.countsBytes() ? "nats per token and byte" : "nats per token and bit-weight";
    keepCorpora(planner.corpora(), plan);
    return {};
}

Status fillByRival(const ModelSource& model, const PlanInputs& inputs, const PlanOptions& options,
                   const ExpertWeights& experts, Plan& plan) {
    MOQA_TRY(const RivalPlan rival, rivalPlan(model, inputs, options, plan));
    for (const auto& [part, bits] : rival.parts) plan.defaults[part] = bits;
    MOQA_TRY(plan.units, unitsOf(plan, experts, rival.choices));
    plan.options["widths"] = rival.widths;
    plan.options["source"] = methodInfo(options.method).source;
    plan.options["deviations"] = rival.deviations;
    for (const auto& [key, value] : rival.details.items()) plan.options[key] = value;
    if (inputs.analysis) {
        MOQA_TRY(const CorpusWeights weights,
                 normalisedCorpusWeights(*inputs.analysis, options.corpusWeights));
        keepCorpora(weights, plan);
    }
    return {};
}

Status checkInputs(const ModelSource& model, const PlanInputs& inputs, const PlanOptions& options) {
    const PlanMethodInfo& method = methodInfo(options.method);
    if (method.needsAnalysis && !inputs.analysis)
        return usageError(fmt::format("the {} method needs an analysis", method.id), "--method",
                          "plan from a workspace that moqa analyze wrote, or take --method "
                          "uniform");
    if (method.needsLosses && !inputs.losses)
        return usageError(fmt::format("the {} method needs a table of measured losses", method.id),
                          "--method", "fill it with moqa measure, or take --method moqa");
    if (method.needsAnalysis) MOQA_CHECK(checkAnalysis(model, *inputs.analysis));
    if (method.needsLosses) MOQA_CHECK(inputs.losses->fits(model));
    return {};
}

Status fillUniformly(const ModelSource& model, const PlanInputs& inputs, const PlanOptions& options,
                     const ExpertWeights& experts, Plan& plan) {
    // A baseline must see the same calibration text as the plan it is compared with.
    if (inputs.analysis && !options.corpusWeights.empty()) {
        MOQA_TRY(const CorpusWeights weights,
                 normalisedCorpusWeights(*inputs.analysis, options.corpusWeights));
        keepCorpora(weights, plan);
    }
    MOQA_TRY(plan.units,
             unitsOf(plan, experts, uniformChoices(model, plan, static_cast<int>(options.bits))));
    return {};
}

Status fillUnits(const ModelSource& model, const PlanInputs& inputs, const PlanOptions& options,
                 const ExpertWeights& experts, Plan& plan) {
    switch (options.method) {
    case PlanMethod::Uniform: return fillUniformly(model, inputs, options, experts, plan);
    case PlanMethod::Optimal:
        return fillByLosses(model, *inputs.losses, options, experts,
                            inputs.progress ? *inputs.progress : silentProgress(), plan);
    case PlanMethod::Moqa: return fillByBaseRule(model, inputs, options, experts, plan);
    default: return fillByRival(model, inputs, options, experts, plan);
    }
}

} // namespace

Result<Plan> makePlan(const ModelSource& model, const Analysis* analysis,
                      const PlanOptions& options) {
    return makePlan(model, PlanInputs{.analysis = analysis}, options);
}

Result<Plan> makePlan(const ModelSource& model, const PlanInputs& inputs,
                      const PlanOptions& options) {
    MOQA_CHECK(checkPlanOptions(options));
    MOQA_CHECK(checkOverridesMatch(model, options.overrides));
    if (model.spec().moeLayers().empty())
        return badInput("the model has no routed experts to plan for", model.name());
    MOQA_CHECK(checkInputs(model, inputs, options));
    Plan plan = emptyPlan(model, options);
    if (methodInfo(options.method).needsLosses) keepQuantizer(*inputs.losses, plan);
    MOQA_CHECK(fillUnits(model, inputs, options, expertWeights(model), plan));
    // Rules that do not look for a cancel on their way make no plan that nobody wants any more.
    if (inputs.progress) MOQA_CHECK(checkCancelled(*inputs.progress));
    // What holds for all weights stands in the plan's format alone, as in its file.
    for (std::vector<PlanUnit>* units : {&plan.units, &plan.unrepaired})
        for (PlanUnit& unit : *units) {
            unit.format.realZeros = false;
            unit.format.rank = 0;
        }
    MOQA_CHECK(plan.fits(model));
    plan.totals = planTotals(plan, model);
    if (inputs.losses) plan.totals.predictedLoss = meanPredictedLoss(*inputs.losses, plan);
    return plan;
}

} // namespace moqa
