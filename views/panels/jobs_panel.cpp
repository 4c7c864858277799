// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/jobs_panel.h"

#include "views/state/text.h"
#include "views/theme/icons.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QToolButton>
#include <QVBoxLayout>

namespace moqa {

namespace {

constexpr size_t kMaxRows = 12;

QString stateText(const JobInfo& job) {
    const QString took = durationText(job.elapsedMs);
    switch (job.state) {
    case JobState::Queued: return JobsPanel::tr("waiting");
    case JobState::Running: {
        QString text = job.step.isEmpty() ? JobsPanel::tr("waiting") : job.step;
        if (job.remainingMs)
            text += JobsPanel::tr(" \u2013 %1 left").arg(durationText(*job.remainingMs));
        return text;
    }
    case JobState::Cancelling: return JobsPanel::tr("stopping\u2026");
    case JobState::Done: return JobsPanel::tr("done in %1").arg(took);
    case JobState::Cancelled: return JobsPanel::tr("cancelled after %1").arg(took);
    case JobState::Failed: return JobsPanel::tr("failed after %1").arg(took);
    case JobState::Superseded: return JobsPanel::tr("replaced by a later request");
    }
    return {};
}

} // namespace

class JobRow : public QWidget {
public:
    JobRow(JobRunner& runner, int number, QWidget* parent) : QWidget(parent) {
        auto* const layout = new QHBoxLayout(this);
        layout->setContentsMargins(8, 3, 6, 3);
        auto* const column = new QVBoxLayout;
        column->setSpacing(2);
        m_title = new QLabel(this);
        m_step = new QLabel(this);
        m_step->setForegroundRole(QPalette::PlaceholderText);
        m_bar = new QProgressBar(this);
        m_bar->setRange(0, 1000);
        m_bar->setTextVisible(false);
        m_bar->setMaximumHeight(7);
        for (QLabel* const label : {m_title, m_step})
            label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
        column->addWidget(m_title);
        column->addWidget(m_bar);
        column->addWidget(m_step);
        layout->addLayout(column, 1);
        m_cancel = new QToolButton(this);
        m_cancel->setIcon(themedIcon(QStringLiteral("stop")));
        m_cancel->setAutoRaise(true);
        layout->addWidget(m_cancel);
        connect(m_cancel, &QToolButton::clicked, &runner,
                [&runner, number] { runner.cancel(number); });
    }

    void show(const JobInfo& job) {
        m_title->setText(job.title);
        m_step->setText(stateText(job));
        m_step->setToolTip(job.step);
        m_bar->setValue(static_cast<int>(job.fraction * 1000));
        m_bar->setVisible(job.active());
        m_bar->setAccessibleName(JobsPanel::tr("Progress of %1").arg(job.title));
        m_cancel->setVisible(job.active());
        m_cancel->setEnabled(job.state == JobState::Running || job.state == JobState::Queued);
        m_cancel->setToolTip(JobsPanel::tr("Cancel %1").arg(job.title));
        m_cancel->setAccessibleName(m_cancel->toolTip());
    }

private:
    QLabel *m_title, *m_step;
    QProgressBar* m_bar;
    QToolButton* m_cancel;
};

JobsPanel::JobsPanel(JobRunner& runner, QWidget* parent) : QScrollArea(parent), m_runner(runner) {
    setAccessibleName(tr("Jobs"));
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    auto* const holder = new QWidget(this);
    m_layout = new QVBoxLayout(holder);
    m_layout->setContentsMargins(0, 2, 0, 2);
    m_layout->setSpacing(0);
    m_layout->addStretch(1);
    setWidget(holder);
    connect(&runner, &JobRunner::jobAdded, this, &JobsPanel::addJob);
    connect(&runner, &JobRunner::jobChanged, this, &JobsPanel::updateJob);
}

void JobsPanel::addJob(int number) {
    const JobInfo* const job = m_runner.job(number);
    // Answers to typing and painting: over before they could be read here.
    if (!job || job->kind == JobKind::Walk || job->kind == JobKind::Baseline ||
        job->kind == JobKind::Difference || job->kind == JobKind::Frontier)
        return;
    auto* const row = new JobRow(m_runner, number, widget());
    m_rows[number] = row;
    m_layout->insertWidget(0, row); // newest first
    row->show(*job);
    static_cast<QWidget*>(row)->show();
    dropFinished();
}

void JobsPanel::updateJob(int number) {
    const auto row = m_rows.find(number);
    const JobInfo* const job = m_runner.job(number);
    if (row != m_rows.end() && job) row->second->show(*job);
}

void JobsPanel::dropFinished() {
    for (auto it = m_rows.begin(); it != m_rows.end() && m_rows.size() > kMaxRows;) {
        const JobInfo* const job = m_runner.job(it->first);
        if (job && job->active()) {
            ++it;
            continue;
        }
        it->second->deleteLater();
        it = m_rows.erase(it);
    }
}

} // namespace moqa
