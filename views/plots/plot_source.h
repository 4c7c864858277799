// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a plot shows, as an immutable value with names, unit and sample size: the plot, its table
// twin, its CSV and a screen reader are all fed from the same one.

#include <QString>
#include <QVariant>
#include <cstdint>
#include <string>
#include <vector>

namespace moqa {

struct PlotSource {
    virtual ~PlotSource() = default;

    QString title;       // "Load over fair share"
    QString unit;        // "1" for ratios
    QString caption;     // corpus, sample size: stands under the title and in exports
    QString explanation; // formula and meaning
    int64_t samples = 0; // 0 = does not come from a sample

    virtual QString summary() const = 0; // one sentence for a screen reader
    // The table twin.
    virtual int tableRows() const = 0;
    virtual int tableColumns() const = 0;
    virtual QString tableHeader(int column) const = 0;
    virtual QVariant tableCell(int row, int column) const = 0; // invalid = not seen
    // As it is shown where that is more than the value, "77.0 [75.5, 78.5]"; empty = the value.
    virtual QString tableText(int row, int column) const {
        Q_UNUSED(row)
        Q_UNUSED(column)
        return {};
    }
    // C locale, full precision. What `moqa show --csv` prints, where it has this table.
    virtual std::string csv() const { return tableCsv(); }

    // The same, of these rows of the table alone.
    virtual std::string csvOf(const std::vector<int>& rows) const { return tableCsv(rows); }

    std::string tableCsv() const;
    std::string tableCsv(const std::vector<int>& rows) const;
    // With header, tab-separated and as an HTML table: what the clipboard gets.
    QString tabText(const std::vector<int>& rows) const;
    QString htmlTable(const std::vector<int>& rows) const;
    // The one that a comparison without a column means.
    virtual int valueColumn() const { return tableColumns() - 1; }
    std::vector<int> allRows() const;
};

} // namespace moqa
