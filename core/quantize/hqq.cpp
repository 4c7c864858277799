// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/hqq.h"

#include "core/base/half.h"
#include "core/base/parallel.h"
#include "core/quantize/rtn.h"

#include <algorithm>
#include <cmath>

namespace moqa {

namespace {

float asHalf(float x) { return f16ToF32(f32ToF16(x)); }

float codeOf(float x, const GroupGrid& grid, float maxCode) {
    return std::clamp(std::nearbyint(x / grid.step + grid.zero), 0.0f, maxCode);
}

// The range of the weights themselves, zero not forced into it. A range below the least scale that
// can be stored is widened to it.
GroupGrid rangeGrid(const float* x, int64_t n, float maxCode) {
    const auto [low, high] = std::minmax_element(x, x + n);
    constexpr float kLeast = 0x1p-24f, kGreatest = 65504.0f;
    const float step = asHalf(std::clamp((*high - *low) / maxCode, kLeast, kGreatest));
    return {step, asHalf(std::clamp(-*low / step, -kGreatest, kGreatest))};
}

// One half-quadratic step: with the error e that the penalty would rather have, the zero point that
// fits W - e best.
float nextZero(const float* x, int64_t n, const GroupGrid& grid, float maxCode, double beta,
               double p) {
    double sum = 0;
    for (int64_t i = 0; i < n; ++i) {
        const float code = codeOf(x[i], grid, maxCode);
        const float error = shrinkToward0(x[i] - (code - grid.zero) * grid.step, beta, p);
        sum += static_cast<double>(code - (x[i] - error) / grid.step);
    }
    return static_cast<float>(sum / static_cast<double>(n));
}

} // namespace

float shrinkToward0(float x, double beta, double p) {
    const double size = std::fabs(static_cast<double>(x));
    // |x| <= |x|^(p-1) / beta without the power: most errors of most models.
    if (size == 0 || std::pow(beta, -1.0 / (2.0 - p)) >= size) return 0.0f;
    return static_cast<float>(std::copysign(size - std::pow(size, p - 1) / beta, x));
}

double groupPNorm(const float* x, int64_t n, const GroupGrid& grid, float maxCode, double p) {
    double sum = 0;
    const auto power = static_cast<float>(p);
    for (int64_t i = 0; i < n; ++i) {
        const float q = (codeOf(x[i], grid, maxCode) - grid.zero) * grid.step;
        sum += static_cast<double>(std::pow(std::fabs(x[i] - q), power));
    }
    return sum;
}

GroupGrid findHqqGrid(const float* x, int64_t n, int bits, const HqqRule& rule) {
    const float maxCode = static_cast<float>((1 << bits) - 1);
    GroupGrid best = findGrid(x, n, {bits, false, GridSearch::Off});
    double bestNorm = groupPNorm(x, n, best, maxCode, rule.p);
    GroupGrid grid = rangeGrid(x, n, maxCode);
    double last = groupPNorm(x, n, grid, maxCode, rule.p), beta = rule.beta;
    for (int i = 0;; ++i) {
        if (last < bestNorm) {
            bestNorm = last;
            best = grid;
        }
        if (i == rule.iterations) break;
        const float zero = asHalf(nextZero(x, n, grid, maxCode, beta, rule.p));
        if (!std::isfinite(zero) || zero == grid.zero) break;
        grid.zero = zero;
        beta *= rule.kappa;
        const double norm = groupPNorm(x, n, grid, maxCode, rule.p);
        if (norm >= last) break;
        last = norm;
    }
    return best;
}

Result<QuantizedTensor> quantizeHqq(MatrixView weight, WeightId id, const UnitFormat& format,
                                    const Progress& progress) {
    if (!format.hasZeroPoints())
        return quantizeRtn(weight, id, format, GridSearch::Off, nullptr, progress);
    QuantizedTensor tensor;
    tensor.id = id;
    tensor.format = format;
    tensor.format.realZeros = true;
    tensor.rows = weight.rows;
    tensor.cols = weight.cols;
    const int64_t rowBytes = tensor.rowBytes(), groups = tensor.groups();
    tensor.codes.resize(static_cast<size_t>(weight.rows * rowBytes));
    tensor.scales.resize(static_cast<size_t>(weight.rows * groups));
    tensor.realZeros.resize(tensor.scales.size());
    const int64_t width = groupWidth(format, weight.cols);
    const float maxCode = static_cast<float>((1 << format.bits) - 1);
    constexpr int64_t kRows = 16; // per task
    parallelFor((weight.rows + kRows - 1) / kRows, [&](int64_t block, int) {
        std::vector<uint8_t> codes(static_cast<size_t>(weight.cols));
        const int64_t end = std::min(weight.rows, (block + 1) * kRows);
        for (int64_t row = block * kRows; row < end && !progress.cancelled(); ++row) {
            for (int64_t g = 0; g < groups; ++g) {
                const float* x = weight.row(row) + g * width;
                const int64_t n = std::min(width, weight.cols - g * width);
                const GroupGrid grid = findHqqGrid(x, n, format.bits);
                for (int64_t i = 0; i < n; ++i)
                    codes[static_cast<size_t>(g * width + i)] =
                        static_cast<uint8_t>(codeOf(x[i], grid, maxCode));
                const auto at = static_cast<size_t>(row * groups + g);
                tensor.scales[at] = f32ToF16(grid.step);
                tensor.realZeros[at] = f32ToF16(grid.zero);
            }
            packRow(codes.data(), weight.cols, format.bits, tensor.codes.data() + row * rowBytes,
                    rowBytes);
        }
    });
    MOQA_CHECK(checkCancelled(progress));
    return tensor;
}

} // namespace moqa
