// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a process that was killed left behind: the edits in a workspace's journal, and the documents
// that were never saved, which keep a workspace of their own in a folder of the program's data.

#include "core/store/journal.h"
#include "core/store/workspace.h"
#include "core/store/workspace_lock.h"

#include <string>
#include <vector>

namespace moqa {

struct PendingEdits {
    std::vector<Json> records; // to be done again on the workspace as it is saved
    bool torn = false;         // the last edit was cut off and is lost
    std::string setAside;      // path that a journal of another state was moved to; "" = none
};
// The edits in the journal of a workspace that is locked by us. A journal that a save took in but
// did not empty any more is brought up to the saved state; one of another state is moved aside.
Result<PendingEdits> pendingEdits(const std::string& workspacePath, const Workspace& workspace);

struct Abandoned {
    std::string path; // of the workspace
    WorkspaceLock lock;
};
// Tells the first n edits of a journal from n others.
std::string sumOfRecords(const std::vector<Json>& records, int64_t n);

// Workspaces in a folder that no process has open. Empty ones (nothing but a lock) are left out.
std::vector<Abandoned> findAbandoned(const std::string& folder);

// Which saved workspaces have edits in a journal, as one small file each in a folder: what was open
// when a process died is found again wherever it lies. Failing to mark costs the offer, not the
// edits: they are found when the workspace is opened.
void markEdited(const std::string& folder, const std::string& workspacePath);
void unmarkEdited(const std::string& folder, const std::string& workspacePath);

struct LostEdits {
    std::string path;  // of the workspace
    int64_t edits = 0; // that its file does not have
    int64_t time = 0;  // of the last one, seconds since 1970
};
// Of the marked workspaces that no process has open, those whose journal holds edits of their saved
// state, the latest first. Changes nothing but the marks of journals that are gone or empty; a
// workspace that cannot be read now keeps its mark.
std::vector<LostEdits> findLostEdits(const std::string& folder);

// Removes the journal of a workspace, or both.
void removeJournal(const std::string& workspacePath);
void removeWithJournal(const std::string& workspacePath);

} // namespace moqa
