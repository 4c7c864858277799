// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/plots/symbol_view.h"

#include <algorithm>
#include <cmath>

namespace moqa {

namespace {

constexpr double kReachPixels = 14;
constexpr double kSymbolPixels = 8;
const QString kMarkLayer = QStringLiteral("marks");

// Told apart without colours. More series than shapes repeat them in another colour: the numbers of
// colours and shapes have no common divisor.
constexpr QCPScatterStyle::ScatterShape kShapes[] = {
    QCPScatterStyle::ssDisc, QCPScatterStyle::ssSquare, QCPScatterStyle::ssDiamond,
    QCPScatterStyle::ssTriangle, QCPScatterStyle::ssTriangleInverted};

QCPScatterStyle::ScatterShape shapeOf(int symbol) {
    const auto shape = kShapes[static_cast<size_t>(symbol) % std::size(kShapes)];
    return shape == QCPScatterStyle::ssDisc ? QCPScatterStyle::ssCircle : shape;
}

// A scale with a margin on both ends, in its own measure.
QCPRange spanned(double low, double high, bool logarithmic) {
    if (!(low <= high)) return logarithmic ? QCPRange(0.001, 1) : QCPRange(0, 1);
    if (logarithmic) {
        const double margin = std::max(std::pow(high / low, 0.06), 1.15);
        return {low / margin, high * margin};
    }
    const double margin = std::max((high - low) * 0.06, std::max(std::abs(high), 1e-12) * 0.02);
    return {low - margin, high + margin};
}

} // namespace

SymbolView::SymbolView(QWidget* parent) : PlotView(parent) {
    addLayer(kMarkLayer, layer(QStringLiteral("overlay")), QCustomPlot::limBelow);
    layer(kMarkLayer)->setMode(QCPLayer::lmBuffered);
    m_mark = addGraph();
    m_mark->setLineStyle(QCPGraph::lsNone);
    m_mark->setLayer(kMarkLayer);
    m_diagonal = new QCPItemStraightLine(this);
    m_diagonal->setLayer(QStringLiteral("grid"));
    m_legend = new SymbolLegend(this);
    plotLayout()->addElement(kTextRows + 1, 0, m_legend);
    SymbolView::applyTheme(theme());
    setSymbols(nullptr);
}

void SymbolView::setSymbols(std::shared_ptr<const SymbolSource> source, bool sameAxes) {
    const bool wasFull = frame() == fullFrame();
    const bool keeps = m_source && source && sameAxes && !wasFull;
    m_source = std::move(source);
    m_hovered = -1;
    if (!m_source || m_current >= m_source->tableRows()) m_current = -1;
    updateAxes();
    fill();
    frameData(keeps);
    showTexts(m_source.get());
    updateMark();
    refresh();
}

void SymbolView::updateAxes() {
    const auto style = [](QCPAxis& axis, bool logarithmic, const QString& name) {
        axis.setLabel(name);
        axis.setScaleType(logarithmic ? QCPAxis::stLogarithmic : QCPAxis::stLinear);
        axis.setTicker(logarithmic ? QSharedPointer<QCPAxisTicker>(new QCPAxisTickerLog)
                                   : QSharedPointer<QCPAxisTicker>(new QCPAxisTicker));
        axis.setNumberFormat(logarithmic ? QStringLiteral("gbc") : QStringLiteral("gb"));
        axis.setNumberPrecision(logarithmic ? 3 : 6);
    };
    style(*xAxis, m_source && m_source->logX, m_source ? m_source->xName : QString());
    style(*yAxis, m_source && m_source->logY, m_source ? m_source->yName : QString());
    m_diagonal->setVisible(m_source && m_source->diagonal);
    m_diagonal->point1->setCoords(1, 1);
    m_diagonal->point2->setCoords(2, 2);
}

QCPScatterStyle SymbolView::styleOf(const SymbolSource::Series& series) const {
    const auto& colours = theme().series;
    const QColor colour = colours[static_cast<size_t>(series.symbol) % colours.size()];
    return QCPScatterStyle(shapeOf(series.symbol), QPen(colour, 1.6),
                           series.hollow ? QBrush(theme().background) : QBrush(colour),
                           kSymbolPixels);
}

void SymbolView::addSeries(int index) {
    const SymbolSource::Series& one = m_source->series[static_cast<size_t>(index)];
    std::vector<SymbolSource::Point> points;
    for (int row = 0; row < m_source->tableRows(); ++row)
        if (m_source->points[static_cast<size_t>(row)].series == index && m_source->drawable(row))
            points.push_back(m_source->points[static_cast<size_t>(row)]);
    if (points.empty()) return;
    // Error bars go by the order of the keys.
    std::stable_sort(points.begin(), points.end(),
                     [](const auto& a, const auto& b) { return a.x < b.x; });
    QVector<double> x, y, below, above;
    for (const auto& point : points) {
        x.append(point.x);
        y.append(point.y);
        // A bar that reaches zero has no end on a logarithmic axis: it ends below the frame.
        const double least = m_source->logY ? point.y * 1e-6 : -HUGE_VAL;
        below.append(point.y - std::max(point.low, least));
        above.append(point.high - point.y);
    }
    QCPGraph* const graph = addGraph();
    graph->setData(x, y, true);
    graph->setScatterStyle(styleOf(one));
    graph->setLineStyle(one.joined ? QCPGraph::lsLine : QCPGraph::lsNone);
    QPen line(styleOf(one).pen().color(), 1.2, one.hollow ? Qt::DashLine : Qt::SolidLine);
    graph->setPen(line);
    m_plottables.push_back(graph);
    const auto known = [](const auto& point) { return !std::isnan(point.low); };
    if (std::none_of(points.begin(), points.end(), known)) return;
    auto* const bars = new QCPErrorBars(xAxis, yAxis);
    bars->setAntialiased(false);
    bars->setErrorType(QCPErrorBars::etValueError);
    bars->setPen(QPen(line.color(), 1.2));
    bars->setWhiskerWidth(7);
    bars->setSymbolGap(kSymbolPixels);
    bars->setDataPlottable(graph);
    bars->setData(below, above);
    m_plottables.push_back(bars);
}

void SymbolView::fill() {
    for (auto it = m_plottables.rbegin(); it != m_plottables.rend(); ++it) removePlottable(*it);
    m_plottables.clear();
    for (int i = 0; m_source && i < static_cast<int>(m_source->series.size()); ++i) addSeries(i);
    fillLegend();
}

void SymbolView::fillLegend() {
    std::vector<LegendSymbol> symbols;
    std::vector<int> seen;
    if (m_source) {
        for (const auto& one : m_source->series) {
            if (std::find(seen.begin(), seen.end(), one.symbol) != seen.end()) continue;
            seen.push_back(one.symbol);
            SymbolSource::Series filled = one;
            filled.hollow = false;
            symbols.push_back({styleOf(filled), one.name});
        }
        const QPen pen(theme().text, 1.4);
        for (const auto& [name, brush] :
             {std::pair(m_source->filledName, QBrush(theme().text)),
              std::pair(m_source->hollowName, QBrush(theme().background))})
            if (!name.isEmpty())
                symbols.push_back(
                    {QCPScatterStyle(QCPScatterStyle::ssCircle, pen, brush, kSymbolPixels - 1),
                     name});
    }
    m_legend->setSymbols(std::move(symbols));
    m_legend->setTextColour(theme().text);
}

PlotRange SymbolView::fullFrame() const {
    double left = HUGE_VAL, right = -HUGE_VAL, bottom = HUGE_VAL, top = -HUGE_VAL;
    for (int row = 0; m_source && row < m_source->tableRows(); ++row) {
        if (!m_source->drawable(row)) continue;
        const auto& point = m_source->points[static_cast<size_t>(row)];
        left = std::min(left, point.x);
        right = std::max(right, point.x);
        const bool open = m_source->logY && !(point.low > 0);
        bottom = std::min({bottom, point.y, std::isnan(point.low) || open ? point.y : point.low});
        top = std::max({top, point.y, std::isnan(point.high) ? point.y : point.high});
    }
    return {spanned(left, right, m_source && m_source->logX),
            spanned(bottom, top, m_source && m_source->logY)};
}

void SymbolView::applyTheme(const Theme& newTheme) {
    PlotView::applyTheme(newTheme);
    m_mark->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssCircle, QPen(newTheme.text, 2),
                                            Qt::NoBrush, kSymbolPixels + 8));
    m_diagonal->setPen(QPen(newTheme.mutedText, 1, Qt::DashLine));
    fill();
}

