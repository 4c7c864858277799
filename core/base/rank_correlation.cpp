// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/rank_correlation.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

namespace moqa {

namespace {

std::vector<double> ranksOf(const std::vector<double>& values) {
    std::vector<size_t> order(values.size());
    std::iota(order.begin(), order.end(), size_t{0});
    std::sort(order.begin(), order.end(),
              [&](size_t a, size_t b) { return values[a] < values[b]; });
    std::vector<double> ranks(values.size());
    for (size_t begin = 0, end = 0; begin < order.size(); begin = end) {
        while (end < order.size() && values[order[end]] == values[order[begin]]) ++end;
        for (size_t i = begin; i < end; ++i)
            ranks[order[i]] = 0.5 * static_cast<double>(begin + end - 1);
    }
    return ranks;
}

} // namespace

double rankCorrelation(std::span<const double> a, std::span<const double> b) {
    constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();
    if (a.size() != b.size()) return kUndefined;
    std::vector<double> x, y;
    for (size_t i = 0; i < a.size(); ++i)
        if (std::isfinite(a[i]) && std::isfinite(b[i])) {
            x.push_back(a[i]);
            y.push_back(b[i]);
        }
    if (x.size() < 3) return kUndefined;
    x = ranksOf(x);
    y = ranksOf(y);
    const double mean = 0.5 * static_cast<double>(x.size() - 1);
    double xy = 0, xx = 0, yy = 0;
    for (size_t i = 0; i < x.size(); ++i) {
        xy += (x[i] - mean) * (y[i] - mean);
        xx += (x[i] - mean) * (x[i] - mean);
        yy += (y[i] - mean) * (y[i] - mean);
    }
    return xx > 0 && yy > 0 ? xy / std::sqrt(xx * yy) : kUndefined;
}

} // namespace moqa
