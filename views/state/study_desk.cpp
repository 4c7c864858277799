// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/state/study_desk.h"

#include "views/state/job_costs.h"
#include "views/state/text.h"

#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>

namespace moqa {

namespace {
// Actions (Workbench::succeeded).
const QString kRun = QStringLiteral("study"), kSave = QStringLiteral("study file");
} // namespace

StudyDesk::StudyDesk(Document& document, JobRunner& jobs, JobPace& pace)
    : m_document(document), m_jobs(jobs), m_pace(pace) {}

bool StudyDesk::isRunning() const { return m_jobs.isActive(JobKind::Study); }

void StudyDesk::show(std::shared_ptr<const Study> study, const QString& path) {
    m_study = std::move(study);
    m_path = path;
    emit changed();
}

void StudyDesk::open(const QString& path) {
    if (isRunning())
        return emit informed(tr("A study is running; stop it before another one is opened."));
    m_jobs.run<std::shared_ptr<const Study>>(
        JobKind::Report, tr("Read %1").arg(QFileInfo(path).fileName()),
        [file = path.toStdString()](JobContext&) { return readStudyReport(file); }, this,
        [this, path](Result<std::shared_ptr<const Study>> study) {
            if (study.ok())
                show(*study, path);
            else if (study.error().code != ErrorCode::Cancelled)
                emit failed(study.error(), {});
        });
}

void StudyDesk::run(StudyGrid grid, StudyMixes mixes) {
    const auto model = m_document.model();
    if (!model) return;
    if (const Status used = useTexts(grid, m_document.corpora(), mixes); !used.ok())
        return emit failed(used.error(), kRun);
    emit succeeded(kRun);
    StudyJob job{model, std::move(grid), m_document.corpora(), m_document.losses(), {}};
    const QString partialPath = freePath();
    job.partialPath = partialPath.toStdString();
    m_hasRows = false;
    const auto grown = [this](std::shared_ptr<const Study> soFar) {
        m_hasRows = true;
        show(std::move(soFar), {});
    };
    const int number = m_jobs.run<StudyRun>(
        JobKind::Study, tr("Study of %1").arg(qstr(model->name())),
        [job, grown](JobContext& context) {
            return runStudyJob(
                job,
                [&context, grown](std::shared_ptr<const Study> soFar) {
                    context.post([grown, soFar = std::move(soFar)] { grown(soFar); });
                },
                context);
        },
        this, [this, partialPath](Result<StudyRun> run) { take(std::move(run), partialPath); });
    m_pace.expect(number, studyCost(*model, job.grid, job.texts));
    emit changed();
}

// Beside a workspace that is ours to write, else in the user's data, where it outlives the window
// too. No study is written over an earlier one: each may have taken hours.
QString StudyDesk::freePath() const {
    QString stem;
    if (!m_document.path().isEmpty() && m_document.readOnlyReason().isEmpty()) {
        stem = m_document.path() + QStringLiteral(".study");
    } else {
        const QDir data(QStandardPaths::writableLocation(QStandardPaths::AppDataLocation));
        data.mkpath(QStringLiteral("studies"));
        stem = data.filePath(QStringLiteral("studies/%1.study").arg(m_document.title()));
    }
    QString path = stem + QStringLiteral(".json");
    for (int i = 2; QFileInfo::exists(path); ++i)
        path = QStringLiteral("%1-%2.json").arg(stem).arg(i);
    return path;
}

void StudyDesk::take(Result<StudyRun> run, const QString& partialPath) {
    if (run.ok()) {
        show(run->study, run->kept.ok() ? partialPath : QString());
        if (!run->kept.ok()) emit failed(run->kept.error(), kSave);
        emit informed(tr("The study is done: %n row(s).", nullptr,
                         static_cast<int>(run->study->rows.size())));
        return;
    }
    if (run.error().code != ErrorCode::Cancelled) emit failed(run.error(), {});
    if (!m_hasRows) return emit changed(); // what was shown before stays
    m_path = QFileInfo::exists(partialPath) ? partialPath : QString();
    emit informed(tr("The study stopped after %n row(s), which are kept.", nullptr,
                     static_cast<int>(m_study->rows.size())));
    emit changed();
}

void StudyDesk::stop() {
    for (const JobInfo& job : m_jobs.jobs())
        if (job.active() && job.kind == JobKind::Study) m_jobs.cancel(job.number);
}

void StudyDesk::save(const QString& path) {
    if (!m_study) return;
    if (const Status saved = writeStudyReport(*m_study, path.toStdString()); !saved.ok())
        return emit failed(saved.error(), kSave);
    emit succeeded(kSave);
    // Values and text are for others: a study is read again from JSON alone.
    if (path.endsWith(QLatin1String(".json"))) m_path = path;
    emit informed(tr("Wrote %1.").arg(path));
    emit changed();
}

} // namespace moqa
