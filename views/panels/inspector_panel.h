// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Everything known about the expert under the mouse, or under the cursor: its bits, each
// [layer, expert] quantity with its interval, all texts side by side, and its habits. GUI thread.

#include "views/panels/unit_lines.h"
#include "views/state/workbench.h"

#include <QAbstractTableModel>
#include <QWidget>

class QLabel;
class QTableView;

namespace moqa {

class UnitFactsView;

class InspectorModel : public QAbstractTableModel {
    Q_OBJECT
public:
    using QAbstractTableModel::QAbstractTableModel;
    void setLines(UnitLines lines);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    UnitLines m_lines;
};

class InspectorPanel : public QWidget {
    Q_OBJECT
public:
    explicit InspectorPanel(Workbench& workbench, QWidget* parent = nullptr);
    QSize sizeHint() const override { return {290, 320}; }

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void showFocus();
    void fitColumns();
    void showPlan(const ObjectRef& object);

    Workbench& m_workbench;
    QLabel *m_title, *m_plan;
    QTableView* m_table;
    InspectorModel* m_model;
    UnitFactsView* m_facts;
};

} // namespace moqa
