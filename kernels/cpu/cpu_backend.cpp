// SPDX-License-Identifier: GPL-3.0-or-later
#include "cpu/attention.h"
#include "cpu/gemm.h"
#include "cpu/loops.h"
#include "cpu/parallel.h"
#include "cpu/top_k.h"
#include "moqa/kernels.h"

#include <algorithm>
#include <string>

namespace moqa::kernels {

namespace {

void gemmNT(int64_t m, int64_t n, int64_t k, float alpha, const float* a, int64_t lda,
            const float* b, int64_t ldb, float beta, float* c, int64_t ldc) {
    gemmParallel(m, n, k, alpha, {a, lda, 1}, {b, 1, ldb}, beta, c, ldc);
}

void gemmNN(int64_t m, int64_t n, int64_t k, float alpha, const float* a, int64_t lda,
            const float* b, int64_t ldb, float beta, float* c, int64_t ldc) {
    gemmParallel(m, n, k, alpha, {a, lda, 1}, {b, ldb, 1}, beta, c, ldc);
}

constexpr int64_t kMomentRows = 4096;

// Tiles on the diagonal are computed whole though half of them would do: small ones waste less and
// keep more threads busy, large ones are packed less often.
int64_t momentTile(int64_t n) { return n <= 1024 ? 128 : 256; }

// One tile C[i.., j..] += X[:, i..]^T diag(w) X[:, j..] of at most kMomentRows rows, and its
// mirror.
void addMomentTile(int64_t rows, int64_t n, const float* x, int64_t ldx, const float* w, int64_t i,
                   int64_t j, double* c, int64_t ldc) {
    const int64_t tile = momentTile(n);
    const int64_t height = std::min(tile, n - i);
    const int64_t width = std::min(tile, n - j);
    Scratch scratch(tile * (tile + (w != nullptr ? kMomentRows : 0)));
    float* sums = scratch.data();
    Strided right{x + j, ldx, 1};
    if (w != nullptr) {
        float* weighted = sums + tile * tile;
        for (int64_t t = 0; t < rows; ++t)
            loops().scaleRow(width, w[t], x + t * ldx + j, weighted + t * width);
        right = {weighted, width, 1};
    }
    gemmSerial(height, width, rows, 1.0f, {x + i, 1, ldx}, right, 0.0f, sums, width);
    for (int64_t r = 0; r < height; ++r)
        for (int64_t s = 0; s < (i == j ? r + 1 : width); ++s) {
            const double sum = static_cast<double>(sums[r * width + s]);
            c[(i + r) * ldc + j + s] += sum;
            if (i + r != j + s) c[(j + s) * ldc + i + r] += sum;
        }
}

void addSecondMoment(int64_t rows, int64_t n, const float* x, int64_t ldx, const float* w,
                     double* c, int64_t ldc) {
    const int64_t size = momentTile(n), blocks = (n + size - 1) / size;
    for (int64_t t = 0; t < rows; t += kMomentRows) {
        const int64_t count = std::min(kMomentRows, rows - t);
        const double work =
            static_cast<double>(count) * static_cast<double>(n) * static_cast<double>(n);
        forEach(blocks * (blocks + 1) / 2, work, [&](int64_t tile) {
            int64_t i = 0; // tile numbers run through the lower triangle row by row
            while ((i + 1) * (i + 2) / 2 <= tile) ++i;
            const int64_t j = tile - i * (i + 1) / 2;
            addMomentTile(count, n, x + t * ldx, ldx, w != nullptr ? w + t : nullptr, i * size,
                          j * size, c, ldc);
        });
    }
}

// Pieces large enough that handing them out costs nothing.
constexpr int64_t kPiece = 65536;

void widenBf16(int64_t count, const void* src, float* dst) {
    const auto* bytes = static_cast<const char*>(src);
    forEach((count + kPiece - 1) / kPiece, static_cast<double>(count), [&](int64_t piece) {
        const int64_t begin = piece * kPiece;
        loops().widenBf16(std::min(kPiece, count - begin), bytes + 2 * begin, dst + begin);
    });
}

void siluMul(int64_t count, const float* gate, const float* up, float* h) {
    forEach((count + kPiece - 1) / kPiece, 20.0 * static_cast<double>(count), [&](int64_t piece) {
        const int64_t begin = piece * kPiece;
        loops().siluMul(std::min(kPiece, count - begin), gate + begin, up + begin, h + begin);
    });
}

// Calls body(begin, end) for pieces of [0, rows) of about kPiece elements.
template <class Body>
void forRows(int64_t rows, int64_t cols, double workPerElement, Body&& body) {
    const int64_t step = std::max<int64_t>(1, kPiece / std::max<int64_t>(1, cols));
    forEach((rows + step - 1) / step, workPerElement * static_cast<double>(rows * cols),
            [&](int64_t piece) { body(piece * step, std::min(rows, (piece + 1) * step)); });
}

void rmsNorm(int64_t rows, int64_t n, const float* x, int64_t ldx, const float* weight, float eps,
             float* y, int64_t ldy) {
    forRows(rows, n, 4.0, [&](int64_t begin, int64_t end) {
        for (int64_t r = begin; r < end; ++r)
            loops().rmsNormRow(n, x + r * ldx, weight, eps, y + r * ldy);
    });
}

void softmaxTopK(int64_t rows, int experts, int k, const float* logits, int32_t* ids,
                 float* weights) {
    forRows(rows, experts, 30.0, [&](int64_t begin, int64_t end) {
        Scratch row(experts);
        for (int64_t r = begin; r < end; ++r) {
            const float* source = logits + r * experts;
            topK(experts, k, source, ids + r * k);
            std::copy(source, source + experts, row.data());
            const float sum = loops().expSum(experts, loops().maximum(experts, source), row.data());
            for (int i = 0; i < k; ++i) weights[r * k + i] = row.data()[ids[r * k + i]] / sum;
        }
    });
}

void blockUpdate(int64_t rows, int64_t n, int64_t b, const float* e, int64_t lde, const float* u,
                 int64_t ldu, float* w, int64_t ldw) {
    gemmParallel(rows, n, b, -1.0f, {e, lde, 1}, {u, ldu, 1}, 1.0f, w, ldw);
}

} // namespace

const Backend& cpuBackend() {
    static const std::string description =
        std::string(gemmLibrary()) + "; " + loops().isa + " loops";
    static const Backend backend{"cpu",           description.c_str(), gemmNT,     gemmNN,
                                 addSecondMoment, widenBf16,           rmsNorm,    siluMul,
                                 attentionTiled,  softmaxTopK,         blockUpdate};
    return backend;
}

} // namespace moqa::kernels
