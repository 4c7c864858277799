// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The adaptation in sight: a quantized file with a channel cache, a new text, what the text means
// for the file, what its patch wins, and the patches that lie over the file. Starts the jobs. A
// patch lies over a file as long as it is in this list, which the workspace keeps; the file itself
// is never written. GUI thread.

#include "views/state/adapt_jobs.h"
#include "views/state/document.h"
#include "views/state/job_runner.h"
#include "views/state/staleness.h"

#include <QObject>
#include <memory>
#include <optional>

namespace moqa {

class JobPace;

class AdaptDesk : public QObject {
    Q_OBJECT
public:
    AdaptDesk(Document& document, JobRunner& jobs, JobPace& pace);

    // Chosen by the user, or the file that the shown plan was written to last.
    QString filePath() const { return m_path; }
    // Null while it is read, and of a file that cannot be switched.
    std::shared_ptr<const CachedFile> file() const { return m_file; }
    std::optional<AdaptText> text() const { return m_text; }
    int64_t tokens() const { return m_tokens; }
    PatchMode mode() const { return m_mode; }
    const std::optional<AdaptOutcome>& outcome() const { return m_outcome; }
    const std::optional<Gain>& gain() const { return m_gain; }
    const std::vector<PatchFile>& patches() const { return m_patches; }
    // Why the last thing that was asked for failed; empty = it did not.
    const std::optional<Error>& fault() const { return m_fault; }
    bool isBusy() const;
    // A patch is read or written, or the file is read: the list of patches must stay as it is.
    // save, addPatch and takeBack do nothing meanwhile.
    bool isPatching() const;
    // What was checked last is what is chosen, and there is something to switch.
    bool mayPatch() const;
    bool isReading() const { return m_reading != 0; }
    // The model that divergence is measured against: the document's, where the file was made from
    // it. Null: perplexity alone can be compared.
    std::shared_ptr<const ModelSource> original() const;

    AdaptChoice choice() const; // as it is now
    // Against what is chosen now.
    Staleness outcomeFit() const;
    Staleness gainFit() const;

    void setFile(const QString& path);
    void fileWritten(const QString& path); // by a run: what was read of it is of the past
    void setText(const AdaptText& text);
    void setOptions(int64_t tokens, PatchMode mode);
    void run();
    void measure(int64_t tokens);
    // The patch of a check that is current; it then lies over the file.
    void save(const QString& path);
    void addPatch(const QString& path);
    void takeBack(int index); // the patch's file stays
    void stop();
    // The shown plan's file, where the user has not chosen one; none where the plan has none. A
    // read of it that was cancelled is begun again.
    void followPlan();

signals:
    void changed();
    void failed(const moqa::Error& error); // for the log: the page says fault()
    void informed(const QString& text);

private:
    std::vector<std::string> patchPaths() const;
    void fail(const Error& error);
    void showFault(const Error& error);
    void clear();
    void letGoOfFile();
    void keep();

    Document& m_document;
    JobRunner& m_jobs;
    JobPace& m_pace;
    QString m_path;
    bool m_chosen = false; // by the user
    std::shared_ptr<const CachedFile> m_file;
    std::optional<AdaptText> m_text;
    int64_t m_tokens = 8192;
    PatchMode m_mode = PatchMode::Switch;
    std::optional<AdaptOutcome> m_outcome;
    std::optional<Gain> m_gain;
    std::vector<PatchFile> m_patches;
    std::optional<Error> m_fault;
    int m_readings = 0; // that were begun; the last one alone counts
    int m_reading = 0;  // the one that is waited for; 0 = none
};

} // namespace moqa
