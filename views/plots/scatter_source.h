// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Two corpora's values of every (layer, expert) as points.

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
    QString xName, yName; // corpora
    std::vector<ScatterPoint> points;

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
