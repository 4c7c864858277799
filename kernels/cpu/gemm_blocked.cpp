// SPDX-License-Identifier: GPL-3.0-or-later
// Our own product for machines without OpenBLAS: the classical three blockings around a register
// tile, packing both operands, so that any layout costs the same.
#include "cpu/gemm.h"
#include "cpu/parallel.h"

#include <algorithm>

namespace moqa::kernels {

namespace {

constexpr int64_t kBlockK = 256;             // a panel of B (256 x 32 floats) fits 32 KiB of L1
constexpr int64_t kBlockM = kMicroRows * 32; // packed A, 192 x 256 floats, fits half of 512 KiB L2
constexpr int64_t kBlockN = 1024;            // packed B, 1 MiB, fits L3
constexpr int kMaxMicroCols = 32;

// panels[panel][k][width] = element (panel * width + i, k) of the block, zero-padded; stride is
// that of the panel direction.
void packPanels(int64_t count, int64_t k, const float* data, int64_t stride, int64_t kStride,
                int64_t width, float* panels) {
    for (int64_t start = 0; start < count; start += width) {
        const int64_t filled = std::min(width, count - start);
        for (int64_t p = 0; p < k; ++p, panels += width) {
            const float* source = data + start * stride + p * kStride;
            for (int64_t i = 0; i < filled; ++i) panels[i] = source[i * stride];
            for (int64_t i = filled; i < width; ++i) panels[i] = 0.0f;
        }
    }
}

void addTile(const float* tile, int64_t tileCols, int64_t rows, int64_t cols, float alpha, float* c,
             int64_t ldc) {
    for (int64_t i = 0; i < rows; ++i)
        for (int64_t j = 0; j < cols; ++j) c[i * ldc + j] += alpha * tile[i * tileCols + j];
}

void scaleC(int64_t m, int64_t n, float beta, float* c, int64_t ldc) {
    if (beta == 1.0f) return;
    for (int64_t i = 0; i < m; ++i)
        for (int64_t j = 0; j < n; ++j)
            c[i * ldc + j] = beta == 0.0f ? 0.0f : beta * c[i * ldc + j];
}

} // namespace

void gemmBlocked(const Loops& loops, int64_t m, int64_t n, int64_t k, float alpha, Strided a,
                 Strided b, float beta, float* c, int64_t ldc) {
    scaleC(m, n, beta, c, ldc);
    const int64_t microCols = loops.microCols;
    Scratch packedA(kBlockM * kBlockK);
    Scratch packedB((kBlockN + kMaxMicroCols) * kBlockK);
    float tile[kMicroRows * kMaxMicroCols];
    for (int64_t j0 = 0; j0 < n; j0 += kBlockN)
        for (int64_t k0 = 0; k0 < k; k0 += kBlockK) {
            const int64_t cols = std::min(kBlockN, n - j0);
            const int64_t depth = std::min(kBlockK, k - k0);
            packPanels(cols, depth, b.data + k0 * b.rowStride + j0 * b.colStride, b.colStride,
                       b.rowStride, microCols, packedB.data());
            for (int64_t i0 = 0; i0 < m; i0 += kBlockM) {
                const int64_t rows = std::min(kBlockM, m - i0);
                packPanels(rows, depth, a.data + i0 * a.rowStride + k0 * a.colStride, a.rowStride,
                           a.colStride, kMicroRows, packedA.data());
                for (int64_t j = 0; j < cols; j += microCols)
                    for (int64_t i = 0; i < rows; i += kMicroRows) {
                        loops.microTile(depth, packedA.data() + i * depth,
                                        packedB.data() + j * depth, tile);
                        addTile(tile, microCols, std::min<int64_t>(kMicroRows, rows - i),
                                std::min(microCols, cols - j), alpha, c + (i0 + i) * ldc + j0 + j,
                                ldc);
                    }
            }
        }
}

} // namespace moqa::kernels
