// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/heatmap/colour_spread.h"

#include <algorithm>
#include <cmath>

namespace moqa {

namespace {

// Limits of a logarithm: from the least positive value where the lower limit is none.
ColourLimits positive(ColourLimits limits, const std::vector<double>& values) {
    if (limits.lower > 0) return limits;
    double least = HUGE_VAL;
    for (const double v : values)
        if (v > 0) least = std::min(least, v);
    limits.lower = std::min(std::isfinite(least) ? least : 1.0, limits.upper);
    return limits;
}

} // namespace

ColourSpread::ColourSpread(ValueScale scale, bool centred, ColourLimits limits,
                           const std::vector<double>& values)
    : m_scale(scale), m_centred(centred), m_limits(limits) {
    if (scale == ValueScale::Log && (centred || limits.upper <= 0)) m_scale = ValueScale::Linear;
    size_t finite = 0, outside = 0;
    for (const double v : values) {
        if (!std::isfinite(v)) continue;
        ++finite;
        if (v < limits.lower || v > limits.upper)
            ++outside;
        else if (m_scale == ValueScale::Rank)
            m_sorted.push_back(centred ? std::abs(v) : v);
    }
    if (finite > 0) m_shareOutside = static_cast<double>(outside) / static_cast<double>(finite);
    std::sort(m_sorted.begin(), m_sorted.end());
    if (m_scale == ValueScale::Log) m_limits = positive(limits, values);
}

double ColourSpread::place(double value) const {
    if (std::isnan(value)) return value;
    const double clipped = std::clamp(value, m_limits.lower, m_limits.upper);
    const auto share = [](double part, double whole) { return whole > 0 ? part / whole : 0.5; };
    switch (m_scale) {
    case ValueScale::Linear:
        return share(clipped - m_limits.lower, m_limits.upper - m_limits.lower);
    case ValueScale::Log:
        return share(std::log(clipped / m_limits.lower), std::log(m_limits.upper / m_limits.lower));
    case ValueScale::Rank: break;
    }
    // Equal values share the middle of their ranks.
    const auto rank = [this](double v) {
        const auto [first, last] = std::equal_range(m_sorted.begin(), m_sorted.end(), v);
        const double middle =
            static_cast<double>((first - m_sorted.begin()) + (last - m_sorted.begin()) - 1) / 2;
        return m_sorted.size() < 2
                   ? 0.5
                   : std::clamp(middle / static_cast<double>(m_sorted.size() - 1), 0.0, 1.0);
    };
    if (!m_centred) return rank(clipped);
    return clipped == 0 ? 0.5 : 0.5 + std::copysign(rank(std::abs(clipped)), clipped) / 2;
}

ValueHistogram histogramOf(const std::vector<double>& values, int bins) {
    ValueHistogram histogram{{HUGE_VAL, -HUGE_VAL}, std::vector<int>(static_cast<size_t>(bins))};
    for (const double v : values) {
        if (!std::isfinite(v)) continue;
        histogram.range.lower = std::min(histogram.range.lower, v);
        histogram.range.upper = std::max(histogram.range.upper, v);
    }
    const double span = histogram.range.upper - histogram.range.lower;
    if (!(span >= 0)) return {{0, 1}, std::vector<int>(static_cast<size_t>(bins))};
    for (const double v : values) {
        if (!std::isfinite(v)) continue;
        const double at = span > 0 ? (v - histogram.range.lower) / span * bins : 0;
        ++histogram.counts[static_cast<size_t>(std::clamp(static_cast<int>(at), 0, bins - 1))];
    }
    return histogram;
}

} // namespace moqa
