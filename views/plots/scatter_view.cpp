// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/plots/scatter_view.h"

#include "views/state/text.h"

#include <algorithm>
#include <cmath>

namespace moqa {

namespace {

constexpr double kReachPixels = 12;
// Above this many points discs cost 100 ms and more a frame: dots then.
constexpr size_t kMaxDiscs = 5000;

QSharedPointer<QCPAxisTicker> tickerFor(bool logarithmic) {
    return logarithmic ? QSharedPointer<QCPAxisTicker>(new QCPAxisTickerLog)
                       : QSharedPointer<QCPAxisTicker>(new QCPAxisTicker);
}

} // namespace

ScatterView::ScatterView(QWidget* parent) : PlotView(parent) {
    m_diagonal = new QCPItemStraightLine(this);
    // Both points positive, so that they exist on logarithmic axes too.
    m_diagonal->point1->setCoords(1e-3, 1e-3);
    m_diagonal->point2->setCoords(1, 1);
    m_points = addGraph();
    m_selectedPoints = addGraph();
    m_mark = addGraph();
    for (QCPGraph* const graph : {m_points, m_selectedPoints, m_mark})
        graph->setLineStyle(QCPGraph::lsNone);
    m_legend = new SwatchLegend(this);
    plotLayout()->addElement(kTextRows + 1, 0, m_legend);
    ScatterView::applyTheme(theme());
    setScatter(nullptr);
}

bool ScatterView::drawable(const ScatterPoint& point) const {
    return std::isfinite(point.x) && std::isfinite(point.y) &&
           (!m_log || (point.x > 0 && point.y > 0));
}

void ScatterView::setScatter(std::shared_ptr<const ScatterSource> source) {
    m_source = std::move(source);
    m_hovered = m_current = -1;
    showTexts(m_source.get());
    setLogAxes(m_log);
    setReadout({});
}

void ScatterView::setLogAxes(bool on) {
    m_log = on;
    for (QCPAxis* const axis : {xAxis, yAxis}) {
        axis->setScaleType(on ? QCPAxis::stLogarithmic : QCPAxis::stLinear);
        axis->setTicker(tickerFor(on));
        axis->setNumberFormat(on ? QStringLiteral("ebd") : QStringLiteral("gbd"));
        axis->setNumberPrecision(on ? 0 : 4);
    }
    fillGraphs();
    const PlotRange full = fullFrame();
    xAxis->setRange(full.x);
    yAxis->setRange(full.y);
    refresh();
}

void ScatterView::fillGraphs() {
    QVector<double> x, y, selectedX, selectedY;
    int hidden = 0;
    if (m_source) {
        for (const ScatterPoint& point : m_source->points) {
            if (!drawable(point)) {
                ++hidden;
                continue;
            }
            const bool selected = m_selected.contains({point.layer, point.expert});
            (selected ? selectedX : x).append(point.x);
            (selected ? selectedY : y).append(point.y);
        }
        xAxis->setLabel(m_source->xName);
        yAxis->setLabel(m_source->yName);
    }
    m_points->setData(x, y);
    m_selectedPoints->setData(selectedX, selectedY);
    std::vector<Swatch> swatches;
    if (m_source) {
        swatches.push_back({theme().series[0], tr("expert")});
        swatches.push_back({theme().series[1], tr("selected")});
        if (hidden > 0)
            swatches.push_back({theme().notSeen,
                                m_log ? tr("%n not drawn: zero or not seen", nullptr, hidden)
                                      : tr("%n not drawn: not seen", nullptr, hidden),
                                theme().notSeenHatch});
    }
    m_legend->setSwatches(std::move(swatches));
    m_legend->setTextColour(theme().mutedText);
    m_diagonal->setVisible(m_source && !m_source->points.empty());
    updateMark();
}

PlotRange ScatterView::fullFrame() const {
    double lower = HUGE_VAL, upper = -HUGE_VAL;
    if (m_source)
        for (const ScatterPoint& point : m_source->points)
            if (drawable(point)) {
                lower = std::min({lower, point.x, point.y});
                upper = std::max({upper, point.x, point.y});
            }
    if (lower > upper) return {QCPRange(0.001, 1), QCPRange(0.001, 1)};
    // The same range on both axes: then the diagonal is one.
    if (m_log) return {QCPRange(lower / 1.4, upper * 1.4), QCPRange(lower / 1.4, upper * 1.4)};
    const double margin = std::max((upper - lower) * 0.05, 1e-12);
    return {QCPRange(lower - margin, upper + margin), QCPRange(lower - margin, upper + margin)};
}

void ScatterView::applyTheme(const Theme& theme) {
    PlotView::applyTheme(theme);
    const bool discs = !m_source || m_source->points.size() <= kMaxDiscs;
    const auto style = [&](QColor colour, double size) {
        QColor fill = colour;
        fill.setAlpha(theme.dark ? 190 : 150);
        return discs
                   ? QCPScatterStyle(QCPScatterStyle::ssCircle, QPen(colour, 1), QBrush(fill), size)
                   : QCPScatterStyle(QCPScatterStyle::ssDot, colour, 1);
    };
    m_points->setScatterStyle(style(theme.series[0], 7));
    m_selectedPoints->setScatterStyle(style(theme.series[1], 9));
    m_mark->setScatterStyle(
        QCPScatterStyle(QCPScatterStyle::ssCircle, QPen(theme.text, 2), Qt::NoBrush, 13));
    m_diagonal->setPen(QPen(theme.mutedText, 1, Qt::DashLine));
    fillGraphs();
}

int ScatterView::nearest(const QPointF& position) const {
    if (!m_source || !insideAxes(position)) return -1;
    int best = -1;
    double bestDistance = kReachPixels;
    for (size_t i = 0; i < m_source->points.size(); ++i) {
        const ScatterPoint& point = m_source->points[i];
        if (!drawable(point)) continue;
        const double distance = std::hypot(xAxis->coordToPixel(point.x) - position.x(),
                                           yAxis->coordToPixel(point.y) - position.y());
        if (distance >= bestDistance) continue;
        bestDistance = distance;
        best = static_cast<int>(i);
    }
    return best;
}

void ScatterView::hover(const QPointF& position) { setHovered(nearest(position)); }
void ScatterView::hoverEnded() { setHovered(-1); }

void ScatterView::setHovered(int index) {
    if (index == m_hovered) return;
    m_hovered = index;
    updateMark();
    refresh();
    if (index < 0)
        emit pointHovered(-1, -1);
    else
        emit pointHovered(m_source->points[static_cast<size_t>(index)].layer,
                          m_source->points[static_cast<size_t>(index)].expert);
}

void ScatterView::updateMark() {
    const int shown = m_hovered >= 0 ? m_hovered : m_current;
    if (!m_source || shown < 0) {
        m_mark->setData(QVector<double>(), QVector<double>());
        setReadout({});
        return;
    }
    const ScatterPoint& point = m_source->points[static_cast<size_t>(shown)];
    if (drawable(point))
        m_mark->setData(QVector<double>{point.x}, QVector<double>{point.y});
    else
        m_mark->setData(QVector<double>(), QVector<double>());
    setReadout(m_source->readout(shown));
}

void ScatterView::setSelected(std::set<std::pair<int, int>> units) {
    m_selected = std::move(units);
    fillGraphs();
    refresh();
}

void ScatterView::setCurrent(int layer, int expert) {
    m_current = m_source ? m_source->indexOf(layer, expert) : -1;
    updateMark();
    refresh();
}

void ScatterView::toolPress(QMouseEvent* event) {
    const int index = nearest(event->position());
    if (index < 0) return;
    const ScatterPoint& point = m_source->points[static_cast<size_t>(index)];
    emit pointClicked(point.layer, point.expert, event->modifiers());
}

void ScatterView::keyPressEvent(QKeyEvent* event) {
    const bool plain = event->modifiers() == Qt::NoModifier;
    const int step = event->key() == Qt::Key_Right || event->key() == Qt::Key_Down ? 1
                     : event->key() == Qt::Key_Left || event->key() == Qt::Key_Up  ? -1
                                                                                   : 0;
    if (!plain || step == 0 || !m_source || m_source->points.empty()) {
        PlotView::keyPressEvent(event);
        return;
    }
    const int n = m_source->tableRows();
    const int next = m_current < 0 ? 0 : (m_current + step + n) % n;
    const ScatterPoint& point = m_source->points[static_cast<size_t>(next)];
    emit pointClicked(point.layer, point.expert, Qt::NoModifier);
}

} // namespace moqa
