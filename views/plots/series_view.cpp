// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/plots/series_view.h"

#include "views/plots/number_axis.h"
#include "views/state/text.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace moqa {

namespace {
const QString kMarkLayer = QStringLiteral("marks");
}

QString SeriesSource::readout(int index) const {
    if (index < 0 || index >= tableRows()) return {};
    const auto i = static_cast<size_t>(index);
    QString text = QStringLiteral("%1 %2:").arg(xName).arg(xs[i]);
    for (const Series& one : series) {
        text += QStringLiteral(" %1 %2%3").arg(one.name, figure(one.values[i]), unitSuffix(unit));
        if (!one.low.empty() && std::isfinite(one.low[i]))
            text +=
                SeriesView::tr(" (95 %: %1 to %2)").arg(figure(one.low[i]), figure(one.high[i]));
        text += QLatin1Char(';');
    }
    if (samples > 0) return text + SeriesView::tr(" %1 tokens").arg(count(samples));
    text.chop(1);
    return text;
}

QString SeriesSource::summary() const {
    QStringList names;
    for (const Series& one : series) names << one.name;
    return SeriesView::tr("%1: %2 over %n %3(s)", nullptr, tableRows())
        .arg(title, names.join(QStringLiteral(", ")), xName);
}

namespace {

// A series takes one column, or three with its interval.
struct SeriesColumn {
    const SeriesSource::Series* series = nullptr;
    int part = 0; // 0 value, 1 low, 2 high
};

SeriesColumn columnAt(const std::vector<SeriesSource::Series>& series, int column) {
    int left = column - 1;
    for (const SeriesSource::Series& one : series) {
        const int width = one.low.empty() ? 1 : 3;
        if (left < width) return {&one, left};
        left -= width;
    }
    return {};
}

} // namespace

int SeriesSource::tableColumns() const {
    int columns = 1;
    for (const Series& one : series) columns += one.low.empty() ? 1 : 3;
    return columns;
}

QString SeriesSource::tableHeader(int column) const {
    if (column == 0) return xName;
    const auto [one, part] = columnAt(series, column);
    if (!one) return {};
    return part == 0   ? one->name
           : part == 1 ? SeriesView::tr("%1, 95 % from").arg(one->name)
                       : SeriesView::tr("%1, 95 % to").arg(one->name);
}

QVariant SeriesSource::tableCell(int row, int column) const {
    const auto i = static_cast<size_t>(row);
    if (column == 0) return xs[i];
    const auto [one, part] = columnAt(series, column);
    if (!one) return {};
    const double value = part == 0 ? one->values[i] : part == 1 ? one->low[i] : one->high[i];
    return std::isnan(value) ? QVariant() : QVariant(value);
}

SeriesView::SeriesView(QWidget* parent) : PlotView(parent) {
    m_legend = new SwatchLegend(this);
    plotLayout()->addElement(kTextRows + 1, 0, m_legend);
    xAxis->setSubTicks(false);
    yAxis->setSubTicks(false);
    addLayer(kMarkLayer, layer(QStringLiteral("overlay")), QCustomPlot::limBelow);
    layer(kMarkLayer)->setMode(QCPLayer::lmBuffered);
    m_mark = new QCPItemStraightLine(this);
    m_mark->setLayer(kMarkLayer);
    m_mark->setVisible(false);
    SeriesView::applyTheme(theme());
    setSeries(nullptr);
}

void SeriesView::setSeries(std::shared_ptr<const SeriesSource> source) {
    const bool wasFull = frame() == fullFrame();
    const bool sameShape = m_source && source && m_source->xs == source->xs &&
                           m_source->logarithmic == source->logarithmic;
    m_source = std::move(source);
    m_hovered = -1;
    if (!sameShape) m_current = -1;
    updateAxes();
    fill();
    frameData(sameShape && !wasFull);
    showTexts(m_source.get());
    updateMark();
    refresh();
}

void SeriesView::updateAxes() {
    const bool logarithmic = m_source && m_source->logarithmic;
    for (QCPAxis* const axis : {xAxis, yAxis}) makeNumberAxis(*axis, logarithmic);
    if (logarithmic) return;
    // Layers are whole numbers.
    QSharedPointer<QCPAxisTickerFixed> whole(new QCPAxisTickerFixed);
    whole->setTickStep(1);
    whole->setScaleStrategy(QCPAxisTickerFixed::ssMultiples);
    xAxis->setTicker(whole);
}

void SeriesView::addBand(const SeriesSource::Series& one, const QVector<double>& x,
                         const QColor& colour) {
    QCPGraph* const low = addGraph();
    QCPGraph* const high = addGraph();
    QColor fill = colour;
    fill.setAlpha(45);
    low->setData(x, QVector<double>(one.low.begin(), one.low.end()), true);
    high->setData(x, QVector<double>(one.high.begin(), one.high.end()), true);
    for (QCPGraph* const edge : {low, high}) edge->setPen(Qt::NoPen);
    high->setBrush(fill);
    high->setChannelFillGraph(low);
}

