// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The study in sight: read from a report, or running on the document's texts and growing row by
// row. A run that is stopped or fails leaves the rows that it did. Starts the jobs; a report
// belongs to no document. GUI thread.

#include "views/state/document.h"
#include "views/state/job_runner.h"
#include "views/state/study_jobs.h"

#include <QObject>
#include <memory>

namespace moqa {

class JobPace;

class StudyDesk : public QObject {
    Q_OBJECT
public:
    StudyDesk(Document& document, JobRunner& jobs, JobPace& pace);

    // Null until there is one; unfinished while it grows and after it was stopped.
    std::shared_ptr<const Study> study() const { return m_study; }
    QString path() const { return m_path; } // of the report that holds all of it; empty = none
    bool isRunning() const;

    void open(const QString& path);
    // grid: without its texts, which are the document's.
    void run(StudyGrid grid, StudyMixes mixes);
    void stop();
    void save(const QString& path); // .json, .csv or text by its name

signals:
    void changed();
    // action: what was tried (Workbench::succeeded); empty: the job that tells of it
    void failed(const moqa::Error& error, const QString& action);
    void succeeded(const QString& action);
    void informed(const QString& text);

private:
    void show(std::shared_ptr<const Study> study, const QString& path);
    QString freePath() const; // of a file for the next study
    void take(Result<StudyRun> run, const QString& partialPath);

    Document& m_document;
    JobRunner& m_jobs;
    JobPace& m_pace;
    std::shared_ptr<const Study> m_study;
    QString m_path;
    bool m_hasRows = false; // of the run that goes on
};

} // namespace moqa
