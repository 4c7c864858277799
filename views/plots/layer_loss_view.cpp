// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/plots/layer_loss_view.h"

#include "views/plots/frontier_source.h"
#include "views/plots/number_axis.h"
#include "views/state/text.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace moqa {

QString LayerLossSource::readout(int bar) const {
    if (bar < 0 || bar >= tableRows()) return {};
    const auto i = static_cast<size_t>(bar);
    QString text =
        LayerLossView::tr("layer %1: %2 %3").arg(layers[i]).arg(planName, lossText(losses[i]));
    if (!baseline.empty())
        text += QStringLiteral("; %1 %2").arg(baselineName, lossText(baseline[i]));
    return text;
}

QString LayerLossSource::summary() const {
    const auto sum = [](const std::vector<double>& all) {
        return lossText(std::accumulate(all.begin(), all.end(), 0.0));
    };
    QString text = LayerLossView::tr("%1 over %n layer(s): %2 %3", nullptr, tableRows())
                       .arg(title, planName, sum(losses));
    if (!baseline.empty()) text += QStringLiteral(", %1 %2").arg(baselineName, sum(baseline));
    return text;
}

QString LayerLossSource::tableHeader(int column) const {
    return column == 0 ? LayerLossView::tr("layer") : column == 1 ? planName : baselineName;
}

QVariant LayerLossSource::tableCell(int row, int column) const {
    const auto i = static_cast<size_t>(row);
    if (column == 0) return layers[i];
    return column == 1 ? losses[i] : baseline[i];
}

LayerLossView::LayerLossView(QWidget* parent) : LegendView(parent) {
    xAxis->setLabel(tr("layer"));
    yAxis->setLabel(tr("nats a token"));
    QSharedPointer<QCPAxisTickerFixed> whole(new QCPAxisTickerFixed);
    whole->setTickStep(1);
    whole->setScaleStrategy(QCPAxisTickerFixed::ssMultiples);
    xAxis->setTicker(whole);
    makeNumberAxis(*yAxis, false);
    yAxis->setNumberPrecision(3);
    LayerLossView::applyTheme(theme());
    setLosses(nullptr);
}

void LayerLossView::setLosses(std::shared_ptr<const LayerLossSource> source) {
    const bool wasFull = frame() == fullFrame();
    const bool sameShape = m_source && source && m_source->layers == source->layers;
    m_source = std::move(source);
    updateLegend();
    dataChanged(sameShape && !wasFull);
}

std::vector<Swatch> LayerLossView::swatches() const {
    std::vector<Swatch> swatches;
    if (m_source) swatches.push_back({theme().series[2], m_source->planName});
    if (m_source && !m_source->baseline.empty())
        swatches.push_back({theme().series[1], m_source->baselineName});
    return swatches;
}

PlotRange LayerLossView::fullFrame() const {
    if (!m_source || m_source->layers.empty()) return {QCPRange(0, 1), QCPRange(0, 1)};
    double top = 0;
    for (const auto* const values : {&m_source->losses, &m_source->baseline})
        for (const double v : *values) top = std::max(top, v);
    return {QCPRange(m_source->layers.front() - 0.5, m_source->layers.back() + 0.5),
            QCPRange(0, top > 0 ? top * 1.08 : 1)};
}

int LayerLossView::partAt(const QPointF& position) const {
    if (!m_source || !insideAxes(position)) return -1;
    const auto layer = static_cast<int>(std::lround(xAxis->pixelToCoord(position.x())));
    const auto& layers = m_source->layers;
    const auto found = std::find(layers.begin(), layers.end(), layer);
    return found == layers.end() ? -1 : static_cast<int>(found - layers.begin());
}

QPainterPath LayerLossView::partOutline(int part) const {
    const double x = m_source->layers[static_cast<size_t>(part)];
    QPainterPath path;
    const double left = xAxis->coordToPixel(x - 0.45), right = xAxis->coordToPixel(x + 0.45);
    path.addRect(QRectF(left, axisRect()->top(), right - left, axisRect()->height()));
    return path;
}

void LayerLossView::paintParts(QCPPainter& painter) {
    if (!m_source) return;
    painter.setAntialiasing(false);
    const bool two = !m_source->baseline.empty();
    const double zero = yAxis->coordToPixel(0);
    const auto bar = [&](double left, double right, double value, const QColor& colour) {
        QRectF box(QPointF(xAxis->coordToPixel(left), yAxis->coordToPixel(value)),
                   QPointF(xAxis->coordToPixel(right), zero));
        if (box.width() < 1) box.setWidth(1);
        painter.fillRect(box, colour);
    };
    for (size_t i = 0; i < m_source->layers.size(); ++i) {
        const double x = m_source->layers[i];
        bar(x - 0.4, two ? x : x + 0.4, m_source->losses[i], theme().series[2]);
        if (two) bar(x, x + 0.4, m_source->baseline[i], theme().series[1]);
    }
}

} // namespace moqa
