// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Joins a tree of the model's tensors to the shared selection, both ways: experts and tensors that
// are selected in it are units, and units that are selected elsewhere are opened and selected in
// it. Lives as long as the tree. GUI thread.

#include "views/state/selection.h"

#include <QObject>
#include <vector>

class QAbstractProxyModel;
class QModelIndex;
class QTreeView;

namespace moqa {

class ModelTreeModel;

class TreeSelection : public QObject {
    Q_OBJECT
public:
    // proxy: between model and tree; null if there is none. After the tree has its model.
    TreeSelection(QTreeView& tree, const ModelTreeModel& model, QAbstractProxyModel* proxy,
                  Selection& selection);

private:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void takeRows();
    void showObjects();
    Selection::Objects objectsOfRows() const;
    QModelIndex shownIndex(const ObjectRef& object) const;

    QTreeView& m_tree;
    const ModelTreeModel& m_model;
    QAbstractProxyModel* m_proxy;
    Selection& m_selection;
    bool m_following = false; // what others selected is being shown, or the other way round
};

} // namespace moqa
