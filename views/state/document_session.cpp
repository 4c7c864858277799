// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/state/document_session.h"

#include "views/state/job_runner.h"
#include "views/state/selection.h"
#include "views/state/text.h"
#include "views/state/view_memory.h"
#include "views/state/watched_results.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QFileInfo>
#include <QLocale>
#include <QPointer>
#include <QStandardPaths>
#include <algorithm>

namespace moqa {

namespace {
const std::string kViewState = "view";
const std::string kSelectionState = "selection";

struct Text {
    Q_DECLARE_TR_FUNCTIONS(moqa::DocumentSession)
};

QString pendingText(const std::vector<Json>& records) {
    return Text::tr("%n edit(s) of the last session were not saved.", nullptr,
                    static_cast<int>(records.size()));
}

// Edits of bits cannot be done again without the model that has them.
bool needModel(const std::vector<Json>& records) {
    const auto paintsBits = [](const Json& record) {
        const auto changes = record.is_object() ? record.find("changes") : record.end();
        return changes != record.end() && changes->is_array() &&
               std::any_of(changes->begin(), changes->end(), [](const Json& change) {
                   return change.is_object() && change.value("kind", Json()) == "bits";
               });
    };
    return std::any_of(records.begin(), records.end(), paintsBits);
}

// For any thread: told in the GUI thread, once what asked for the result has returned.
std::function<void(const Error&)> lateFailure(DocumentSession& session) {
    return [told = QPointer<DocumentSession>(&session)](const Error& error) {
        QMetaObject::invokeMethod(
            qApp,
            [told, error] {
                if (told) emit told->failed(error);
            },
            Qt::QueuedConnection);
    };
}
} // namespace

DocumentSession::DocumentSession(Document& document, ViewState& view, Selection& selection,
                                 JobRunner& jobs, QObject* parent)
    : QObject(parent), m_document(document), m_view(view), m_selection(selection), m_jobs(jobs) {
    m_journal.setMarkFolder(recoveryFolder());
    connect(&document, &Document::recorded, &m_journal, &DocumentJournal::append);
    connect(&document, &Document::analysisChanged, this, &DocumentSession::analysisArrived);
    connect(&document, &Document::lossesChanged, this, &DocumentSession::analysisArrived);
    // The model was found: the offer that its absence had covered is made again.
    connect(&document, &Document::opened, this, [this] {
        if (!m_pending.empty() && m_document.model())
            emit recoveryOffered(pendingText(m_pending), false);
    });
    connect(&m_journal, &DocumentJournal::failed, this, [this](const Error& error) {
        emit failed(ioError("edits cannot be kept safe from a crash: " + error.what, error.where,
                            "save the workspace"));
    });
}

std::string DocumentSession::recoveryFolder() {
    return QStandardPaths::writableLocation(QStandardPaths::AppDataLocation).toStdString() +
           "/recovery";
}

void DocumentSession::take(OpenedPath opened) {
    DocumentJournal::Lock lock = opened.lock;
    if (!lock && opened.path == heldPath()) lock = m_journal.lock();
    leaveJournal();
    emit recoveryAnswered();
    forgetLost(opened.path);
    show(std::move(opened), lock);
    m_restoreOpened.clear();
    offerNextLost();
}

void DocumentSession::show(OpenedPath opened, const DocumentJournal::Lock& lock) {
    if (!opened.workspace) {
        m_document.openModel(opened.model);
        m_journal.followUnsaved(recoveryFolder(), m_document.snapshot());
        return;
    }
    const QString path = opened.unsaved ? QString() : qstr(opened.path);
    const std::string view = opened.workspace->state[kViewState];
    const std::string selected = opened.workspace->state[kSelectionState];
    opened.workspace->analysis = watched(std::move(opened.workspace->analysis), lateFailure(*this));
    m_document.openWorkspace(std::move(*opened.workspace), opened.model, path);
    viewFromJson(m_view, view);
    selectionFromJson(m_selection, selected);
    if (opened.lockError) {
        m_document.setReadOnly(tr("The workspace is open to read only. Save it under another name "
                                  "to edit it."));
        Error told = *opened.lockError;
        told.hint = "it is open to read only; " + told.hint;
        emit failed(told);
        return;
    }
    m_journal.follow(opened.path, opened.identity, lock, opened.pending.records);
    if (opened.unsaved) {
        m_journal.setUnsaved();
        const Status done = m_document.replay(opened.pending.records);
        if (!done.ok()) emit failed(done.error());
        m_document.markUnsaved();
        return;
    }
    offerPending(opened.pending);
}

void DocumentSession::offerPending(const PendingEdits& pending) {
    if (!pending.setAside.empty())
        emit failed(badInput("edits of another state of this workspace were found and not applied",
                             pending.setAside, "they are kept in this file"));
    if (pending.records.empty()) return;
    m_pending = pending.records;
    // It was asked about already.
    if (m_restoreOpened == m_journal.path() && (m_document.model() || !needModel(m_pending)))
        return restore();
    m_document.setReadOnly(tr("Restore or discard the edits of the last session first."));
    QString text = pendingText(m_pending);
    if (pending.torn) text += QLatin1Char(' ') + tr("The last one was cut off and is lost.");
    emit recoveryOffered(text, false);
}

void DocumentSession::restore() {
    if (!m_pending.empty() && !m_document.model() && needModel(m_pending)) {
        emit recoveryOffered(pendingText(m_pending), false);
        emit failed(badInput("the edits of bits need the model", m_document.snapshot().modelPath,
                             "locate the model and restore again"));
        return;
    }
    if (!m_pending.empty()) {
        const std::vector<Json> records = std::exchange(m_pending, {});
        m_document.setReadOnly({});
        const Status done = m_document.replay(records);
        emit recoveryAnswered();
        if (!done.ok())
            emit failed(done.error());
        else
            emit informed(tr("%n edit(s) restored.", nullptr, static_cast<int>(records.size())));
        offerNextLost();
        return;
    }
    if (m_lost.empty()) return;
    const Lost next = m_lost.front();
    m_lost.pop_front();
    if (const auto* const edits = std::get_if<LostEdits>(&next)) {
        m_restoreOpened = edits->path;
        emit lostWorkspaceWanted(qstr(edits->path));
        return;
    }
    const auto lost = std::get<std::shared_ptr<Abandoned>>(next);
    m_jobs.run<OpenedPath>(
        JobKind::Open, tr("Restore an unsaved document"),
        [lost](JobContext& context) { return openAbandoned(std::move(*lost), context); }, this,
        [this](Result<OpenedPath> opened) {
            if (!opened.ok()) {
                emit failed(opened.error());
                return;
            }
            take(std::move(opened).value());
            emit lostDocumentOpened();
        });
}

void DocumentSession::discard() {
    if (!m_pending.empty()) {
        m_pending.clear();
        const std::string path = m_journal.path(), base = m_journal.base();
        const DocumentJournal::Lock lock = m_journal.lock();
        m_journal.forget();
        m_journal.follow(path, base, lock);
        m_document.setReadOnly({});
        emit recoveryAnswered();
        offerNextLost();
        return;
    }
    if (m_lost.empty()) return;
    const Lost lost = m_lost.front();
    m_lost.pop_front();
    discardLost(lost);
    emit recoveryAnswered();
    offerNextLost();
}

void DocumentSession::discardLost(const Lost& lost) {
    if (const auto* const unsaved = std::get_if<std::shared_ptr<Abandoned>>(&lost)) {
        removeWithJournal((*unsaved)->path);
        return;
    }
    const std::string& path = std::get<LostEdits>(lost).path;
    const auto lock = WorkspaceLock::acquire(path); // another window may have opened it meanwhile
    if (!lock.ok()) return emit failed(lock.error());
    removeJournal(path);
    unmarkEdited(recoveryFolder(), path);
}

void DocumentSession::postpone() {
    if (m_lost.empty()) return;
    m_lost.pop_front();
    emit recoveryAnswered();
    offerNextLost();
}

void DocumentSession::forgetLost(const std::string& path) {
    std::erase_if(m_lost, [&path](const Lost& lost) {
        const auto* const edits = std::get_if<LostEdits>(&lost);
        return edits && edits->path == path;
    });
}

Workspace DocumentSession::snapshot() const {
    Workspace workspace = m_document.snapshot();
    workspace.state[kViewState] = viewToJson(m_view);
    workspace.state[kSelectionState] = selectionToJson(m_selection);
    return workspace;
}

void DocumentSession::save(const QString& path, std::function<void(bool)> then) {
    if (!m_pending.empty()) { // they belong to the state that would be saved over
        emit informed(tr("Restore or discard the edits of the last session first."));
        return then(false);
    }
    const quint64 revision = m_document.revision(), number = m_document.number();
    const auto taken = static_cast<int64_t>(m_journal.records().size());
    const std::string target = path.toStdString();
    Workspace workspace = snapshot();
    const bool here = target == heldPath();
    workspace.savedOver = here ? m_journal.base() : std::string();
    workspace.savedRecords = here ? taken : 0;
    workspace.savedSum = here ? sumOfRecords(m_journal.records(), taken) : std::string();
    m_jobs.run<SavedWorkspace>(
        JobKind::Save, tr("Save %1").arg(QFileInfo(path).fileName()),
        [workspace = std::move(workspace), target, lock = here ? m_journal.lock() : nullptr](
            JobContext& context) { return runSave(workspace, target, lock, context); },
        this,
        [this, path, revision, number, taken,
         then = std::move(then)](Result<SavedWorkspace> saved) {
            if (!saved.ok()) {
                if (saved.error().code != ErrorCode::Cancelled) emit failed(saved.error());
                then(false);
                return;
            }
            // Another document was opened meanwhile: the file is whole, and that one's journal,
            // path and lock are its own.
            if (number != m_document.number()) return emit informed(tr("Saved %1.").arg(path));
            m_journal.saved(path.toStdString(), saved->identity, saved->lock, taken);
            m_document.setReadOnly({});
            m_document.markSaved(path, revision);
            then(true);
        });
}

void DocumentSession::close() {
    leaveJournal();
    emit recoveryAnswered();
    offerNextLost();
}

// Edits that were offered and not answered are offered again.
void DocumentSession::leaveJournal() {
    if (m_pending.empty())
        m_journal.forget();
    else
        m_journal.release();
    m_pending.clear();
}

// Results are no edits: what has no file yet is written whole, so that hours of analysis outlive a
// crash too.
void DocumentSession::analysisArrived() {
    if (m_document.path().isEmpty()) m_journal.rebaseUnsaved(snapshot());
}

void DocumentSession::findLost() {
    using Found = std::vector<Lost>;
    m_jobs.run<Found>(
        JobKind::Recover, tr("Look for unsaved documents"),
        [folder = recoveryFolder()](JobContext&) -> Result<Found> {
            Found found;
            for (Abandoned& one : findAbandoned(folder))
                found.emplace_back(std::make_shared<Abandoned>(std::move(one)));
            for (LostEdits& one : findLostEdits(folder)) found.emplace_back(std::move(one));
            return found;
        },
        this,
        [this](Result<Found> found) {
            if (!found.ok()) return;
            m_lost.assign(found->begin(), found->end());
            forgetLost(m_journal.path()); // opened while it was looked for
            offerNextLost();
        });
}

void DocumentSession::offerNextLost() {
    if (m_lost.empty() || !m_pending.empty()) return;
    const auto* const edits = std::get_if<LostEdits>(&m_lost.front());
    if (!edits) {
        const auto unsaved = std::count_if(m_lost.begin(), m_lost.end(), [](const Lost& lost) {
            return std::holds_alternative<std::shared_ptr<Abandoned>>(lost);
        });
        emit recoveryOffered(tr("%n document(s) of an earlier session were never saved.", nullptr,
                                static_cast<int>(unsaved)),
                             true);
        return;
    }
    const QDateTime time = QDateTime::fromSecsSinceEpoch(edits->time);
    emit recoveryOffered(
        tr("%1 has %n unsaved edit(s) from %2.", nullptr, static_cast<int>(edits->edits))
            .arg(QFileInfo(qstr(edits->path)).fileName(),
                 QLocale().toString(time, QLocale::ShortFormat)),
        true);
}

} // namespace moqa
