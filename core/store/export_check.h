// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Whether what was written is what was meant: the file is opened again as any user of it would, and
// every tensor is compared. Reads whole models, a tensor at a time; asks for cancel between tiles.

#include "core/base/progress.h"
#include "core/checkpoint/model_source.h"

#include <memory>
#include <string>
#include <vector>

namespace moqa {

struct TensorCheck {
    WeightId id;
    std::string name;
    int bits = 16;
    int64_t count = 0;
    // Of a quantized file: ||W - Wq||_F / ||W||_F as the ledger has it from the run, and of the
    // values read back. Of an export: 0, and the largest distance of a value from the one meant.
    double expected = 0, found = 0;
    bool matches = false;
};

struct WrittenFile {
    std::string name; // within the folder, or of the file
    int64_t bytes = 0;
    std::string sha256;
};

struct ExportCheck {
    std::string path;
    std::vector<WrittenFile> files; // by name
    std::vector<TensorCheck> tensors;
    int64_t bytes() const;
    int64_t mismatches() const;
};

// A quantized file against the model that it was made from: each tensor has the error that its run
// measured, each kept one is the original. BadInput for another model or a file that is no longer
// what was written (its hashes are checked as it is read).
Result<ExportCheck> checkQuantizedFile(const ModelSource& original, const std::string& path,
                                       Progress& progress);
// A safetensors folder against the model that it was exported from: every value, rounded to the
// 16 bits that it was written with. BadInput for a tensor that is missing or has another shape.
Result<ExportCheck> checkSafetensorsFolder(const ModelSource& exported, const std::string& folder,
                                           Progress& progress);

} // namespace moqa
