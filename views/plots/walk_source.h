// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The walk of a text through the experts as a grid, layers by tokens, and as a table with a row for
// each choice. And what one token chose, layer by layer.

#include "core/analysis/token_walk.h"
#include "views/plots/plot_source.h"
#include "views/plots/stack_view.h"

#include <memory>

namespace moqa {

// What the colour of a cell means.
enum class WalkMeasure { FirstGate, MarginTop, MarginCut, Entropy };
QString measureName(WalkMeasure measure);
QString measureTip(WalkMeasure measure);

struct WalkSource final : PlotSource {
    std::shared_ptr<const TokenWalk> walk;
    WalkMeasure measure = WalkMeasure::FirstGate;
    QStringList tokens; // visible text of each

    int rows() const { return static_cast<int>(walk->layers.size()); }
    int columns() const { return static_cast<int>(walk->tokens.size()); }
    int layerOf(int row) const { return walk->layers[static_cast<size_t>(row)].layer; }
    int rowOfLayer(int layer) const; // -1 if it has no experts
    // Chosen experts, first choice first.
    int expertAt(int row, int column, int choice) const;
    bool chose(int row, int column, int expert) const;
    double value(int row, int column) const; // of the measure; NaN = not defined
    QString readout(int row, int column) const;

    QString summary() const override;
    int tableRows() const override { return rows() * columns() * walk->topK; }
    int tableColumns() const override { return 10; }
    QString tableHeader(int column) const override;
    QVariant tableCell(int row, int column) const override;
};

std::shared_ptr<const WalkSource> walkSource(std::shared_ptr<const TokenWalk> walk,
                                             WalkMeasure measure);
// A row for each layer, a segment for each chosen expert, as long as its gate; ids are experts.
std::shared_ptr<const StackSource> tokenChoices(const WalkSource& source, int token);

} // namespace moqa
