// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/tree_selection.h"

#include "views/tables/model_tree_model.h"

#include <QAbstractProxyModel>
#include <QEvent>
#include <QScopedValueRollback>
#include <QTreeView>

namespace moqa {

namespace {
// A selection of more would open the whole tree, and nobody reads it there.
constexpr size_t kMostShown = 512;
} // namespace

TreeSelection::TreeSelection(QTreeView& tree, const ModelTreeModel& model,
                             QAbstractProxyModel* proxy, Selection& selection)
    : QObject(&tree), m_tree(tree), m_model(model), m_proxy(proxy), m_selection(selection) {
    tree.setSelectionMode(QAbstractItemView::ExtendedSelection);
    tree.installEventFilter(this);
    connect(tree.selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &TreeSelection::takeRows);
    connect(&selection, &Selection::objectsChanged, this, &TreeSelection::showObjects);
}

bool TreeSelection::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Show) showObjects();
    return QObject::eventFilter(watched, event);
}

Selection::Objects TreeSelection::objectsOfRows() const {
    Selection::Objects objects;
    for (const QModelIndex& row : m_tree.selectionModel()->selectedRows())
        if (const ObjectRef object = m_model.objectAt(m_proxy ? m_proxy->mapToSource(row) : row);
            object.valid())
            objects.insert(object);
    return objects;
}

void TreeSelection::takeRows() {
    if (m_following || !m_tree.hasFocus()) return;
    const QScopedValueRollback following(m_following, true);
    m_selection.setObjects(objectsOfRows());
}

QModelIndex TreeSelection::shownIndex(const ObjectRef& object) const {
    const QModelIndex index = object.kind == ObjectKind::Expert
                                  ? m_model.indexOfExpert(object.layer, object.expert)
                                  : QModelIndex();
    return m_proxy ? m_proxy->mapFromSource(index) : index;
}

void TreeSelection::showObjects() {
    if (m_following || !m_tree.isVisible()) return;
    const QScopedValueRollback following(m_following, true);
    const Selection::Objects& objects = m_selection.objects();
    // A tensor of a selected expert stands for it already.
    if (objects == objectsOfRows()) return;
    QItemSelection rows;
    if (objects.size() <= kMostShown)
        for (const ObjectRef& object : objects)
            if (const QModelIndex index = shownIndex(object); index.isValid()) {
                for (QModelIndex up = index.parent(); up.isValid(); up = up.parent())
                    m_tree.expand(up);
                rows.select(index, index);
            }
    m_tree.selectionModel()->select(rows, QItemSelectionModel::ClearAndSelect |
                                              QItemSelectionModel::Rows);
    if (!rows.isEmpty()) m_tree.scrollTo(rows.indexes().front());
}

} // namespace moqa
