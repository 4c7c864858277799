// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/plan/make_plan.h"

#include "core/plan/base_rule.h"
#include "core/plan/budget.h"
#include "core/plan/plan_options.h"
#include "core/plan/plan_rules.h"
#include "core/plan/plan_totals.h"
#include "core/plan/plan_units.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace moqa {

namespace {

// One expert on its way to a plan.
struct Choice {
    int layer = 0, expert = 0, width = 0;
    double relative = 0;
    std::string why;
};

std::vector<Choice> uniformChoices(const ModelSource& model, int bits) {
    std::vector<Choice> choices;
    for (int layer : model.spec().moeLayers())
        for (int expert = 0; expert < model.spec().experts; ++expert)
            choices.push_back({layer, expert, bits, 0.0, "uniform"});
    return choices;
}

// An expert as one unit, or split where an override decides about some of its projections only.
// What an override decides is locked.
void appendUnits(const Plan& plan, const Choice& choice,
                 const std::vector<const WeightEntry*>& weights, std::vector<PlanUnit>& units) {
    PlanUnit base{choice.layer, choice.expert, Projection::All, plan.unitFormat, false, choice.why};
    base.format.bits = choice.width;
    std::vector<PlanUnit> split;
    for (const WeightEntry* entry : weights) {
        PlanUnit unit = base;
        unit.projection = projectionOf(entry->id.role);
        if (const PlanOverride* o = lastMatch(plan.overrides, entry->name)) {
            unit.format.bits = o->bits;
            if (o->group != 0) unit.format.group = o->group;
            unit.locked = true;
            unit.why = fmt::format("set by '{}'", o->pattern);
        }
        split.push_back(std::move(unit));
    }
    split = joinedUnits(std::move(split));
    units.insert(units.end(), split.begin(), split.end());
}

Result<std::vector<PlanUnit>> unitsOf(const Plan& plan, const ExpertWeights& experts,
                                      const std::vector<Choice>& choices) {
    std::vector<PlanUnit> units;
    for (const Choice& choice : choices) {
        const auto it = experts.find({choice.layer, choice.expert});
        if (it == experts.end())
            return badInput(
                fmt::format("layer {} has no weights of expert {}", choice.layer, choice.expert),
                plan.modelName);
        appendUnits(plan, choice, it->second, units);
    }
    return units;
}

// The repair counts in bit-weights for a target of mean bits, in bytes for one of bytes.
class Repair {
public:
    Repair(const ModelSource& model, const Plan& plan, const ExpertWeights& experts,
           const PlanOptions& options, const std::vector<int>& widths)
        : m_plan(plan), m_experts(experts), m_widths(widths), m_inBytes(options.bytes > 0) {
        int64_t routedWeights = 0;
        for (const WeightEntry& entry : model.weights()) {
            const bool routed = partOf(entry.id.role) == Part::Routed;
            if (routed) routedWeights += entry.count();
            if (!routed && m_inBytes) m_fixed += storedBytes(entry, plan.formatOf(entry));
        }
        // A relative 1e-12 upwards: 2.7 * weights may fall just short of the integer it means.
        m_target = m_inBytes
                       ? options.bytes
                       : static_cast<int64_t>(std::floor(
                             options.bits * static_cast<double>(routedWeights) * (1.0 + 1e-12)));
        m_unitOfTarget = m_inBytes ? 1.0 : 1.0 / static_cast<double>(routedWeights);
    }

    Status run(std::vector<Choice>& choices) const {
        std::vector<BudgetUnit> units;
        for (const Choice& choice : choices) units.push_back(budgetUnit(choice));
        MOQA_CHECK(checkReachable(units));
        repairToBudget(units, m_fixed, m_target);
        for (size_t i = 0; i < choices.size(); ++i) {
            const int width = m_widths[static_cast<size_t>(units[i].level)];
            if (width == choices[i].width) continue;
            choices[i].why += fmt::format("; budget: {} -> {}", choices[i].width, width);
            choices[i].width = width;
        }
        return {};
    }

private:
    BudgetUnit budgetUnit(const Choice& choice) const {
        BudgetUnit unit;
        unit.relative = choice.relative;
        const auto level = std::find(m_widths.begin(), m_widths.end(), choice.width);
        unit.level = static_cast<int>(level - m_widths.begin());
        for (int width : m_widths) {
            int64_t cost = 0;
            for (const WeightEntry* entry : m_experts.at({choice.layer, choice.expert})) {
                UnitFormat base = m_plan.unitFormat;
                base.bits = width;
                const UnitFormat format = resolveFormat(m_plan, *entry, base);
                cost += m_inBytes ? storedBytes(*entry, format)
                                  : nominalBits(*entry, format) * entry->count();
            }
            unit.costs.push_back(cost);
        }
        return unit;
    }

