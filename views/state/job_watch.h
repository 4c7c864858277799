// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What the desktop is told of the jobs: to stay awake while one computes, and that a long one has
// ended while the user looks elsewhere. Both as the settings say. GUI thread.

#include "views/state/job_runner.h"

#include <QObject>

namespace moqa {

class DesktopCalls;
class Settings;

class JobWatch : public QObject {
    Q_OBJECT
public:
    static constexpr int64_t kLongMs = 10'000;

    // desktop outlives this.
    JobWatch(JobRunner& jobs, const Settings& settings, DesktopCalls& desktop,
             QObject* parent = nullptr);

    // A job that has ended.
    void tellEnd(const JobInfo& job);

signals:
    void attentionWanted(); // the desktop shows no notifications

private:
    void followJobs();

    JobRunner& m_jobs;
    const Settings& m_settings;
    DesktopCalls& m_desktop;
};

} // namespace moqa
