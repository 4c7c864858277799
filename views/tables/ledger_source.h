// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What became of every tensor in a quantized file, as a table that sorts, filters and copies:
// nothing is skipped silently.

#include "core/quantize/quantize_model.h"
#include "views/plots/plot_source.h"

#include <vector>

namespace moqa {

struct LedgerSource final : PlotSource {
    enum Column {
        Tensor,
        Bits,
        Group,
        Method,
        WeightError,
        OutputError,
        TokensSeen,
        Fallback,
        Reason,
        Bytes,
        ColumnCount
    };
    explicit LedgerSource(std::vector<LedgerRow> ledger);

    int fallbacks() const;
    QString summary() const override;
    int tableRows() const override { return static_cast<int>(rows.size()); }
    int tableColumns() const override { return ColumnCount; }
    int valueColumn() const override { return OutputError; }
    QString tableHeader(int column) const override;
    QVariant tableCell(int row, int column) const override;

    std::vector<LedgerRow> rows;
};

} // namespace moqa
