// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The log: filter by level and text, copy, save; a double click or Enter on a line asks for what it
// names. GUI thread.

#include "core/base/result.h"
#include "views/state/log_model.h"

#include <QWidget>

class QComboBox;
class QTableView;

namespace moqa {

class LogFilter;

class LogPanel : public QWidget {
    Q_OBJECT
public:
    explicit LogPanel(LogModel& log, QWidget* parent = nullptr);
    QSize sizeHint() const override { return {360, 140}; }
    // Selected lines, or all that the filter lets through: tab-separated.
    QString shownText() const;

signals:
    void failed(const moqa::Error& error);
    void written();
    void jumpRequested(const QString& text); // of the line

private:
    QWidget* newBar();
    void setUpTable(LogModel& log);
    void followFont();
    void askAndSave();
    void jump(const QModelIndex& line);
    bool event(QEvent* event) override;

    LogFilter* m_filtered;
    QTableView* m_table;
};

} // namespace moqa
