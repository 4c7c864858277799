// SPDX-License-Identifier: GPL-3.0-or-later
// What mouse and keys do to a heat map: hover, select, paint, move the cell cursor.
#include "views/heatmap/heat_map_view.h"

#include <algorithm>
#include <cmath>

namespace moqa {

namespace {

// Cells on the straight way from one to another, both included.
QList<QPoint> cellsBetween(GridCell from, GridCell to) {
    const int steps = std::max(std::abs(to.x() - from.x()), std::abs(to.y() - from.y()));
    QList<QPoint> cells;
    for (int i = 0; i <= steps; ++i) {
        const double t = steps == 0 ? 0.0 : i / static_cast<double>(steps);
        cells.append({static_cast<int>(std::lround(from.x() + t * (to.x() - from.x()))),
                      static_cast<int>(std::lround(from.y() + t * (to.y() - from.y())))});
    }
    return cells;
}

} // namespace

void HeatMapView::hover(const QPointF& position) {
    const GridCell cell = cellAt(position);
    if (cell == m_outlines->marks().hovered) return;
    m_outlines->marks().hovered = cell;
    updateReadout();
    replotOutlines();
    emit cellHovered(cell);
}

void HeatMapView::hoverEnded() {
    if (m_outlines->marks().hovered == kNoCell) return;
    m_outlines->marks().hovered = kNoCell;
    updateReadout();
    replotOutlines();
    emit cellHovered(kNoCell);
}

void HeatMapView::toolPress(QMouseEvent* event) {
    m_dragFrom = m_dragTo = cellAt(event->position());
    if (m_dragFrom == kNoCell) return;
    setCurrentCell(m_dragFrom);
    emit cursorMoved(m_dragFrom);
    if (tool() == PlotTool::Paint) {
        emit strokeBegan();
        emit strokePainted({m_dragFrom});
    }
}

void HeatMapView::toolMove(QMouseEvent* event) {
    if (m_dragFrom == kNoCell) return;
    GridCell cell = nearestCell(event->position());
    cell = {std::clamp(cell.x(), 0, m_source->columns() - 1),
            std::clamp(cell.y(), 0, m_source->rows() - 1)};
    if (cell == m_dragTo) return;
    if (tool() == PlotTool::Paint)
        emit strokePainted(cellsBetween(m_dragTo, cell));
    else {
        std::set<std::pair<int, int>> block;
        for (int row = std::min(m_dragFrom.y(), cell.y());
             row <= std::max(m_dragFrom.y(), cell.y()); ++row)
            for (int column = std::min(m_dragFrom.x(), cell.x());
                 column <= std::max(m_dragFrom.x(), cell.x()); ++column)
                block.insert({row, column});
        setSelected(std::move(block));
    }
    m_dragTo = cell;
}

void HeatMapView::toolRelease(QMouseEvent* event) {
    if (m_dragFrom == kNoCell) return;
    const GridCell from = std::exchange(m_dragFrom, kNoCell);
    if (tool() == PlotTool::Paint) {
        emit strokeEnded();
        return;
    }
    m_anchor = from;
    emit blockSelected(from, m_dragTo, event->modifiers());
}

void HeatMapView::toolCancel() {
    if (std::exchange(m_dragFrom, kNoCell) == kNoCell) return;
    if (tool() == PlotTool::Paint)
        emit strokeEnded();
    else
        emit selectionAbandoned();
}

int HeatMapView::rowsInSight() const {
    return std::max(1, static_cast<int>(yAxis->range().size()) - 1);
}

void HeatMapView::moveCursor(GridCell to, Qt::KeyboardModifiers modifiers) {
    if (!m_source || m_source->rows() == 0) return;
    to = {std::clamp(to.x(), 0, m_source->columns() - 1),
          std::clamp(to.y(), 0, m_source->rows() - 1)};
    const bool extend = modifiers.testFlag(Qt::ShiftModifier);
    if (!extend || m_anchor == kNoCell) m_anchor = extend ? currentCell() : to;
    if (m_anchor == kNoCell) m_anchor = to;
    // What moved last is read: the keys, until the mouse moves again.
    const bool hovered = std::exchange(m_outlines->marks().hovered, kNoCell) != kNoCell;
    setCurrentCell(to);
    if (hovered) {
        updateReadout();
        replotOutlines();
        emit cellHovered(kNoCell);
    }
    bringIntoView(to);
    emit cursorMoved(to);
    emit blockSelected(extend ? m_anchor : to, to, Qt::NoModifier);
}

void HeatMapView::bringIntoView(GridCell cell) {
    const auto shifted = [](QCPRange range, int at) {
        const double shift =
            std::max(0.0, at + 0.5 - range.upper) - std::max(0.0, range.lower - (at - 0.5));
        return QCPRange(range.lower + shift, range.upper + shift);
    };
    const PlotRange next{shifted(xAxis->range(), cell.x()), shifted(yAxis->range(), cell.y())};
    if (next == frame()) return;
    xAxis->setRange(next.x);
    yAxis->setRange(next.y);
    refresh();
}

void HeatMapView::keyPressEvent(QKeyEvent* event) {
    const GridCell at = currentCell() == kNoCell ? GridCell(0, 0) : currentCell();
    const auto modifiers = event->modifiers();
    const bool control = modifiers.testFlag(Qt::ControlModifier);
    const bool corner = control && (event->key() == Qt::Key_Home || event->key() == Qt::Key_End);
    if (!m_source || modifiers.testFlag(Qt::AltModifier) || (control && !corner)) {
        PlotView::keyPressEvent(event);
        return;
    }
    switch (event->key()) {
    case Qt::Key_Left: moveCursor(at + QPoint(-1, 0), modifiers); break;
    case Qt::Key_Right: moveCursor(at + QPoint(1, 0), modifiers); break;
    case Qt::Key_Up: moveCursor(at + QPoint(0, -1), modifiers); break;
    case Qt::Key_Down: moveCursor(at + QPoint(0, 1), modifiers); break;
    case Qt::Key_Home: moveCursor({0, control ? 0 : at.y()}, modifiers); break;
    case Qt::Key_End:
        moveCursor({m_source->columns() - 1, control ? m_source->rows() - 1 : at.y()}, modifiers);
        break;
    case Qt::Key_PageUp: moveCursor(at - QPoint(0, rowsInSight()), modifiers); break;
    case Qt::Key_PageDown: moveCursor(at + QPoint(0, rowsInSight()), modifiers); break;
    case Qt::Key_Space:
        if (currentCell() != kNoCell) emit pinRequested(currentCell());
        break;
    default: PlotView::keyPressEvent(event);
    }
}

} // namespace moqa
