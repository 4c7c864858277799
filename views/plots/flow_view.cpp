// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/plots/flow_view.h"

#include "views/state/text.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace moqa {

namespace {

constexpr double kNodeWidth = 0.04; // of the distance between the columns
constexpr double kGapShare = 0.25;  // of the height goes to gaps between experts
constexpr double kNotable = 1.5;    // lift from which a flow is not taken for chance

// Where experts begin, one above the other with gaps, in tokens.
std::vector<double> startsOf(const std::vector<double>& totals) {
    const double all = std::accumulate(totals.begin(), totals.end(), 0.0);
    const double gap = all * kGapShare / static_cast<double>(std::max<size_t>(totals.size(), 1));
    std::vector<double> starts;
    double at = 0;
    for (const double total : totals) {
        starts.push_back(at);
        at += total + gap;
    }
    return starts;
}

} // namespace

QString FlowSource::readout(int flow) const {
    const Flow& one = flows[static_cast<size_t>(flow)];
    const double from = fromTotals[static_cast<size_t>(one.from)];
    return FlowView::tr("layer %1, expert %2 to layer %3, expert %4: %5 tokens, %6 % of the "
                        "first's; %7 times chance")
        .arg(fromLayer)
        .arg(one.from)
        .arg(toLayer)
        .arg(one.to)
        .arg(figure(one.tokens),
             QLocale().toString(from > 0 ? 100 * one.tokens / from : 0.0, 'f', 1),
             figure(one.lift));
}

QString FlowSource::summary() const {
    return FlowView::tr("%1: the %n strongest flow(s)", nullptr, tableRows()).arg(title);
}

QString FlowSource::tableHeader(int column) const {
    switch (column) {
    case 0: return FlowView::tr("expert, layer %1").arg(fromLayer);
    case 1: return FlowView::tr("expert, layer %1").arg(toLayer);
    case 2: return FlowView::tr("tokens");
    default: return FlowView::tr("lift");
    }
}

QVariant FlowSource::tableCell(int row, int column) const {
    const Flow& one = flows[static_cast<size_t>(row)];
    switch (column) {
    case 0: return one.from;
    case 1: return one.to;
    case 2: return one.tokens;
    default: return std::isnan(one.lift) ? QVariant() : QVariant(one.lift);
    }
}

std::shared_ptr<const FlowSource> layerFlow(const Analysis& analysis, const std::string& corpus,
                                            int layer, int most) {
    const auto counts = analysis.find("transition", corpus, layer);
    if (!counts || counts->shape.size() != 2 ||
        counts->values.size() != static_cast<size_t>(counts->shape[0] * counts->shape[1]))
        return nullptr;
    const auto next = std::upper_bound(analysis.moeLayers.begin(), analysis.moeLayers.end(), layer);
    if (next == analysis.moeLayers.end()) return nullptr;
    const auto lifts = analysis.find("transition_lift", corpus, layer);
    const bool known = lifts && lifts->values.size() == counts->values.size();
    auto source = std::make_shared<FlowSource>();
    source->fromLayer = layer;
    source->toLayer = *next;
    source->samples = counts->samples;
    const auto rows = static_cast<size_t>(counts->shape[0]);
    const auto columns = static_cast<size_t>(counts->shape[1]);
    source->fromTotals.assign(rows, 0);
    source->toTotals.assign(columns, 0);
    double all = 0;
    for (size_t i = 0; i < counts->values.size(); ++i) {
        const double tokens = counts->values[i];
        if (!(tokens > 0)) continue;
        source->fromTotals[i / columns] += tokens;
        source->toTotals[i % columns] += tokens;
        all += tokens;
        source->flows.push_back(
            {static_cast<int>(i / columns), static_cast<int>(i % columns), tokens,
             known ? lifts->values[i] : std::numeric_limits<double>::quiet_NaN()});
    }
    std::stable_sort(source->flows.begin(), source->flows.end(),
                     [](const auto& a, const auto& b) { return a.tokens > b.tokens; });
    if (source->flows.size() > static_cast<size_t>(most))
        source->flows.resize(static_cast<size_t>(most));
    double shown = 0;
    for (const FlowSource::Flow& flow : source->flows) shown += flow.tokens;
    source->shownShare = all > 0 ? shown / all : 0;
    source->title = FlowView::tr("From layer %1 to layer %2").arg(layer).arg(source->toLayer);
    source->caption =
        FlowView::tr("%1, %2 tokens; the strongest flows, %3 % of all transitions")
            .arg(corpus.empty() ? FlowView::tr("all corpora") : qstr(corpus),
                 count(source->samples), QLocale().toString(100 * source->shownShare, 'f', 0));
    source->explanation = FlowView::tr(
        "A token that chose the left expert and the right one is a transition. Experts are as "
        "tall as their transitions; what is not covered by bands went elsewhere.");
    return source;
}

FlowView::FlowView(QWidget* parent) : LegendView(parent) {
    yAxis->setRangeReversed(true);
    yAxis->setVisible(false);
    xAxis->setTicks(false);
    for (QCPAxis* const axis : {xAxis, yAxis}) axis->grid()->setVisible(false);
    FlowView::applyTheme(theme());
}

void FlowView::setFlows(std::shared_ptr<const FlowSource> source) {
    m_source = std::move(source);
    layOut();
    xAxis->setLabel(m_source ? tr("experts of layer %1 (left), of layer %2 (right)")
                                   .arg(m_source->fromLayer)
                                   .arg(m_source->toLayer)
                             : QString());
    updateLegend();
    dataChanged(false);
}

