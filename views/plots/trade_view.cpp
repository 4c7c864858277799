// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/plots/trade_view.h"

#include "views/state/text.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace moqa {

namespace {

constexpr double kReachPixels = 14;
constexpr double kPointPixels = 9;

double megabytes(const PlanScore& plan) {
    return plan.totals ? static_cast<double>(plan.totals->bytes) / 1e6
                       : std::numeric_limits<double>::quiet_NaN();
}

} // namespace

TradeView::TradeView(QWidget* parent) : PlotView(parent) {
    m_known = addGraph();
    m_new = addGraph();
    m_knownBefore = addGraph();
    m_newBefore = addGraph();
    m_mark = addGraph();
    for (QCPGraph* const graph : {m_known, m_new, m_knownBefore, m_newBefore, m_mark})
        graph->setLineStyle(QCPGraph::lsNone);
    m_legend = new SwatchLegend(this);
    plotLayout()->addElement(kTextRows + 1, 0, m_legend);
    xAxis->setLabel(tr("size of the model, MB"));
    yAxis->setLabel(tr("KL, nats a token"));
    TradeView::applyTheme(theme());
    setPlans(nullptr, {});
}

bool TradeView::drawn(int index) const {
    const PlanScore& plan = m_source->plans[static_cast<size_t>(index)];
    return plan.totals && (std::isfinite(plan.klKnown) || std::isfinite(plan.klNew));
}

void TradeView::setPlans(std::shared_ptr<const PlanComparison> source, const std::string& active) {
    m_source = std::move(source);
    if (m_source && std::none_of(m_source->plans.begin(), m_source->plans.end(),
                                 [](const PlanScore& plan) { return plan.evaluated; }))
        m_source = nullptr; // axes without a point say nothing
    m_active = active;
    m_hovered = -1;
    m_current = m_source ? m_source->indexOf(active) : -1;
    fill();
    fit();
    showTexts(m_source.get());
    updateMark();
    refresh();
}

void TradeView::fill() {
    QCPGraph* const graphs[] = {m_known, m_new, m_knownBefore, m_newBefore};
    QVector<double> x[4], y[4];
    if (m_source)
        for (const PlanScore& plan : m_source->plans) {
            const double kl[2] = {plan.klKnown, plan.klNew};
            for (int kind = 0; kind < 2; ++kind)
                if (plan.totals && std::isfinite(kl[kind])) {
                    const int graph = kind + (plan.outdated ? 2 : 0);
                    x[graph].append(megabytes(plan));
                    y[graph].append(kl[kind]);
                }
        }
    for (int graph = 0; graph < 4; ++graph) graphs[graph]->setData(x[graph], y[graph]);
    showUnmeasured();
    showLegend();
}

void TradeView::showLegend() {
    std::vector<Swatch> swatches;
    if (m_source) {
        swatches = {{theme().series[0], tr("known texts")}, {theme().series[1], tr("new texts")}};
        if (!m_knownBefore->data()->isEmpty() || !m_newBefore->data()->isEmpty())
            swatches.push_back({Qt::transparent, tr("hollow: before the plan was edited")});
        if (!m_unmeasured.empty())
            swatches.push_back({theme().mutedText, tr("dotted: edited, not measured")});
    }
    m_legend->setSwatches(swatches);
    m_legend->setTextColour(theme().mutedText);
}

std::vector<double> TradeView::unmeasured() const {
    std::vector<double> sizes;
    if (m_source)
        for (const PlanScore& plan : m_source->plans)
            if (plan.edited && plan.totals) sizes.push_back(megabytes(plan));
    return sizes;
}

void TradeView::showUnmeasured() {
    for (QCPItemStraightLine* const line : m_unmeasured) removeItem(line);
    m_unmeasured.clear();
    for (const double size : unmeasured()) {
        auto* const line = new QCPItemStraightLine(this);
        line->setSelectable(false);
        line->setPen(QPen(theme().mutedText, 1.5, Qt::DotLine));
        line->point1->setCoords(size, 0);
        line->point2->setCoords(size, 1);
        m_unmeasured.push_back(line);
    }
}

PlotRange TradeView::fullFrame() const {
    double left = std::numeric_limits<double>::infinity(), right = -left, top = 0;
    const auto reach = [&left, &right](double size) {
        left = std::min(left, size);
        right = std::max(right, size);
    };
    if (m_source)
        for (const PlanScore& plan : m_source->plans)
            for (const double kl : {plan.klKnown, plan.klNew})
                if (plan.totals && std::isfinite(kl)) {
                    reach(megabytes(plan));
                    top = std::max(top, kl);
                }
    for (const double size : unmeasured()) reach(size);
    if (!(left <= right)) return {QCPRange(0, 1), QCPRange(0, 1)};
    const double margin = std::max((right - left) * 0.1, right * 0.02);
    // Divergence begins at nothing: a cut axis would exaggerate.
    return {QCPRange(left - margin, right + margin), QCPRange(0, top > 0 ? top * 1.12 : 1)};
}

