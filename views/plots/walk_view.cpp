// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/plots/walk_view.h"

#include "views/heatmap/colour_maps.h"
#include "views/state/text.h"
#include "views/state/token_text.h"

#include <algorithm>
#include <cmath>

namespace moqa {

namespace {
constexpr int kLongestLabel = 12; // characters of a token under the axis
}

// A label for each token where there is room, thinned evenly where there is not.
class WalkView::TokenTicker final : public QCPAxisTicker {
public:
    void setTokens(QStringList tokens) { m_tokens = std::move(tokens); }
    void setMost(int labels) { m_most = std::max(1, labels); }

protected:
    double getTickStep(const QCPRange& range) override {
        return std::max(1.0, std::ceil(range.size() / m_most));
    }
    int getSubTickCount(double) override { return 0; }
    QString getTickLabel(double tick, const QLocale&, QChar, int) override {
        const int index = static_cast<int>(std::lround(tick));
        if (tick < 0 || index >= m_tokens.size()) return {};
        return shortToken(m_tokens[index], kLongestLabel);
    }

private:
    QStringList m_tokens;
    int m_most = 20;
};

WalkView::WalkView(QWidget* parent)
    : PaintedView(parent), m_tokenTicker(new TokenTicker), m_layerTicker(new IndexTicker) {
    m_scale = new QCPColorScale(this);
    m_scale->setType(QCPAxis::atRight);
    m_scale->setBarWidth(12);
    plotLayout()->addElement(kTextRows, 1, m_scale);
    auto* const group = new QCPMarginGroup(this);
    axisRect()->setMarginGroup(QCP::msTop | QCP::msBottom, group);
    m_scale->setMarginGroup(QCP::msTop | QCP::msBottom, group);
    xAxis->setTicker(m_tokenTicker);
    xAxis->setTickLabelRotation(60);
    xAxis->setTickLength(0, 3);
    yAxis->setTicker(m_layerTicker);
    yAxis->setRangeReversed(true);
    yAxis->setLabel(tr("layer"));
    for (QCPAxis* const axis : {xAxis, yAxis}) axis->grid()->setVisible(false);
    WalkView::applyTheme(theme());
    setWalk(nullptr);
}

void WalkView::setWalk(std::shared_ptr<const WalkSource> source) {
    const bool sameShape = m_source && source && m_source->rows() == source->rows() &&
                           m_source->columns() == source->columns();
    m_source = std::move(source);
    m_tokenTicker->setTokens(m_source ? m_source->tokens : QStringList());
    std::vector<int> layers;
    for (int row = 0; m_source && row < m_source->rows(); ++row)
        layers.push_back(m_source->layerOf(row));
    m_layerTicker->setIds(std::move(layers));
    if (!m_source || m_token >= m_source->columns()) m_token = -1;
    updateColours();
    dataChanged(sameShape);
}

void WalkView::updateColours() {
    double least = HUGE_VAL, most = -HUGE_VAL;
    for (int part = 0; part < partCount(); ++part) {
        const double value = m_source->value(rowOf(part), tokenOf(part));
        if (!std::isfinite(value)) continue;
        least = std::min(least, value);
        most = std::max(most, value);
    }
    if (least > most) least = 0, most = 1;
    if (least == most) least -= 0.5, most += 0.5;
    m_limits = QCPRange(least, most);
    m_gradient = amountGradient(ColourMap::Viridis, false, theme());
    m_scale->setVisible(m_source != nullptr);
    m_scale->setGradient(m_gradient);
    m_scale->setDataRange(m_limits);
    m_scale->axis()->setLabel(m_source ? measureName(m_source->measure) + unitSuffix(m_source->unit)
                                       : QString());
}

void WalkView::applyTheme(const Theme& theme) {
    PaintedView::applyTheme(theme);
    QCPAxis& axis = *m_scale->axis();
    axis.setTickLabelColor(theme.text);
    axis.setLabelColor(theme.text);
    axis.setTickLabelFont(font());
    axis.setLabelFont(font());
    axis.setBasePen(QPen(theme.mutedText));
    axis.setTickPen(QPen(theme.mutedText));
    axis.setSubTickPen(QPen(Qt::NoPen));
    updateColours();
}

int WalkView::rowOf(int part) const { return m_source ? part / m_source->columns() : -1; }
int WalkView::tokenOf(int part) const { return m_source ? part % m_source->columns() : -1; }
int WalkView::partOf(int row, int token) const {
    if (!m_source || row < 0 || token < 0 || row >= m_source->rows() ||
        token >= m_source->columns())
        return -1;
    return row * m_source->columns() + token;
}

int WalkView::currentRow() const {
    return m_source && currentPart() >= 0 ? currentPart() * m_source->walk->topK : -1;
}

void WalkView::goToRow(int tableRow) {
    if (m_source) PaintedView::goToRow(tableRow / m_source->walk->topK);
}

std::vector<int> WalkView::visibleRows() const {
    std::vector<int> rows;
    for (int part = 0; part < partCount(); ++part)
        if (xAxis->range().contains(tokenOf(part)) && yAxis->range().contains(rowOf(part)))
            for (int choice = 0; choice < m_source->walk->topK; ++choice)
                rows.push_back(part * m_source->walk->topK + choice);
    return rows;
}

void WalkView::setToken(int token) {
    if (token == m_token) return;
    m_token = token;
    replotMarks();
}

void WalkView::setExpert(int layer, int expert) {
    if (layer == m_layer && expert == m_expert) return;
    m_layer = layer;
    m_expert = expert;
    replotMarks();
}

PlotRange WalkView::fullFrame() const {
    const int rows = m_source ? m_source->rows() : 1, columns = m_source ? m_source->columns() : 1;
    return {QCPRange(-0.5, columns - 0.5), QCPRange(-0.5, rows - 0.5)};
}

QRectF WalkView::boxOf(int row, int column) const {
    return QRectF(QPointF(xAxis->coordToPixel(column - 0.5), yAxis->coordToPixel(row - 0.5)),
                  QPointF(xAxis->coordToPixel(column + 0.5), yAxis->coordToPixel(row + 0.5)))
        .normalized();
}

int WalkView::partAt(const QPointF& position) const {
    return partOf(static_cast<int>(std::lround(yAxis->pixelToCoord(position.y()))),
                  static_cast<int>(std::lround(xAxis->pixelToCoord(position.x()))));
}

QPainterPath WalkView::partOutline(int part) const {
    QPainterPath path;
    path.addRect(boxOf(rowOf(part), tokenOf(part)));
    return path;
}

QString WalkView::partText(int part) const { return m_source->readout(rowOf(part), tokenOf(part)); }

int WalkView::partBeside(int part, int key) const {
    int row = rowOf(part), token = tokenOf(part);
    switch (key) {
    case Qt::Key_Left: --token; break;
    case Qt::Key_Right: ++token; break;
    case Qt::Key_Up: --row; break;
    case Qt::Key_Down: ++row; break;
    case Qt::Key_Home: token = 0; break;
    case Qt::Key_End: token = m_source->columns() - 1; break;
    case Qt::Key_PageUp: row = 0; break;
    case Qt::Key_PageDown: row = m_source->rows() - 1; break;
    default: return -1;
    }
    const int next = partOf(row, token);
    return next < 0 ? part : next;
}

void WalkView::paintCell(QCPPainter& painter, int row, int column) {
    const QRectF box = boxOf(row, column);
    const double value = m_source->value(row, column);
    const QColor colour =
        std::isnan(value) ? theme().notSeen : QColor::fromRgb(m_gradient.color(value, m_limits));
    painter.fillRect(box, colour);
    constexpr double kLeastGrid = 8; // narrower cells need no lines
    if (box.width() >= kLeastGrid && box.height() >= kLeastGrid) {
        painter.setPen(QPen(theme().background, 1));
        painter.drawRect(box);
    }
    // As many of the chosen as fit, first choice first and heavier.
    QFont bold = font();
    bold.setBold(true);
    const QFontMetricsF metrics(bold);
    const double line = metrics.height() * 0.95;
    if (box.width() < metrics.horizontalAdvance(QString::number(m_source->walk->experts - 1)) + 4)
        return;
    const int lines = std::min(static_cast<int>((box.height() - 2) / line), m_source->walk->topK);
    double y = box.center().y() - lines * line / 2;
    painter.setPen(inkOn(colour));
    for (int choice = 0; choice < lines; ++choice, y += line) {
        painter.setFont(choice == 0 ? bold : font());
        painter.drawText(QRectF(box.left(), y, box.width(), line), Qt::AlignCenter,
                         choice > 0 && choice == lines - 1 && lines < m_source->walk->topK
                             ? QString(QChar(0x2026)) // there are more than fit
                             : QString::number(m_source->expertAt(row, column, choice)));
    }
}

void WalkView::paintParts(QCPPainter& painter) {
    if (!m_source) return;
    painter.setAntialiasing(false);
    const double lineHeight = QFontMetricsF(font()).height();
    m_tokenTicker->setMost(static_cast<int>(axisRect()->width() / (lineHeight * 1.1)));
    const auto first = [](double lower) {
        return std::max(0, static_cast<int>(std::floor(lower + 0.5)));
    };
    const auto last = [](double upper, int size) {
        return std::min(size - 1, static_cast<int>(std::ceil(upper - 0.5)));
    };
    for (int row = first(yAxis->range().lower); row <= last(yAxis->range().upper, m_source->rows());
         ++row)
        for (int column = first(xAxis->range().lower);
             column <= last(xAxis->range().upper, m_source->columns()); ++column)
            paintCell(painter, row, column);
}

void WalkView::paintMoment(QCPPainter& painter) {
    if (!m_source) return;
    painter.setAntialiasing(true);
    painter.setBrush(Qt::NoBrush);
    if (m_token >= 0) {
        const QRectF column =
            boxOf(0, m_token).united(boxOf(m_source->rows() - 1, m_token)).adjusted(1, 1, -1, -1);
        painter.setPen(QPen(theme().background, 4));
        painter.drawRect(column);
        painter.setPen(QPen(theme().accent, 2));
        painter.drawRect(column);
    }
    const int row = m_source->rowOfLayer(m_layer);
    for (int column = 0; row >= 0 && column < m_source->columns(); ++column) {
        if (!m_source->chose(row, column, m_expert)) continue;
        const QRectF box = boxOf(row, column).adjusted(2, 2, -2, -2);
        painter.setPen(QPen(theme().background, 3.5));
        painter.drawRect(box);
        painter.setPen(QPen(theme().series[1], 2));
        painter.drawRect(box);
    }
}

} // namespace moqa
