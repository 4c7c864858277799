// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/recovery.h"

#include "core/base/files.h"
#include "core/base/sha256.h"

#include <algorithm>
#include <filesystem>
#include <sys/stat.h>

namespace moqa {

namespace fs = std::filesystem;

namespace {

// The journal as if these records had been made on this base: written beside it and renamed, so
// that a crash leaves the old one or the new one.
Status rewriteJournal(const std::string& path, const std::string& base,
                      const std::vector<Json>& records) {
    const std::string fresh = path + ".new";
    std::error_code failed;
    fs::remove(fresh, failed);
    {
        MOQA_TRY(const auto journal, Journal::open(fresh, base));
        for (const Json& record : records) MOQA_CHECK(journal->append(record));
    }
    fs::rename(fresh, path, failed);
    if (failed) return ioError("cannot renew the journal: " + failed.message(), path);
    return {};
}

Result<std::string> setAside(const std::string& path) {
    std::error_code failed;
    std::string aside;
    for (int n = 1; n == 1 || fs::exists(aside, failed); ++n)
        aside = path + ".aside-" + std::to_string(n);
    fs::rename(path, aside, failed);
    if (failed) return ioError("cannot move the journal aside: " + failed.message(), path);
    return aside;
}

constexpr const char* kMarkSuffix = ".edited";
constexpr int64_t kMaxMarkBytes = 1 << 16; // a path

std::string markPath(const std::string& folder, const std::string& workspacePath) {
    return folder + "/" + sha256Hex(workspacePath).substr(0, 32) + kMarkSuffix;
}

int64_t changedAt(const std::string& path) {
    struct stat known {};
    return ::stat(path.c_str(), &known) == 0 ? static_cast<int64_t>(known.st_mtime) : 0;
}

// How many of a journal's records the workspace does not hold; as pendingEdits, but only looks.
Result<int64_t> countLost(const std::string& path, const JournalContent& content) {
    const auto all = static_cast<int64_t>(content.records.size());
    MOQA_TRY(const std::string identity, workspaceIdentity(path));
    if (content.base == identity) return all;
    MOQA_TRY(const Workspace workspace, openWorkspace(path, 0));
    const bool takenIn =
        content.base == workspace.savedOver && !workspace.savedSum.empty() &&
        sumOfRecords(content.records, workspace.savedRecords) == workspace.savedSum;
    return takenIn ? all - workspace.savedRecords : 0; // of another state: told when it is opened
}

} // namespace

Result<PendingEdits> pendingEdits(const std::string& workspacePath, const Workspace& workspace) {
    const std::string path = Journal::pathOf(workspacePath);
    PendingEdits pending;
    auto content = Journal::read(path);
    if (!content.ok()) {
        MOQA_TRY(pending.setAside, setAside(path));
        return pending;
    }
    if (content->records.empty()) return pending;
    MOQA_TRY(const std::string identity, workspaceIdentity(workspacePath));
    pending.torn = content->torn;
    pending.records = std::move(content->records);
    if (content->base == identity) return pending;
    if (content->base == workspace.savedOver && !workspace.savedSum.empty() &&
        sumOfRecords(pending.records, workspace.savedRecords) == workspace.savedSum) {
        // The process ended between the save and the emptying of the journal.
        pending.records.erase(pending.records.begin(),
                              pending.records.begin() + workspace.savedRecords);
        MOQA_CHECK(rewriteJournal(path, identity, pending.records));
        return pending;
    }
    pending.records.clear();
    MOQA_TRY(pending.setAside, setAside(path));
    return pending;
}

std::string sumOfRecords(const std::vector<Json>& records, int64_t n) {
    if (n < 0 || n > static_cast<int64_t>(records.size())) return {};
    Sha256 sum;
    for (size_t i = 0; i < static_cast<size_t>(n); ++i)
        sum.add(records[i].dump(-1, ' ', false, Json::error_handler_t::replace) + '\n');
    return sum.hex();
}

std::vector<Abandoned> findAbandoned(const std::string& folder) {
    std::vector<std::string> paths;
    std::error_code failed;
    for (fs::directory_iterator entry(folder, failed), end; !failed && entry != end;
         entry.increment(failed))
        if (entry->path().extension() == ".moqa") paths.push_back(entry->path().string());
    std::sort(paths.begin(), paths.end());
    std::vector<Abandoned> abandoned;
    for (const std::string& path : paths)
        if (auto lock = WorkspaceLock::acquire(path); lock.ok())
            abandoned.push_back({path, std::move(lock).value()});
    return abandoned;
}

void markEdited(const std::string& folder, const std::string& workspacePath) {
    std::error_code ignored;
    fs::create_directories(folder, ignored);
    (void)writeFileAtomically(markPath(folder, workspacePath), workspacePath);
}

void unmarkEdited(const std::string& folder, const std::string& workspacePath) {
    std::error_code ignored;
    fs::remove(markPath(folder, workspacePath), ignored);
}

std::vector<LostEdits> findLostEdits(const std::string& folder) {
    std::vector<std::string> marked;
    std::error_code failed;
    for (fs::directory_iterator entry(folder, failed), end; !failed && entry != end;
         entry.increment(failed))
        if (entry->path().extension() == kMarkSuffix)
            if (auto path = readFile(entry->path().string(), kMaxMarkBytes); path.ok())
                marked.push_back(std::move(path).value());
    std::vector<LostEdits> lost;
    for (const std::string& path : marked) {
        if (!fs::exists(path, failed) || WorkspaceLock::isHeld(path)) continue;
        const std::string journal = Journal::pathOf(path);
        const auto content = Journal::read(journal);
        if (!content.ok()) continue;
        if (content->records.empty()) {
            unmarkEdited(folder, path);
            continue;
        }
        const auto edits = countLost(path, *content);
        if (edits.ok() && *edits > 0) lost.push_back({path, *edits, changedAt(journal)});
    }
    std::sort(lost.begin(), lost.end(), [](const LostEdits& a, const LostEdits& b) {
        return a.time != b.time ? a.time > b.time : a.path < b.path;
    });
    return lost;
}

void removeJournal(const std::string& workspacePath) {
    std::error_code ignored;
    fs::remove(Journal::pathOf(workspacePath), ignored);
}

void removeWithJournal(const std::string& workspacePath) {
    std::error_code ignored;
    removeJournal(workspacePath);
    fs::remove(workspacePath, ignored);
}

} // namespace moqa
