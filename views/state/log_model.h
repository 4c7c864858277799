// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The last 2000 lines worth keeping: notes of jobs, errors, warnings of Qt. GUI thread; other
// threads queue a call to append.

#include <QAbstractTableModel>
#include <QDateTime>
#include <deque>

namespace moqa {

enum class LogLevel { Info, Warning, Error };

class LogModel : public QAbstractTableModel {
    Q_OBJECT
public:
    static constexpr int kMaxLines = 2000;
    enum Column { Time, Level, Area, Text, ColumnCount };
    using QAbstractTableModel::QAbstractTableModel;

    void append(LogLevel level, const QString& area, const QString& text);
    QString toText() const; // tab-separated, a line each

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Line {
        QDateTime time;
        LogLevel level;
        QString area, text;
    };
    QString field(const Line& line, int column) const;
    std::deque<Line> m_lines;
};

} // namespace moqa
