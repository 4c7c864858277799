// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The forward pass once more, token by token in double with a full [T, T] softmax and no sharing of
// code with core/model, to compare Forward with. RMSNorm models with softmax routers.

#include "core/checkpoint/model_source.h"
#include "core/model/forward.h"

#include <vector>

namespace moqa::test {

using Rows = std::vector<std::vector<double>>;

// Residual stream after each layer (index 0: embeddings), the last entry after the final norm.
std::vector<Matrix> naiveForward(const ModelSource& model, const TokenBatch& batch);

} // namespace moqa::test
