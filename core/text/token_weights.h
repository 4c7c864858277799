// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Tokens of a corpus by frequency, and the weights of the re-weighted distribution that follow from
// it (moqa.md sections 1 and 2). Pure functions.

#include <cstdint>
#include <span>
#include <vector>

namespace moqa {

// Distinct tokens by falling count; equal counts by rising id, so that ranks are unique.
struct TokenRanks {
    std::vector<int32_t> ids;    // [ranks]
    std::vector<int64_t> counts; // [ranks]
};
TokenRanks rankTokens(std::span<const int32_t> tokens);

// w(t) = rank(t)^-a, scaled to mean 1 over the tokens; all ones for a = 0.
std::vector<double> tokenWeights(std::span<const int32_t> tokens, const TokenRanks& ranks,
                                 double a);

} // namespace moqa
