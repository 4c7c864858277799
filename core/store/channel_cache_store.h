// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The channel cache in our files: /cache/<layer>/{expert i32 [n], channel i32 [n], gate, up, down
// f16 [n, hidden]} (moqa.md section 6), and beside them what a new corpus is compared with:
// baseline f64 [experts], usage i32 [sequences, experts], usage_corpus i32 [sequences]. Free
// functions; one thread per file.

#include "core/adapt/cached_model.h"
#include "core/checkpoint/model_spec.h"
#include "core/store/h5_input.h"
#include "core/store/h5_output.h"

#include <string>
#include <vector>

namespace moqa {

inline constexpr const char* kCacheGroup = "cache";

// "cache/003".
std::string cacheGroupOf(int layer);
Status writeLayerCache(h5::OutputFile& file, const LayerCache& cache);
// Verified; experts and channels inside the model's, rising.
Result<LayerCache> readLayerCache(const h5::InputFile& file, int layer, const ModelSpec& spec);
// Hashes of every dataset of the cache, for the manifest; none where there is no cache.
Result<std::vector<h5::DatasetHash>> cacheHashes(const h5::InputFile& file);

// BadInput for a file without a channel cache.
Result<CachedModel> readCachedModel(const std::string& path, const ModelSpec& spec);

} // namespace moqa
