// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// model.safetensors.index.json: which shard holds which tensor (model-formats.md 1.6).

#include "core/base/result.h"

#include <set>
#include <string>
#include <utility>
#include <vector>

namespace moqa {

struct ShardIndex {
    std::vector<std::string> tensors; // by rising name
    std::set<std::string> shards;     // file names, not checked
};

// BadInput for a file that is not such an index or that lists a tensor twice; other keys than
// "weight_map" may be there and are ignored.
Result<ShardIndex> readShardIndex(const std::string& path);

} // namespace moqa
