// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A grid drawn in colours, with a cell cursor moved by the arrow keys, a legend that is always
// there, and a brush for grids of bits. Knows rows and columns alone; what they mean to the rest of
// the window is the business of who connects it. GUI thread.

#include "views/heatmap/cell_overlay.h"
#include "views/heatmap/colour_spread.h"
#include "views/heatmap/grid_source.h"
#include "views/plots/plot_view.h"
#include "views/plots/swatch_legend.h"

#include <QList>
#include <set>

namespace moqa {

class IndexTicker;

class HeatMapView : public PlotView {
    Q_OBJECT
public:
    explicit HeatMapView(QWidget* parent = nullptr);

    std::shared_ptr<const PlotSource> source() const override { return m_source; }
    std::shared_ptr<const GridSource> grid() const { return m_source; }
    // Null empties the plot. The frame is kept when the shape is.
    void setGrid(std::shared_ptr<const GridSource> grid);
    // Both in one: a map of another metric has other limits.
    void setGrid(std::shared_ptr<const GridSource> grid, const ColourChoice& colours);
    void setColours(const ColourChoice& choice);
    ColourLimits shownLimits() const { return m_spread.limits(); }
    const ColourSpread& spread() const { return m_spread; }
    std::vector<int> visibleRows() const override;
    QString rangeText() const override;
    void describeView(FigureSpec& spec) const override;
    int currentRow() const override;
    void goToRow(int tableRow) override;
    std::vector<int> selectedRows() const override;
    void chooseRows(const std::vector<int>& tableRows) override;

    GridCell currentCell() const { return m_outlines->marks().cursor; }
    void setCurrentCell(GridCell cell);
    void setPinned(GridCell cell);
    void setSelected(std::set<std::pair<int, int>> cells); // (row, column)
    void setLocked(std::set<std::pair<int, int>> cells);
    GridCell cellAt(const QPointF& position) const; // kNoCell outside
    QColor cellColour(double value) const;

signals:
    void cellHovered(QPoint cell); // kNoCell when the mouse left
    void cursorMoved(QPoint cell);
    void coloursChanged();
    void selectionAbandoned(); // Esc in a drag: show again what is selected
    void pinRequested(QPoint cell);
    void cellsChosen(const QList<QPoint>& cells); // in the table twin
    // A click or a drag in the tool Select, or Shift with the arrows.
    void blockSelected(QPoint from, QPoint to, Qt::KeyboardModifiers modifiers);
    // The tool Paint: every cell of the stroke once per move, none skipped by a fast hand.
    void strokeBegan();
    void strokePainted(const QList<QPoint>& cells);
    void strokeEnded();

protected:
    PlotRange fullFrame() const override;
    void applyTheme(const Theme& theme) override;
    void toolPress(QMouseEvent* event) override;
    void toolMove(QMouseEvent* event) override;
    void toolRelease(QMouseEvent* event) override;
    void toolCancel() override;
    void showMarks(bool on) override;
    void hover(const QPointF& position) override;
    void hoverEnded() override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void fillMap();
    void updateColours();
    void updateColourAxis();
    void updateLegend();
    int rowsInSight() const;
    int tableRowOf(GridCell cell) const; // -1 outside and in gaps
    void updateReadout();
    void replotOutlines();
    void moveCursor(GridCell to, Qt::KeyboardModifiers modifiers);
    void bringIntoView(GridCell cell);
    GridCell nearestCell(const QPointF& position) const;

    std::shared_ptr<const GridSource> m_source;
    ColourChoice m_colours;
    ColourSpread m_spread;
    mutable QCPColorGradient m_gradient; // caches its colours when asked for one
    QCPColorMap* m_map;
    QCPColorScale* m_scale;
    SwatchLegend* m_swatches;
    CellContent* m_content;
    SelectedCells* m_selected;
    CellOutlines* m_outlines;
    QSharedPointer<IndexTicker> m_rowTicker, m_columnTicker;
    GridCell m_dragFrom = kNoCell, m_dragTo = kNoCell;
    GridCell m_anchor = kNoCell; // where a Shift selection began
};

} // namespace moqa
