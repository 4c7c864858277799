// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/plots/scatter_view.h"

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
    return std::isfinite(point.x) && std::isfinite(point.y) &&
           (!m_log || (point.x > 0 && point.y > 0));
}

void ScatterView::setScatter(std::shared_ptr<const ScatterSource> source) {
    const bool wasFull = frame() == fullFrame();
    const bool sameShape = m_source && source && m_source->points.size() == source->points.size();
    m_source = std::move(source);
    m_hovered = m_current = -1;
    stylePoints();
    fillGraphs();
    frameData(sameShape && !wasFull);
    showTexts(m_source.get());
    setReadout({});
    refresh();
}

void ScatterView::setLogAxes(bool on) {
    if (on == m_log && xAxis->scaleType() == (on ? QCPAxis::stLogarithmic : QCPAxis::stLinear))
        return;
    m_log = on;
    for (QCPAxis* const axis : {xAxis, yAxis}) makeNumberAxis(*axis, on);
    fillGraphs();
    frameData(false);
    refresh();
}

void ScatterView::fillGraphs() {
    QVector<double> x, y;
    int hidden = 0;
    if (m_source) {
        x.reserve(m_source->tableRows());
        y.reserve(m_source->tableRows());
        for (const ScatterPoint& point : m_source->points) {
            if (!drawable(point)) {
                ++hidden;
                continue;
            }
            x.append(point.x);
            y.append(point.y);
        }
        xAxis->setLabel(m_source->xName);
        yAxis->setLabel(m_source->yName);
    }
    m_points->setData(x, y);
    fillSelected();
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
