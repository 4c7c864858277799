// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/state/adapt_desk.h"

#include "core/store/open_model.h"
#include "views/state/job_costs.h"
#include "views/state/text.h"
#include "views/state/window_words.h"

#include <QFileInfo>
#include <algorithm>

namespace moqa {

namespace {

// What a file turned out to be when it was read.
struct FileRead {
    std::shared_ptr<const CachedFile> file;
    std::vector<PatchFile> patches;
    std::optional<Error> patchFault; // the file is good, what lies over it is not
};

Result<FileRead> readFileAndPatches(const std::string& path,
                                    const std::vector<std::string>& applied, Progress& progress) {
    FileRead read;
    MOQA_TRY(read.file, readCachedFile(path, progress));
    auto patches = checkPatches(path, applied, progress);
    if (patches.ok()) {
        read.patches = std::move(patches).value();
        return read;
    }
    // They are listed all the same: so that they can be taken back.
    read.patchFault = patches.error();
    for (const std::string& patch : applied) read.patches.push_back({patch, {}, {}, 0, 0});
    return read;
}

} // namespace

AdaptDesk::AdaptDesk(Document& document, JobRunner& jobs, JobPace& pace)
    : m_document(document), m_jobs(jobs), m_pace(pace) {
    connect(&document, &Document::opened, this, &AdaptDesk::clear);
}

bool AdaptDesk::isBusy() const {
    return m_jobs.isActive(JobKind::Adapt) || m_jobs.isActive(JobKind::Gain);
}

bool AdaptDesk::isPatching() const { return m_jobs.isActive(JobKind::Patch); }

bool AdaptDesk::mayPatch() const {
    return outcomeFit().fit == Fit::Current && m_outcome->adaptation->patch.channels() > 0;
}

std::shared_ptr<const ModelSource> AdaptDesk::original() const {
    const auto model = m_document.model();
    if (!model || !m_file || isQuantizedPath(model->path())) return nullptr;
    return model->fingerprint() == m_file->fingerprint ? model : nullptr;
}

AdaptChoice AdaptDesk::choice() const {
    AdaptChoice choice;
    choice.file = m_path.toStdString();
    if (m_text) choice.text = *m_text;
    choice.tokens = m_tokens;
    choice.options.mode = m_mode;
    return choice;
}

Staleness AdaptDesk::outcomeFit() const {
    if (!m_outcome) return {};
    const AdaptChoice now = choice();
    const AdaptChoice& was = m_outcome->choice;
    if (was.file == now.file) {
        if (!m_file) return {Fit::Outdated, tr("The file is not read yet.")};
        if (m_outcome->file->cached.manifest != m_file->cached.manifest)
            return {Fit::Outdated, tr("The file was written again since.")};
    }
    if (was == now) return {Fit::Current, {}};
    if (was.file != now.file) return {Fit::Outdated, tr("It was checked against another file.")};
    if (!(was.text == now.text)) return {Fit::Outdated, tr("Another text is chosen.")};
    return {Fit::Outdated, tr("The sample or the mode was changed since.")};
}

Staleness AdaptDesk::gainFit() const {
    if (!m_gain) return {};
    if (m_gain->applied != patchPaths())
        return {Fit::Outdated, tr("Other patches lie over the file now.")};
    if (outcomeFit().fit != Fit::Current || !(m_gain->choice == choice()))
        return {Fit::Outdated, tr("It was measured with another patch or text.")};
    return {Fit::Current, {}};
}

std::vector<std::string> AdaptDesk::patchPaths() const {
    std::vector<std::string> paths;
    for (const PatchFile& patch : m_patches) paths.push_back(patch.path);
    return paths;
}

void AdaptDesk::fail(const Error& error) {
    if (error.code != ErrorCode::Cancelled) emit failed(error);
    showFault(error);
}

void AdaptDesk::showFault(const Error& error) {
    if (error.code != ErrorCode::Cancelled) m_fault = inWindowWords(error);
    emit changed();
}

void AdaptDesk::clear() {
    m_chosen = false;
    m_text.reset();
    m_outcome.reset();
    m_gain.reset();
    letGoOfFile();
}

// What was checked stays, as a result that fits no longer.
void AdaptDesk::letGoOfFile() {
    m_path.clear();
    m_file.reset();
    m_patches.clear();
    m_fault.reset();
    m_reading = 0;
    emit changed();
}

void AdaptDesk::followPlan() {
    if (m_chosen) return;
    QString path;
    const auto run = m_document.quantizeRun(m_document.activePlanName());
    const auto model = m_document.model();
    if (model && isQuantizedPath(model->path()))
        path = qstr(model->path());
    else if (run && run->complete)
        path = qstr(run->outputPath);
    if (path.isEmpty()) {
        if (!m_path.isEmpty()) letGoOfFile();
        return;
    }
    // A file that could not be read has a fault: trying again would say the same.
    const bool wasCancelled = !m_file && !isReading() && !m_fault;
    if (path == m_path && !wasCancelled) return;
    setFile(path);
    m_chosen = false;
}

void AdaptDesk::setFile(const QString& path) {
    m_path = path;
    m_chosen = true;
    m_file.reset();
    m_patches.clear();
    m_fault.reset();
    const std::string file = path.toStdString();
    const int reading = m_reading = ++m_readings;
    m_jobs.run<FileRead>(
        JobKind::Patch, tr("Read the channel cache of %1").arg(QFileInfo(path).fileName()),
        [file, applied = m_document.appliedPatches(file)](JobContext& context) {
            return readFileAndPatches(file, applied, context);
        },
        this,
        [this, reading](Result<FileRead> read) {
            // Another one was chosen since, or the same was written again: reads overtake.
            if (reading != m_reading) return;
            m_reading = 0;
            // Of a file that nobody chose the page says why it can't be used; no more.
            if (!read.ok()) return m_chosen ? fail(read.error()) : showFault(read.error());
            m_file = read->file;
            m_patches = std::move(read->patches);
            if (read->patchFault) return fail(*read->patchFault);
            emit changed();
        });
    emit changed();
}

void AdaptDesk::fileWritten(const QString& path) {
    if (path != m_path) return;
    const bool chosen = m_chosen;
    setFile(path);
    m_chosen = chosen;
}

void AdaptDesk::setText(const AdaptText& text) {
    m_text = text;
    m_fault.reset();
    emit changed();
}

void AdaptDesk::setOptions(int64_t tokens, PatchMode mode) {
    m_tokens = tokens;
    m_mode = mode;
    emit changed();
}

void AdaptDesk::run() {
    if (!m_file || !m_text) return;
    m_fault.reset();
    const int number = m_jobs.run<AdaptOutcome>(
        JobKind::Adapt, tr("Check the plan on %1").arg(qstr(m_text->name())),
        [choice = choice(), file = m_file](JobContext& context) {
            return runAdapt(choice, file, context);
        },
        this,
        [this](Result<AdaptOutcome> outcome) {
            if (!outcome.ok()) return fail(outcome.error());
            m_outcome = std::move(outcome).value();
            emit changed();
        });
    if (const auto model = m_document.model()) m_pace.expect(number, adaptCost(*model, choice()));
    emit changed();
}

void AdaptDesk::measure(int64_t tokens) {
    if (!m_outcome) return;
    m_fault.reset();
    const GainJob job{*m_outcome, patchPaths(), original(), tokens};
    m_jobs.run<Gain>(
        JobKind::Gain, tr("Measure the patch on %1").arg(qstr(m_outcome->choice.text.name())),
        [job](JobContext& context) { return runGain(job, context); }, this,
        [this](Result<Gain> gain) {
            if (!gain.ok()) return fail(gain.error());
            m_gain = std::move(gain).value();
            emit changed();
        });
    emit changed();
}

void AdaptDesk::save(const QString& path) {
    if (outcomeFit().fit != Fit::Current || isPatching()) return;
    m_fault.reset();
    m_jobs.run<PatchFile>(
        JobKind::Patch, tr("Write %1").arg(QFileInfo(path).fileName()),
        [outcome = *m_outcome, applied = patchPaths(), target = path.toStdString()](
            JobContext& context) { return savePatch(outcome, applied, target, context); },
        this,
        [this, path, file = m_file](Result<PatchFile> patch) {
            if (!patch.ok()) return fail(patch.error());
            emit informed(tr("Wrote %1.").arg(path));
            // Of another file, or of one that is read again: its list of patches is another one.
            if (file != m_file) return emit changed();
            m_patches.push_back(*patch);
            keep();
        });
    emit changed();
}

void AdaptDesk::addPatch(const QString& path) {
    if (!m_file || isPatching()) return;
    m_fault.reset();
    std::vector<std::string> all = patchPaths();
    all.push_back(path.toStdString());
    m_jobs.run<std::vector<PatchFile>>(
        JobKind::Patch, tr("Read %1").arg(QFileInfo(path).fileName()),
        [all, file = m_path.toStdString()](JobContext& context) {
            return checkPatches(file, all, context);
        },
        this,
        [this, file = m_file](Result<std::vector<PatchFile>> patches) {
            if (file != m_file) return emit changed(); // as in save
            if (!patches.ok()) return fail(patches.error());
            m_patches = std::move(patches).value();
            keep();
        });
    emit changed();
}

void AdaptDesk::takeBack(int index) {
    if (index < 0 || index >= static_cast<int>(m_patches.size()) || isPatching()) return;
    const QString path = qstr(m_patches[static_cast<size_t>(index)].path);
    m_patches.erase(m_patches.begin() + index);
    m_fault.reset();
    emit informed(tr("Taken back: %1 no longer lies over %2; both files are as they were.")
                      .arg(QFileInfo(path).fileName(), QFileInfo(m_path).fileName()));
    keep();
}

void AdaptDesk::keep() {
    if (m_document.isOpen()) m_document.setAppliedPatches(m_path.toStdString(), patchPaths());
    emit changed();
}

void AdaptDesk::stop() {
    for (const JobInfo& job : m_jobs.jobs())
        if (job.active() && (job.kind == JobKind::Adapt || job.kind == JobKind::Gain))
            m_jobs.cancel(job.number);
}

} // namespace moqa