void TradeView::applyTheme(const Theme& newTheme) {
    PlotView::applyTheme(newTheme);
    const auto style = [](QCPGraph* graph, QCPScatterStyle::ScatterShape shape,
                          const QColor& colour, double size) {
        graph->setScatterStyle(QCPScatterStyle(shape, QPen(colour), QBrush(colour), size));
    };
    style(m_known, QCPScatterStyle::ssDisc, newTheme.series[0], kPointPixels);
    style(m_new, QCPScatterStyle::ssSquare, newTheme.series[1], kPointPixels);
    style(m_knownBefore, QCPScatterStyle::ssCircle, newTheme.series[0], kPointPixels);
    style(m_newBefore, QCPScatterStyle::ssSquare, newTheme.series[1], kPointPixels);
    for (QCPGraph* const graph : {m_knownBefore, m_newBefore}) {
        QCPScatterStyle hollow = graph->scatterStyle();
        hollow.setBrush(Qt::NoBrush);
        graph->setScatterStyle(hollow);
    }
    showLegend();
    m_mark->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssCircle, QPen(newTheme.text, 2),
                                            Qt::NoBrush, kPointPixels + 7));
    fill();
}

QPointF TradeView::placeOf(int index) const {
    const PlanScore& plan = m_source->plans[static_cast<size_t>(index)];
    const double kl = std::isfinite(plan.klKnown) ? plan.klKnown : plan.klNew;
    return {xAxis->coordToPixel(megabytes(plan)), yAxis->coordToPixel(kl)};
}

int TradeView::nearest(const QPointF& position) const {
    int best = -1;
    double reach = kReachPixels;
    for (int i = 0; m_source && i < m_source->tableRows(); ++i) {
        const PlanScore& plan = m_source->plans[static_cast<size_t>(i)];
        for (const double kl : {plan.klKnown, plan.klNew}) {
            if (!plan.totals || !std::isfinite(kl)) continue;
            const double away = std::hypot(xAxis->coordToPixel(megabytes(plan)) - position.x(),
                                           yAxis->coordToPixel(kl) - position.y());
            if (away > reach) continue;
            reach = away;
            best = i;
        }
    }
    return best;
}

void TradeView::updateMark() {
    const int shown = m_hovered >= 0 ? m_hovered : m_current;
    QVector<double> x, y;
    if (m_source && shown >= 0 && drawn(shown)) {
        const PlanScore& plan = m_source->plans[static_cast<size_t>(shown)];
        for (const double kl : {plan.klKnown, plan.klNew})
            if (std::isfinite(kl)) {
                x.append(megabytes(plan));
                y.append(kl);
            }
    }
    m_mark->setData(x, y);
    setReadout(m_source && shown >= 0 ? m_source->readout(shown) : QString());
    refresh();
}

void TradeView::hover(const QPointF& position) {
    const int index = nearest(position);
    if (index == m_hovered) return;
    m_hovered = index;
    updateMark();
}

void TradeView::hoverEnded() {
    m_hovered = -1;
    updateMark();
}

void TradeView::toolRelease(QMouseEvent* event) {
    const int index = nearest(event->position());
    if (index < 0) return;
    m_current = index;
    updateMark();
    emit planChosen(m_source->plans[static_cast<size_t>(index)].name);
}

void TradeView::keyPressEvent(QKeyEvent* event) {
    const int plans = m_source ? m_source->tableRows() : 0;
    int step = 0;
    switch (event->key()) {
    case Qt::Key_Left: step = -1; break;
    case Qt::Key_Right: step = 1; break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_current >= 0 && m_source)
            emit planChosen(m_source->plans[static_cast<size_t>(m_current)].name);
        return;
    default: PlotView::keyPressEvent(event); return;
    }
    if (plans == 0 || event->modifiers() != Qt::NoModifier) {
        PlotView::keyPressEvent(event);
        return;
    }
    for (int tried = 0, at = m_current; tried < plans; ++tried) {
        at = (at + step + plans) % plans;
        if (at < 0 || !drawn(at)) continue;
        m_current = at;
        m_hovered = -1;
        updateMark();
        break;
    }
}

} // namespace moqa
