// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/heatmap/selection_link.h"

#include <algorithm>

namespace moqa {

SelectionLink::SelectionLink(HeatMapView& view, Selection& selection)
    : QObject(&view), m_view(view), m_selection(selection) {
    connect(&view, &HeatMapView::cellHovered, this,
            [this](QPoint cell) { m_selection.setHovered(objectAt(cell)); });
    connect(&view, &HeatMapView::cursorMoved, this,
            [this](QPoint cell) { m_selection.setCursor(objectAt(cell)); });
    connect(&view, &HeatMapView::pinRequested, this, [this](QPoint cell) {
        const ObjectRef object = objectAt(cell);
        m_selection.setPinned(object == m_selection.pinned() ? ObjectRef() : object);
    });
    connect(&view, &HeatMapView::blockSelected, this, &SelectionLink::takeBlock);
    connect(&view, &HeatMapView::cellsChosen, this, &SelectionLink::takeCells);
    connect(&view, &HeatMapView::selectionAbandoned, this, &SelectionLink::showObjects);
    connect(&view, &PlotView::sourceChanged, this, &SelectionLink::showAll);
    connect(&selection, &Selection::objectsChanged, this, &SelectionLink::showObjects);
    connect(&selection, &Selection::cursorChanged, this,
            [this] { m_view.setCurrentCell(cellOf(m_selection.cursor())); });
    connect(&selection, &Selection::pinnedChanged, this,
            [this] { m_view.setPinned(cellOf(m_selection.pinned())); });
}

GridCell SelectionLink::cellOf(const ObjectRef& object) const {
    const auto grid = m_view.grid();
    if (!grid || object.kind != ObjectKind::Expert) return kNoCell;
    const int row = grid->rowOf(object.layer), column = grid->columnOf(row, object.expert);
    return row < 0 || column < 0 ? kNoCell : GridCell(column, row);
}

ObjectRef SelectionLink::objectAt(QPoint cell) const {
    const auto grid = m_view.grid();
    if (!grid || !grid->inside(cell.y(), cell.x()) || grid->isGap(cell.y())) return {};
    return ObjectRef::ofExpert(grid->rowIds[static_cast<size_t>(cell.y())],
                               grid->idAt(cell.y(), cell.x()));
}

void SelectionLink::takeCells(const QList<QPoint>& cells) {
    Selection::Objects objects;
    for (const QPoint& cell : cells)
        if (const ObjectRef object = objectAt(cell); object.valid()) objects.insert(object);
    m_selection.setObjects(std::move(objects));
}

void SelectionLink::takeBlock(QPoint from, QPoint to, Qt::KeyboardModifiers modifiers) {
    Selection::Objects block;
    for (int row = std::min(from.y(), to.y()); row <= std::max(from.y(), to.y()); ++row)
        for (int column = std::min(from.x(), to.x()); column <= std::max(from.x(), to.x());
             ++column)
            if (const ObjectRef object = objectAt({column, row}); object.valid())
                block.insert(object);
    if (modifiers.testFlag(Qt::ControlModifier)) {
        if (block.size() == 1) {
            m_selection.toggle(*block.begin());
            return;
        }
        block.insert(m_selection.objects().begin(), m_selection.objects().end());
    }
    m_selection.setObjects(std::move(block));
    showObjects(); // a drag draws its block before it is chosen
}

void SelectionLink::showObjects() {
    std::set<std::pair<int, int>> cells;
    for (const ObjectRef& object : m_selection.objects())
        if (const GridCell cell = cellOf(object); cell != kNoCell)
            cells.insert({cell.y(), cell.x()});
    m_view.setSelected(std::move(cells));
}

void SelectionLink::showAll() {
    m_view.setCurrentCell(cellOf(m_selection.cursor()));
    m_view.setPinned(cellOf(m_selection.pinned()));
    showObjects();
}

} // namespace moqa