    Status checkReachable(const std::vector<BudgetUnit>& units) const {
        int64_t low = m_fixed, high = m_fixed;
        for (const BudgetUnit& unit : units) {
            low += unit.costs.front();
            high += unit.costs.back();
        }
        const char* noun = m_inBytes ? "bytes" : "mean bits";
        const auto inUnits = [&](int64_t cost) {
            return static_cast<double>(cost) * m_unitOfTarget;
        };
        if (low > m_target)
            return badInput(
                fmt::format("no plan of widths {} has {:.10g} {} or fewer; the smallest "
                            "has {:.10g}",
                            fmt::join(m_widths, ", "), inUnits(m_target), noun, inUnits(low)),
                m_inBytes ? "--bytes" : "--bits",
                "raise the target or add a lower width to --widths");
        if (!m_inBytes && high < m_target)
            return badInput(
                fmt::format("no plan of widths {} has {:.10g} mean bits; the largest has "
                            "{:.10g}",
                            fmt::join(m_widths, ", "), inUnits(m_target), inUnits(high)),
                "--bits", "lower the target or add a higher width to --widths");
        return {};
    }

    const Plan& m_plan;
    const ExpertWeights& m_experts;
    const std::vector<int>& m_widths;
    bool m_inBytes;
    int64_t m_fixed = 0, m_target = 0;
    double m_unitOfTarget = 1.0;
};

Plan emptyPlan(const ModelSource& model, const PlanOptions& options) {
    Plan plan;
    plan.modelFingerprint = model.fingerprint();
    plan.modelName = model.name();
    plan.method = options.method == PlanMethod::Moqa ? "moqa" : "uniform";
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
    return plan;
}

// What the plan was made for, and so what quantization calibrates on by default.
void keepCorpora(const CorpusWeights& weights, Plan& plan) {
    Json& corpora = plan.options["corpora"] = Json::object();
    for (const auto& [name, weight] : weights) corpora[name] = weight;
}

Status fillByBaseRule(const ModelSource& model, const Analysis& analysis,
                      const PlanOptions& options, const ExpertWeights& experts, Plan& plan) {
    std::vector<int> widths = options.widths;
    std::sort(widths.begin(), widths.end());
    MOQA_TRY(const CorpusWeights weights, normalisedCorpusWeights(analysis, options.corpusWeights));
    MOQA_TRY(const std::vector<double> significance, baselineSignificance(analysis, weights));
    std::vector<Choice> choices;
    for (BaseDecision& d : baseRule(significance, analysis.moeLayers, analysis.experts, widths,
                                    options.scope, options.overlap))
        choices.push_back({d.layer, d.expert, d.width, d.relative, std::move(d.why)});

    plan.options["widths"] = widths;
    plan.options["scope"] = options.scope == PlanScope::Layer ? "layer" : "model";
    plan.options["overlap"] = options.overlap;
    keepCorpora(weights, plan);

    MOQA_TRY(plan.units, unitsOf(plan, experts, choices));
    if (options.bits == 0 && options.bytes == 0) return {};
    plan.unrepaired = std::move(plan.units);
    MOQA_CHECK(Repair(model, plan, experts, options, widths).run(choices));
    MOQA_TRY(plan.units, unitsOf(plan, experts, choices));
    return {};
}

} // namespace

Result<Plan> makePlan(const ModelSource& model, const Analysis* analysis,
                      const PlanOptions& options) {
    MOQA_CHECK(checkPlanOptions(options));
    MOQA_CHECK(checkOverridesMatch(model, options.overrides));
    if (model.spec().moeLayers().empty())
        return badInput("the model has no routed experts to plan for", model.name());
    const ExpertWeights experts = expertWeights(model);
    Plan plan = emptyPlan(model, options);
    if (options.method == PlanMethod::Uniform) {
        // A baseline must see the same calibration text as the plan it is compared with.
        if (analysis && !options.corpusWeights.empty()) {
            MOQA_TRY(const CorpusWeights weights,
                     normalisedCorpusWeights(*analysis, options.corpusWeights));
            keepCorpora(weights, plan);
        }
        MOQA_TRY(plan.units,
                 unitsOf(plan, experts, uniformChoices(model, static_cast<int>(options.bits))));
    } else {
        if (!analysis)
            return usageError("the moqa method needs an analysis", "--method",
                              "plan from a workspace that moqa analyze wrote, or take --method "
                              "uniform");
        MOQA_CHECK(checkAnalysis(model, *analysis));
        MOQA_CHECK(fillByBaseRule(model, *analysis, options, experts, plan));
    }
    MOQA_CHECK(plan.fits(model));
    plan.totals = planTotals(plan, model);
    return plan;
}

} // namespace moqa
