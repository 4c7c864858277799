// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/plots/swatch_legend.h"

namespace moqa {

namespace {
constexpr int kBoxToLabel = 6, kBetween = 14, kBetweenRows = 3;

int boxWidth(const QFontMetrics& metrics) { return metrics.ascent() * 3 / 2; }
} // namespace

SwatchLegend::SwatchLegend(QCustomPlot* plot) : QCPLayoutElement(plot) {
    setMargins(QMargins(8, 2, 8, 6));
}

void SwatchLegend::setSwatches(std::vector<Swatch> swatches) { m_swatches = std::move(swatches); }

std::vector<QRect> SwatchLegend::places(int width) const {
    const QFontMetrics metrics(parentPlot()->font());
    std::vector<QRect> out;
    QPoint at(0, 0);
    for (const Swatch& swatch : m_swatches) {
        const int wide =
            boxWidth(metrics) + kBoxToLabel + metrics.horizontalAdvance(swatch.label) + 2;
        if (at.x() > 0 && at.x() + wide > width)
            at = QPoint(0, at.y() + metrics.height() + kBetweenRows);
        out.emplace_back(at, QSize(wide, metrics.height()));
        at.rx() += wide + kBetween;
    }
    return out;
}

int SwatchLegend::height() const {
    if (m_swatches.empty()) return 0;
    // The layout asks before it gives a width: the plot's is the one to come.
    const int width = parentPlot()->viewport().width() - mMargins.left() - mMargins.right();
    return places(width).back().bottom() + 1 + mMargins.top() + mMargins.bottom();
}

QSize SwatchLegend::minimumOuterSizeHint() const { return {0, height()}; }
QSize SwatchLegend::maximumOuterSizeHint() const { return {QWIDGETSIZE_MAX, height()}; }

void SwatchLegend::draw(QCPPainter* painter) {
    const QFont font = parentPlot()->font();
    const QFontMetrics metrics(font);
    const int side = metrics.ascent();
    const std::vector<QRect> where = places(rect().width());
    painter->setFont(font);
    painter->setAntialiasing(false);
    for (size_t i = 0; i < m_swatches.size(); ++i) {
        const Swatch& swatch = m_swatches[i];
        const QRect place = where[i].translated(rect().topLeft());
        const QRect box(place.left(), place.top() + (metrics.height() - side) / 2,
                        boxWidth(metrics), side);
        painter->fillRect(box, swatch.colour);
        if (swatch.hatch.isValid()) painter->fillRect(box, QBrush(swatch.hatch, Qt::BDiagPattern));
        painter->setPen(m_textColour);
        painter->setBrush(Qt::NoBrush);
        painter->drawRect(box);
        painter->drawText(place.adjusted(boxWidth(metrics) + kBoxToLabel, 0, 0, 0),
                          Qt::AlignVCenter, swatch.label);
    }
}

} // namespace moqa
