// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// All plans of a document side by side: bits, size, and what their evaluations found on known and
// new texts. Figures belong to the plan as it was measured: one that was edited since has two rows,
// as it was measured and as it is now, which nobody has measured.

#include "views/plots/plot_source.h"
#include "views/state/document.h"

#include <memory>
#include <optional>
#include <vector>

namespace moqa {

struct PlanScore {
    std::string name;
    std::optional<PlanTotals> totals; // of this state of the plan; none: not recorded
    bool evaluated = false;
    bool outdated = false; // as it was measured, before it was edited
    bool edited = false;   // as it is since its evaluation: not measured
    // Over the texts of a kind; NaN where there are none. PPL: of the mean of their log losses.
    double pplKnown = 0, pplNew = 0, klKnown = 0, klNew = 0;
};

struct PlanComparison final : PlotSource {
    enum Column {
        Name,
        MeanBits,
        ModelBits,
        TrueBits,
        Megabytes,
        PplKnown,
        PplNew,
        KlKnown,
        KlNew,
        Fits,
        ColumnCount
    };

    std::vector<PlanScore> plans;

    int indexOf(const std::string& name) const; // of the plan as it is now; -1 if not there
    QString nameOf(int index) const;            // says so where a row is of before the edits
    QString readout(int index) const;
    QString summary() const override;
    int tableRows() const override { return static_cast<int>(plans.size()); }
    int tableColumns() const override { return ColumnCount; }
    int valueColumn() const override { return KlNew; }
    QString tableHeader(int column) const override;
    QVariant tableCell(int row, int column) const override;
};

std::shared_ptr<const PlanComparison> comparePlans(const Document& document);
// Mean over the corpora of a run that are known (or new); NaN where there are none.
double meanKl(const EvaluateRun& run, bool known);
double jointPpl(const EvaluateRun& run, bool known);

} // namespace moqa
