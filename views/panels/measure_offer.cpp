// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/measure_offer.h"

#include "views/state/text.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

namespace moqa {

MeasureOffer::MeasureOffer(Workbench& workbench, QWidget* parent)
    : QWidget(parent), m_workbench(workbench), m_text(new QLabel(this)),
      m_measure(new QPushButton(tr("&Measure losses..."), this)),
      m_stop(new QPushButton(tr("S&top"), this)), m_progress(new QProgressBar(this)),
      m_step(new QLabel(this)) {
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    m_text->setWordWrap(true);
    m_text->setForegroundRole(QPalette::PlaceholderText);
    column->addWidget(m_text);
    auto* const row = new QHBoxLayout;
    row->addWidget(m_measure);
    row->addWidget(m_progress, 1);
    row->addWidget(m_stop);
    row->addStretch(0);
    column->addLayout(row);
    m_step->setForegroundRole(QPalette::PlaceholderText);
    column->addWidget(m_step);
    m_measure->setObjectName(QStringLiteral("measureLosses"));
    m_stop->setObjectName(QStringLiteral("stopMeasuring"));
    m_stop->setToolTip(tr("Stop measuring. Beside a saved workspace the finished layers are kept, "
                          "and the same measurement goes on from them."));
    m_progress->setAccessibleName(tr("Progress of the measurement"));
    m_progress->setRange(0, 1000);
    m_progress->setTextVisible(false);
    if (QAction* const action = workbench.actions().action(QStringLiteral("work.measure"))) {
        connect(m_measure, &QPushButton::clicked, action, &QAction::trigger);
        const auto follow = [this, action] {
            m_measure->setEnabled(action->isEnabled());
            m_measure->setToolTip(action->toolTip());
        };
        connect(action, &QAction::changed, this, follow);
        follow();
    }
    connect(m_stop, &QPushButton::clicked, this, [this] {
        for (const JobInfo& job : m_workbench.jobs().jobs())
            if (job.kind == JobKind::Measure && job.active()) m_workbench.jobs().cancel(job.number);
    });
    for (const auto signal :
         {&JobRunner::jobAdded, &JobRunner::jobChanged, &JobRunner::jobFinished})
        connect(&workbench.jobs(), signal, this, &MeasureOffer::followJobs);
    setReason({});
    followJobs();
}

void MeasureOffer::setReason(const QString& why) {
    m_text->setText(
        why.isEmpty()
            ? tr("No loss has been measured for this model.\n\nA loss is drawn only from a "
                 "measured table: every expert is quantized at every width, and its error is put "
                 "in proportion to the divergence of the model's answers. It is done once; any "
                 "budget is then answered at once.")
            : why);
}

void MeasureOffer::followJobs() {
    std::optional<JobInfo> running;
    for (const JobInfo& job : m_workbench.jobs().jobs())
        if (job.kind == JobKind::Measure && job.active()) running = job;
    m_measure->setVisible(!running);
    for (QWidget* const widget : {static_cast<QWidget*>(m_progress), static_cast<QWidget*>(m_stop),
                                  static_cast<QWidget*>(m_step)})
        widget->setVisible(running.has_value());
    if (!running) return;
    m_progress->setValue(static_cast<int>(running->fraction * 1000));
    m_stop->setEnabled(running->state != JobState::Cancelling);
    m_step->setText(
        running->remainingMs
            ? tr("%1, about %2 left").arg(running->step, durationText(*running->remainingMs))
            : running->step);
}

} // namespace moqa
