// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/factor.h"

#include "core/base/parallel.h"
#include "core/quantize/vector_loops.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace moqa {

namespace {

// 64 columns: the unblocked part is then 64/n of the work, and a block pair fits the first cache.
constexpr int64_t kBlock = 64;

bool choleskyOfBlock(double* a, int64_t n, int64_t lda) {
    for (int64_t j = 0; j < n; ++j) {
        double pivot = a[j * lda + j];
        for (int64_t k = 0; k < j; ++k) pivot -= a[j * lda + k] * a[j * lda + k];
        if (!(pivot > 0) || !std::isfinite(pivot)) return false;
        const double root = std::sqrt(pivot);
        a[j * lda + j] = root;
        for (int64_t i = j + 1; i < n; ++i) {
            double sum = a[i * lda + j];
            for (int64_t k = 0; k < j; ++k) sum -= a[i * lda + k] * a[j * lda + k];
            a[i * lda + j] = sum / root;
        }
    }
    return true;
}

// Inverse of a lower triangular block into out [n,n], zeros above the diagonal.
void invertBlock(const double* a, int64_t n, int64_t lda, double* out) {
    std::fill(out, out + n * n, 0.0);
    for (int64_t j = 0; j < n; ++j) {
        out[j * n + j] = 1.0 / a[j * lda + j];
        for (int64_t i = j + 1; i < n; ++i) {
            double sum = 0;
            for (int64_t k = j; k < i; ++k) sum -= a[i * lda + k] * out[k * n + j];
            out[i * n + j] = sum / a[i * lda + i];
        }
    }
}

void transpose(const double* a, int64_t rows, int64_t cols, int64_t lda, double* out, int64_t ldo) {
    for (int64_t r = 0; r < rows; ++r)
        for (int64_t c = 0; c < cols; ++c) out[c * ldo + r] = a[r * lda + c];
}

// Rows [row, row+count) below the factored block at k: panel = panel L^-T, copied transposed to
// packed [width, n] at columns row.., which is the right operand of the trailing update.
void solvePanel(double* a, int64_t n, int64_t k, int64_t width, int64_t row, int64_t count,
                const double* negativeInverseT, double* packed) {
    std::vector<double> panel(static_cast<size_t>(count * width));
    double* target = a + row * n + k;
    subtractProduct(count, width, width, target, n, negativeInverseT, width, panel.data(), width);
    for (int64_t r = 0; r < count; ++r)
        std::copy_n(panel.data() + r * width, width, target + r * n);
    transpose(target, count, width, n, packed + row, n);
}

} // namespace

Result<bool> choleskyLower(double* a, int64_t n, const Progress& progress) {
    std::vector<double> inverse(kBlock * kBlock), negativeInverseT(kBlock * kBlock);
    std::vector<double> packed(static_cast<size_t>(kBlock * n));
    for (int64_t k = 0; k < n; k += kBlock) {
        MOQA_CHECK(checkCancelled(progress));
        const int64_t width = std::min(kBlock, n - k);
        if (!choleskyOfBlock(a + k * n + k, width, n)) return false;
        invertBlock(a + k * n + k, width, n, inverse.data());
        for (int64_t i = 0; i < width; ++i)
            for (int64_t j = 0; j < width; ++j)
                negativeInverseT[static_cast<size_t>(j * width + i)] =
                    -inverse[static_cast<size_t>(i * width + j)];
        const int64_t first = k + width;
        const int64_t blocks = (n - first + kBlock - 1) / kBlock;
        parallelFor(blocks, [&](int64_t b, int) {
            const int64_t row = first + b * kBlock;
            solvePanel(a, n, k, width, row, std::min(kBlock, n - row), negativeInverseT.data(),
                       packed.data());
        });
        // Late rows are longest, so they are handed out first.
        parallelFor(blocks, [&](int64_t b, int) {
            const int64_t row = first + (blocks - 1 - b) * kBlock;
            const int64_t count = std::min(kBlock, n - row);
            subtractProduct(count, row + count - first, width, a + row * n + k, n,
                            packed.data() + first, n, a + row * n + first, n);
        });
    }
    return true;
}

void solveFactored(const double* lower, int64_t n, double* x) {
    for (int64_t i = 0; i < n; ++i) {
        const double* const row = lower + i * n;
        double sum = x[i];
        for (int64_t j = 0; j < i; ++j) sum -= row[j] * x[j];
        x[i] = sum / row[i];
    }
    for (int64_t i = n; i-- > 0;) {
        const double* const row = lower + i * n;
        x[i] /= row[i];
        for (int64_t j = 0; j < i; ++j) x[j] -= row[j] * x[i];
    }
}

Status invertLower(double* a, int64_t n, const Progress& progress) {
    std::vector<double> inverse(kBlock * kBlock), scaled(static_cast<size_t>(kBlock * n));
    for (int64_t i = 0; i < n; ++i) std::fill(a + i * n + i + 1, a + (i + 1) * n, 0.0);
    for (int64_t k = 0; k < n; k += kBlock) {
        MOQA_CHECK(checkCancelled(progress));
        const int64_t width = std::min(kBlock, n - k);
        invertBlock(a + k * n + k, width, n, inverse.data());
        // Row block of the inverse: -(L_kk^-1 L_k,0..k) X with X the rows already inverted.
        std::fill(scaled.begin(), scaled.end(), 0.0);
        std::vector<double> negative(inverse.begin(), inverse.begin() + width * width);
        for (double& value : negative) value = -value;
        subtractProduct(width, k, width, negative.data(), width, a + k * n, n, scaled.data(), k);
        for (int64_t r = 0; r < width; ++r) std::fill_n(a + (k + r) * n, k, 0.0);
        constexpr int64_t kStrip = 256;
        parallelFor((k + kStrip - 1) / kStrip, [&](int64_t strip, int) {
            const int64_t col = strip * kStrip;
            const int64_t cols = std::min(kStrip, k - col);
            // X is lower triangular: its rows above col are zero in these columns.
            subtractProduct(width, cols, k - col, scaled.data() + col, k, a + col * n + col, n,
                            a + k * n + col, n);
        });
        for (int64_t r = 0; r < width; ++r)
            std::copy_n(inverse.data() + r * width, width, a + (k + r) * n + k);
    }
    return {};
}

} // namespace moqa
