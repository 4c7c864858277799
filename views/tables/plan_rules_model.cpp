// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/tables/plan_rules_model.h"

#include "views/state/text.h"

namespace moqa {

PlanRulesModel::PlanRulesModel(Document& document, QObject* parent)
    : QAbstractTableModel(parent), m_document(document) {
    for (const auto signal :
         {&Document::opened, &Document::plansChanged, &Document::activePlanChanged})
        connect(&document, signal, this, &PlanRulesModel::reload);
    reload();
}

void PlanRulesModel::reload() {
    const Plan* const plan = m_document.activePlan();
    std::vector<PlanOverride> rules = plan ? plan->overrides : std::vector<PlanOverride>();
    if (rules == m_rules && (rules.empty() || !m_reach.empty())) return;
    beginResetModel();
    m_rules = std::move(rules);
    m_reach.clear();
    if (m_document.model()) m_reach = ruleReach(m_rules, *m_document.model());
    endResetModel();
}

int PlanRulesModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rules.size());
}
int PlanRulesModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant PlanRulesModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) return {};
    const auto row = static_cast<size_t>(index.row());
    const PlanOverride& rule = m_rules[row];
    if (role == Qt::TextAlignmentRole)
        return QVariant((index.column() == Pattern ? Qt::AlignLeft : Qt::AlignRight) |
                        Qt::AlignVCenter);
    if (role == Qt::ToolTipRole && index.column() == Pattern) return qstr(rule.pattern);
    if (role != Qt::DisplayRole) return {};
    switch (index.column()) {
    case Pattern: return qstr(rule.pattern);
    case Bits: return rule.bits;
    case Group:
        return rule.group == 0 ? tr("plan's") : rule.group < 0 ? tr("row") : count(rule.group);
    case Matched: return row < m_reach.size() ? count(m_reach[row].matched) : QString();
    default: return row < m_reach.size() ? count(m_reach[row].decided) : QString();
    }
}

QVariant PlanRulesModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::ToolTipRole) {
        switch (section) {
        case Pattern: return tr("Shell pattern over the names of tensors; later rules win");
        case Matched: return tr("Tensors whose name the pattern fits");
        case Decided: return tr("Of them, those that no later rule takes");
        default: return {};
        }
    }
    if (role != Qt::DisplayRole) return {};
    switch (section) {
    case Pattern: return tr("Pattern");
    case Bits: return tr("Bits");
    case Group: return tr("Group");
    case Matched: return tr("Fits");
    default: return tr("Decides");
    }
}

} // namespace moqa
