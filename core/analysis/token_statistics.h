// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What the token ids of a corpus say without the model: frequencies by rank, the long-tail fit and
// the weights of the re-weighted distribution (stage 1). Pure functions.

#include "core/analysis/statistics.h"

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

struct ZipfFit {
    double beta = kNotSeen; // f(r) = c * r^-beta
    double c = kNotSeen;
    double r2 = kNotSeen;  // weighted share of the variance of log f explained
    int64_t ranksUsed = 0; // those with count >= 5
};
// Least squares of log f over log r for ranks with count >= 5 (rarer tokens form plateaus that bend
// the line), weights 1/r (each factor of ranks counts alike). NaN with fewer than three such ranks.
ZipfFit fitZipf(std::span<const int64_t> countsByRank);

} // namespace moqa
