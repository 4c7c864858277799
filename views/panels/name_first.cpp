// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/name_first.h"

#include <QEvent>
#include <QHeaderView>
#include <QTreeView>
#include <algorithm>

namespace moqa {

namespace {
constexpr int kNameLetters = 16; // "gate_proj.weight", of a tensor
constexpr int kLevels = 4;       // that a name is indented by
} // namespace

NameFirst::NameFirst(QTreeView& tree, int nameColumn, QList<int> mayGive)
    : QObject(&tree), m_tree(tree), m_name(nameColumn), m_mayGive(std::move(mayGive)) {
    QHeaderView* const header = tree.header();
    header->setStretchLastSection(false);
    for (int column = 0; column < header->count(); ++column)
        header->setSectionResizeMode(column, column == m_name ? QHeaderView::Stretch
                                                              : QHeaderView::ResizeToContents);
    tree.viewport()->installEventFilter(this);
    // Other rows in sight, other widths.
    connect(&tree, &QTreeView::expanded, this, &NameFirst::fit);
    connect(&tree, &QTreeView::collapsed, this, &NameFirst::fit);
    connect(tree.model(), &QAbstractItemModel::modelReset, this, &NameFirst::fit);
}

bool NameFirst::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Resize || event->type() == QEvent::FontChange) fit();
    return QObject::eventFilter(watched, event);
}

void NameFirst::fit() {
    const auto* const view = static_cast<QAbstractItemView*>(&m_tree); // where the hint is public
    const QHeaderView* const header = m_tree.header();
    const auto width = [&](int column) {
        return std::max(view->sizeHintForColumn(column), header->sectionSizeHint(column));
    };
    int room = m_tree.viewport()->width() - kLevels * m_tree.indentation() -
               kNameLetters * m_tree.fontMetrics().averageCharWidth();
    for (int column = 0; column < header->count(); ++column)
        if (column != m_name && !m_mayGive.contains(column)) room -= width(column);
    // The last to give way is the first to be given room.
    for (auto column = m_mayGive.crbegin(); column != m_mayGive.crend(); ++column) {
        room -= width(*column);
        m_tree.setColumnHidden(*column, room < 0);
    }
}

} // namespace moqa
