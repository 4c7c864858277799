// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/plots/series_view.h"

#include "views/state/text.h"

#include <algorithm>
#include <cmath>

namespace moqa {

QString SeriesSource::readout(int index) const {
    if (index < 0 || index >= tableRows()) return {};
    QString text = QStringLiteral("%1 %2:").arg(xName).arg(xs[static_cast<size_t>(index)]);
    for (const Series& one : series)
        text +=
            QStringLiteral(" %1 %2%3;")
                .arg(one.name, figure(one.values[static_cast<size_t>(index)]), unitSuffix(unit));
    text.chop(1);
    return text;
}

QString SeriesSource::summary() const {
    QStringList names;
    for (const Series& one : series) names << one.name;
    return SeriesView::tr("%1: %2 over %n %3(s)", nullptr, tableRows())
        .arg(title, names.join(QStringLiteral(", ")), xName);
}

QString SeriesSource::tableHeader(int column) const {
    return column == 0 ? xName : series[static_cast<size_t>(column - 1)].name;
}

QVariant SeriesSource::tableCell(int row, int column) const {
    if (column == 0) return xs[static_cast<size_t>(row)];
    const double value = series[static_cast<size_t>(column - 1)].values[static_cast<size_t>(row)];
    return std::isnan(value) ? QVariant() : QVariant(value);
}

SeriesView::SeriesView(QWidget* parent) : PlotView(parent) {
    m_legend = new SwatchLegend(this);
    plotLayout()->addElement(kTextRows + 1, 0, m_legend);
    QSharedPointer<QCPAxisTickerFixed> ticker(new QCPAxisTickerFixed);
    ticker->setTickStep(1);
    ticker->setScaleStrategy(QCPAxisTickerFixed::ssMultiples);
    xAxis->setTicker(ticker);
    xAxis->setSubTicks(false);
    yAxis->setSubTicks(false);
    yAxis->ticker()->setTickCount(4);
    SeriesView::applyTheme(theme());
    setSeries(nullptr);
}

void SeriesView::setSeries(std::shared_ptr<const SeriesSource> source) {
    m_source = std::move(source);
    fill();
    showTexts(m_source.get());
    const PlotRange full = fullFrame();
    xAxis->setRange(full.x);
    yAxis->setRange(full.y);
    refresh();
}

void SeriesView::fill() {
    clearGraphs();
    std::vector<Swatch> swatches;
    if (m_source) {
        for (size_t s = 0; s < m_source->series.size(); ++s) {
            const QColor colour = theme().series[s % theme().series.size()];
            QVector<double> x, y;
            for (size_t i = 0; i < m_source->xs.size(); ++i) {
                x.append(m_source->xs[i]);
                y.append(m_source->series[s].values[i]); // NaN makes a gap
            }
            QCPGraph* const graph = addGraph();
            graph->setPen(QPen(colour, 1.5));
            graph->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssDisc, colour, 6));
            graph->setData(x, y, true);
            swatches.push_back({colour, m_source->series[s].name});
        }
        xAxis->setLabel(m_source->xName);
        yAxis->setLabel(m_source->yName);
    }
    m_legend->setSwatches(std::move(swatches));
    m_legend->setTextColour(theme().mutedText);
}

PlotRange SeriesView::fullFrame() const {
    double top = 0;
    int first = 0, last = 1;
    if (m_source && !m_source->xs.empty()) {
        first = *std::min_element(m_source->xs.begin(), m_source->xs.end());
        last = *std::max_element(m_source->xs.begin(), m_source->xs.end());
        for (const auto& one : m_source->series)
            for (const double v : one.values)
                if (std::isfinite(v)) top = std::max(top, v);
    }
    return {QCPRange(first - 0.5, last + 0.5), QCPRange(0, top > 0 ? top * 1.08 : 1)};
}

void SeriesView::applyTheme(const Theme& theme) {
    PlotView::applyTheme(theme);
    fill();
}

void SeriesView::hover(const QPointF& position) {
    if (!m_source || m_source->xs.empty() || !insideAxes(position)) {
        setReadout({});
        return;
    }
    const double x = xAxis->pixelToCoord(position.x());
    const auto nearest =
        std::min_element(m_source->xs.begin(), m_source->xs.end(),
                         [x](int a, int b) { return std::abs(a - x) < std::abs(b - x); });
    setReadout(m_source->readout(static_cast<int>(nearest - m_source->xs.begin())));
}

} // namespace moqa
