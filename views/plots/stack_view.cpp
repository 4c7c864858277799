// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/plots/stack_view.h"

#include "views/plots/byte_ticker.h"
#include "views/state/text.h"

#include <algorithm>
#include <cmath>

namespace moqa {

namespace {

// As many names of rows as can be read at the height that the plot has.
class RowTicker final : public QCPAxisTickerText {
public:
    explicit RowTicker(const QCPAxis& axis) : m_axis(axis) {}

protected:
    QVector<double> createTickVector(double step, const QCPRange& range) override {
        QVector<double> ticks = QCPAxisTickerText::createTickVector(step, range);
        const double rowHeight = m_axis.axisRect()->height() / range.size();
        const int line = QFontMetrics(m_axis.tickLabelFont()).height();
        const int keep = std::max(1, static_cast<int>(std::ceil(line / std::max(rowHeight, 0.1))));
        ticks.removeIf([keep](double row) { return std::lround(row) % keep != 0; });
        return ticks;
    }

private:
    const QCPAxis& m_axis;
};

} // namespace

int StackSource::segmentCount() const {
    int count = 0;
    for (const Row& row : rows) count += static_cast<int>(row.segments.size());
    return count;
}

StackSource::Place StackSource::placeOf(int index) const {
    for (int row = 0; row < static_cast<int>(rows.size()); ++row) {
        const int size = static_cast<int>(rows[static_cast<size_t>(row)].segments.size());
        if (index < size) return {row, index};
        index -= size;
    }
    return {};
}

int StackSource::indexOf(int row, int segment) const {
    int index = segment;
    for (int above = 0; above < row; ++above)
        index += static_cast<int>(rows[static_cast<size_t>(above)].segments.size());
    return index;
}

double StackSource::total(int row) const {
    double sum = 0;
    for (const Segment& one : rows[static_cast<size_t>(row)].segments) sum += one.value;
    return sum;
}

QString StackSource::valueText(double value) const {
    return inBytes ? byteText(static_cast<qint64>(value)) : figure(value) + unitSuffix(unit);
}

QString StackSource::readout(int index) const {
    const Place at = placeOf(index);
    if (at.row < 0) return {};
    const Row& row = rows[static_cast<size_t>(at.row)];
    const Segment& one = row.segments[static_cast<size_t>(at.segment)];
    const double sum = total(at.row);
    const QString place =
        rowAxis.isEmpty() || row.id < 0 ? row.name : QStringLiteral("%1 %2").arg(rowAxis, row.name);
    return StackView::tr("%1: %2 %3, %4 (%5 %)")
        .arg(place, labelAxis, one.label, valueText(one.value),
             QLocale().toString(sum > 0 ? 100 * one.value / sum : 0, 'f', 1));
}

QString StackSource::summary() const {
    QStringList totals;
    constexpr size_t kMostNamed = 8;
    for (size_t i = 0; i < rows.size() && i < kMostNamed; ++i)
        totals << QStringLiteral("%1 %2").arg(rows[i].name, valueText(total(static_cast<int>(i))));
    return StackView::tr("%1: %2").arg(title, totals.join(QStringLiteral(", ")));
}

QString StackSource::tableHeader(int column) const {
    switch (column) {
    case 0: return rowAxis;
    case 1: return labelAxis;
    case 2: return valueAxis;
    default: return StackView::tr("share");
    }
}

QVariant StackSource::tableCell(int tableRow, int column) const {
    const Place at = placeOf(tableRow);
    if (at.row < 0) return {};
    const Row& row = rows[static_cast<size_t>(at.row)];
    const Segment& one = row.segments[static_cast<size_t>(at.segment)];
    switch (column) {
    case 0: return row.name;
    case 1: return one.label;
    case 2: return one.value;
    default: {
        const double sum = total(at.row);
        return sum > 0 ? QVariant(one.value / sum) : QVariant();
    }
    }
}

StackView::StackView(QWidget* parent) : LegendView(parent), m_rowTicker(new RowTicker(*yAxis)) {
    yAxis->setRangeReversed(true);
    yAxis->setTicker(m_rowTicker);
    yAxis->grid()->setVisible(false);
    StackView::applyTheme(theme());
}

void StackView::setStacks(std::shared_ptr<const StackSource> source) {
    const bool sameShape = m_source && source && m_source->rowAxis == source->rowAxis &&
                           m_source->rows.size() == source->rows.size() &&
                           m_source->segmentCount() == source->segmentCount() && !source->inBytes;
    m_source = std::move(source);
    m_rowTicker->clear();
    for (size_t row = 0; m_source && row < m_source->rows.size(); ++row)
        m_rowTicker->addTick(static_cast<double>(row), m_source->rows[row].name);
    const bool inBytes = m_source && m_source->inBytes;
    xAxis->setTicker(QSharedPointer<QCPAxisTicker>(inBytes ? new ByteTicker : new QCPAxisTicker));
    xAxis->setLabel(m_source && !inBytes ? m_source->valueAxis : QString());
    updateLegend();
    dataChanged(sameShape);
}

QColor StackView::colourOf(int group) const {
    const auto at = static_cast<size_t>(group);
    const auto tone =
        m_source && at < m_source->tones.size() ? static_cast<size_t>(m_source->tones[at]) : at;
    return theme().series[tone % theme().series.size()];
}

std::vector<Swatch> StackView::swatches() const {
    std::vector<Swatch> swatches;
    for (int group = 0; m_source && group < m_source->groups.size(); ++group)
        swatches.push_back({colourOf(group), m_source->groups[group]});
    return swatches;
}

PlotRange StackView::fullFrame() const {
    double most = 0;
    const int rows = m_source ? static_cast<int>(m_source->rows.size()) : 1;
    for (int row = 0; m_source && row < rows; ++row) most = std::max(most, m_source->total(row));
    return {QCPRange(0, most > 0 ? most * 1.02 : 1), QCPRange(-0.5, std::max(rows, 1) - 0.5)};
}

QRectF StackView::boxOf(int row, double from, double to) const {
    constexpr double kHalfHeight = 0.4; // of a row
    const QPointF a(xAxis->coordToPixel(from), yAxis->coordToPixel(row - kHalfHeight));
    const QPointF b(xAxis->coordToPixel(to), yAxis->coordToPixel(row + kHalfHeight));
    return QRectF(a, b).normalized();
}

int StackView::partAt(const QPointF& position) const {
    if (!m_source) return -1;
    const int row = static_cast<int>(std::lround(yAxis->pixelToCoord(position.y())));
    if (row < 0 || row >= static_cast<int>(m_source->rows.size())) return -1;
    const double at = xAxis->pixelToCoord(position.x());
    double end = 0;
    const auto& segments = m_source->rows[static_cast<size_t>(row)].segments;
    for (int i = 0; i < static_cast<int>(segments.size()); ++i) {
        end += segments[static_cast<size_t>(i)].value;
        if (at >= 0 && at < end) return m_source->indexOf(row, i);
    }
    return -1;
}

QPainterPath StackView::partOutline(int part) const {
    const auto [row, segment] = m_source->placeOf(part);
    double from = 0;
    const auto& segments = m_source->rows[static_cast<size_t>(row)].segments;
    for (int i = 0; i < segment; ++i) from += segments[static_cast<size_t>(i)].value;
    QPainterPath path;
    path.addRect(boxOf(row, from, from + segments[static_cast<size_t>(segment)].value));
    return path;
}

int StackView::partBeside(int part, int key) const {
    if (key != Qt::Key_Up && key != Qt::Key_Down) return PaintedView::partBeside(part, key);
    const auto [row, segment] = m_source->placeOf(part);
    const int next = row + (key == Qt::Key_Down ? 1 : -1);
    if (next < 0 || next >= static_cast<int>(m_source->rows.size())) return part;
    const auto size = static_cast<int>(m_source->rows[static_cast<size_t>(next)].segments.size());
    return size == 0 ? part : m_source->indexOf(next, std::min(segment, size - 1));
}

void StackView::paintParts(QCPPainter& painter) {
    if (!m_source) return;
    painter.setAntialiasing(false);
    painter.setFont(font());
    const QFontMetricsF metrics(font());
    for (int row = 0; row < static_cast<int>(m_source->rows.size()); ++row) {
        if (!yAxis->range().contains(row) && !yAxis->range().contains(row - 0.5) &&
            !yAxis->range().contains(row + 0.5))
            continue;
        double from = 0;
        for (const StackSource::Segment& one : m_source->rows[static_cast<size_t>(row)].segments) {
            const QRectF box = boxOf(row, from, from + one.value);
            from += one.value;
            const QColor colour = colourOf(one.group);
            painter.fillRect(box, colour);
            painter.setPen(QPen(theme().background, 1));
            painter.drawRect(box);
            constexpr double kTextPadding = 6;
            if (box.width() < metrics.horizontalAdvance(one.label) + kTextPadding ||
                box.height() < metrics.height())
                continue;
            painter.setPen(inkOn(colour));
            painter.drawText(box, Qt::AlignCenter, one.label);
        }
    }
}

} // namespace moqa
