// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The one definition of a quantile, so that deciles, intervals and start values mean the same
// everywhere. Pure; any thread.

#include <algorithm>
#include <cstddef>
#include <limits>
#include <span>

namespace moqa {

// Quantile q in [0, 1] of rising values, linear between neighbours (numpy's default). NaN if empty.
inline double quantileOfSorted(std::span<const double> sorted, double q) {
    if (sorted.empty()) return std::numeric_limits<double>::quiet_NaN();
    const double position = q * static_cast<double>(sorted.size() - 1);
    const size_t below = static_cast<size_t>(position);
    const size_t above = std::min(below + 1, sorted.size() - 1);
    const double part = position - static_cast<double>(below);
    return sorted[below] + part * (sorted[above] - sorted[below]);
}

} // namespace moqa
