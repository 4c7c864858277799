// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The life of a document on disk: opening with its lock, saving, the journal, and what a session
// that ended without saving left behind, which is offered and never replayed unasked. Edits wait
// until the offer is answered. GUI thread; the work on files is jobs.

#include "views/state/document_journal.h"
#include "views/state/engine_jobs.h"

#include <QObject>
#include <deque>

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
    void close(); // without saving: nothing is to be recovered
    void flush() { m_journal.flush(); }

    // Looks for unsaved documents of sessions that died.
    void findLost();
    bool hasOffer() const { return !m_pending.empty() || !m_lost.empty(); }
    void restore(); // what was offered
    void discard();

signals:
    void recoveryOffered(const QString& text);
    void recoveryAnswered();
    void lostDocumentOpened(); // a restored one: the document is another now
    void failed(const moqa::Error& error);
    void informed(const QString& text);

private:
    Workspace snapshot() const;
    void offerPending(const PendingEdits& pending);
    void offerNextLost();
    void analysisArrived();

    Document& m_document;
    ViewState& m_view;
    Selection& m_selection;
    JobRunner& m_jobs;
    DocumentJournal m_journal;
    std::vector<Json> m_pending; // edits offered for the open document
    std::deque<std::shared_ptr<Abandoned>> m_lost;
};

} // namespace moqa
