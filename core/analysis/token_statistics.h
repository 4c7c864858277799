// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The long-tail fit of token frequencies by rank (stage 1). Pure functions.

#include "core/analysis/statistics.h"

#include <cstdint>
#include <span>

namespace moqa {

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