void FlowView::layOut() {
    m_bands.clear();
    if (!m_source) return;
    m_fromStarts = startsOf(m_source->fromTotals);
    m_toStarts = startsOf(m_source->toTotals);
    m_bands.resize(m_source->flows.size());
    // Within an expert bands lie in the order of the other side, so that they cross little.
    std::vector<size_t> order(m_bands.size());
    std::iota(order.begin(), order.end(), size_t{0});
    const auto& flows = m_source->flows;
    std::vector<double> left = m_fromStarts, right = m_toStarts;
    std::sort(order.begin(), order.end(), [&](size_t a, size_t b) {
        return std::pair(flows[a].from, flows[a].to) < std::pair(flows[b].from, flows[b].to);
    });
    for (const size_t i : order) {
        double& at = left[static_cast<size_t>(flows[i].from)];
        m_bands[i].from = at;
        at += flows[i].tokens;
    }
    std::sort(order.begin(), order.end(), [&](size_t a, size_t b) {
        return std::pair(flows[a].to, flows[a].from) < std::pair(flows[b].to, flows[b].from);
    });
    for (const size_t i : order) {
        double& at = right[static_cast<size_t>(flows[i].to)];
        m_bands[i].to = at;
        at += flows[i].tokens;
    }
}

PlotRange FlowView::fullFrame() const {
    double height = 1;
    for (const auto* totals :
         {m_source ? &m_source->fromTotals : nullptr, m_source ? &m_source->toTotals : nullptr})
        if (totals)
            height = std::max(height, std::accumulate(totals->begin(), totals->end(), 0.0) *
                                          (1 + kGapShare));
    constexpr double kMargin = 0.12; // for the names of the experts
    return {QCPRange(-kMargin, 1 + kMargin), QCPRange(-0.01 * height, 1.01 * height)};
}

QColor FlowView::colourOf(double lift) const {
    if (std::isnan(lift) || (lift < kNotable && lift > 1 / kNotable)) return theme().mutedText;
    return theme().series[lift > 1 ? 1 : 0];
}

std::vector<Swatch> FlowView::swatches() const {
    std::vector<Swatch> swatches;
    if (m_source)
        swatches = {{theme().series[1], tr("over %1 times chance").arg(figure(kNotable))},
                    {theme().mutedText, tr("about chance")},
                    {theme().series[0], tr("under 1 / %1 of chance").arg(figure(kNotable))}};
    return swatches;
}

QPainterPath FlowView::partOutline(int part) const {
    const auto i = static_cast<size_t>(part);
    const double tokens = m_source->flows[i].tokens;
    const auto point = [this](double x, double y) {
        return QPointF(xAxis->coordToPixel(x), yAxis->coordToPixel(y));
    };
    const double left = kNodeWidth, right = 1 - kNodeWidth;
    const Band& band = m_bands[i];
    QPainterPath path(point(left, band.from));
    path.cubicTo(point(0.5, band.from), point(0.5, band.to), point(right, band.to));
    path.lineTo(point(right, band.to + tokens));
    path.cubicTo(point(0.5, band.to + tokens), point(0.5, band.from + tokens),
                 point(left, band.from + tokens));
    path.closeSubpath();
    return path;
}

int FlowView::partAt(const QPointF& position) const {
    // Thin bands lie over thick ones, and are found first.
    for (int part = partCount() - 1; part >= 0; --part)
        if (partOutline(part).contains(position)) return part;
    return -1;
}

void FlowView::paintSide(QCPPainter& painter, const std::vector<double>& starts,
                         const std::vector<double>& totals, double x, bool left) {
    const QFontMetricsF metrics(font());
    double free = -HUGE_VAL; // below the last name written
    for (size_t expert = 0; expert < totals.size(); ++expert) {
        if (totals[expert] <= 0) continue;
        const double top = yAxis->coordToPixel(starts[expert]);
        const double bottom = yAxis->coordToPixel(starts[expert] + totals[expert]);
        const double a = xAxis->coordToPixel(x), b = xAxis->coordToPixel(x + kNodeWidth);
        painter.fillRect(QRectF(QPointF(a, top), QPointF(b, std::max(bottom, top + 1))),
                         theme().text);
        const double middle = (top + bottom) / 2;
        if (middle - metrics.height() / 2 < free) continue;
        free = middle + metrics.height() / 2;
        painter.setPen(theme().text);
        const double width = 60, pad = 5;
        const QRectF box(left ? a - width - pad : b + pad, middle - metrics.height() / 2, width,
                         metrics.height());
        painter.drawText(box, (left ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter,
                         QString::number(expert));
    }
}

void FlowView::paintParts(QCPPainter& painter) {
    if (!m_source) return;
    painter.setAntialiasing(true);
    painter.setFont(font());
    constexpr int kAlpha = 130; // bands that cross stay seen
    for (int part = 0; part < partCount(); ++part) {
        QColor colour = colourOf(m_source->flows[static_cast<size_t>(part)].lift);
        colour.setAlpha(kAlpha);
        painter.fillPath(partOutline(part), colour);
    }
    painter.setAntialiasing(false);
    paintSide(painter, m_fromStarts, m_source->fromTotals, 0, true);
    paintSide(painter, m_toStarts, m_source->toTotals, 1 - kNodeWidth, false);
}

} // namespace moqa
