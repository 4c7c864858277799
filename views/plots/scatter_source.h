// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Two values of every (layer, expert) as points: of two corpora, or of a score and the loss.

#include "core/analysis/result_array.h"
#include "views/plots/plot_source.h"

#include <memory>
#include <vector>

namespace moqa {

struct ScatterPoint {
    int layer = 0, expert = 0;
    double x = 0, y = 0;
};

struct ScatterSource final : PlotSource {
    QString xName, yName; // corpora, or quantities
    std::vector<ScatterPoint> points;
    // The same quantity along both axes: one range, the diagonal of equality, ratios. Else each
    // axis has its own range and scale, which the source chooses.
    bool isSameQuantity = true;
    bool logX = false, logY = false; // of different quantities
    bool colourByLayer = false;

    std::vector<int> layers() const;          // that have points, rising
    int indexOf(int layer, int expert) const; // -1 if not there
    QString readout(int index) const;
    QString summary() const override;
    int tableRows() const override { return static_cast<int>(points.size()); }
    int tableColumns() const override { return 4; }
    int valueColumn() const override { return 2; }
    QString tableHeader(int column) const override;
    QVariant tableCell(int row, int column) const override;
};

// Points of a [layer, expert] metric under two corpora; layer -1 = all layers. Null if the analysis
// lacks one of them.
std::shared_ptr<const ScatterSource> corpusScatter(const Analysis& analysis, const QString& metric,
                                                   const QString& xCorpus, const QString& yCorpus,
                                                   int layer);

} // namespace moqa
