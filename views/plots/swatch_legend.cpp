// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/plots/swatch_legend.h"

namespace moqa {

SwatchLegend::SwatchLegend(QCustomPlot* plot) : QCPLayoutElement(plot) {
    setMargins(QMargins(8, 2, 8, 6));
}

void SwatchLegend::setSwatches(std::vector<Swatch> swatches) { m_swatches = std::move(swatches); }

int SwatchLegend::height() const {
    return m_swatches.empty()
               ? 0
               : QFontMetrics(parentPlot()->font()).height() + mMargins.top() + mMargins.bottom();
}

QSize SwatchLegend::minimumOuterSizeHint() const { return {0, height()}; }
QSize SwatchLegend::maximumOuterSizeHint() const { return {QWIDGETSIZE_MAX, height()}; }

void SwatchLegend::draw(QCPPainter* painter) {
    const QFont font = parentPlot()->font();
    const QFontMetrics metrics(font);
    const int side = metrics.ascent();
    int x = rect().left();
    const int y = rect().top();
    painter->setFont(font);
    painter->setAntialiasing(false);
    for (const Swatch& swatch : m_swatches) {
        const QRect box(x, y + (metrics.height() - side) / 2, side * 3 / 2, side);
        painter->fillRect(box, swatch.colour);
        if (swatch.hatch.isValid()) painter->fillRect(box, QBrush(swatch.hatch, Qt::BDiagPattern));
        painter->setPen(m_textColour);
        painter->setBrush(Qt::NoBrush);
        painter->drawRect(box);
        x = box.right() + 6;
        const int width = metrics.horizontalAdvance(swatch.label);
        painter->drawText(QRect(x, y, width + 2, metrics.height()), Qt::AlignVCenter, swatch.label);
        x += width + 16;
    }
}

} // namespace moqa
