// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Undo commands of the Document. PlanEdit is one gesture's delta on one plan (never a snapshot);
// PlanAddition is a plan that was made, with the one of its name that it replaced.

#include "core/plan/plan_draft.h"

#include <QUndoCommand>
#include <optional>
#include <string>

namespace moqa {

class Document;

class PlanEdit final : public QUndoCommand {
public:
    // applied: the gesture already changed the draft while it ran (a drag), so that the first
    // redo must not do it again.
    PlanEdit(Document& document, std::string plan, PlanDelta delta, const QString& text,
             bool applied);
    void undo() override;
    void redo() override;

private:
    Document& m_document;
    std::string m_plan;
    PlanDelta m_delta;
    bool m_applied;
};

class PlanAddition final : public QUndoCommand {
public:
    PlanAddition(Document& document, std::string name, Plan plan, const QString& text);
    void undo() override;
    void redo() override;

private:
    Document& m_document;
    std::string m_name, m_previousActive;
    Plan m_plan;
    std::optional<Plan> m_replaced;
};

} // namespace moqa
