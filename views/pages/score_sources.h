// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What the Scores page draws, made from a board of scores.

#include "views/heatmap/grid_source.h"
#include "views/plots/scatter_source.h"
#include "views/tables/score_table.h"

#include <memory>

namespace moqa {

// Rows layers, columns scores (as the table's rows): rank correlation within the layer of score and
// measured loss. Null where nothing was compared.
std::shared_ptr<const GridSource> correlationGrid(const ScoreTable& table);

// Experts of one layer, or of all (-1), by the score along x and the measured loss along y. An axis
// is logarithmic where that is asked for, no value is below zero and they spread over more than a
// decade. Null where there is no such score or no measured loss.
std::shared_ptr<const ScatterSource> scoreScatter(const ScoreTable& table, int row, int layer,
                                                  bool logarithmic);

// Layers x experts of the score itself, dense layers as gaps. Null where there is no such score.
std::shared_ptr<const GridSource> scoreGrid(const ScoreTable& table, int row);

} // namespace moqa
