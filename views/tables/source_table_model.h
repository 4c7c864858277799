// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The table twin of a plot: the same immutable source as rows and columns, sorted and filtered here
// rather than through a proxy: 32 768 rows are then sorted by a list of numbers in some
// milliseconds.

#include "views/plots/plot_source.h"
#include "views/tables/table_filter.h"

#include <QAbstractTableModel>
#include <memory>
#include <vector>

namespace moqa {

class SourceTableModel : public QAbstractTableModel {
    Q_OBJECT
public:
    using QAbstractTableModel::QAbstractTableModel;
    // Order and filter stay.
    void setSource(std::shared_ptr<const PlotSource> source);
    const std::shared_ptr<const PlotSource>& source() const { return m_source; }
    // column -1: words and patterns in any column, comparisons in that of the value.
    void setFilter(const TableFilter& filter, int column);

    int sourceRow(int row) const { return m_rows[static_cast<size_t>(row)]; }
    int rowOfSource(int sourceRow) const; // -1 if it is filtered out

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    // Column -1: the source's own order. What is not seen comes last either way.
    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;

private:
    void fillRows();
    void sortRows();
    bool taken(int sourceRow) const;
    QString displayed(int sourceRow, int column) const;

    std::shared_ptr<const PlotSource> m_source;
    std::vector<int> m_rows; // of the source, in the order shown
    TableFilter m_filter;
    int m_filterColumn = -1, m_sortColumn = -1;
    Qt::SortOrder m_sortOrder = Qt::AscendingOrder;
};

} // namespace moqa
