// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// How far the brush of the plan page reaches around each cell of a stroke.

#include "views/heatmap/grid_source.h"
#include "views/state/document.h"

#include <QList>
#include <QPoint>

namespace moqa {

enum class BrushShape { Cell, Block, Row, Column, Selection };

// The experts that a stroke over these cells (column, row) paints, each once; gaps and what lies
// outside are left out. Selection: all of selected, wherever the stroke is.
Document::Cells brushedUnits(const GridSource& grid, const QList<QPoint>& stroke, BrushShape shape,
                             const Document::Cells& selected);

} // namespace moqa
