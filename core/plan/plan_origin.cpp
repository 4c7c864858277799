// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/plan/plan_origin.h"

#include <algorithm>

namespace moqa {

namespace {

Error damaged(const char* option) {
    return badInput("the plan's option is not what a plan is made with", option,
                    "make the plan anew");
}

Result<std::vector<int>> readWidths(const Json& options) {
    std::vector<int> widths;
    const auto found = options.find("widths");
    if (found == options.end()) return widths;
    if (!found->is_array()) return damaged("widths");
    for (const Json& width : *found) {
        if (!width.is_number_integer() || !isPlanWidth(width.get<int64_t>()))
            return damaged("widths");
        widths.push_back(width.get<int>());
    }
    std::sort(widths.begin(), widths.end());
    widths.erase(std::unique(widths.begin(), widths.end()), widths.end());
    return widths;
}

Result<CorpusWeights> readCorpora(const Json& options) {
    CorpusWeights corpora;
    const auto found = options.find("corpora");
    if (found == options.end()) return corpora;
    if (!found->is_object()) return damaged("corpora");
    for (const auto& [name, weight] : found->items()) {
        if (!weight.is_number()) return damaged("corpora");
        corpora.emplace_back(name, weight.get<double>());
    }
    return corpora;
}

} // namespace

Result<PlanOrigin> planOrigin(const Plan& plan) {
    PlanOrigin origin;
    if (!plan.options.is_object()) return origin;
    MOQA_TRY(origin.widths, readWidths(plan.options));
    MOQA_TRY(origin.corpora, readCorpora(plan.options));
    if (const auto scope = plan.options.find("scope"); scope != plan.options.end())
        origin.scope = *scope == "model" ? PlanScope::Model : PlanScope::Layer;
    if (const auto overlap = plan.options.find("overlap"); overlap != plan.options.end()) {
        if (!overlap->is_number()) return damaged("overlap");
        origin.overlap = overlap->get<double>();
    }
    return origin;
}

Result<std::vector<double>> relativeSignificance(const PlanOrigin& origin,
                                                 const Analysis& analysis) {
    MOQA_TRY(const CorpusWeights weights, normalisedCorpusWeights(analysis, origin.corpora));
    MOQA_TRY(std::vector<double> relative, baselineSignificance(analysis, weights));
    const auto experts = static_cast<size_t>(analysis.experts);
    for (size_t begin = 0; experts > 0 && begin + experts <= relative.size(); begin += experts) {
        double sum = 0.0;
        for (size_t e = 0; e < experts; ++e) sum += relative[begin + e];
        const double mean = sum / static_cast<double>(experts);
        for (size_t e = 0; e < experts; ++e)
            relative[begin + e] = mean > 0.0 ? relative[begin + e] / mean : 0.0;
    }
    return relative;
}

Result<PlanMemberships> planMemberships(const Plan& plan, const Analysis& analysis,
                                        const Progress& progress) {
    if (plan.modelFingerprint != analysis.modelFingerprint)
        return badInput("the analysis is of another model than the plan", plan.modelName,
                        "analyse this model");
    PlanMemberships result;
    MOQA_TRY(result.origin, planOrigin(plan));
    if (result.origin.widths.empty())
        return badInput("the plan was not made by clusters", plan.modelName,
                        "make a plan by the significance of the experts");
    MOQA_TRY(const CorpusWeights weights, normalisedCorpusWeights(analysis, result.origin.corpora));
    MOQA_TRY(const std::vector<double> significance, baselineSignificance(analysis, weights));
    MOQA_TRY(result.decisions,
             baseRule(significance, analysis.moeLayers, analysis.experts, result.origin.widths,
                      result.origin.scope, result.origin.overlap, progress));
    return result;
}

} // namespace moqa
