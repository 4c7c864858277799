// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/gptq.h"

#include "core/base/parallel.h"
#include "core/quantize/factor.h"
#include "core/quantize/tile_quantizer.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace moqa {

namespace {

constexpr int kDampRetries = 2; // 0.01 -> 0.1 -> 1: beyond that nothing of the moment is left

// Mean of the diagonal over the columns that were used; 0 if none was.
double markDead(const double* moment, int64_t n, GptqFactor& factor) {
    double sum = 0;
    int64_t live = 0;
    for (int64_t i = 0; i < n; ++i) {
        const double value = moment[i * n + i];
        factor.diagonal[static_cast<size_t>(i)] = static_cast<float>(value);
        factor.dead[static_cast<size_t>(i)] = value == 0 ? 1 : 0;
        sum += value;
        live += value == 0 ? 0 : 1;
    }
    return live > 0 ? sum / static_cast<double>(live) : 0.0;
}

// Falling diagonal; equal ones by index, so that the order is the same everywhere.
void orderByActivity(const double* moment, int64_t n, std::vector<int32_t>& order) {
    std::stable_sort(order.begin(), order.end(),
                     [&](int32_t a, int32_t b) { return moment[a * n + a] > moment[b * n + b]; });
}

void putLast(std::span<const int32_t> cached, GptqFactor& factor) {
    factor.cached = static_cast<int64_t>(cached.size());
    if (cached.empty()) return;
    std::erase_if(factor.order, [&](int32_t column) {
        return std::binary_search(cached.begin(), cached.end(), column);
    });
    factor.order.insert(factor.order.end(), cached.begin(), cached.end());
}

// A dead column that is cached keeps its weights: another text may use it.
void isolateCached(GptqFactor& factor) {
    for (int64_t i = factor.n - factor.cached; i < factor.n; ++i) {
        float* row = factor.upper.data() + i * factor.n;
        std::fill(row + i + 1, row + factor.n, 0.0f);
        factor.dead[static_cast<size_t>(factor.order[static_cast<size_t>(i)])] = 0;
    }
}

// The damped moment in the reverse of GPTQ's order, lower triangle. With J the reversal and
// J H J = L L^T, H = R R^T for the upper R = J L J, so H^-1 = (R^-1)^T R^-1 and U = R^-1 = J L^-1
// J: one factorisation and one triangular inverse (2/3 n^3) instead of the textbook's Cholesky,
// inverse, Cholesky (4/3 n^3), and the inverse itself, the least accurate step, is never formed.
void fillReversed(const double* moment, const GptqFactor& factor, double meanDiagonal, double damp,
                  std::vector<double>& out) {
    const int64_t n = factor.n;
    parallelFor(
        n,
        [&](int64_t i, int) {
            const int64_t row = factor.order[static_cast<size_t>(n - 1 - i)];
            double* target = out.data() + i * n;
            for (int64_t j = 0; j <= i; ++j)
                target[j] = moment[row * n + factor.order[static_cast<size_t>(n - 1 - j)]];
            if (factor.dead[static_cast<size_t>(row)] != 0) target[i] = meanDiagonal;
            target[i] += damp * meanDiagonal;
        },
        16);
}

void copyReversed(const std::vector<double>& lower, GptqFactor& factor) {
    const int64_t n = factor.n;
    factor.upper.assign(static_cast<size_t>(n * n), 0.0f);
    for (int64_t i = 0; i < n; ++i) {
        const double* source = lower.data() + (n - 1 - i) * n;
        float* target = factor.upper.data() + i * n;
        for (int64_t j = i; j < n; ++j) target[j] = static_cast<float>(source[n - 1 - j]);
    }
}

} // namespace

Result<std::optional<GptqFactor>> makeGptqFactor(const double* moment, int64_t n, bool actOrder,
                                                 double damp, const Progress& progress,
                                                 std::span<const int32_t> cached) {
    GptqFactor factor;
    factor.n = n;
    factor.actOrder = actOrder;
    factor.damp = damp;
    factor.diagonal.resize(static_cast<size_t>(n));
    factor.dead.resize(static_cast<size_t>(n));
    factor.order.resize(static_cast<size_t>(n));
    std::iota(factor.order.begin(), factor.order.end(), 0);
    const double meanDiagonal = markDead(moment, n, factor);
    if (!(meanDiagonal > 0) || !std::isfinite(meanDiagonal))
        return std::optional<GptqFactor>(std::nullopt);
    if (actOrder) orderByActivity(moment, n, factor.order);
    putLast(cached, factor);

    std::vector<double> work(static_cast<size_t>(n * n));
    for (int attempt = 0;; ++attempt) {
        fillReversed(moment, factor, meanDiagonal, factor.damp, work);
        MOQA_TRY(const bool positive, choleskyLower(work.data(), n, progress));
        if (positive) break;
        if (attempt == kDampRetries) return std::optional<GptqFactor>(std::nullopt);
        factor.damp *= 10;
    }
    MOQA_CHECK(invertLower(work.data(), n, progress));
    copyReversed(work, factor);
    isolateCached(factor);
    return std::optional<GptqFactor>(std::move(factor));
}

Result<GptqResult> quantizeGptq(MatrixView weight, const GptqFactor& factor, WeightId id,
                                const UnitFormat& format, GridSearch search,
                                const Progress& progress) {
    TileQuantizer tiles(weight, id, format, search, &factor, factor.diagonal.data());
    std::vector<double> losses(static_cast<size_t>(tiles.tiles()));
    parallelFor(tiles.tiles(), [&](int64_t tile, int worker) {
        if (!progress.cancelled()) losses[static_cast<size_t>(tile)] = tiles.run(tile, worker);
    });
    MOQA_CHECK(checkCancelled(progress));
    GptqResult result;
    result.tensor = tiles.take();
    result.cached = tiles.takeCached();
    result.loss = std::accumulate(losses.begin(), losses.end(), 0.0) / 2;
    return result;
}

} // namespace moqa
