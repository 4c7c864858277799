// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/state/log_model.h"

namespace moqa {

void LogModel::append(LogLevel level, const QString& area, const QString& text) {
    append(LogLine{QDateTime::currentDateTime(), level, area, text});
}

void LogModel::append(const LogLine& line) {
    if (m_lines.size() >= kMaxLines) {
        beginRemoveRows({}, 0, 0);
        m_lines.pop_front();
        endRemoveRows();
    }
    const int row = static_cast<int>(m_lines.size());
    beginInsertRows({}, row, row);
    m_lines.push_back(line);
    endInsertRows();
}

QString LogModel::toText() const {
    QString text;
    for (const LogLine& line : m_lines) {
        for (int column = 0; column < ColumnCount; ++column)
            text += field(line, column) +
                    (column + 1 < ColumnCount ? QLatin1Char('\t') : QLatin1Char('\n'));
    }
    return text;
}

int LogModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_lines.size());
}
int LogModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QString LogModel::field(const LogLine& line, int column) const {
    switch (column) {
    case Time: return line.time.toString(QStringLiteral("HH:mm:ss"));
    case Level:
        return line.level == LogLevel::Error     ? tr("error")
               : line.level == LogLevel::Warning ? tr("warning")
                                                 : tr("note");
    case Area: return line.area;
    default: return line.text;
    }
}

QVariant LogModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) return {};
    const LogLine& line = m_lines[static_cast<size_t>(index.row())];
    if (role == kLevelRole) return static_cast<int>(line.level);
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole) return {};
    return field(line, index.column());
}

QVariant LogModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
    switch (section) {
    case Time: return tr("Time");
    case Level: return tr("Level");
    case Area: return tr("Area");
    case Text: return tr("Text");
    default: return {};
    }
}

} // namespace moqa