QPointF SymbolView::placeOf(int row) const {
    const auto& point = m_source->points[static_cast<size_t>(row)];
    return {xAxis->coordToPixel(point.x), yAxis->coordToPixel(point.y)};
}

std::vector<int> SymbolView::visibleRows() const {
    std::vector<int> rows;
    for (int row = 0; m_source && row < m_source->tableRows(); ++row) {
        const auto& point = m_source->points[static_cast<size_t>(row)];
        if (xAxis->range().contains(point.x) && yAxis->range().contains(point.y))
            rows.push_back(row);
    }
    return rows;
}

int SymbolView::nearest(const QPointF& position) const {
    int best = -1;
    double reach = kReachPixels;
    for (int row = 0; m_source && row < m_source->tableRows(); ++row) {
        if (!m_source->drawable(row)) continue;
        const QPointF away = placeOf(row) - position;
        const double distance = std::hypot(away.x(), away.y());
        if (distance >= reach) continue;
        reach = distance;
        best = row;
    }
    return best;
}

void SymbolView::updateMark() {
    const int shown = m_hovered >= 0 ? m_hovered : m_current;
    QVector<double> x, y;
    const bool there = m_source && shown >= 0 && shown < m_source->tableRows();
    if (there && m_source->drawable(shown)) {
        x.append(m_source->points[static_cast<size_t>(shown)].x);
        y.append(m_source->points[static_cast<size_t>(shown)].y);
    }
    m_mark->setData(x, y);
    setReadout(there ? m_source->readout(shown) : QString());
    if (isVisible()) layer(kMarkLayer)->replot();
}

