// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What names and shapes tell about a model that the family table does not know. Good enough to
// look at, never used to compute.

#include "core/base/json.h"
#include "core/checkpoint/inspect.h"
#include "core/checkpoint/shard_set.h"

#include <string>

namespace moqa {

// Where a tensor of this name would be counted.
Part guessPart(const std::string& tensorName);
// config: that of the checkpoint, or an empty object. Values of unexpected type count as absent.
ModelSummary guessModel(const ShardSet& shards, const Json& config);

} // namespace moqa
