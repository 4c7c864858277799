// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A grid of values with names on both sides: layers x experts, experts x experts, or the bits of a
// plan. Made once, then immutable and shared.

#include "core/analysis/corpus_difference.h"
#include "core/analysis/result_array.h"
#include "core/plan/plan.h"
#include "views/plots/plot_source.h"
#include "views/state/view_state.h"

#include <memory>
#include <optional>
#include <vector>

namespace moqa {

enum class GridKind { Amount, Signed, Bits };

struct GridPosition {
    int row = -1, column = -1;
};

struct GridSource final : PlotSource {
    GridKind kind = GridKind::Amount;
    QString rowAxis, columnAxis;        // "layer", "expert, by load"
    QString cellAxis;                   // what idAt() numbers, if the axis says more: "expert"
    std::vector<int> rowIds, columnIds; // model layer or expert of each row and column
    QStringList columnNames;            // of columns that have names instead of numbers
    // Where each row has an order of its own: the expert of each cell, [rows, columns]; columnIds
    // are then places, from 1. Empty = columnIds hold for every row.
    std::vector<int> cellIds;
    QString notSeenText;           // legend of cells without a value
    std::vector<bool> gapRows;     // dense layers: no experts, drawn as a marked gap
    std::vector<double> values;    // [rows, columns]; NaN = not seen
    std::vector<double> low, high; // 95 % intervals of the values; empty = none known
    // Of a difference that was tested: p-values [rows, columns], corrected by Benjamini & Hochberg
    // for testedCells comparisons; empty = no test.
    std::vector<double> pAdjusted;
    int64_t testedCells = 0;
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
    // Tested, and not to be told from chance.
    bool isInsignificant(int row, int column) const;
    QString testText() const;          // "Benjamini-Hochberg over 512 cells"
    QString insignificantText() const; // of the legend
    // The expert that stands in a cell, whatever the order.
    int idAt(int row, int column) const {
        return cellIds.empty() ? columnIds[static_cast<size_t>(column)]
                               : cellIds[static_cast<size_t>(row * columns() + column)];
    }
    // -1 if there is none.
    int rowOf(int id) const;
    int columnOf(int row, int id) const;
    // Limits of the colours: all finite values, or their 1 % to 99 %; symmetric for signed ones.
    ColourLimits limits(ColourScale scale) const;
    // Place of a value within its row, 1 = largest; 0 for NaN. Among knownInRow values.
    int rankInRow(int row, int column) const;
    int knownInRow(int row) const;
    // The expert of a cell, or the name of its column.
    QString cellText(int row, int column) const;
    // "layer 3, expert 17: 1.42 (95 %: 1.3 to 1.55), rank 5 of 32 in layer 3; 46 080 tokens"
    QString readout(int row, int column) const;

    QString summary() const override;
    int tableRows() const override;
    // A row for each cell outside gaps: row, column, value, then rank and interval if there are.
    int tableColumns() const override;
    int valueColumn() const override { return 2; }
    QString tableHeader(int column) const override;
    QVariant tableCell(int row, int column) const override;
    GridPosition positionOf(int tableRow) const;
    std::string csv() const override;
    // Lines of csv() whose cells are among these rows of the table.
    std::string csvOf(const std::vector<int>& tableRows) const override;
};

// [layer, expert] of one metric. Dense layers before and between the analysed ones become gaps.
// Experts stand in the given order within each layer, or by index where the analysis cannot tell
// it. Null if the analysis has no such array or it has another shape.
std::shared_ptr<const GridSource> unitGrid(const std::shared_ptr<const Analysis>& analysis,
                                           const QString& metric, const QString& corpus,
                                           ExpertOrder order = ExpertOrder::Index);
// The metric on one corpus less the same on another, centred on zero. Not seen where either is.
// With a test of this metric and these corpora: its intervals and significance, and the difference
// also where one of the two did not see the expert.
std::shared_ptr<const GridSource> differenceGrid(const std::shared_ptr<const Analysis>& analysis,
                                                 const QString& metric, const QString& corpus,
                                                 const QString& minus,
                                                 ExpertOrder order = ExpertOrder::Index,
                                                 const CorpusDifference* test = nullptr);
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
