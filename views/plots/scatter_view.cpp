// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/plots/scatter_view.h"

#include "views/heatmap/colour_maps.h"
#include "views/plots/number_axis.h"
#include "views/state/text.h"

#include <QRubberBand>
#include <algorithm>
#include <cmath>

namespace moqa {

namespace {

constexpr double kReachPixels = 12;
constexpr int kLeastBandPixels = 5; // less is a click that trembled
const QString kMarkLayer = QStringLiteral("marks");
// Above this many points discs cost 100 ms and more a frame: dots then.
constexpr size_t kMaxDiscs = 5000;
// As many colours of one gradient as can be told apart.
constexpr size_t kMaxBands = 6;

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
    addLayer(kMarkLayer, layer(QStringLiteral("overlay")), QCustomPlot::limBelow);
    layer(kMarkLayer)->setMode(QCPLayer::lmBuffered);
    m_selectedPoints->setLayer(kMarkLayer);
    m_mark->setLayer(kMarkLayer);
    m_selectBand = new QRubberBand(QRubberBand::Rectangle, this);
    m_legend = new SwatchLegend(this);
    plotLayout()->addElement(kTextRows + 1, 0, m_legend);
    ScatterView::applyTheme(theme());
    setScatter(nullptr);
}

bool ScatterView::drawable(const ScatterPoint& point) const {
    return std::isfinite(point.x) && std::isfinite(point.y) && (!m_logX || point.x > 0) &&
           (!m_logY || point.y > 0);
}

void ScatterView::setScatter(std::shared_ptr<const ScatterSource> source) {
    const bool wasFull = frame() == fullFrame();
    const bool sameShape = m_source && source && m_source->points.size() == source->points.size();
    m_source = std::move(source);
    m_hovered = m_current = -1;
    if (m_source && !m_source->isSameQuantity) setScales(m_source->logX, m_source->logY);
    fillBands();
    stylePoints();
    fillGraphs();
    frameData(sameShape && !wasFull);
    showTexts(m_source.get());
    setReadout({});
    refresh();
}

void ScatterView::setScales(bool logX, bool logY) {
    m_logX = logX;
    m_logY = logY;
    makeNumberAxis(*xAxis, logX);
    makeNumberAxis(*yAxis, logY);
}

void ScatterView::setLogAxes(bool on) {
    const auto scaleOf = [](bool log) { return log ? QCPAxis::stLogarithmic : QCPAxis::stLinear; };
    if (on == m_logX && on == m_logY && xAxis->scaleType() == scaleOf(on)) return;
    setScales(on, on);
    fillGraphs();
    frameData(false);
    refresh();
}

// Layers of like depth share a colour.
void ScatterView::fillBands() {
    m_bandLayers.clear();
    if (m_source && m_source->colourByLayer) {
        const std::vector<int> layers = m_source->layers();
        const size_t bands = std::min(kMaxBands, layers.size());
        m_bandLayers.resize(bands);
        for (size_t i = 0; i < layers.size(); ++i)
            m_bandLayers[i * bands / layers.size()].push_back(layers[i]);
    }
    while (m_bands.size() < m_bandLayers.size()) {
        m_bands.push_back(addGraph());
        m_bands.back()->setLineStyle(QCPGraph::lsNone);
    }
}

size_t ScatterView::bandOf(int layer) const {
    size_t band = 0;
    while (band + 1 < m_bandLayers.size() && layer > m_bandLayers[band].back()) ++band;
    return band;
}

// The ends of the gradient that vanish in the background are left out.
QColor ScatterView::bandColour(size_t band) const {
    const double from = theme().dark ? 0.3 : 0.0, to = theme().dark ? 1.0 : 0.85;
    const auto last = static_cast<double>(std::max<size_t>(m_bandLayers.size(), 2) - 1);
    QCPColorGradient gradient = amountGradient(ColourMap::Viridis, false, theme());
    return QColor::fromRgb(
        gradient.color(from + (to - from) * static_cast<double>(band) / last, QCPRange(0, 1)));
}

std::vector<Swatch> ScatterView::pointSwatches() const {
    if (m_bandLayers.empty()) return {{theme().series[0], tr("expert")}};
    std::vector<Swatch> swatches;
    for (size_t band = 0; band < m_bandLayers.size(); ++band) {
        const int first = m_bandLayers[band].front(), last = m_bandLayers[band].back();
        swatches.push_back({bandColour(band), first == last
                                                  ? tr("layer %1").arg(first)
                                                  : tr("layers %1 to %2").arg(first).arg(last)});
    }
    return swatches;
}

void ScatterView::fillGraphs() {
    std::vector<QVector<double>> x(m_bands.size() + 1), y(m_bands.size() + 1);
    int hidden = 0;
    if (m_source) {
        for (const ScatterPoint& point : m_source->points) {
            if (!drawable(point)) {
                ++hidden;
                continue;
            }
            const size_t graph = m_bandLayers.empty() ? 0 : 1 + bandOf(point.layer);
            x[graph].append(point.x);
            y[graph].append(point.y);
        }
        xAxis->setLabel(m_source->xName);
        yAxis->setLabel(m_source->yName);
    }
    m_points->setData(x[0], y[0]);
    for (size_t band = 0; band < m_bands.size(); ++band)
        m_bands[band]->setData(x[band + 1], y[band + 1]);
    fillSelected();
    std::vector<Swatch> swatches;
    if (m_source) {
        swatches = pointSwatches();
        swatches.push_back({theme().series[1], tr("selected")});
        if (hidden > 0)
            swatches.push_back({theme().notSeen,
                                m_logX || m_logY
                                    ? tr("%n not drawn: zero or not seen", nullptr, hidden)
                                    : tr("%n not drawn: not seen", nullptr, hidden),
                                theme().notSeenHatch});
    }
    m_legend->setSwatches(std::move(swatches));
    m_legend->setTextColour(theme().mutedText);
    m_diagonal->setVisible(m_source && m_source->isSameQuantity && !m_source->points.empty());
    updateMark();
}

// Over the points of all, on a layer of its own: a selection does not redraw 30 000 of them.
void ScatterView::fillSelected() {
    QVector<double> x, y;
    if (m_source && !m_selected.empty())
        for (const ScatterPoint& point : m_source->points)
            if (drawable(point) && m_selected.contains({point.layer, point.expert})) {
                x.append(point.x);
                y.append(point.y);
            }
    m_selectedPoints->setData(x, y);
}

PlotRange ScatterView::fullFrame() const {
    struct Bounds {
        double lower = HUGE_VAL, upper = -HUGE_VAL;
        void take(double value) {
            lower = std::min(lower, value);
            upper = std::max(upper, value);
        }
        QCPRange range(bool log) const {
            if (log) return {lower / 1.4, upper * 1.4};
            const double margin = std::max((upper - lower) * 0.05, 1e-12);
            return {lower - margin, upper + margin};
        }
    } x, y;
    // The same range on both axes: then the diagonal is one.
    Bounds& other = m_source && !m_source->isSameQuantity ? y : x;
    if (m_source)
        for (const ScatterPoint& point : m_source->points)
            if (drawable(point)) {
                x.take(point.x);
                other.take(point.y);
            }
    if (x.lower > x.upper) return {QCPRange(0.001, 1), QCPRange(0.001, 1)};
    return {x.range(m_logX), other.range(m_logY)};
}

void ScatterView::stylePoints() {
    const size_t drawn = m_source ? m_source->points.size() : 0;
    const auto style = [&](QColor colour, double size, size_t count) {
        QColor fill = colour;
        fill.setAlpha(theme().dark ? 190 : 150);
        return count <= kMaxDiscs
                   ? QCPScatterStyle(QCPScatterStyle::ssCircle, QPen(colour, 1), QBrush(fill), size)
                   : QCPScatterStyle(QCPScatterStyle::ssDot, colour, 1);
    };
    m_points->setScatterStyle(style(theme().series[0], 7, drawn));
    for (size_t band = 0; band < m_bandLayers.size(); ++band)
        m_bands[band]->setScatterStyle(style(bandColour(band), 7, drawn));
    m_selectedPoints->setScatterStyle(style(theme().series[1], 9, m_selected.size()));
}

void ScatterView::applyTheme(const Theme& theme) {
    PlotView::applyTheme(theme);
    stylePoints();
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
    replotMarks();
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

void ScatterView::replotMarks() {
    // The first replot of a hidden view draws all layers.
    if (isVisible()) layer(kMarkLayer)->replot();
}

void ScatterView::showMarks(bool on) {
    m_selectedPoints->setVisible(on);
    m_mark->setVisible(on);
}

void ScatterView::setSelected(std::set<std::pair<int, int>> units) {
    if (units == m_selected) return;
    m_selected = std::move(units);
    stylePoints();
    fillSelected();
    replotMarks();
    emit selectedRowsChanged();
}

void ScatterView::setCurrent(int layer, int expert) {
    const int index = m_source ? m_source->indexOf(layer, expert) : -1;
    if (index == m_current) return;
    m_current = index;
    updateMark();
    replotMarks();
}

void ScatterView::goToRow(int tableRow) {
    if (!m_source || tableRow < 0 || tableRow >= m_source->tableRows()) return;
    const ScatterPoint& point = m_source->points[static_cast<size_t>(tableRow)];
    emit cursorWanted(point.layer, point.expert);
}

std::vector<int> ScatterView::selectedRows() const {
    std::vector<int> rows;
    for (int i = 0; m_source && i < m_source->tableRows(); ++i) {
        const ScatterPoint& point = m_source->points[static_cast<size_t>(i)];
        if (m_selected.contains({point.layer, point.expert})) rows.push_back(i);
    }
    return rows;
}

void ScatterView::chooseRows(const std::vector<int>& tableRows) {
    std::vector<std::pair<int, int>> units;
    for (const int row : tableRows) {
        if (!m_source || row < 0 || row >= m_source->tableRows()) continue;
        const ScatterPoint& point = m_source->points[static_cast<size_t>(row)];
        units.emplace_back(point.layer, point.expert);
    }
    emit pointsEnclosed(units, Qt::NoModifier);
}

std::vector<int> ScatterView::visibleRows() const {
    std::vector<int> rows;
    for (int i = 0; m_source && i < m_source->tableRows(); ++i) {
        const ScatterPoint& point = m_source->points[static_cast<size_t>(i)];
        if (drawable(point) && xAxis->range().contains(point.x) && yAxis->range().contains(point.y))
            rows.push_back(i);
    }
    return rows;
}

void ScatterView::toolPress(QMouseEvent* event) {
    m_bandFrom = event->position().toPoint();
    m_selectBand->setGeometry(QRect(m_bandFrom, QSize()));
}

void ScatterView::toolMove(QMouseEvent* event) {
    const QRect box = QRect(m_bandFrom, event->position().toPoint()).normalized();
    m_selectBand->setGeometry(box & axisRect()->rect());
    m_selectBand->setVisible(std::max(box.width(), box.height()) >= kLeastBandPixels);
}

void ScatterView::toolCancel() { m_selectBand->hide(); }

void ScatterView::toolRelease(QMouseEvent* event) {
    if (!m_source) return;
    if (!m_selectBand->isVisible()) {
        const int index = nearest(event->position());
        if (index < 0) return;
        const ScatterPoint& point = m_source->points[static_cast<size_t>(index)];
        emit pointClicked(point.layer, point.expert, event->modifiers());
        return;
    }
    m_selectBand->hide();
    const QRect box = m_selectBand->geometry();
    std::vector<std::pair<int, int>> units;
    for (const ScatterPoint& point : m_source->points)
        if (drawable(point) &&
            box.contains(
                QPointF(xAxis->coordToPixel(point.x), yAxis->coordToPixel(point.y)).toPoint()))
            units.emplace_back(point.layer, point.expert);
    emit pointsEnclosed(units, event->modifiers());
}

// Rows to go for a key of the cursor; 0 = not one.
int ScatterView::stepOf(int key) const {
    const int n = m_source ? m_source->tableRows() : 0;
    constexpr int kPage = 16;
    switch (key) {
    case Qt::Key_Right:
    case Qt::Key_Down: return 1;
    case Qt::Key_Left:
    case Qt::Key_Up: return -1;
    case Qt::Key_PageDown: return kPage;
    case Qt::Key_PageUp: return -kPage;
    case Qt::Key_Home: return -n;
    case Qt::Key_End: return n;
    default: return 0;
    }
}

void ScatterView::keyPressEvent(QKeyEvent* event) {
    const int step = stepOf(event->key());
    const bool pin = event->key() == Qt::Key_Space && m_current >= 0;
    if (event->modifiers() != Qt::NoModifier || (step == 0 && !pin) || !m_source ||
        m_source->points.empty()) {
        PlotView::keyPressEvent(event);
        return;
    }
    const int last = m_source->tableRows() - 1;
    const int next = pin ? m_current : m_current < 0 ? 0 : std::clamp(m_current + step, 0, last);
    const ScatterPoint& point = m_source->points[static_cast<size_t>(next)];
    if (pin)
        emit pinRequested(point.layer, point.expert);
    else
        emit pointClicked(point.layer, point.expert, Qt::NoModifier);
}

} // namespace moqa
