// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Writes an OLMoE checkpoint of random weights in hub layout, for benchmarks and tests of size:
// bf16 shards, index, config.json and a small byte-level tokenizer.json.

#include "core/base/progress.h"
#include "core/base/result.h"

#include <cstdint>
#include <string>

namespace moqa {

struct RandomShape {
    int64_t layers = 0, hidden = 0, heads = 0, kvHeads = 0;
    int64_t experts = 0, topK = 0, expertWidth = 0, vocab = 0;
    int64_t maxPosition = 4096;
    int64_t shardBytes = 256 << 20; // a new shard is begun where this would be passed
};

// "tiny" (8 layers, 502 M weights, 134 M active a token without the head), "tiny16" (the same, 16
// layers) or "micro" (some 60,000 weights, for tests). Usage error naming them for another name.
Result<RandomShape> namedShape(const std::string& name);

// Weights are about normal with standard deviation 0.02 (four uniform numbers summed: no tails
// beyond 3.5 deviations), norms are 1. The bytes depend on shape and seed alone. The folder is
// created; it must be empty or new. config.json comes last, so that a folder left by a cancelled
// run is not taken for a model. BadInput for a shape that OLMoE cannot have, Io if it cannot be
// written or the disk has no room.
Status writeRandomCheckpoint(const RandomShape& shape, const std::string& folder, uint64_t seed,
                             Progress& progress);

} // namespace moqa
