// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The life of a document on disk: opening with its lock, saving, the journal, and what a session
// that ended without saving left behind, which is offered and never replayed unasked. Edits wait
// until the offer is answered. GUI thread; the work on files is jobs.

#include "views/state/document_journal.h"
#include "views/state/engine_jobs.h"

#include <QObject>
#include <deque>
#include <variant>

namespace moqa {

class JobRunner;
class Selection;
class ViewState;

class DocumentSession : public QObject {
    Q_OBJECT
public:
    DocumentSession(Document& document, ViewState& view, Selection& selection, JobRunner& jobs,
                    QObject* parent = nullptr);

    // Where documents that have no file keep their edits.
    static std::string recoveryFolder();

    // Path whose lock is ours.
    std::string heldPath() const { return m_journal.lock() ? m_journal.path() : std::string(); }
    // Makes it the open document.
    void take(OpenedPath opened);
    // then: told whether the file is written.
    void save(const QString& path, std::function<void(bool)> then);
    void close();                       // without saving: nothing is to be recovered
    void flush() { m_journal.flush(); } // from any thread

    // Looks for what sessions that died have left: documents without a file, and edits of saved
    // workspaces. Each is offered in its turn.
    void findLost();
    bool hasOffer() const { return !m_pending.empty() || !m_lost.empty(); }
    // Whether the offer is of the document that is open, and not of another one.
    bool offersPending() const { return !m_pending.empty(); }
    void restore(); // what was offered
    void discard();
    void postpone(); // stays on disk, and is offered again at the next start

signals:
    void recoveryOffered(const QString& text, bool canWait);
    void recoveryAnswered();
    void lostDocumentOpened();                     // a restored one: the document is another now
    void lostWorkspaceWanted(const QString& path); // to be opened; its edits are restored then
    void failed(const moqa::Error& error);
    void informed(const QString& text);

private:
    // A document without a file, with its lock; or edits of a workspace.
    using Lost = std::variant<std::shared_ptr<Abandoned>, LostEdits>;

    Workspace snapshot() const;
    void forgetLost(const std::string& path); // another way leads to it now
    void discardLost(const Lost& lost);
    void show(OpenedPath opened, const DocumentJournal::Lock& lock);
    void offerPending(const PendingEdits& pending);
    void offerNextLost();
    void analysisArrived();

    Document& m_document;
    ViewState& m_view;
    Selection& m_selection;
    JobRunner& m_jobs;
    DocumentJournal m_journal;
    void leaveJournal();

    std::vector<Json> m_pending; // edits offered for the open document
    std::deque<Lost> m_lost;
    std::string m_restoreOpened; // workspace whose edits are restored unasked when it is opened
};

} // namespace moqa
