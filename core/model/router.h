// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// From router logits to chosen experts and combine weights.

#include "core/model/forward.h"
#include "moqa/kernels.h"

namespace moqa {

// Fills ids and weights of a routing whose tokens, experts, topK and logits are set. correction
// [experts] is added to the scores of SigmoidTopK for the choice alone (DeepSeek-V3); empty: none.
void chooseExperts(const ModelSpec& spec, std::span<const float> correction,
                   const kernels::Backend& backend, Routing& routing);

// The tokens of each expert, in rising order.
struct ExpertTokens {
    std::vector<int64_t> begins; // [experts + 1] into the lists below
    std::vector<int32_t> tokens;
    std::vector<float> gates;

    explicit ExpertTokens(const Routing& routing);
    int experts() const { return static_cast<int>(begins.size()) - 1; }
    int64_t begin(int expert) const { return begins[static_cast<size_t>(expert)]; }
    int64_t end(int expert) const { return begins[static_cast<size_t>(expert) + 1]; }
};

} // namespace moqa
