// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What lies over the colours of a heat map: hatched cells without data, marks of dense layers,
// locked cells, values where there is room, and the outlines of selected cells, cursor and hovered
// cell. Draws what is visible only, so that 30 000 cells cost what a screen costs.

#include "views/heatmap/grid_source.h"
#include "views/plots/qcp.h"
#include "views/theme/theme.h"

#include <QPoint>
#include <functional>
#include <memory>
#include <set>

namespace moqa {

// A cell as QPoint(column, row); none = (-1, -1).
using GridCell = QPoint;
inline constexpr GridCell kNoCell(-1, -1);

struct CellMarks {
    GridCell cursor = kNoCell, hovered = kNoCell, pinned = kNoCell;
};

class CellText;

// Hatch, gaps and values: changes with the data and the frame.
class CellContent final : public QCPAbstractItem {
    Q_OBJECT
public:
    using QCPAbstractItem::QCPAbstractItem;
    void setSource(std::shared_ptr<const GridSource> source) { m_source = std::move(source); }
    void setTheme(const Theme& theme) { m_theme = theme; }
    // The colour a cell is painted in, for readable ink.
    void setColourOf(std::function<QColor(double)> colourOf) { m_colourOf = std::move(colourOf); }
    void setLocked(std::set<std::pair<int, int>> locked) { m_locked = std::move(locked); }
    double selectTest(const QPointF&, bool, QVariant*) const override { return -1; }

protected:
    void draw(QCPPainter* painter) override;

private:
    void drawLines(QCPPainter* painter, const QSizeF& cell) const;
    void drawGap(QCPPainter* painter, int row) const;
    void hatchInsignificant(QCPPainter* painter, int row, int first, int last) const;
    void drawValue(QCPPainter* painter, CellText& texts, const QRectF& box, double value) const;
    std::shared_ptr<const GridSource> m_source;
    std::set<std::pair<int, int>> m_locked;
    Theme m_theme;
    std::function<QColor(double)> m_colourOf;
};

// Outlines of what is chosen: changes with a selection, on a buffered layer of its own. Neighbours
// in a row are outlined together, so that a selection of all costs a rectangle a row.
class SelectedCells final : public QCPAbstractItem {
    Q_OBJECT
public:
    using QCPAbstractItem::QCPAbstractItem;
    void setTheme(const Theme& theme) { m_theme = theme; }
    void setCells(std::set<std::pair<int, int>> cells) { m_cells = std::move(cells); }
    const std::set<std::pair<int, int>>& cells() const { return m_cells; } // (row, column)
    double selectTest(const QPointF&, bool, QVariant*) const override { return -1; }

protected:
    void draw(QCPPainter* painter) override;

private:
    std::set<std::pair<int, int>> m_cells;
    Theme m_theme;
};

// Cursor, pinned and hovered cell with its crosshair: changes with every move of the mouse, and
// lies on a buffered layer of its own.
class CellOutlines final : public QCPAbstractItem {
    Q_OBJECT
public:
    using QCPAbstractItem::QCPAbstractItem;
    void setSource(std::shared_ptr<const GridSource> source) { m_source = std::move(source); }
    void setTheme(const Theme& theme) { m_theme = theme; }
    CellMarks& marks() { return m_marks; }
    double selectTest(const QPointF&, bool, QVariant*) const override { return -1; }

protected:
    void draw(QCPPainter* painter) override;

private:
    void outline(QCPPainter* painter, GridCell cell, const QColor& colour, double width) const;
    void crosshair(QCPPainter* painter, GridCell cell) const;
    std::shared_ptr<const GridSource> m_source;
    CellMarks m_marks;
    Theme m_theme;
};

// Pixels of a cell on a plot whose cell centres are whole coordinates.
QRectF cellBox(const QCustomPlot& plot, int row, int column);

} // namespace moqa
