// SPDX-License-Identifier: GPL-3.0-or-later
// Document: edits of a whole plan at once, and names of sets.
#include "core/plan/plan_rules.h"
#include "views/state/document.h"
#include "views/state/text.h"

namespace moqa {

bool Document::editUnits(const QString& text, PlanDelta delta) {
    if (m_gesture || delta.empty() || !draft() || !mayEdit()) return false;
    push(text, {PlanBits{m_activePlan, std::move(delta)}});
    return true;
}

Status Document::setRules(std::vector<PlanOverride> rules) {
    auto now = stored(m_activePlan);
    if (m_gesture || !now || !m_model || !mayEdit())
        return usageError(tr("the rules of this plan cannot be changed now").toStdString());
    if (rules == now->plan.overrides) return {};
    MOQA_TRY(now->plan, withOverrides(std::move(now->plan), std::move(rules), *m_model));
    push(tr("Change the rules of plan %1").arg(qstr(m_activePlan)),
         {PlanPut{m_activePlan, std::move(now), m_activePlan}});
    return {};
}

bool Document::renameNamedSet(const std::string& name, const std::string& newName) {
    const auto found = m_namedSets.find(name);
    if (found == m_namedSets.end() || newName.empty() || m_namedSets.contains(newName) ||
        !mayEdit())
        return false;
    push(tr("Rename the set \"%1\" to \"%2\"").arg(qstr(name), qstr(newName)),
         {NamedSetPut{newName, found->second}, NamedSetPut{name, std::nullopt}});
    return true;
}

} // namespace moqa
