// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/grid.h"

#include "core/base/half.h"
#include "core/quantize/vector_loops.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace moqa {

namespace {

constexpr int kFactors = 80; // 1.00, 0.99 ... 0.21 (quantizers.md 1.1 step 9)

// The nearest positive f16: neither 0 (a division) nor infinite.
float storableScale(float scale) {
    constexpr float kLeast = 0x1p-24f, kGreatest = 65504.0f;
    return f16ToF32(f32ToF16(std::clamp(scale, kLeast, kGreatest)));
}

struct Range {
    float low, high;
};

Range rangeOf(const float* x, int64_t n, bool symmetric) {
    Range range{0, 0};
    for (int64_t i = 0; i < n; ++i) {
        range.low = std::min(range.low, x[i]);
        range.high = std::max(range.high, x[i]);
    }
    if (range.low == 0 && range.high == 0) return {-1, 1};
    if (symmetric) {
        range.high = std::max(range.high, -range.low);
        range.low = -range.high;
    }
    return range;
}

GroupGrid gridOf(Range range, const GridRule& rule) {
    const float step = storableScale((range.high - range.low) / rule.maxCode());
    if (rule.symmetric) return {step, static_cast<float>(1 << (rule.bits - 1))};
    return {step, std::clamp(std::nearbyint(-range.low / step), 0.0f, rule.maxCode())};
}

GroupGrid signGrid(const float* x, int64_t n) {
    double sum = 0;
    for (int64_t i = 0; i < n; ++i) sum += std::fabs(static_cast<double>(x[i]));
    return {2.0f * storableScale(static_cast<float>(sum / static_cast<double>(n))), 0.5f};
}

} // namespace

GroupGrid findGrid(const float* x, int64_t n, const GridRule& rule, const float* weights) {
    if (rule.bits == 1) return signGrid(x, n);
    const Range range = rangeOf(x, n, rule.symmetric);
    GroupGrid best = gridOf(range, rule);
    if (rule.search == GridSearch::Off) return best;

    const ErrorPower power =
        rule.search == GridSearch::Power24 ? ErrorPower::Power24 : ErrorPower::Square;
    const float* columnWeights = rule.search == GridSearch::Hessian ? weights : nullptr;
    float bestError = std::numeric_limits<float>::infinity();
    for (int first = 0; first < kFactors; first += kGridLanes) {
        GridCandidates candidates{};
        GroupGrid grids[kGridLanes];
        for (int lane = 0; lane < kGridLanes; ++lane) {
            const float factor = 1.0f - static_cast<float>(first + lane) / 100.0f;
            grids[lane] = gridOf({factor * range.low, factor * range.high}, rule);
            candidates.step[lane] = grids[lane].step;
            candidates.inverse[lane] = 1.0f / grids[lane].step;
            candidates.low[lane] = -grids[lane].zero;
            candidates.high[lane] = rule.maxCode() - grids[lane].zero;
        }
        addGridErrors(x, columnWeights, n, power, candidates);
        for (int lane = 0; lane < kGridLanes; ++lane) {
            if (candidates.error[lane] >= bestError) continue;
            bestError = candidates.error[lane];
            best = grids[lane];
        }
    }
    return best;
}

GridTable::GridTable(int64_t matrixRows, int64_t groupCount)
    : rows((matrixRows + kTileRows - 1) / kTileRows * kTileRows), groups(groupCount),
      step(static_cast<size_t>(rows * groups), 1.0f),
      zero(static_cast<size_t>(rows * groups), 0.0f) {}

int64_t groupWidth(const UnitFormat& format, int64_t cols) {
    return format.group > 0 ? std::min<int64_t>(format.group, cols) : cols;
}

} // namespace moqa
