// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// /index and /index_kept of a quantized model file: parallel arrays with one row per weight, all
// that a reader needs to serve any weight from the mapped file without opening its group.

#include "core/checkpoint/model_source.h"
#include "core/store/quantized_layout.h"

#include <string>
#include <vector>

namespace moqa {

// A stretch of the file and the hash of its bytes.
struct IndexedBytes {
    uint64_t offset = 0, bytes = 0;
    std::string sha256;
};

struct IndexedModule {
    WeightEntry entry; // dtype of the source, bits of the codes
    UnitFormat format;
    std::string group;                                   // path in the file
    IndexedBytes codes, scales, zeroPoints, left, right; // the last two: of a compensation
};

struct IndexedKept {
    WeightEntry entry; // dtype as stored here
    std::string path;
    IndexedBytes data;
};

Status writeModuleIndex(h5::OutputFile& file, const std::vector<IndexedModule>& modules);
Status writeKeptIndex(h5::OutputFile& file, const std::vector<IndexedKept>& kept);
// Every value checked: formats, shapes, sizes and places inside the file.
Result<std::vector<IndexedModule>> readModuleIndex(const h5::InputFile& file);
Result<std::vector<IndexedKept>> readKeptIndex(const h5::InputFile& file);

IndexedBytes indexedBytes(const h5::PlacedDataset& placed);

} // namespace moqa
