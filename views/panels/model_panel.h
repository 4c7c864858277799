// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The model: what it is in a few lines, and the tree of its tensors. GUI thread.

#include "views/state/workbench.h"

#include <QWidget>

class QLabel;
class QTreeView;

namespace moqa {

class ModelTreeModel;

class ModelPanel : public QWidget {
    Q_OBJECT
public:
    explicit ModelPanel(Workbench& workbench, QWidget* parent = nullptr);
    QSize sizeHint() const override { return {290, 320}; }

private:
    void showModel();
    Workbench& m_workbench;
    QLabel* m_facts;
    QTreeView* m_tree;
    ModelTreeModel* m_model;
};

} // namespace moqa
