// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/plots/frontier_view.h"

#include "views/plots/number_axis.h"

#include <algorithm>
#include <cmath>

namespace moqa {

namespace {

constexpr double kReachPixels = 14;
constexpr double kPlanPixels = 9, kUniformPixels = 7;
const QString kMarkLayer = QStringLiteral("marks");

bool drawable(const FrontierPoint& point) { return point.loss > 0; }

} // namespace

FrontierView::FrontierView(QWidget* parent) : PlotView(parent) {
    m_curve = addGraph();
    m_uniforms = addGraph();
    m_plans = addGraph();
    m_activePlan = addGraph();
    addLayer(kMarkLayer, layer(QStringLiteral("overlay")), QCustomPlot::limBelow);
    layer(kMarkLayer)->setMode(QCPLayer::lmBuffered);
    m_budgetMark = addGraph();
    m_mark = addGraph();
    for (QCPGraph* const graph : {m_uniforms, m_plans, m_activePlan, m_mark, m_budgetMark})
        graph->setLineStyle(QCPGraph::lsNone);
    for (QCPGraph* const graph : {m_mark, m_budgetMark}) graph->setLayer(kMarkLayer);
    m_legend = new SwatchLegend(this);
    plotLayout()->addElement(kTextRows + 1, 0, m_legend);
    xAxis->setLabel(tr("mean bits of the routed experts"));
    yAxis->setLabel(tr("nats a token"));
    makeNumberAxis(*yAxis, true);
    FrontierView::applyTheme(theme());
    setFrontier(nullptr, {});
}

void FrontierView::setFrontier(std::shared_ptr<const FrontierSource> source,
                               const std::string& active) {
    const bool wasFull = frame() == fullFrame();
    const bool sameShape = m_source && source;
    m_source = std::move(source);
    m_active = active;
    m_hovered = -1;
    m_current = m_source ? m_source->indexOf(active) : -1;
    if (!m_source) m_budget.reset();
    fill();
    frameData(sameShape && !wasFull);
    showTexts(m_source.get());
    updateMark();
    refresh();
}

void FrontierView::setBudget(const std::optional<FrontierPoint>& point) {
    m_budget = m_source ? point : std::nullopt;
    updateMark();
}

void FrontierView::fill() {
    QVector<double> x[4], y[4];
    const auto add = [&](int graph, const FrontierPoint& point) {
        if (!drawable(point)) return;
        x[graph].append(point.meanBits);
        y[graph].append(point.loss);
    };
    if (m_source) {
        for (const FrontierPoint& point : m_source->curve) add(0, point);
        for (const UniformPoint& one : m_source->uniforms) add(1, one.point);
        for (const auto& plan : m_source->plans) add(plan.name == m_active ? 3 : 2, plan.point);
    }
    m_curve->setData(x[0], y[0]);
    m_uniforms->setData(x[1], y[1]);
    m_plans->setData(x[2], y[2]);
    m_activePlan->setData(x[3], y[3]);
    std::vector<Swatch> swatches;
    if (m_source) {
        swatches = {{theme().series[0], tr("least loss")}, {theme().series[1], tr("uniform")}};
        if (!m_source->plans.empty()) swatches.push_back({theme().series[2], tr("plans")});
    }
    m_legend->setSwatches(std::move(swatches));
    m_legend->setTextColour(theme().mutedText);
}

PlotRange FrontierView::fullFrame() const {
    double left = HUGE_VAL, right = -HUGE_VAL, bottom = HUGE_VAL, top = 0;
    for (int row = 0; m_source && row < m_source->tableRows(); ++row) {
        const FrontierPoint& point = m_source->pointAt(row);
        if (!drawable(point)) continue;
        left = std::min(left, point.meanBits);
        right = std::max(right, point.meanBits);
        bottom = std::min(bottom, point.loss);
        top = std::max(top, point.loss);
    }
    if (!(left <= right)) return {QCPRange(1, 8), QCPRange(0.001, 1)};
    const double margin = std::max((right - left) * 0.05, 0.1);
    return {QCPRange(left - margin, right + margin), QCPRange(bottom / 1.6, top * 1.6)};
}

void FrontierView::applyTheme(const Theme& newTheme) {
    PlotView::applyTheme(newTheme);
    const auto style = [](QCPGraph* graph, QCPScatterStyle::ScatterShape shape, const QPen& pen,
                          const QBrush& brush, double size) {
        graph->setScatterStyle(QCPScatterStyle(shape, pen, brush, size));
    };
    m_curve->setPen(QPen(newTheme.series[0], 1.8));
    style(m_uniforms, QCPScatterStyle::ssSquare, QPen(newTheme.series[1]), newTheme.series[1],
          kUniformPixels);
    style(m_plans, QCPScatterStyle::ssDisc, QPen(newTheme.series[2]), newTheme.series[2],
          kPlanPixels);
    style(m_activePlan, QCPScatterStyle::ssDisc, QPen(newTheme.text, 1.5), newTheme.series[2],
          kPlanPixels + 2);
    style(m_mark, QCPScatterStyle::ssCircle, QPen(newTheme.text, 2), Qt::NoBrush, kPlanPixels + 7);
    style(m_budgetMark, QCPScatterStyle::ssCrossCircle, QPen(newTheme.text, 1.5), Qt::NoBrush,
          kPlanPixels + 3);
    fill();
}

QPointF FrontierView::placeOf(int row) const {
    const FrontierPoint& point = m_source->pointAt(row);
    return {xAxis->coordToPixel(point.meanBits), yAxis->coordToPixel(point.loss)};
}

// A plan before a uniform width in the same place: it can be chosen.
int FrontierView::nearest(const QPointF& position) const {
    int best = -1;
    double reach = kReachPixels;
    for (int row = 0; row < marked(); ++row) {
        if (!drawable(m_source->pointAt(row))) continue;
        const QPointF away = placeOf(row) - position;
        const double distance = std::hypot(away.x(), away.y());
        if (distance >= reach) continue;
        reach = distance;
        best = row;
    }
    return best;
}

void FrontierView::updateMark() {
    const int shown = m_hovered >= 0 ? m_hovered : m_current;
    QVector<double> x, y;
    const bool there = m_source && shown >= 0 && shown < m_source->tableRows();
    if (there && drawable(m_source->pointAt(shown))) {
        x.append(m_source->pointAt(shown).meanBits);
        y.append(m_source->pointAt(shown).loss);
    }
    m_mark->setData(x, y);
    x.clear();
    y.clear();
    if (m_budget && drawable(*m_budget)) {
        x.append(m_budget->meanBits);
        y.append(m_budget->loss);
    }
    m_budgetMark->setData(x, y);
    setReadout(there ? m_source->readout(shown) : QString());
    if (isVisible()) layer(kMarkLayer)->replot();
}

void FrontierView::showMarks(bool on) { layer(kMarkLayer)->setVisible(on); }

void FrontierView::hover(const QPointF& position) {
    const int row = nearest(position);
    if (row == m_hovered) return;
    m_hovered = row;
    updateMark();
}

void FrontierView::hoverEnded() {
    m_hovered = -1;
    updateMark();
}

void FrontierView::goToRow(int tableRow) {
    if (!m_source || tableRow < 0 || tableRow >= m_source->tableRows()) return;
    m_current = tableRow;
    m_hovered = -1;
    updateMark();
    if (static_cast<size_t>(tableRow) < m_source->plans.size())
        emit planChosen(m_source->plans[static_cast<size_t>(tableRow)].name);
}

void FrontierView::toolRelease(QMouseEvent* event) { goToRow(nearest(event->position())); }

// Left and Right go over plans and uniform widths by their mean bits.
void FrontierView::keyPressEvent(QKeyEvent* event) {
    const int step = event->key() == Qt::Key_Right ? 1 : event->key() == Qt::Key_Left ? -1 : 0;
    const bool choose = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (event->modifiers() != Qt::NoModifier || (step == 0 && !choose) || marked() == 0) {
        PlotView::keyPressEvent(event);
        return;
    }
    if (choose) return goToRow(m_current);
    std::vector<int> rows;
    for (int row = 0; row < marked(); ++row)
        if (drawable(m_source->pointAt(row))) rows.push_back(row);
    if (rows.empty()) return;
    std::stable_sort(rows.begin(), rows.end(), [this](int a, int b) {
        return m_source->pointAt(a).meanBits < m_source->pointAt(b).meanBits;
    });
    const auto at = std::find(rows.begin(), rows.end(), m_current);
    const auto place = at == rows.end() ? (step > 0 ? -1 : static_cast<int>(rows.size()))
                                        : static_cast<int>(at - rows.begin());
    m_current =
        rows[static_cast<size_t>(std::clamp(place + step, 0, static_cast<int>(rows.size()) - 1))];
    m_hovered = -1;
    updateMark();
}

} // namespace moqa
