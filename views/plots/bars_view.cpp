// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/plots/bars_view.h"

#include "views/plots/number_axis.h"
#include "views/state/text.h"

#include <algorithm>
#include <cmath>

namespace moqa {

QString BarsSource::readout(int bar) const {
    if (bar < 0 || bar >= tableRows()) return {};
    const auto i = static_cast<size_t>(bar);
    const QString value =
        isCount ? count(static_cast<qint64>(values[i])) : figure(values[i]) + unitSuffix(unit);
    QString text = ids.empty() ? BarsView::tr("%1 %2 to %3: %4")
                                     .arg(xName, figure(edges[i]), figure(edges[i + 1]), value)
                               : BarsView::tr("%1 %2: %3").arg(idName).arg(ids[i]).arg(value);
    if (ranked) text += BarsView::tr(", rank %1 of %2").arg(bar + 1).arg(tableRows());
    if (!marks.empty()) text += QStringLiteral("; %1 %2").arg(markName, figure(marks[i]));
    if (samples > 0 && !isCount) text += BarsView::tr("; %1 tokens").arg(count(samples));
    return text;
}

QString BarsSource::summary() const {
    return BarsView::tr("%1: %n bars of %2 over %3", nullptr, tableRows()).arg(title, yName, xName);
}

int BarsSource::tableColumns() const { return (ids.empty() ? 3 : 2) + (marks.empty() ? 0 : 1); }

QString BarsSource::tableHeader(int column) const {
    if (ids.empty() && column == 0) return BarsView::tr("%1 from").arg(xName);
    if (ids.empty() && column == 1) return BarsView::tr("%1 to").arg(xName);
    if (!ids.empty() && column == 0) return idName;
    return column == (ids.empty() ? 2 : 1) ? yName : markName;
}

QVariant BarsSource::tableCell(int row, int column) const {
    const auto i = static_cast<size_t>(row);
    if (ids.empty() && column < 2) return edges[i + static_cast<size_t>(column)];
    if (!ids.empty() && column == 0) return ids[i];
    const double value = column == (ids.empty() ? 2 : 1) ? values[i] : marks[i];
    return std::isnan(value) ? QVariant() : QVariant(value);
}

BarsView::BarsView(QWidget* parent) : LegendView(parent) {
    makeNumberAxis(*xAxis, false);
    BarsView::applyTheme(theme());
}

void BarsView::setBars(std::shared_ptr<const BarsSource> source) {
    m_source = std::move(source);
    const bool logarithmic = m_source && m_source->logarithmic;
    makeNumberAxis(*yAxis, logarithmic);
    xAxis->setLabel(m_source ? m_source->xName : QString());
    yAxis->setLabel(m_source ? m_source->yName : QString());
    updateLegend();
    dataChanged(false);
}

std::vector<int> BarsView::visibleRows() const {
    std::vector<int> rows;
    for (int bar = 0; bar < partCount(); ++bar)
        if (xAxis->range().contains(m_source->edges[static_cast<size_t>(bar)]) ||
            xAxis->range().contains(m_source->edges[static_cast<size_t>(bar) + 1]))
            rows.push_back(bar);
    return rows;
}

bool BarsView::isMarked(int bar) const {
    return !m_source->marks.empty() &&
           m_source->marks[static_cast<size_t>(bar)] >= m_source->markedFrom;
}

std::vector<Swatch> BarsView::swatches() const {
    std::vector<Swatch> swatches;
    if (m_source && !m_source->marks.empty())
        swatches = {{theme().series[0], m_source->plainText},
                    {theme().series[1], m_source->markedText}};
    return swatches;
}

PlotRange BarsView::fullFrame() const {
    if (!m_source || m_source->values.empty()) return {QCPRange(0, 1), QCPRange(0.1, 1)};
    double top = 0, bottom = 0, least = HUGE_VAL;
    for (const double v : m_source->values) {
        if (std::isnan(v)) continue;
        top = std::max(top, v);
        bottom = std::min(bottom, v);
        if (v > 0) least = std::min(least, v);
    }
    if (top <= 0 && bottom >= 0) top = least = 1;
    const double low = m_source->logarithmic ? least / 2 : bottom * 1.05;
    return {QCPRange(m_source->edges.front(), m_source->edges.back()),
            QCPRange(low, m_source->logarithmic ? top * 2 : top * 1.05)};
}

QRectF BarsView::boxOf(int bar) const {
    const auto i = static_cast<size_t>(bar);
    const double value = m_source->values[i];
    const double base = m_source->logarithmic ? yAxis->range().lower : 0;
    const double bottom = yAxis->coordToPixel(base);
    const bool drawn = m_source->logarithmic ? value > base : std::isfinite(value);
    const double top = drawn ? yAxis->coordToPixel(value) : bottom;
    return QRectF(QPointF(xAxis->coordToPixel(m_source->edges[i]), top),
                  QPointF(xAxis->coordToPixel(m_source->edges[i + 1]), bottom))
        .normalized();
}

int BarsView::partAt(const QPointF& position) const {
    if (!m_source || m_source->values.empty()) return -1;
    const auto& edges = m_source->edges;
    const double x = xAxis->pixelToCoord(position.x());
    if (x < edges.front() || x > edges.back()) return -1;
    const auto above = std::upper_bound(edges.begin(), edges.end(), x);
    return std::clamp(static_cast<int>(above - edges.begin()) - 1, 0, partCount() - 1);
}

QPainterPath BarsView::partOutline(int part) const {
    QPainterPath path;
    QRectF box = boxOf(part);
    if (box.width() < 2) box.adjust(-1, 0, 1, 0);
    path.addRect(box);
    return path;
}

void BarsView::paintParts(QCPPainter& painter) {
    if (!m_source) return;
    painter.setAntialiasing(false);
    constexpr double kGapFrom = 6; // pixels of a bar from which bars stand apart
    for (int bar = 0; bar < partCount();) {
        QRectF box = boxOf(bar);
        bool marked = isMarked(bar);
        int next = bar + 1;
        // Several bars in one pixel: the tallest, marked if one of them is.
        while (box.width() < 1 && next < partCount()) {
            const QRectF more = boxOf(next);
            if (more.right() - box.left() > 1) break;
            box = box.united(more);
            marked = marked || isMarked(next++);
        }
        bar = next;
        if (box.width() >= kGapFrom) box.adjust(0.5, 0, -0.5, 0);
        if (box.width() < 1) box.setWidth(1);
        painter.fillRect(box, theme().series[marked ? 1 : 0]);
    }
}

} // namespace moqa
