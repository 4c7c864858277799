// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/brush_shape.h"

#include <set>

namespace moqa {

Document::Cells brushedUnits(const GridSource& grid, const QList<QPoint>& stroke, BrushShape shape,
                             const Document::Cells& selected) {
    if (shape == BrushShape::Selection) return stroke.isEmpty() ? Document::Cells() : selected;
    std::set<std::pair<int, int>> units;
    const auto add = [&](int row, int column) {
        if (grid.inside(row, column) && !grid.isGap(row))
            units.insert({grid.rowIds[static_cast<size_t>(row)], grid.idAt(row, column)});
    };
    std::set<int> rows, columns; // a stroke along a row paints it once
    for (const QPoint& cell : stroke) {
        if (!grid.inside(cell.y(), cell.x())) continue;
        rows.insert(cell.y());
        columns.insert(cell.x());
        const int reach = shape == BrushShape::Block ? 1 : 0;
        for (int row = cell.y() - reach; row <= cell.y() + reach; ++row)
            for (int column = cell.x() - reach; column <= cell.x() + reach; ++column)
                add(row, column);
    }
    if (shape == BrushShape::Row)
        for (const int row : rows)
            for (int column = 0; column < grid.columns(); ++column) add(row, column);
    if (shape == BrushShape::Column)
        for (const int column : columns)
            for (int row = 0; row < grid.rows(); ++row) add(row, column);
    return {units.begin(), units.end()};
}

} // namespace moqa
