// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The document (*.moqa, HDF5 inside): reference to the model, corpora with their token ids, the
// analysis, plans, reports, notes. Saved whole to a temporary file, synced and renamed.

#include "core/analysis/result_array.h"
#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/plan/loss_table.h"
#include "core/plan/plan.h"
#include "core/text/corpus.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace moqa {

struct Workspace {
    std::string modelPath; // as given, made relative to the workspace file when saved beside it
    std::string modelFingerprint, modelName;
    std::vector<Corpus> corpora; // calibration corpora with ids
    int64_t window = 0;
    std::shared_ptr<const Analysis> analysis;                       // may be null
    std::map<std::string, std::shared_ptr<const LossTable>> losses; // by name
    std::map<std::string, Plan> plans;                              // by name
    std::map<std::string, std::string> reports; // name -> JSON (evaluate, quantize)
    std::string notes;
    // How it was looked at and what was chosen, name -> JSON: written and read by the window.
    std::map<std::string, std::string> state;
    // What the save that wrote the file replaced, and how many records of that state's journal it
    // took in: after a crash between the save and the emptying of the journal, only the later
    // records are replayed. Set by who keeps a journal.
    std::string savedOver; // workspaceIdentity; "" = nothing
    int64_t savedRecords = 0;
    std::string
        savedSum; // sumOfRecords of these (recovery.h): the same number is not the same edits
};

// Io for a disk or permission fault, BadInput for a file that is not a complete workspace.
// Cancelled leaves the file that was there.
Status saveWorkspace(const Workspace& workspace, const std::string& path,
                     Progress& progress = silentProgress());
Result<Workspace> loadWorkspace(const std::string& path);
// The same, but the analysis reads its results when they are asked for, and keeps the latest of
// them up to cacheBytes: opens a file larger than memory. Damage to a result shows when it is read.
Result<Workspace> openWorkspace(const std::string& path, int64_t cacheBytes);
// Removes what saves that were killed left beside the workspace. For the holder of its lock.
void removeTornSaves(const std::string& path);
// SHA-256 over the content of a saved workspace: what its journal refers to (journal.h).
Result<std::string> workspaceIdentity(const std::string& path);

} // namespace moqa