void SymbolView::showMarks(bool on) { layer(kMarkLayer)->setVisible(on); }

void SymbolView::hover(const QPointF& position) {
    const int row = nearest(position);
    if (row == m_hovered) return;
    m_hovered = row;
    updateMark();
}

void SymbolView::hoverEnded() {
    m_hovered = -1;
    updateMark();
}

void SymbolView::goToRow(int tableRow) {
    if (!m_source || tableRow < -1 || tableRow >= m_source->tableRows()) return;
    m_current = tableRow;
    m_hovered = -1;
    updateMark();
}

void SymbolView::toolRelease(QMouseEvent* event) {
    const int row = nearest(event->position());
    if (row < 0) return;
    goToRow(row);
    emit rowChosen(row);
}

void SymbolView::keyPressEvent(QKeyEvent* event) {
    const int step = event->key() == Qt::Key_Right ? 1 : event->key() == Qt::Key_Left ? -1 : 0;
    const bool choose = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (event->modifiers() != Qt::NoModifier || (step == 0 && !choose) || !m_source) {
        PlotView::keyPressEvent(event);
        return;
    }
    if (choose) {
        if (m_current >= 0) emit rowChosen(m_current);
        return;
    }
    std::vector<int> rows;
    for (int row = 0; row < m_source->tableRows(); ++row)
        if (m_source->drawable(row)) rows.push_back(row);
    if (rows.empty()) return;
    std::stable_sort(rows.begin(), rows.end(), [this](int a, int b) {
        return m_source->points[static_cast<size_t>(a)].x <
               m_source->points[static_cast<size_t>(b)].x;
    });
    const auto at = std::find(rows.begin(), rows.end(), m_current);
    const int last = static_cast<int>(rows.size()) - 1;
    const int place =
        at == rows.end() ? (step > 0 ? -1 : last + 1) : static_cast<int>(at - rows.begin());
    goToRow(rows[static_cast<size_t>(std::clamp(place + step, 0, last))]);
}

} // namespace moqa
