// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/tables/source_table_model.h"

#include "views/state/text.h"

#include <algorithm>
#include <cmath>

namespace moqa {

void SourceTableModel::setSource(std::shared_ptr<const PlotSource> source) {
    beginResetModel();
    m_source = std::move(source);
    if (m_source && m_sortColumn >= m_source->tableColumns()) m_sortColumn = -1;
    fillRows();
    endResetModel();
}

void SourceTableModel::setFilter(const TableFilter& filter, int column) {
    beginResetModel();
    m_filter = filter;
    m_filterColumn = column;
    fillRows();
    endResetModel();
}

void SourceTableModel::fillRows() {
    m_rows.clear();
    if (!m_source) return;
    m_rows = m_source->allRows();
    if (!m_filter.takesAll()) std::erase_if(m_rows, [this](int row) { return !taken(row); });
    sortRows();
}

bool SourceTableModel::taken(int sourceRow) const {
    const int columns = m_source->tableColumns();
    if (m_filter.isComparison()) {
        const int column = m_filterColumn < 0 ? m_source->valueColumn() : m_filterColumn;
        return column < columns && m_filter.takesValue(m_source->tableCell(sourceRow, column));
    }
    for (int column = 0; column < columns; ++column)
        if ((m_filterColumn < 0 || column == m_filterColumn) &&
            m_filter.takesText(displayed(sourceRow, column)))
            return true;
    return false;
}

void SourceTableModel::sortRows() {
    if (m_sortColumn < 0 || m_rows.empty()) return;
    struct Key {
        double number;
        QString text;
        int row;
    };
    std::vector<Key> keys;
    keys.reserve(m_rows.size());
    for (const int row : m_rows) {
        const QVariant value = m_source->tableCell(row, m_sortColumn);
        bool isNumber = false;
        const double number = value.toDouble(&isNumber);
        // Texts all have one number, and are told apart by themselves.
        keys.push_back({!value.isValid() ? std::nan("")
                        : isNumber       ? number
                                         : 0.0,
                        isNumber ? QString() : value.toString(), row});
    }
    const auto seenEnd = std::stable_partition(
        keys.begin(), keys.end(), [](const Key& key) { return !std::isnan(key.number); });
    const auto less = [](const Key& a, const Key& b) {
        return a.number != b.number ? a.number < b.number : a.text < b.text;
    };
    if (m_sortOrder == Qt::AscendingOrder)
        std::stable_sort(keys.begin(), seenEnd, less);
    else
        std::stable_sort(keys.begin(), seenEnd,
                         [&](const Key& a, const Key& b) { return less(b, a); });
    std::transform(keys.begin(), keys.end(), m_rows.begin(),
                   [](const Key& key) { return key.row; });
}

void SourceTableModel::sort(int column, Qt::SortOrder order) {
    emit layoutAboutToBeChanged({}, QAbstractItemModel::VerticalSortHint);
    const QModelIndexList before = persistentIndexList();
    std::vector<int> held;
    for (const QModelIndex& index : before) held.push_back(sourceRow(index.row()));
    m_sortColumn = column;
    m_sortOrder = order;
    if (column < 0)
        std::sort(m_rows.begin(), m_rows.end());
    else
        sortRows();
    if (!before.isEmpty()) {
        std::vector<int> place(m_source ? static_cast<size_t>(m_source->tableRows()) : 0);
        for (int row = 0; row < rowCount(); ++row) place[static_cast<size_t>(sourceRow(row))] = row;
        QModelIndexList after;
        for (int i = 0; i < before.size(); ++i)
            after.append(index(place[static_cast<size_t>(held[static_cast<size_t>(i)])],
                               before[i].column()));
        changePersistentIndexList(before, after);
    }
    emit layoutChanged({}, QAbstractItemModel::VerticalSortHint);
}

int SourceTableModel::rowOfSource(int sourceRow) const {
    const auto found = std::find(m_rows.begin(), m_rows.end(), sourceRow);
    return found == m_rows.end() ? -1 : static_cast<int>(found - m_rows.begin());
}

int SourceTableModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}
int SourceTableModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() || !m_source ? 0 : m_source->tableColumns();
}

QString SourceTableModel::displayed(int sourceRow, int column) const {
    if (const QString text = m_source->tableText(sourceRow, column); !text.isEmpty()) return text;
    const QVariant value = m_source->tableCell(sourceRow, column);
    if (!value.isValid()) return tr("not seen");
    return value.typeId() == QMetaType::Double ? figure(value.toDouble()) : value.toString();
}

QVariant SourceTableModel::data(const QModelIndex& index, int role) const {
    if (!m_source || !index.isValid()) return {};
    if (role != Qt::DisplayRole && role != Qt::EditRole && role != Qt::TextAlignmentRole) return {};
    const int row = sourceRow(index.row());
    const QVariant value = m_source->tableCell(row, index.column());
    if (role == Qt::TextAlignmentRole) // digits stand under digits
        return QVariant(Qt::AlignVCenter |
                        (value.typeId() == QMetaType::QString ? Qt::AlignLeft : Qt::AlignRight));
    // EditRole: full precision
    return role == Qt::EditRole ? value : QVariant(displayed(row, index.column()));
}

QVariant SourceTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (!m_source || role != Qt::DisplayRole || section < 0) return {};
    if (orientation == Qt::Vertical) return section + 1;
    return section < m_source->tableColumns() ? m_source->tableHeader(section) : QVariant();
}

} // namespace moqa
