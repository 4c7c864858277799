// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/heatmap/range_bars.h"

#include "views/theme/theme.h"

#include <QMouseEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>

namespace moqa {

namespace {
constexpr double kMargin = 5; // pixels for half a handle
}

RangeBars::RangeBars(QWidget* parent) : QWidget(parent) {
    setCursor(Qt::SizeHorCursor);
    setToolTip(tr("Histogram of the values shown; drag the limits of the colours"));
    setAccessibleName(tr("Histogram with the limits of the colours"));
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void RangeBars::setContent(ValueHistogram histogram, ColourLimits limits) {
    m_histogram = std::move(histogram);
    m_limits = limits;
    update();
}

ColourLimits RangeBars::axis() const {
    if (m_handle != Handle::None) return m_dragAxis;
    const ColourLimits axis{std::min(m_histogram.range.lower, m_limits.lower),
                            std::max(m_histogram.range.upper, m_limits.upper)};
    return axis.upper > axis.lower ? axis : ColourLimits{axis.lower - 0.5, axis.lower + 0.5};
}

double RangeBars::pixelOf(double value) const {
    const ColourLimits span = axis();
    return kMargin + (value - span.lower) / (span.upper - span.lower) * (width() - 2 * kMargin);
}

double RangeBars::valueAt(double pixel) const {
    const ColourLimits span = axis();
    const double share = std::clamp((pixel - kMargin) / (width() - 2 * kMargin), 0.0, 1.0);
    return span.lower + share * (span.upper - span.lower);
}

void RangeBars::paintEvent(QPaintEvent*) {
    const Theme theme = Theme::of(palette());
    QPainter painter(this);
    const auto bins = static_cast<double>(m_histogram.counts.size());
    const int most = m_histogram.counts.empty()
                         ? 0
                         : *std::max_element(m_histogram.counts.begin(), m_histogram.counts.end());
    const double step = (m_histogram.range.upper - m_histogram.range.lower) / std::max(bins, 1.0);
    for (size_t bin = 0; most > 0 && bin < m_histogram.counts.size(); ++bin) {
        const double from = m_histogram.range.lower + step * static_cast<double>(bin);
        const double centre = from + step / 2;
        // Roots: a bin of one value in 30 000 is still seen.
        const double share = std::sqrt(m_histogram.counts[bin] / static_cast<double>(most));
        const double left = pixelOf(from), right = pixelOf(from + step);
        const bool inside = centre >= m_limits.lower && centre <= m_limits.upper;
        painter.fillRect(
            QRectF(left, height() * (1 - share), std::max(right - left, 1.5), height() * share),
            inside ? theme.series[0] : theme.grid);
    }
    painter.setPen(QPen(theme.text, 2));
    for (const double limit : {m_limits.lower, m_limits.upper}) {
        const double x = pixelOf(limit);
        painter.drawLine(QPointF(x, 0), QPointF(x, height()));
    }
}

void RangeBars::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return;
    const double x = event->position().x();
    const bool lower =
        std::abs(x - pixelOf(m_limits.lower)) <= std::abs(x - pixelOf(m_limits.upper));
    m_dragAxis = axis();
    m_handle = lower ? Handle::Lower : Handle::Upper;
    mouseMoveEvent(event);
}

void RangeBars::mouseMoveEvent(QMouseEvent* event) {
    if (m_handle == Handle::None) return;
    const double value = valueAt(event->position().x());
    const ColourLimits old = m_limits;
    // A limit stops short of the other: colours need a span.
    const double least = (m_dragAxis.upper - m_dragAxis.lower) * 1e-3;
    if (m_handle == Handle::Lower)
        m_limits.lower = std::min(value, m_limits.upper - least);
    else
        m_limits.upper = std::max(value, m_limits.lower + least);
    update();
    if (!(old == m_limits)) emit limitsDragged(m_limits.lower, m_limits.upper);
}

void RangeBars::mouseReleaseEvent(QMouseEvent*) {
    m_handle = Handle::None;
    update();
}

} // namespace moqa
