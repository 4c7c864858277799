// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A grid of values with names on both sides: layers x experts, experts x experts, or the bits of a
// plan. Made once, then immutable and shared.

#include "core/analysis/result_array.h"
#include "core/plan/plan.h"
#include "views/plots/plot_source.h"
#include "views/state/view_state.h"

#include <memory>
#include <optional>
#include <vector>

namespace moqa {

enum class GridKind { Amount, Signed, Bits };

struct GridSource final : PlotSource {
    GridKind kind = GridKind::Amount;
    QString rowAxis, columnAxis;        // "layer", "expert"
    std::vector<int> rowIds, columnIds; // model layer or expert of each row and column
    QString notSeenText;                // legend of cells without a value
    std::vector<bool> gapRows;          // dense layers: no experts, drawn as a marked gap
    std::vector<double> values;         // [rows, columns]; NaN = not seen
    // What it was made from, for the CSV of `moqa show`; null for plans.
    std::shared_ptr<const Analysis> analysis;
    ResultKey key;

    int rows() const { return static_cast<int>(rowIds.size()); }
    int columns() const { return static_cast<int>(columnIds.size()); }
    double at(int row, int column) const {
        return values[static_cast<size_t>(row) * columnIds.size() + static_cast<size_t>(column)];
    }
    bool isGap(int row) const { return !gapRows.empty() && gapRows[static_cast<size_t>(row)]; }
    bool inside(int row, int column) const {
        return row >= 0 && column >= 0 && row < rows() && column < columns();
    }
    bool hasNotSeen() const;
    // -1 if there is none.
    int rowOf(int id) const;
    int columnOf(int id) const;
    // Limits of the colours: all finite values, or their 1 % to 99 %; symmetric for signed ones.
    ColourLimits limits(ColourScale scale) const;
    // Place of a value within its row, 1 = largest; 0 for NaN.
    int rankInRow(int row, int column) const;
    // "layer 3, expert 17: 1.42, rank 5 of 32 in its layer; 46 080 tokens"
    QString readout(int row, int column) const;

    QString summary() const override;
    int tableRows() const override;
    int tableColumns() const override { return columns() + 1; }
    QString tableHeader(int column) const override;
    QVariant tableCell(int row, int column) const override;
    std::string csv() const override;
};

// [layer, expert] of one metric. Dense layers between the analysed ones become gaps. Null if the
// analysis has no such array or it has another shape.
std::shared_ptr<const GridSource> unitGrid(const std::shared_ptr<const Analysis>& analysis,
                                           const QString& metric, const QString& corpus);
// [expert, expert] of one layer, in the cluster order of the layer where that is asked for and
// known (metric "cluster_order").
std::shared_ptr<const GridSource> pairGrid(const std::shared_ptr<const Analysis>& analysis,
                                           const QString& metric, const QString& corpus, int layer,
                                           bool clustered);
// Bits of a plan; NaN where the projections of an expert differ.
std::shared_ptr<const GridSource> planGrid(const Plan& plan, const QString& name);

// Ids of metrics with these axes ("layer,expert") of which the analysis has an array, in the order
// of the metric table.
std::vector<const MetricInfo*> metricsWithAxes(const Analysis& analysis, const char* axes);
// Corpora of a metric in the analysis: names, "" = over all, "A|B" = pairs.
std::vector<std::string> corporaOf(const Analysis& analysis, const std::string& metric);

} // namespace moqa
