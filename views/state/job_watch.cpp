// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/state/job_watch.h"

#include "views/state/settings.h"
#include "views/state/text.h"
#include "views/theme/desktop_calls.h"

#include <QGuiApplication>
#include <algorithm>

namespace moqa {

namespace {

// Answers to typing and painting are over before a desktop could sleep.
bool computes(const JobInfo& job) {
    return job.active() && (laneOf(job.kind) == JobLane::Compute || job.kind == JobKind::Export);
}

} // namespace

JobWatch::JobWatch(JobRunner& jobs, const Settings& settings, DesktopCalls& desktop,
                   QObject* parent)
    : QObject(parent), m_jobs(jobs), m_settings(settings), m_desktop(desktop) {
    for (const auto signal : {&JobRunner::jobAdded, &JobRunner::jobFinished})
        connect(&jobs, signal, this, &JobWatch::followJobs);
    connect(&jobs, &JobRunner::jobFinished, this, [this](int number) {
        if (const JobInfo* const job = m_jobs.job(number)) tellEnd(*job);
    });
    connect(&settings, &Settings::valueChanged, this, &JobWatch::followJobs);
    connect(&desktop, &DesktopCalls::notificationRefused, this, &JobWatch::attentionWanted);
}

void JobWatch::followJobs() {
    const std::vector<JobInfo> all = m_jobs.jobs();
    const auto job = std::find_if(all.begin(), all.end(), computes);
    const bool awake = job != all.end() && m_settings.keepAwake();
    m_desktop.keepAwake(awake, awake ? job->title : QString());
}

void JobWatch::tellEnd(const JobInfo& job) {
    // Who cancelled it was there.
    if (job.state != JobState::Done && job.state != JobState::Failed) return;
    if (job.elapsedMs < kLongMs || !m_settings.notifies()) return;
    if (QGuiApplication::applicationState() == Qt::ApplicationActive) return;
    const QString took = durationText(job.elapsedMs);
    m_desktop.notify(job.title, job.state == JobState::Done ? tr("Done in %1.").arg(took)
                                                            : tr("Failed after %1.").arg(took));
}

} // namespace moqa