void SeriesView::fill() {
    constexpr size_t kMostMarked = 200; // points on a line that can still be told apart
    clearGraphs();
    std::vector<Swatch> swatches;
    for (size_t s = 0; m_source && s < m_source->series.size(); ++s) {
        const SeriesSource::Series& one = m_source->series[s];
        const QColor colour = theme().series[s % theme().series.size()];
        QVector<double> x(m_source->xs.begin(), m_source->xs.end());
        QVector<double> y(one.values.begin(), one.values.end()); // NaN makes a gap
        if (m_source->logarithmic)
            for (double& v : y)
                if (!(v > 0)) v = std::numeric_limits<double>::quiet_NaN();
        if (!one.low.empty()) addBand(one, x, colour);
        QCPGraph* const graph = addGraph();
        graph->setPen(QPen(colour, 1.5, one.isFit ? Qt::DashLine : Qt::SolidLine));
        if (m_source->xs.size() <= kMostMarked && !one.isFit)
            graph->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssDisc, colour, 6));
        graph->setData(x, y, true);
        swatches.push_back({colour, one.low.empty() ? one.name : tr("%1, 95 %").arg(one.name)});
    }
    xAxis->setLabel(m_source ? m_source->xName : QString());
    yAxis->setLabel(m_source ? m_source->yName : QString());
    m_legend->setSwatches(std::move(swatches));
    m_legend->setTextColour(theme().mutedText);
}

PlotRange SeriesView::fullFrame() const {
    double top = 0, bottom = HUGE_VAL;
    double first = 0, last = 1;
    const bool logarithmic = m_source && m_source->logarithmic;
    if (m_source && !m_source->xs.empty()) {
        first = m_source->xs.front();
        last = m_source->xs.back();
        for (const auto& one : m_source->series)
            for (const auto* values : {&one.values, &one.high})
                for (const double v : *values)
                    if (std::isfinite(v)) {
                        top = std::max(top, v);
                        if (v > 0) bottom = std::min(bottom, v);
                    }
    }
    if (!logarithmic)
        return {QCPRange(first - 0.5, last + 0.5), QCPRange(0, top > 0 ? top * 1.08 : 1)};
    if (!std::isfinite(bottom)) return {QCPRange(1, 10), QCPRange(0.001, 1)};
    return {QCPRange(std::max(first, 1.0) * 0.9, std::max(last, 2.0) * 1.1),
            QCPRange(bottom / 1.5, top * 1.5)};
}

void SeriesView::applyTheme(const Theme& theme) {
    PlotView::applyTheme(theme);
    m_mark->setPen(QPen(theme.mutedText, 1, Qt::DotLine));
    fill();
}

void SeriesView::showMarks(bool on) { layer(kMarkLayer)->setVisible(on); }

void SeriesView::updateMark() {
    const int shown = m_hovered >= 0 ? m_hovered : m_current;
    const bool there = m_source && shown >= 0 && shown < m_source->tableRows();
    m_mark->setVisible(there);
    if (there) {
        const double x = m_source->xs[static_cast<size_t>(shown)];
        m_mark->point1->setCoords(x, yAxis->range().lower);
        m_mark->point2->setCoords(x, yAxis->range().upper);
    }
    setReadout(there ? m_source->readout(shown) : QString());
    if (isVisible()) layer(kMarkLayer)->replot();
}

void SeriesView::hover(const QPointF& position) {
    int next = -1;
    if (m_source && !m_source->xs.empty() && insideAxes(position)) {
        const double x = xAxis->pixelToCoord(position.x());
        const auto& xs = m_source->xs;
        const auto above = std::lower_bound(xs.begin(), xs.end(), x);
        auto nearest = above == xs.end() ? std::prev(above) : above;
        if (nearest != xs.begin() && std::abs(*std::prev(nearest) - x) <= std::abs(*nearest - x))
            --nearest;
        next = static_cast<int>(nearest - xs.begin());
    }
    if (next == m_hovered) return;
    m_hovered = next;
    updateMark();
}

void SeriesView::hoverEnded() {
    if (std::exchange(m_hovered, -1) >= 0) updateMark();
}

std::vector<int> SeriesView::visibleRows() const {
    std::vector<int> rows;
    for (int i = 0; m_source && i < m_source->tableRows(); ++i)
        if (xAxis->range().contains(m_source->xs[static_cast<size_t>(i)])) rows.push_back(i);
    return rows;
}

void SeriesView::keyPressEvent(QKeyEvent* event) {
    const int last = m_source ? m_source->tableRows() - 1 : -1;
    constexpr int kPage = 10;
    int next = -1;
    if (event->modifiers() == Qt::NoModifier && last >= 0) {
        switch (event->key()) {
        case Qt::Key_Left: next = m_current - 1; break;
        case Qt::Key_Right: next = m_current + 1; break;
        case Qt::Key_PageUp: next = m_current - kPage; break;
        case Qt::Key_PageDown: next = m_current + kPage; break;
        case Qt::Key_Home: next = 0; break;
        case Qt::Key_End: next = last; break;
        default: PlotView::keyPressEvent(event); return;
        }
        m_current = std::clamp(next, 0, last);
        m_hovered = -1;
        updateMark();
        return;
    }
    PlotView::keyPressEvent(event);
}

} // namespace moqa
