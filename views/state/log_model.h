// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The last 2000 lines worth keeping: notes of jobs, errors, warnings of Qt. GUI thread; what other
// threads say comes through LogCapture.

#include <QAbstractTableModel>
#include <QDateTime>
#include <deque>

namespace moqa {

enum class LogLevel { Info, Warning, Error };

struct LogLine {
    QDateTime time;
    LogLevel level = LogLevel::Info;
    QString area, text;
};

class LogModel : public QAbstractTableModel {
    Q_OBJECT
public:
    static constexpr int kMaxLines = 2000;
    enum Column { Time, Level, Area, Text, ColumnCount };
    static constexpr int kLevelRole = Qt::UserRole; // LogLevel as int, of any column
    using QAbstractTableModel::QAbstractTableModel;

    void append(LogLevel level, const QString& area, const QString& text);
    void append(const LogLine& line);
    QString toText() const; // tab-separated, a line each

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString field(const LogLine& line, int column) const;
    std::deque<LogLine> m_lines;
};

} // namespace moqa
