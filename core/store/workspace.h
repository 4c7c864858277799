// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The document (*.moqa, HDF5 inside): reference to the model, corpora with their token ids, the
// analysis, plans, reports, notes. Saved whole to a temporary file, synced and renamed.

#include "core/analysis/result_array.h"
#include "core/base/result.h"
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
    std::shared_ptr<const Analysis> analysis;   // may be null
    std::map<std::string, Plan> plans;          // by name
    std::map<std::string, std::string> reports; // name -> JSON (evaluate, quantize)
    std::string notes;
};

// Io for a disk or permission fault, BadInput for a file that is not a complete workspace.
Status saveWorkspace(const Workspace& workspace, const std::string& path);
Result<Workspace> loadWorkspace(const std::string& path);
// SHA-256 over the content of a saved workspace: what its journal refers to (journal.h).
Result<std::string> workspaceIdentity(const std::string& path);

} // namespace moqa
