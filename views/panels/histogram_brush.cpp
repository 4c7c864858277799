// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/histogram_brush.h"

#include "views/a11y/announce.h"
#include "views/state/text.h"

#include <QAccessible>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>

namespace moqa {

namespace {
constexpr int kBins = 48; // four pixels each in the usual width
}

HistogramBrush::HistogramBrush(QWidget* parent) : QWidget(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setCursor(Qt::CrossCursor);
    describe();
}

void HistogramBrush::setValues(const QString& name, const std::vector<double>& values) {
    m_name = name;
    m_counts.clear();
    m_from = m_to = -1;
    m_cursor = 0;
    std::vector<double> finite;
    std::copy_if(values.begin(), values.end(), std::back_inserter(finite),
                 [](double value) { return std::isfinite(value); });
    if (!finite.empty()) {
        const auto [low, high] = std::minmax_element(finite.begin(), finite.end());
        m_lowest = *low;
        m_highest = *high;
        m_counts.assign(m_highest > m_lowest ? kBins : 1, 0);
        for (const double value : finite) {
            const double share =
                m_highest > m_lowest ? (value - m_lowest) / (m_highest - m_lowest) : 0;
            const auto bin = static_cast<size_t>(share * static_cast<double>(m_counts.size()));
            ++m_counts[std::min(bin, m_counts.size() - 1)];
        }
    }
    setEnabled(!m_counts.empty());
    describe();
    update();
}

double HistogramBrush::edge(int bin) const {
    if (bin >= bins()) return m_highest; // exactly: rounding must not lose the largest value
    return m_lowest + (m_highest - m_lowest) * bin / bins();
}

std::optional<std::pair<double, double>> HistogramBrush::range() const {
    if (m_from < 0) return std::nullopt;
    return std::pair(edge(std::min(m_from, m_to)), edge(std::max(m_from, m_to) + 1));
}

void HistogramBrush::clearRange() {
    if (m_from < 0) return;
    m_from = m_to = -1;
    describe();
    update();
}

int HistogramBrush::binAt(double x) const {
    const int bin = static_cast<int>(std::floor(x / std::max(1, width()) * bins()));
    return std::clamp(bin, 0, std::max(0, bins() - 1));
}

void HistogramBrush::mark(int from, int to) {
    if (m_counts.empty() || (from == m_from && to == m_to)) return;
    m_from = from;
    m_to = m_cursor = to;
    describe();
    update();
    const auto marked = *range();
    emit rangeBrushed(marked.first, marked.second);
}

void HistogramBrush::describe() {
    setAccessibleName(tr("Histogram of the experts"));
    QString text = m_counts.empty()
                       ? tr("No values to choose by.")
                       : tr("%1: %2 to %3. Drag over the bars to select the experts with these "
                            "values, or use Shift and the arrow keys.")
                             .arg(m_name, figure(m_lowest), figure(m_highest));
    if (const auto marked = range())
        text =
            tr("%1: %2 to %3 selected").arg(m_name, figure(marked->first), figure(marked->second));
    setToolTip(text);
    setAccessibleDescription(text);
    QAccessibleEvent event(this, QAccessible::DescriptionChanged);
    announce(event);
}

void HistogramBrush::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const QPalette& colours = palette();
    painter.fillRect(rect(), colours.color(QPalette::Base));
    if (m_counts.empty()) return;
    const int most = *std::max_element(m_counts.begin(), m_counts.end());
    const double step = static_cast<double>(width()) / bins();
    const int first = std::min(m_from, m_to), last = std::max(m_from, m_to);
    QColor marked = colours.color(QPalette::Highlight), plain = colours.color(QPalette::Text);
    plain.setAlpha(130);
    for (int bin = 0; bin < bins(); ++bin) {
        const bool inRange = m_from >= 0 && bin >= first && bin <= last;
        const QRectF column(bin * step, 0, step, height());
        if (inRange) {
            QColor wash = marked;
            wash.setAlpha(60);
            painter.fillRect(column, wash);
        }
        if (countOf(bin) == 0) continue;
        // The root keeps the few experts of a long tail in sight beside a full bin.
        const double tall =
            std::max(1.5, (height() - 3) * std::sqrt(static_cast<double>(countOf(bin)) / most));
        painter.fillRect(
            QRectF(column.left(), height() - 1 - tall, std::max(1.0, step - 0.5), tall),
            inRange ? marked : plain);
    }
    if (hasFocus()) {
        painter.setPen(colours.color(QPalette::Highlight));
        painter.drawRect(rect().adjusted(0, 0, -1, -1));
        painter.drawLine(QPointF((m_cursor + 0.5) * step, 0), QPointF((m_cursor + 0.5) * step, 4));
    } else {
        painter.setPen(colours.color(QPalette::Mid));
        painter.drawRect(rect().adjusted(0, 0, -1, -1));
    }
}

void HistogramBrush::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || m_counts.empty()) return;
    m_dragging = true;
    emit brushBegan();
    const int bin = binAt(event->position().x());
    m_from = m_to = -1;
    mark(bin, bin);
}

void HistogramBrush::mouseMoveEvent(QMouseEvent* event) {
    if (m_dragging) mark(m_from, binAt(event->position().x()));
}

void HistogramBrush::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton) m_dragging = false;
}

void HistogramBrush::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape && m_dragging) {
        m_dragging = false;
        clearRange();
        emit brushAbandoned();
        return;
    }
    int to = m_cursor;
    switch (event->key()) {
    case Qt::Key_Left: --to; break;
    case Qt::Key_Right: ++to; break;
    case Qt::Key_Home: to = 0; break;
    case Qt::Key_End: to = bins() - 1; break;
    case Qt::Key_Space: mark(m_cursor, m_cursor); return;
    default: QWidget::keyPressEvent(event); return;
    }
    to = std::clamp(to, 0, std::max(0, bins() - 1));
    if (event->modifiers().testFlag(Qt::ShiftModifier)) {
        mark(m_from < 0 ? m_cursor : m_from, to);
        return;
    }
    m_cursor = to;
    update();
}

} // namespace moqa
