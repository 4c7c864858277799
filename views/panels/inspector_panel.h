// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Everything known about the expert under the mouse, or under the cursor: each [layer, expert]
// quantity of the chosen corpus, and its bits. GUI thread.

#include "views/state/workbench.h"

#include <QAbstractTableModel>
#include <QWidget>

class QLabel;

namespace moqa {

class InspectorModel : public QAbstractTableModel {
    Q_OBJECT
public:
    using QAbstractTableModel::QAbstractTableModel;
    struct Line {
        QString name, value, tip;
    };
    void setLines(std::vector<Line> lines);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;

private:
    std::vector<Line> m_lines;
};

class InspectorPanel : public QWidget {
    Q_OBJECT
public:
    explicit InspectorPanel(Workbench& workbench, QWidget* parent = nullptr);
    QSize sizeHint() const override { return {290, 320}; }

private:
    void showFocus();
    std::vector<InspectorModel::Line> linesOf(const ObjectRef& object);

    Workbench& m_workbench;
    QLabel* m_title;
    InspectorModel* m_model;
};

} // namespace moqa
