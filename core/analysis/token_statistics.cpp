// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/token_statistics.h"

#include <cmath>
#include <numeric>

namespace moqa {

ZipfFit fitZipf(std::span<const int64_t> countsByRank) {
    constexpr int64_t kLeastCount = 5;
    const double total =
        static_cast<double>(std::accumulate(countsByRank.begin(), countsByRank.end(), int64_t{0}));
    ZipfFit fit;
    double sw = 0, sx = 0, sy = 0, sxx = 0, sxy = 0, syy = 0;
    for (size_t i = 0; i < countsByRank.size() && countsByRank[i] >= kLeastCount; ++i) {
        const double rank = static_cast<double>(i + 1);
        const double x = std::log(rank);
        const double y = std::log(static_cast<double>(countsByRank[i]) / total);
        const double w = 1.0 / rank;
        sw += w, sx += w * x, sy += w * y;
        sxx += w * x * x, sxy += w * x * y, syy += w * y * y;
        ++fit.ranksUsed;
    }
    if (fit.ranksUsed < 3) return fit;
    const double varX = sxx - sx * sx / sw;
    const double varY = syy - sy * sy / sw;
    const double cov = sxy - sx * sy / sw;
    const double slope = cov / varX;
    fit.beta = slope == 0.0 ? 0.0 : -slope;
    fit.c = std::exp((sy - slope * sx) / sw);
    // A flat distribution has no variance to explain: the line then fits exactly.
    fit.r2 = varY <= 1e-12 * syy ? 1.0 : cov * cov / (varX * varY);
    return fit;
}

} // namespace moqa
