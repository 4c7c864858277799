// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/adapt/precision_change.h"

#include <algorithm>
#include <set>

namespace moqa {

BaseRuleOptions baseRuleOptions(const Plan& plan) {
    BaseRuleOptions rule;
    if (plan.method != "moqa") return rule;
    const auto widths = plan.options.find("widths");
    if (widths != plan.options.end() && widths->is_array()) {
        std::set<int> read;
        for (const Json& width : *widths)
            if (width.is_number_integer() && isPlanWidth(width.get<int64_t>()))
                read.insert(width.get<int>());
        if (!read.empty()) rule.widths.assign(read.begin(), read.end());
    }
    const auto scope = plan.options.find("scope");
    if (scope != plan.options.end() && *scope == "model") rule.scope = PlanScope::Model;
    const auto overlap = plan.options.find("overlap");
    if (overlap != plan.options.end() && overlap->is_number())
        rule.overlap = overlap->get<double>();
    return rule;
}

Result<std::map<ExpertId, int>> baselineWidths(const Plan& plan,
                                               const std::vector<double>& baseline,
                                               const std::vector<int>& moeLayers, int experts,
                                               const Progress& progress) {
    std::map<ExpertId, int> widths;
    if (plan.method == "moqa") {
        // Of an expert whose projections differ, the widest: its cached channels have all three.
        for (const PlanUnit& unit : plan.unitsBeforeRepair()) {
            int& width = widths[{unit.layer, unit.expert}];
            width = std::max(width, unit.format.bits);
        }
        return widths;
    }
    const BaseRuleOptions rule = baseRuleOptions(plan);
    MOQA_TRY(
        const std::vector<BaseDecision> decisions,
        baseRule(baseline, moeLayers, experts, rule.widths, rule.scope, rule.overlap, progress));
    for (const BaseDecision& decision : decisions)
        widths[{decision.layer, decision.expert}] = decision.width;
    return widths;
}

Result<std::vector<PrecisionChange>> precisionChanges(const Plan& plan,
                                                      const std::vector<double>& baseline,
                                                      const std::vector<double>& significance,
                                                      const std::vector<int>& moeLayers,
                                                      int experts, const Progress& progress) {
    using Widths = std::map<ExpertId, int>;
    MOQA_TRY(const Widths before, baselineWidths(plan, baseline, moeLayers, experts, progress));
    std::set<ExpertId> locked;
    for (const PlanUnit& unit : plan.units)
        if (unit.locked) locked.insert({unit.layer, unit.expert});
    const BaseRuleOptions rule = baseRuleOptions(plan);
    MOQA_TRY(const std::vector<BaseDecision> decisions,
             baseRule(significance, moeLayers, experts, rule.widths, rule.scope, rule.overlap,
                      progress));
    std::vector<PrecisionChange> changes;
    for (size_t i = 0; i < decisions.size(); ++i) {
        const BaseDecision& decision = decisions[i];
        const ExpertId id{decision.layer, decision.expert};
        const auto from = before.find(id);
        if (from == before.end() || from->second == decision.width || locked.count(id) != 0 ||
            !(decision.significance > 0))
            continue;
        changes.push_back({decision.layer, decision.expert, from->second, decision.width,
                           baseline[i], decision.significance});
    }
    return changes;
}

} // namespace moqa
