// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/tables/source_table_model.h"

#include "views/state/text.h"

namespace moqa {

void SourceTableModel::setSource(std::shared_ptr<const PlotSource> source) {
    beginResetModel();
    m_source = std::move(source);
    endResetModel();
}

int SourceTableModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() || !m_source ? 0 : m_source->tableRows();
}
int SourceTableModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() || !m_source ? 0 : m_source->tableColumns();
}

QVariant SourceTableModel::data(const QModelIndex& index, int role) const {
    if (!m_source || !index.isValid()) return {};
    if (role == Qt::TextAlignmentRole) return QVariant(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole && role != Qt::EditRole) return {};
    const QVariant value = m_source->tableCell(index.row(), index.column());
    if (role == Qt::EditRole) return value; // full precision, for sorting and copying
    if (!value.isValid()) return tr("not seen");
    return value.typeId() == QMetaType::Double ? figure(value.toDouble()) : value;
}

QVariant SourceTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (!m_source || role != Qt::DisplayRole) return {};
    return orientation == Qt::Horizontal ? QVariant(m_source->tableHeader(section))
                                         : QVariant(section + 1);
}

} // namespace moqa
