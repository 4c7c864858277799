// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The table of a study: a row for each plan, with what it recovers of the baseline's loss, the
// intervals, and how sure it is that the best plan of its budget is better.

#include "core/measure/study.h"
#include "views/plots/plot_source.h"

#include <memory>

namespace moqa {

struct StudyTable final : PlotSource {
    enum Column {
        Method,
        Budget,
        KlKnown,
        ShareKnown,
        PKnown,
        KlNew,
        ShareNew,
        PNew,
        Calibration,
        Group,
        MeanBits,
        TrueBits,
        Megabytes,
        Predicted,
        LogKnown,
        LogNew,
        Remark,
        ColumnCount
    };
    std::shared_ptr<const Study> study; // never null

    QString readout(int row) const;
    QString summary() const override;
    int tableRows() const override { return static_cast<int>(study->rows.size()); }
    int tableColumns() const override { return ColumnCount; }
    int valueColumn() const override { return study->grid.known.empty() ? ShareNew : ShareKnown; }
    QString tableHeader(int column) const override;
    QVariant tableCell(int row, int column) const override;
    QString tableText(int row, int column) const override;
    // With the ends of all intervals as columns of their own.
    std::string csv() const override { return csvOf(allRows()); }
    std::string csvOf(const std::vector<int>& rows) const override;

private:
    bool hasTexts(bool known) const {
        return !(known ? study->grid.known : study->grid.fresh).empty();
    }
    // Against the best plan of the same budget; null for the best one and where none was compared.
    const StudyComparison* comparison(int row, bool known) const;
    bool isBest(int row, bool known) const;
    const std::optional<ShareInterval>* shareOf(int row, int column) const;
    QString remark(int row) const;
};

std::shared_ptr<const StudyTable> studyTable(std::shared_ptr<const Study> study);

// "as wiki+code, group 64": names of texts and groups as the window writes them.
QString groupText(int group);

} // namespace moqa
