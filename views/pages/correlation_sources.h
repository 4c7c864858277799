// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What the Correlation page draws beside plain pair matrices. Made from arrays of an analysis.

#include "core/analysis/result_array.h"
#include "views/heatmap/grid_source.h"
#include "views/plots/bars_view.h"

#include <memory>
#include <vector>

namespace moqa {

// A matrix of ratios as log2, so that chance (1) is the white in the middle of diverging colours.
// Pairs that never were together, log2 0, are drawn as not seen and say so.
std::shared_ptr<const GridSource> aroundChance(std::shared_ptr<const GridSource> ratios);
bool isRatioToChance(const QString& metric);

// Experts of a layer by experts of the next one: metrics "transition" and "transition_lift".
std::shared_ptr<const GridSource> flowGrid(const std::shared_ptr<const Analysis>& analysis,
                                           const QString& metric, const QString& corpus, int layer);

// Pairs that do the same work, and pairs that work together.
struct PairSource final : PlotSource {
    struct Pair {
        bool overlap = true; // else complement
        int expert = 0, other = 0;
        double lift = 0, similarity = 0;
    };
    std::vector<Pair> pairs;

    QString summary() const override;
    int tableRows() const override { return static_cast<int>(pairs.size()); }
    int tableColumns() const override { return 5; }
    QString tableHeader(int column) const override;
    QVariant tableCell(int row, int column) const override;
};
// Null where the analysis did not look for them.
std::shared_ptr<const PairSource> notablePairs(const Analysis& analysis, int layer);

// error_offdiagonal as a bar for each layer; dense layers are left out. Null if it is not there.
std::shared_ptr<const BarsSource> jointErrors(const Analysis& analysis, const std::string& corpus);

} // namespace moqa
