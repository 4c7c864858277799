// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/heatmap/cell_overlay.h"

#include "views/heatmap/cell_text.h"

#include <algorithm>
#include <cmath>

namespace moqa {

namespace {

struct Span {
    int first, last;
};

// Rows or columns in sight.
Span inSight(const QCPAxis& axis, int size) {
    return {std::max(0, static_cast<int>(std::floor(axis.range().lower + 0.5))),
            std::min(size - 1, static_cast<int>(std::ceil(axis.range().upper - 0.5)))};
}

} // namespace

QRectF cellBox(const QCustomPlot& plot, int row, int column) {
    const QPointF a(plot.xAxis->coordToPixel(column - 0.5), plot.yAxis->coordToPixel(row - 0.5));
    const QPointF b(plot.xAxis->coordToPixel(column + 0.5), plot.yAxis->coordToPixel(row + 0.5));
    return QRectF(a, b).normalized();
}

void CellContent::draw(QCPPainter* painter) {
    if (!m_source || m_source->rows() == 0) return;
    painter->setAntialiasing(false);
    const QRectF sample = cellBox(*parentPlot(), 0, 0);
    CellText texts(parentPlot()->font());
    const bool isBits = m_source->kind == GridKind::Bits;
    const bool roomForText =
        isBits ? sample.width() >= texts.width(QStringLiteral("16")) &&
                     sample.height() >= texts.height() * 0.9
               : sample.width() >= texts.leastWidth() && sample.height() >= texts.height();
    const bool roomForHatch = sample.width() >= 4 && sample.height() >= 4;
    const Span rows = inSight(*parentPlot()->yAxis, m_source->rows());
    const Span columns = inSight(*parentPlot()->xAxis, m_source->columns());
    drawLines(painter, sample.size());
    painter->setFont(parentPlot()->font());
    const bool anyRoom = roomForText || roomForHatch;
    for (int row = rows.first; row <= rows.last; ++row) {
        if (m_source->isGap(row)) {
            drawGap(painter, row);
            continue;
        }
        if (sample.height() >= 3) hatchInsignificant(painter, row, columns.first, columns.last);
        if (!anyRoom) continue;
        for (int column = columns.first; column <= columns.last; ++column) {
            const double value = m_source->at(row, column);
            const QRectF box = cellBox(*parentPlot(), row, column);
            if (std::isnan(value)) {
                if (roomForHatch)
                    painter->fillRect(box, QBrush(m_theme.notSeenHatch, Qt::BDiagPattern));
                continue;
            }
            if (roomForText) drawValue(painter, texts, box, value);
            if (roomForHatch && m_locked.contains({row, column})) {
                const QColor ink = inkOn(m_colourOf(value));
                painter->fillRect(
                    box, QBrush(QColor(ink.red(), ink.green(), ink.blue(), 110), Qt::FDiagPattern));
            }
        }
    }
}

// Neighbours together: cells of two pixels show a pattern only side by side.
void CellContent::hatchInsignificant(QCPPainter* painter, int row, int first, int last) const {
    if (m_source->pAdjusted.empty()) return;
    QColor ink = m_theme.text;
    ink.setAlpha(120);
    for (int column = first; column <= last; ++column) {
        if (!m_source->isInsignificant(row, column)) continue;
        const int from = column;
        while (column < last && m_source->isInsignificant(row, column + 1)) ++column;
        painter->fillRect(
            cellBox(*parentPlot(), row, from).united(cellBox(*parentPlot(), row, column)),
            QBrush(ink, Qt::FDiagPattern));
    }
}

void CellContent::drawGap(QCPPainter* painter, int row) const {
    const QRectF band = cellBox(*parentPlot(), row, 0)
                            .united(cellBox(*parentPlot(), row, m_source->columns() - 1)) &
                        QRectF(clipRect());
    painter->fillRect(band, m_theme.background);
    painter->fillRect(band, QBrush(m_theme.grid, Qt::DiagCrossPattern));
    if (band.height() < QFontMetricsF(painter->font()).height() * 0.8) return;
    painter->setPen(m_theme.mutedText);
    painter->drawText(band, Qt::AlignCenter, tr("dense layer, no experts"));
}

// Neighbours of one colour stay two cells, where a cell is large enough to spare a pixel.
void CellContent::drawLines(QCPPainter* painter, const QSizeF& cell) const {
    constexpr double kLeastPixels = 9;
    painter->setPen(QPen(m_theme.background, 0));
    const QRectF area = clipRect();
    if (cell.width() >= kLeastPixels)
        for (int column = 1; column < m_source->columns(); ++column) {
            const double x = parentPlot()->xAxis->coordToPixel(column - 0.5);
            painter->drawLine(QLineF(x, area.top(), x, area.bottom()));
        }
    if (cell.height() >= kLeastPixels)
        for (int row = 1; row < m_source->rows(); ++row) {
            const double y = parentPlot()->yAxis->coordToPixel(row - 0.5);
            painter->drawLine(QLineF(area.left(), y, area.right(), y));
        }
}

void CellContent::drawValue(QCPPainter* painter, CellText& texts, const QRectF& box,
                            double value) const {
    const QString text = m_source->kind == GridKind::Bits
                             ? texts.bits(static_cast<int>(value), box.width())
                             : texts.amount(value, box.width());
    if (text.isEmpty()) return;
    painter->setPen(inkOn(m_colourOf(value)));
    painter->drawText(box, Qt::AlignCenter, text);
}

void CellOutlines::outline(QCPPainter* painter, GridCell cell, const QColor& colour,
                           double width) const {
    if (!m_source || !m_source->inside(cell.y(), cell.x())) return;
    // Two lines, light and dark: seen on every colour of the scale.
    const QRectF box = cellBox(*parentPlot(), cell.y(), cell.x());
    painter->setBrush(Qt::NoBrush);
    painter->setPen(QPen(inkOn(colour), width + 2));
    painter->drawRect(box);
    painter->setPen(QPen(colour, width));
    painter->drawRect(box);
}

void CellOutlines::crosshair(QCPPainter* painter, GridCell cell) const {
    if (!m_source || !m_source->inside(cell.y(), cell.x())) return;
    const QRectF area = clipRect(), box = cellBox(*parentPlot(), cell.y(), cell.x());
    const QPointF centre = box.center();
    QColor line = m_theme.text;
    line.setAlpha(110);
    painter->setPen(QPen(line, 0, Qt::DotLine));
    painter->drawLine(QPointF(area.left(), centre.y()), QPointF(box.left(), centre.y()));
    painter->drawLine(QPointF(box.right(), centre.y()), QPointF(area.right(), centre.y()));
    painter->drawLine(QPointF(centre.x(), area.top()), QPointF(centre.x(), box.top()));
    painter->drawLine(QPointF(centre.x(), box.bottom()), QPointF(centre.x(), area.bottom()));
}

void CellOutlines::draw(QCPPainter* painter) {
    if (!m_source) return;
    painter->setAntialiasing(false);
    crosshair(painter, m_marks.hovered != kNoCell ? m_marks.hovered : m_marks.cursor);
    if (m_marks.pinned != kNoCell) outline(painter, m_marks.pinned, QColor(0xe6, 0x9f, 0x00), 2);
    if (m_marks.cursor != kNoCell) outline(painter, m_marks.cursor, Qt::white, 2);
    if (m_marks.hovered != kNoCell) outline(painter, m_marks.hovered, m_theme.text, 1);
}

void SelectedCells::draw(QCPPainter* painter) {
    painter->setAntialiasing(false);
    painter->setBrush(Qt::NoBrush);
    for (auto first = m_cells.begin(); first != m_cells.end();) {
        auto last = first, next = std::next(first);
        while (next != m_cells.end() && next->first == last->first &&
               next->second == last->second + 1)
            last = next++;
        const QRectF run = cellBox(*parentPlot(), first->first, first->second)
                               .united(cellBox(*parentPlot(), last->first, last->second));
        painter->setPen(QPen(inkOn(m_theme.accent), 3));
        painter->drawRect(run);
        painter->setPen(QPen(m_theme.accent, 1));
        painter->drawRect(run);
        first = next;
    }
}

} // namespace moqa
