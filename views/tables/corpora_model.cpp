// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/tables/corpora_model.h"

#include "views/state/text.h"

#include <QFileInfo>
#include <algorithm>

namespace moqa {

CorporaModel::Row* CorporaModel::rowNamed(const std::string& name) {
    const auto found = std::find_if(m_rows.begin(), m_rows.end(),
                                    [&](const Row& row) { return row.name == name; });
    return found == m_rows.end() ? nullptr : &*found;
}

void CorporaModel::setChoice(const CorpusChoice& choice) {
    beginResetModel();
    m_rows.clear();
    for (const CorpusRequest& request : choice.calibration)
        m_rows.push_back({request.name, request.path, true, false});
    for (const CorpusRequest& request : choice.evaluation) {
        if (Row* const row = rowNamed(request.name))
            row->evaluates = true;
        else
            m_rows.push_back({request.name, request.path, false, true});
    }
    endResetModel();
}

CorpusChoice CorporaModel::choice() const {
    CorpusChoice choice;
    for (const Row& row : m_rows) {
        if (row.calibrates) choice.calibration.push_back({row.name, row.path, 2, 3, false});
        if (row.evaluates) choice.evaluation.push_back({row.name, row.path, 1, 3, true});
    }
    return choice;
}

void CorporaModel::addFile(const QString& path) {
    const std::string base = QFileInfo(path).baseName().toStdString();
    std::string name = base;
    for (int n = 2; rowNamed(name); ++n) name = base + std::to_string(n);
    beginInsertRows({}, rowCount(), rowCount());
    m_rows.push_back({name, path.toStdString(), true, true});
    endInsertRows();
}

void CorporaModel::removeText(int row) {
    if (row < 0 || row >= rowCount()) return;
    beginRemoveRows({}, row, row);
    m_rows.erase(m_rows.begin() + row);
    endRemoveRows();
}

int CorporaModel::calibratingCount() const {
    return static_cast<int>(
        std::count_if(m_rows.begin(), m_rows.end(), [](const Row& row) { return row.calibrates; }));
}

int CorporaModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}
int CorporaModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant CorporaModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) return {};
    const Row& row = m_rows[static_cast<size_t>(index.row())];
    const auto checked = [](bool on) { return QVariant(on ? Qt::Checked : Qt::Unchecked); };
    if (role == Qt::CheckStateRole && index.column() == Calibrates) return checked(row.calibrates);
    if (role == Qt::CheckStateRole && index.column() == Evaluates) return checked(row.evaluates);
    if (role == Qt::ToolTipRole) return qstr(row.path);
    if (role != Qt::DisplayRole && role != Qt::EditRole) return {};
    switch (index.column()) {
    case Name: return qstr(row.name);
    case Calibrates: return row.calibrates ? tr("first 2/3") : QString();
    case Evaluates: return row.evaluates ? tr("last 1/3") : QString();
    default: return qstr(row.path);
    }
}

bool CorporaModel::setData(const QModelIndex& index, const QVariant& value, int role) {
    if (!index.isValid() || index.row() >= rowCount()) return false;
    Row& row = m_rows[static_cast<size_t>(index.row())];
    const bool on = value.toInt() == Qt::Checked;
    if (role == Qt::CheckStateRole && index.column() == Calibrates) {
        row.calibrates = on;
    } else if (role == Qt::CheckStateRole && index.column() == Evaluates) {
        row.evaluates = on;
    } else if (role == Qt::EditRole && index.column() == Name) {
        const std::string name = value.toString().trimmed().toStdString();
        // '|', '=' and ':' have a meaning where corpora are named on the command line.
        if (name.empty() || name.find_first_of("|=:@") != std::string::npos || rowNamed(name))
            return false;
        row.name = name;
    } else {
        return false;
    }
    emit dataChanged(index, index);
    return true;
}

Qt::ItemFlags CorporaModel::flags(const QModelIndex& index) const {
    Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    if (index.column() == Name) flags |= Qt::ItemIsEditable;
    if (index.column() == Calibrates || index.column() == Evaluates)
        flags |= Qt::ItemIsUserCheckable;
    return flags;
}

QVariant CorporaModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
    switch (section) {
    case Name: return tr("Name");
    case Calibrates: return tr("Calibrates");
    case Evaluates: return tr("Evaluates");
    case File: return tr("File");
    default: return {};
    }
}

} // namespace moqa
