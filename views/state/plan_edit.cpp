// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/state/plan_edit.h"

#include "views/state/document.h"

namespace moqa {

PlanEdit::PlanEdit(Document& document, std::string plan, PlanDelta delta, const QString& text,
                   bool applied)
    : QUndoCommand(text), m_document(document), m_plan(std::move(plan)), m_delta(std::move(delta)),
      m_applied(applied) {}

void PlanEdit::undo() { m_document.applyDelta(m_plan, m_delta.inverted()); }

void PlanEdit::redo() {
    if (!std::exchange(m_applied, false)) m_document.applyDelta(m_plan, m_delta);
}

PlanAddition::PlanAddition(Document& document, std::string name, Plan plan, const QString& text)
    : QUndoCommand(text), m_document(document), m_name(std::move(name)),
      m_previousActive(document.activePlanName()), m_plan(std::move(plan)) {
    if (const Plan* const replaced = document.plan(m_name)) m_replaced = *replaced;
}

void PlanAddition::undo() {
    m_document.putPlan(m_name, m_replaced);
    m_document.setActivePlan(m_previousActive);
}

void PlanAddition::redo() {
    m_document.putPlan(m_name, m_plan);
    m_document.setActivePlan(m_name);
}

} // namespace moqa
