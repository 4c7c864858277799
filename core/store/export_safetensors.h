// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The dequantized export with its shard limit open to tests; everyone else calls exportSafetensors
// (quantized_model.h).

#include "core/base/progress.h"
#include "core/checkpoint/model_source.h"

#include <cstdint>
#include <string>

namespace moqa {

inline constexpr int64_t kShardBytes = 5'000'000'000; // what hubs expect of one file at most

// Writes outFolder (which must not exist or be empty): model.safetensors, or shards of at most
// shardBytes of tensors (one larger tensor makes its own) with their index; config.json without
// quantization settings; the tokenizer. Everything is written to a folder beside it and renamed.
// BadInput if outFolder holds something already; Io; Cancelled.
Status exportSafetensorsSharded(const ModelSource& model, const std::string& outFolder,
                                int64_t shardBytes, Progress& progress);

} // namespace moqa
