// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The rules of the active plan in their order: pattern, width, group, and the tensors that each
// fits and decides about. Read only: rules change through the document. GUI thread.

#include "core/plan/plan_rules.h"
#include "views/state/document.h"

#include <QAbstractTableModel>

namespace moqa {

class PlanRulesModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Pattern, Bits, Group, Matched, Decided, ColumnCount };
    explicit PlanRulesModel(Document& document, QObject* parent = nullptr);
    const std::vector<PlanOverride>& rules() const { return m_rules; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    void reload();

    Document& m_document;
    std::vector<PlanOverride> m_rules;
    std::vector<RuleReach> m_reach; // parallel; empty without a model
};

} // namespace moqa
