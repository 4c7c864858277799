// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/heatmap/heat_map_view.h"

#include "views/heatmap/colour_maps.h"
#include "views/heatmap/index_ticker.h"
#include "views/plots/number_axis.h"
#include "views/state/figure_spec.h"
#include "views/state/text.h"

#include <algorithm>
#include <cmath>

namespace moqa {

namespace {

const QString kSelectionLayer = QStringLiteral("selection cells");
const QString kOutlineLayer = QStringLiteral("outlines");

} // namespace

HeatMapView::HeatMapView(QWidget* parent) : PlotView(parent) {
    // Outside: a tick beside a cell's number reads as a minus.
    for (QCPAxis* const axis : {xAxis, yAxis}) {
        axis->setTickLength(0, 4);
        axis->setSubTickLength(0, 0);
    }
    m_map = new QCPColorMap(xAxis, yAxis);
    m_map->setInterpolate(false);
    m_map->setTightBoundary(false);
    m_scale = new QCPColorScale(this);
    m_scale->setType(QCPAxis::atRight);
    m_scale->setBarWidth(12);
    m_scale->setRangeDrag(false);
    m_scale->setRangeZoom(false);
    plotLayout()->addElement(kTextRows, 1, m_scale);
    auto* const margins = new QCPMarginGroup(this);
    axisRect()->setMarginGroup(QCP::msTop | QCP::msBottom, margins);
    m_scale->setMarginGroup(QCP::msTop | QCP::msBottom, margins);
    m_swatches = new SwatchLegend(this);
    plotLayout()->addElement(kTextRows + 1, 0, m_swatches);

    m_content = new CellContent(this);
    m_content->setColourOf([this](double value) { return cellColour(value); });
    for (const QString& name : {kSelectionLayer, kOutlineLayer}) {
        addLayer(name, layer(QStringLiteral("overlay")), QCustomPlot::limBelow);
        layer(name)->setMode(QCPLayer::lmBuffered);
    }
    m_selected = new SelectedCells(this);
    m_selected->setLayer(kSelectionLayer);
    m_outlines = new CellOutlines(this);
    m_outlines->setLayer(kOutlineLayer);

    m_rowTicker.reset(new IndexTicker);
    m_columnTicker.reset(new IndexTicker);
    xAxis->setTicker(m_columnTicker);
    yAxis->setTicker(m_rowTicker);
    yAxis->setRangeReversed(true); // layer 0 on top, as one reads a model
    for (QCPAxis* const axis : {xAxis, yAxis}) axis->grid()->setVisible(false);
    HeatMapView::applyTheme(theme());
    setGrid(nullptr);
}

void HeatMapView::setGrid(std::shared_ptr<const GridSource> grid, const ColourChoice& colours) {
    m_colours = colours;
    setGrid(std::move(grid));
}

void HeatMapView::setGrid(std::shared_ptr<const GridSource> grid) {
    const bool sameShape = m_source && grid && m_source->rows() == grid->rows() &&
                           m_source->columns() == grid->columns();
    if (!sameShape) toolCancel(); // what is dragged over is not there any more
    m_source = std::move(grid);
    m_content->setSource(m_source);
    m_outlines->setSource(m_source);
    m_rowTicker->setIds(m_source ? m_source->rowIds : std::vector<int>());
    m_columnTicker->setIds(m_source ? m_source->columnIds : std::vector<int>());
    yAxis->setLabel(m_source ? m_source->rowAxis : QString());
    xAxis->setLabel(m_source ? m_source->columnAxis : QString());
    if (!sameShape) {
        m_outlines->marks() = {};
        m_selected->setCells({});
    }
    frameData(sameShape);
    updateColours();
    showTexts(m_source.get());
    updateReadout();
    refresh();
}

void HeatMapView::fillMap() {
    const int rows = m_source ? m_source->rows() : 0, columns = m_source ? m_source->columns() : 0;
    m_map->setVisible(rows > 0);
    // QCustomPlot gives a line of one cell no extent: such a line is drawn as two halves.
    const auto cellsOf = [](int size) { return std::max(size, 2); };
    const auto rangeOf = [](int size) {
        return size > 1 ? QCPRange(0, size - 1) : QCPRange(-0.25, 0.25);
    };
    m_map->data()->setSize(cellsOf(columns), cellsOf(rows));
    m_map->data()->setRange(rangeOf(columns), rangeOf(rows));
    if (rows == 0 || columns == 0) return;
    for (int row = 0; row < cellsOf(rows); ++row) {
        for (int column = 0; column < cellsOf(columns); ++column) {
            const double value =
                m_source->at(std::min(row, rows - 1), std::min(column, columns - 1));
            m_map->data()->setCell(column, row,
                                   m_source->kind == GridKind::Bits && !std::isnan(value)
                                       ? widthSlot(static_cast<int>(value))
                                       : m_spread.place(value));
        }
    }
}

void HeatMapView::setColours(const ColourChoice& choice) {
    m_colours = choice;
    updateColours();
    refresh();
}

void HeatMapView::updateColours() {
    const GridKind kind = m_source ? m_source->kind : GridKind::Amount;
    m_scale->setVisible(m_source && kind != GridKind::Bits);
    if (kind == GridKind::Bits) {
        m_gradient = widthGradient(theme());
        m_spread = {};
    } else {
        m_gradient = kind == GridKind::Signed
                         ? signedGradient(m_colours.reversed, theme())
                         : amountGradient(m_colours.map, m_colours.reversed, theme());
        const ColourLimits limits = m_colours.limits ? *m_colours.limits
                                    : m_source       ? m_source->limits(m_colours.range)
                                                     : ColourLimits{};
        m_spread = ColourSpread(m_colours.spread, kind == GridKind::Signed, limits,
                                m_source ? m_source->values : std::vector<double>());
        updateColourAxis();
    }
    m_map->setGradient(m_gradient);
    m_map->setDataRange(kind == GridKind::Bits ? widthSlotRange() : QCPRange(0, 1));
    setCaptionNote(m_spread.shareOutside() > 0
                       ? tr("%1 % of the values lie outside the colours")
                             .arg(QLocale().toString(100 * m_spread.shareOutside(), 'g', 2))
                       : QString());
    fillMap();
    updateLegend();
    emit coloursChanged();
}

void HeatMapView::updateColourAxis() {
    const bool logarithmic = m_spread.scale() == ValueScale::Log;
    const bool ranked = m_spread.scale() == ValueScale::Rank;
    m_scale->setGradient(m_gradient);
    m_scale->setDataScaleType(logarithmic ? QCPAxis::stLogarithmic : QCPAxis::stLinear);
    m_scale->axis()->setTicker(numberTicker(*m_scale->axis(), logarithmic));
    m_scale->axis()->setNumberFormat(QStringLiteral("gbd"));
    const ColourLimits limits = m_spread.limits();
    const bool centred = m_source && m_source->kind == GridKind::Signed;
    m_scale->setDataRange(!ranked   ? QCPRange(limits.lower, limits.upper)
                          : centred ? QCPRange(-100, 100)
                                    : QCPRange(0, 100));
    const QString unit = m_source ? unitSuffix(m_source->unit).trimmed() : QString();
    m_scale->axis()->setLabel(ranked ? tr("rank among all values, %") : unit);
}

QColor HeatMapView::cellColour(double value) const {
    if (std::isnan(value)) return theme().notSeen;
    if (m_source && m_source->kind == GridKind::Bits) return widthColour(static_cast<int>(value));
    return QColor::fromRgb(m_gradient.color(m_spread.place(value), QCPRange(0, 1)));
}

void HeatMapView::updateLegend() {
    std::vector<Swatch> swatches;
    if (m_source && m_source->kind == GridKind::Bits) {
        for (const int width : drawnWidths())
            swatches.push_back({widthColour(width), width == 16  ? tr("16 (kept)")
                                                    : width == 1 ? tr("1 bit")
                                                                 : QString::number(width)});
    }
    if (m_source && m_source->hasNotSeen())
        swatches.push_back({theme().notSeen, m_source->notSeenText, theme().notSeenHatch});
    if (m_source && !m_source->pAdjusted.empty())
        swatches.push_back({theme().background, m_source->insignificantText(), theme().text});
    m_swatches->setSwatches(std::move(swatches));
    m_swatches->setTextColour(theme().mutedText);
}

void HeatMapView::applyTheme(const Theme& theme) {
    PlotView::applyTheme(theme);
    m_content->setTheme(theme);
    m_selected->setTheme(theme);
    m_outlines->setTheme(theme);
    m_scale->axis()->setTickLabelColor(theme.text);
    m_scale->axis()->setTickLabelFont(font());
    m_scale->axis()->setLabelColor(theme.text);
    m_scale->axis()->setLabelFont(font());
    m_scale->axis()->setBasePen(QPen(theme.mutedText));
    m_scale->axis()->setTickPen(QPen(theme.mutedText));
    m_scale->axis()->setSubTickPen(QPen(Qt::NoPen));
    updateColours();
}

PlotRange HeatMapView::fullFrame() const {
    const int rows = m_source ? m_source->rows() : 1, columns = m_source ? m_source->columns() : 1;
    return {QCPRange(-0.5, columns - 0.5), QCPRange(-0.5, rows - 0.5)};
}

GridCell HeatMapView::cellAt(const QPointF& position) const {
    if (!m_source || !insideAxes(position)) return kNoCell;
    const GridCell cell = nearestCell(position);
    return m_source->inside(cell.y(), cell.x()) ? cell : kNoCell;
}

GridCell HeatMapView::nearestCell(const QPointF& position) const {
    return {static_cast<int>(std::lround(xAxis->pixelToCoord(position.x()))),
            static_cast<int>(std::lround(yAxis->pixelToCoord(position.y())))};
}

void HeatMapView::replotOutlines() {
    // The first replot of a hidden view draws all layers.
    if (isVisible()) layer(kOutlineLayer)->replot();
}

void HeatMapView::setCurrentCell(GridCell cell) {
    if (cell == m_outlines->marks().cursor) return;
    m_outlines->marks().cursor = cell;
    updateReadout();
    replotOutlines();
}

void HeatMapView::setPinned(GridCell cell) {
    m_outlines->marks().pinned = cell;
    updateReadout();
    replotOutlines();
}

void HeatMapView::setSelected(std::set<std::pair<int, int>> cells) {
    if (cells == m_selected->cells()) return;
    m_selected->setCells(std::move(cells));
    if (isVisible()) layer(kSelectionLayer)->replot();
    emit selectedRowsChanged();
}

void HeatMapView::setLocked(std::set<std::pair<int, int>> cells) {
    m_content->setLocked(std::move(cells));
    refresh();
}

void HeatMapView::updateReadout() {
    if (!m_source) {
        setReadout({});
        return;
    }
    const CellMarks& marks = m_outlines->marks();
    const GridCell shown = marks.hovered != kNoCell ? marks.hovered : marks.cursor;
    QString text = m_source->readout(shown.y(), shown.x());
    if (marks.pinned != kNoCell && marks.pinned != shown)
        text += tr("  |  pinned: %1").arg(m_source->readout(marks.pinned.y(), marks.pinned.x()));
    setReadout(text);
}

void HeatMapView::showMarks(bool on) {
    m_selected->setVisible(on);
    m_outlines->setVisible(on);
}

std::vector<int> HeatMapView::visibleRows() const {
    std::vector<int> rows;
    for (int i = 0; m_source && i < m_source->tableRows(); ++i) {
        const auto [row, column] = m_source->positionOf(i);
        if (xAxis->range().contains(column) && yAxis->range().contains(row)) rows.push_back(i);
    }
    return rows;
}

void HeatMapView::describeView(FigureSpec& spec) const {
    PlotView::describeView(spec);
    spec.colours = m_colours;
    if (m_source && m_source->key.metric != spec.metric.toStdString())
        spec.limitsOf = qstr(m_source->key.metric);
}

QString HeatMapView::rangeText() const {
    if (!m_source || m_source->kind == GridKind::Bits) return {};
    const ColourLimits limits = shownLimits();
    const QString range =
        tr("colours from %1 to %2%3")
            .arg(figure(limits.lower), figure(limits.upper), unitSuffix(m_source->unit));
    switch (m_spread.scale()) {
    case ValueScale::Linear: return range;
    case ValueScale::Log: return tr("%1, logarithmic").arg(range);
    case ValueScale::Rank: return tr("%1, by rank").arg(range);
    }
    return range;
}

int HeatMapView::currentRow() const { return tableRowOf(currentCell()); }

std::vector<int> HeatMapView::selectedRows() const {
    std::vector<int> rows;
    for (const auto& [row, column] : m_selected->cells())
        if (const int tableRow = tableRowOf({column, row}); tableRow >= 0) rows.push_back(tableRow);
    return rows;
}

void HeatMapView::chooseRows(const std::vector<int>& tableRows) {
    QList<QPoint> cells;
    for (const int tableRow : tableRows) {
        if (!m_source || tableRow < 0 || tableRow >= m_source->tableRows()) continue;
        const auto [row, column] = m_source->positionOf(tableRow);
        cells.append({column, row});
    }
    emit cellsChosen(cells);
}

int HeatMapView::tableRowOf(GridCell cell) const {
    if (!m_source || !m_source->inside(cell.y(), cell.x()) || m_source->isGap(cell.y())) return -1;
    int row = cell.y();
    for (int above = 0; above < cell.y(); ++above) row -= m_source->isGap(above) ? 1 : 0;
    return row * m_source->columns() + cell.x();
}

void HeatMapView::goToRow(int tableRow) {
    if (!m_source || tableRow < 0 || tableRow >= m_source->tableRows()) return;
    const auto [row, column] = m_source->positionOf(tableRow);
    // What is selected is the table's business: several rows may be.
    setCurrentCell({column, row});
    bringIntoView({column, row});
    emit cursorMoved({column, row});
}

} // namespace moqa
