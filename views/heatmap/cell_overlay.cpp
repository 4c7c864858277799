// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/heatmap/cell_overlay.h"

#include "views/state/text.h"

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
    const QFontMetricsF metrics(parentPlot()->font());
    const bool roomForText = sample.width() >= metrics.horizontalAdvance(QStringLiteral("0.000")) &&
                             sample.height() >= metrics.height();
    const bool roomForBits = m_source->kind == GridKind::Bits &&
                             sample.width() >= metrics.horizontalAdvance(QStringLiteral("16")) &&
                             sample.height() >= metrics.height() * 0.9;
    const bool roomForHatch = sample.width() >= 4 && sample.height() >= 4;
    const Span rows = inSight(*parentPlot()->yAxis, m_source->rows());
    const Span columns = inSight(*parentPlot()->xAxis, m_source->columns());
    drawLines(painter, sample.size());
    painter->setFont(parentPlot()->font());
    for (int row = rows.first; row <= rows.last; ++row) {
        if (m_source->isGap(row)) {
            const QRectF band = cellBox(*parentPlot(), row, columns.first)
                                    .united(cellBox(*parentPlot(), row, columns.last));
            painter->fillRect(band, m_theme.background);
            painter->setPen(m_theme.mutedText);
            painter->drawText(band, Qt::AlignCenter, tr("dense layer, no experts"));
            continue;
        }
        for (int column = columns.first; column <= columns.last; ++column) {
            const QRectF box = cellBox(*parentPlot(), row, column);
            const double value = m_source->at(row, column);
            if (std::isnan(value)) {
                if (roomForHatch)
                    painter->fillRect(box, QBrush(m_theme.notSeenHatch, Qt::BDiagPattern));
                continue;
            }
            if (roomForText || roomForBits) drawValue(painter, box, value);
            if (m_locked.contains({row, column}) && roomForHatch) {
                const QColor ink = inkOn(m_colourOf(value));
                painter->fillRect(
                    box, QBrush(QColor(ink.red(), ink.green(), ink.blue(), 110), Qt::FDiagPattern));
            }
        }
    }
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

void CellContent::drawValue(QCPPainter* painter, const QRectF& box, double value) const {
    painter->setPen(inkOn(m_colourOf(value)));
    const QString text = m_source->kind == GridKind::Bits ? QString::number(static_cast<int>(value))
                                                          : QLocale().toString(value, 'g', 3);
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

void CellOutlines::draw(QCPPainter* painter) {
    if (!m_source) return;
    painter->setAntialiasing(false);
    for (const auto& [row, column] : m_marks.selected)
        outline(painter, {column, row}, m_theme.accent, 1);
    if (m_marks.pinned != kNoCell) outline(painter, m_marks.pinned, QColor(0xe6, 0x9f, 0x00), 2);
    if (m_marks.showCursor && m_marks.cursor != kNoCell)
        outline(painter, m_marks.cursor, Qt::white, 2);
    if (m_marks.hovered != kNoCell) outline(painter, m_marks.hovered, m_theme.text, 1);
}

} // namespace moqa
