// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Every job with its bar, step, remaining time and its own Cancel. GUI thread.

#include "views/state/job_runner.h"

#include <QScrollArea>
#include <map>

class QVBoxLayout;

namespace moqa {

class JobRow;

class JobsPanel : public QScrollArea {
    Q_OBJECT
public:
    explicit JobsPanel(JobRunner& runner, QWidget* parent = nullptr);
    QSize sizeHint() const override { return {360, 140}; }

private:
    void addJob(int number);
    void updateJob(int number);
    void dropFinished();

    JobRunner& m_runner;
    QVBoxLayout* m_layout;
    std::map<int, JobRow*> m_rows;
};

} // namespace moqa
