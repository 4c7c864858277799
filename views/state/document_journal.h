// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Keeps every edit of the open document on disk: appends its records to the workspace's journal in
// a thread of its own, in order, so that no gesture waits for the disk. A document that was never
// saved gets a workspace of its own in the recovery folder with its first edit. Holds the lock of
// the workspace. GUI thread, but for the writing.

#include "core/store/journal.h"
#include "core/store/workspace.h"
#include "core/store/workspace_lock.h"
#include "views/state/document_change.h"

#include <QObject>
#include <QThreadPool>
#include <functional>
#include <memory>
#include <optional>

namespace moqa {

class DocumentJournal : public QObject {
    Q_OBJECT
public:
    using Lock = std::shared_ptr<WorkspaceLock>;

    explicit DocumentJournal(QObject* parent = nullptr);
    ~DocumentJournal() override; // writes what waits; files stay

    // Where workspaces with edits are marked (recovery.h), so that they are found after a crash.
    void setMarkFolder(const std::string& folder) { m_markFolder = folder; }
    // base: identity of the saved state; kept: records that the journal has already.
    void follow(const std::string& workspacePath, const std::string& base, Lock lock,
                std::vector<Json> kept = {});
    // start: the document as it is now.
    void followUnsaved(const std::string& folder, Workspace start);
    // What is followed is the recovery copy of a document without a file.
    void setUnsaved() { m_unsaved = true; }
    // The state of an unsaved document that no record tells (an analysis) is put on disk.
    void rebaseUnsaved(Workspace now);
    void append(const DocumentRecord& record);
    // The workspace was saved under this name with the first `taken` records in it.
    void saved(const std::string& workspacePath, const std::string& base, Lock lock, int64_t taken);
    // Ends with the document: nothing of it is to be recovered.
    void forget();
    // Ends with the document, but what it holds is still to be answered: files and mark stay.
    void release();
    void flush(); // waits until all is on disk; from any thread

    // Of the state that the records apply to, and all there are.
    const std::string& base() const { return m_base; }
    const std::vector<Json>& records() const { return m_records; }
    const std::string& path() const { return m_path; }
    const Lock& lock() const { return m_lock; } // null for an unsaved document

signals:
    void failed(const moqa::Error& error); // once; edits go on without a journal

private:
    struct Writer;
    void unfollow();
    void write(std::function<Status(Writer&)> work);

    std::string m_path, m_base, m_markFolder;
    Lock m_lock;
    bool m_following = false, m_unsaved = false;
    std::vector<Json> m_records; // since the base, for the journal of the next one
    std::shared_ptr<Writer> m_writer;
    QThreadPool m_thread; // one
};

} // namespace moqa
