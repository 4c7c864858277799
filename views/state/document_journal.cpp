// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/state/document_journal.h"

#include "core/store/recovery.h"

#include <QPointer>
#include <QUuid>
#include <filesystem>

namespace moqa {

// Touched by the writing thread alone.
struct DocumentJournal::Writer {
    std::string path, base, markFolder; // markFolder: empty for an unsaved document
    Lock lock;
    std::optional<Workspace> start; // of an unsaved document: written with the first record
    std::unique_ptr<Journal> journal;
    bool failed = false, marked = false;

    void mark() {
        if (markFolder.empty() || std::exchange(marked, true)) return;
        markEdited(markFolder, path);
    }
    void unmark() const {
        if (!markFolder.empty()) unmarkEdited(markFolder, path);
    }

    Status open() {
        if (journal) return {};
        if (start) {
            std::error_code ignored;
            std::filesystem::create_directories(std::filesystem::path(path).parent_path(), ignored);
            MOQA_TRY(WorkspaceLock taken, WorkspaceLock::acquire(path));
            lock = std::make_shared<WorkspaceLock>(std::move(taken));
            MOQA_CHECK(saveWorkspace(*start, path));
            start.reset();
            MOQA_TRY(base, workspaceIdentity(path));
        }
        MOQA_TRY(journal, Journal::open(Journal::pathOf(path), base));
        return {};
    }
};

DocumentJournal::DocumentJournal(QObject* parent) : QObject(parent) {
    m_thread.setMaxThreadCount(1);
}

DocumentJournal::~DocumentJournal() { flush(); }

void DocumentJournal::flush() { m_thread.waitForDone(); }

void DocumentJournal::write(std::function<Status(Writer&)> work) {
    m_thread.start([writer = m_writer, work = std::move(work), self = QPointer(this)] {
        if (writer->failed) return;
        const Status status = work(*writer);
        if (status.ok()) return;
        writer->failed = true;
        QMetaObject::invokeMethod(
            self.data(), [self, error = status.error()] { emit self->failed(error); },
            Qt::QueuedConnection);
    });
}

void DocumentJournal::follow(const std::string& workspacePath, const std::string& base, Lock lock,
                             std::vector<Json> kept) {
    m_writer = std::make_shared<Writer>();
    m_writer->path = m_path = workspacePath;
    m_writer->base = m_base = base;
    // A recovery copy is found without a mark.
    if (!workspacePath.starts_with(m_markFolder + "/")) m_writer->markFolder = m_markFolder;
    m_lock = std::move(lock);
    m_following = true;
    m_unsaved = false;
    m_records = std::move(kept);
    if (m_records.empty()) return;
    write([](Writer& writer) -> Status {
        writer.mark();
        return {};
    });
}

void DocumentJournal::followUnsaved(const std::string& folder, Workspace start) {
    const QString id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    follow(folder + "/" + id.toStdString() + ".moqa", {}, nullptr);
    m_writer->start = std::move(start);
    m_unsaved = true;
}

void DocumentJournal::rebaseUnsaved(Workspace now) {
    if (!m_following || !m_unsaved) return;
    now.savedRecords = static_cast<int64_t>(m_records.size());
    now.savedSum = sumOfRecords(m_records, now.savedRecords);
    m_records.clear();
    write([now = std::move(now)](Writer& writer) mutable -> Status {
        MOQA_CHECK(writer.open());
        now.savedOver = writer.base;
        MOQA_CHECK(saveWorkspace(now, writer.path));
        MOQA_TRY(writer.base, workspaceIdentity(writer.path));
        return writer.journal->clear(writer.base);
    });
}

void DocumentJournal::append(const DocumentRecord& record) {
    if (!m_following) return;
    m_records.push_back(toJson(record));
    write([json = m_records.back()](Writer& writer) -> Status {
        MOQA_CHECK(writer.open());
        writer.mark();
        return writer.journal->append(json);
    });
}

void DocumentJournal::saved(const std::string& workspacePath, const std::string& base, Lock lock,
                            int64_t taken) {
    const std::string oldPath = m_path;
    const bool moved = m_following && (m_unsaved || oldPath != workspacePath);
    const bool wasUnsaved = m_unsaved;
    const Lock oldLock = m_lock;
    const auto old = m_writer;
    const auto first = std::min<int64_t>(taken, static_cast<int64_t>(m_records.size()));
    std::vector<Json> later(m_records.begin() + first, m_records.end());
    follow(workspacePath, base, std::move(lock), later);
    write([old, oldPath, oldLock, moved, wasUnsaved,
           later = std::move(later)](Writer& writer) -> Status {
        if (old) old->journal.reset();
        // Nothing to record yet: a journal that is there belongs to the state that was saved over.
        MOQA_CHECK(writer.open());
        MOQA_CHECK(writer.journal->clear(writer.base));
        for (const Json& record : later) MOQA_CHECK(writer.journal->append(record));
        if (!moved) return {};
        if (wasUnsaved) // the recovery copy of a document that has a name now
            removeWithJournal(oldPath);
        else
            removeJournal(oldPath);
        if (old) old->unmark();
        return {};
    });
}

void DocumentJournal::forget() {
    if (!m_following) return;
    write([path = m_path, unsaved = m_unsaved, lock = std::move(m_lock)](Writer& writer) -> Status {
        writer.journal.reset();
        if (unsaved)
            removeWithJournal(path);
        else
            removeJournal(path);
        writer.unmark();
        writer.lock.reset();
        return {};
    });
    unfollow();
}

void DocumentJournal::release() {
    if (!m_following) return;
    write([lock = std::move(m_lock)](Writer& writer) -> Status {
        writer.journal.reset();
        writer.lock.reset();
        return {};
    });
    unfollow();
}

void DocumentJournal::unfollow() {
    m_writer.reset();
    m_path.clear();
    m_base.clear();
    m_lock.reset();
    m_records.clear();
    m_following = m_unsaved = false;
}

} // namespace moqa
