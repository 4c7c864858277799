// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Keeps the names of a tree readable: they take what room the other columns leave, and where that
// is too little, columns are hidden, those that matter least first. Owned by the tree. GUI thread.

#include <QList>
#include <QObject>

class QTreeView;

namespace moqa {

class NameFirst : public QObject {
    Q_OBJECT
public:
    // Columns that may give way, the first one first. The tree has its model.
    NameFirst(QTreeView& tree, int nameColumn, QList<int> mayGive);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void fit();

    QTreeView& m_tree;
    int m_name;
    QList<int> m_mayGive;
};

} // namespace moqa
