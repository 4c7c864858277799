// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/tables/corpora_model.h"

#include "views/state/text.h"

#include <QFileInfo>
#include <algorithm>
#include <optional>
#include <tuple>

namespace moqa {

namespace {

// "2/3" of a text; none for what is no share of it.
std::optional<std::pair<int64_t, int64_t>> shareFrom(const QString& text) {
    const QStringList parts = text.trimmed().split(QLatin1Char('/'));
    bool numerator = false, denominator = false;
    const qint64 n = parts.value(0).toLongLong(&numerator);
    const qint64 d = parts.value(1).toLongLong(&denominator);
    constexpr qint64 kMax = 1000; // finer than any text is cut
    if (parts.size() != 2 || !numerator || !denominator || n < 1 || d < n || d > kMax)
        return std::nullopt;
    return std::pair<int64_t, int64_t>(n, d);
}

QString shareText(const CorpusRequest& request) {
    if (request.shareNumerator >= request.shareDenominator) return CorporaModel::tr("all");
    const QString share =
        QStringLiteral("%1/%2").arg(request.shareNumerator).arg(request.shareDenominator);
    return (request.tail ? CorporaModel::tr("last %1") : CorporaModel::tr("first %1")).arg(share);
}

} // namespace

CorpusEntry* CorporaModel::rowNamed(const std::string& name) {
    const auto found = std::find_if(m_rows.begin(), m_rows.end(),
                                    [&](const CorpusEntry& row) { return row.name == name; });
    return found == m_rows.end() ? nullptr : &*found;
}

void CorporaModel::setLibrary(CorpusLibrary library) {
    if (library == m_rows) return;
    beginResetModel();
    m_rows = std::move(library);
    endResetModel();
}

void CorporaModel::addFile(const QString& path) {
    const std::string base = QFileInfo(path).baseName().toStdString();
    std::string name = base;
    for (int n = 2; rowNamed(name); ++n) name = base + std::to_string(n);
    beginInsertRows({}, rowCount(), rowCount());
    m_rows.push_back({name, path.toStdString()});
    endInsertRows();
}

void CorporaModel::removeText(int row) {
    if (row < 0 || row >= rowCount()) return;
    beginRemoveRows({}, row, row);
    m_rows.erase(m_rows.begin() + row);
    endRemoveRows();
}

int CorporaModel::calibratingCount() const {
    return static_cast<int>(std::count_if(m_rows.begin(), m_rows.end(),
                                          [](const CorpusEntry& row) { return row.calibrates; }));
}

int CorporaModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}
int CorporaModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant CorporaModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) return {};
    const CorpusEntry& row = m_rows[static_cast<size_t>(index.row())];
    const auto checked = [](bool on) { return QVariant(on ? Qt::Checked : Qt::Unchecked); };
    if (role == Qt::CheckStateRole && index.column() == Calibrates) return checked(row.calibrates);
    if (role == Qt::CheckStateRole && index.column() == Evaluates) return checked(row.evaluates);
    if (role == Qt::ToolTipRole) return qstr(row.path);
    if (role == Qt::EditRole && index.column() == Weight) return row.weight;
    if (role == Qt::DisplayRole || role == Qt::EditRole) return text(row, index.column());
    return {};
}

QVariant CorporaModel::text(const CorpusEntry& row, int column) const {
    switch (column) {
    case Name: return qstr(row.name);
    case Calibrates:
        return row.isKnown() ? tr("known: %1").arg(shareText(calibrationOf(row))) : tr("new");
    case Evaluates: return row.evaluates ? shareText(evaluationOf(row)) : QString();
    case Weight: return QLocale().toString(row.weight);
    case Split: return QStringLiteral("%1/%2").arg(row.shareNumerator).arg(row.shareDenominator);
    default: return qstr(row.path);
    }
}

bool CorporaModel::setText(CorpusEntry& row, int column, const QVariant& value) {
    if (column == Name) {
        const std::string name = value.toString().trimmed().toStdString();
        // '|', '=' and ':' have a meaning where corpora are named on the command line.
        if (name.empty() || name.find_first_of("|=:@") != std::string::npos || rowNamed(name))
            return false;
        row.name = name;
        return true;
    }
    if (column == Weight) {
        bool isNumber = false;
        const double weight = value.toDouble(&isNumber);
        if (!isNumber || !std::isfinite(weight) || weight <= 0) return false;
        row.weight = weight;
        return true;
    }
    const auto share = column == Split ? shareFrom(value.toString()) : std::nullopt;
    if (!share) return false;
    std::tie(row.shareNumerator, row.shareDenominator) = *share;
    return true;
}

bool CorporaModel::setData(const QModelIndex& index, const QVariant& value, int role) {
    if (!index.isValid() || index.row() >= rowCount()) return false;
    CorpusEntry& row = m_rows[static_cast<size_t>(index.row())];
    const bool on = value.toInt() == Qt::Checked;
    if (role == Qt::CheckStateRole && index.column() == Calibrates)
        row.calibrates = on;
    else if (role == Qt::CheckStateRole && index.column() == Evaluates)
        row.evaluates = on;
    else if (role != Qt::EditRole || !setText(row, index.column(), value))
        return false;
    // A share stands in three columns.
    emit dataChanged(index.siblingAtColumn(Name), index.siblingAtColumn(File));
    return true;
}

Qt::ItemFlags CorporaModel::flags(const QModelIndex& index) const {
    Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    if (index.column() == Name || index.column() == Weight || index.column() == Split)
        flags |= Qt::ItemIsEditable;
    if (index.column() == Calibrates || index.column() == Evaluates)
        flags |= Qt::ItemIsUserCheckable;
    return flags;
}

QVariant CorporaModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::ToolTipRole) {
        if (section == Calibrates) return tr("Known texts calibrate; new ones only evaluate");
        if (section == Weight) return tr("Share of the text in a mix, before normalisation");
        if (section == Split) return tr("Share that calibrates; the rest evaluates");
    }
    if (role != Qt::DisplayRole) return {};
    switch (section) {
    case Name: return tr("Name");
    case Calibrates: return tr("Role");
    case Evaluates: return tr("Evaluates");
    case Weight: return tr("Weight");
    case Split: return tr("Calibration share");
    case File: return tr("File");
    default: return {};
    }
}

} // namespace moqa
