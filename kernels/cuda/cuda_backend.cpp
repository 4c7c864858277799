// SPDX-License-Identifier: GPL-3.0-or-later
// The CUDA rung of every ladder, behind the same boundary: host pointers in, host pointers out.
// Each call copies its operands, so this is the plain correct rung, not the fast one. A device that
// fails in the middle (out of memory, lost) must not spoil a result: the call is then done by the
// reference.
#include "cuda/cuda_kernels.cuh"
#include "cuda/device.h"
#include "moqa/kernels.h"

#include <algorithm>
#include <cstdio>

namespace moqa::kernels::cuda {

namespace {

bool product(bool transposeB, int64_t m, int64_t n, int64_t k, float alpha, const float* a,
             int64_t lda, const float* b, int64_t ldb, float beta, float* c, int64_t ldc) {
    if (m == 0 || n == 0) return true;
    if (k == 0) return false; // scaling alone: the reference does it
    Session session;
    const float* deviceA = session.upload(a, m, k, lda);
    const float* deviceB = transposeB ? session.upload(b, n, k, ldb) : session.upload(b, k, n, ldb);
    float* deviceC = beta != 0.0f ? session.upload(c, m, n, ldc) : session.buffer<float>(m * n);
    if (!session.ok()) return false;
    // cuBLAS counts columns first: our row-major C is its C^T = B^T A^T.
    session.check(cublasSgemm_64(Device::instance().blas(), transposeB ? CUBLAS_OP_T : CUBLAS_OP_N,
                                 CUBLAS_OP_N, n, m, k, &alpha, deviceB, transposeB ? k : n, deviceA,
                                 k, &beta, deviceC, n));
    session.download(deviceC, c, m, n, ldc);
    return session.finish();
}

void gemmNT(int64_t m, int64_t n, int64_t k, float alpha, const float* a, int64_t lda,
            const float* b, int64_t ldb, float beta, float* c, int64_t ldc) {
    if (!product(true, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc))
        referenceBackend().gemmNT(m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
}

void gemmNN(int64_t m, int64_t n, int64_t k, float alpha, const float* a, int64_t lda,
            const float* b, int64_t ldb, float beta, float* c, int64_t ldc) {
    if (!product(false, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc))
        referenceBackend().gemmNN(m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
}

// Sums of this many rows in f32 before they are added in double, as the boundary promises.
constexpr int64_t kMomentRows = 4096;

bool secondMoment(int64_t rows, int64_t n, const float* x, int64_t ldx, const float* w, double* c,
                  int64_t ldc) {
    Session session;
    double* sum = session.upload(c, n, n, ldc);
    float* part = session.buffer<float>(n * n);
    float* block = session.buffer<float>(std::min(rows, kMomentRows) * n);
    float* weighted = w ? session.buffer<float>(std::min(rows, kMomentRows) * n) : block;
    float* weights = w ? session.buffer<float>(std::min(rows, kMomentRows)) : nullptr;
    if (!session.ok()) return false;
    const float one = 1.0f;
    const float zero = 0.0f;
    for (int64_t first = 0; first < rows && session.ok(); first += kMomentRows) {
        const int64_t count = std::min(kMomentRows, rows - first);
        session.check(cudaMemcpy2D(block, static_cast<size_t>(n) * 4, x + first * ldx,
                                   static_cast<size_t>(ldx) * 4, static_cast<size_t>(n) * 4,
                                   static_cast<size_t>(count), cudaMemcpyHostToDevice));
        if (w) {
            session.check(cudaMemcpy(weights, w + first, static_cast<size_t>(count) * 4,
                                     cudaMemcpyHostToDevice));
            launchScaleRows(count, n, weights, block, weighted);
        }
        session.check(cublasSgemm_64(Device::instance().blas(), CUBLAS_OP_N, CUBLAS_OP_T, n, n,
                                     count, &one, weighted, n, block, n, &zero, part, n));
        launchAddSymmetric(n, part, sum);
    }
    session.download(sum, c, n, n, ldc);
    return session.finish();
}

void addSecondMoment(int64_t rows, int64_t n, const float* x, int64_t ldx, const float* w,
                     double* c, int64_t ldc) {
    if (rows == 0 || n == 0) return;
    if (!secondMoment(rows, n, x, ldx, w, c, ldc))
        referenceBackend().addSecondMoment(rows, n, x, ldx, w, c, ldc);
}

void widenBf16(int64_t count, const void* src, float* dst) {
    Session session;
    const auto* bits = reinterpret_cast<const uint16_t*>(
        session.upload(static_cast<const unsigned char*>(src), 1, count * 2, count * 2));
    float* wide = session.buffer<float>(count);
    if (session.ok()) launchWidenBf16(count, bits, wide);
    session.download(wide, dst, 1, count, count);
    if (!session.finish()) referenceBackend().widenBf16(count, src, dst);
}

void rmsNorm(int64_t rows, int64_t n, const float* x, int64_t ldx, const float* weight, float eps,
             float* y, int64_t ldy) {
    Session session;
    const float* deviceX = session.upload(x, rows, n, ldx);
    const float* deviceWeight = weight ? session.upload(weight, 1, n, n) : nullptr;
    float* deviceY = session.buffer<float>(rows * n);
    if (session.ok()) launchRmsNorm(rows, n, deviceX, deviceWeight, eps, deviceY);
    session.download(deviceY, y, rows, n, ldy);
    if (!session.finish()) referenceBackend().rmsNorm(rows, n, x, ldx, weight, eps, y, ldy);
}

void siluMul(int64_t count, const float* gate, const float* up, float* h) {
    Session session;
    const float* deviceGate = session.upload(gate, 1, count, count);
    const float* deviceUp = session.upload(up, 1, count, count);
    float* deviceH = session.buffer<float>(count);
    if (session.ok()) launchSiluMul(count, deviceGate, deviceUp, deviceH);
    session.download(deviceH, h, 1, count, count);
    if (!session.finish()) referenceBackend().siluMul(count, gate, up, h);
}

void attention(int64_t tokens, int heads, int kvHeads, int64_t dim, float scale, int64_t window,
               const float* q, int64_t ldq, const float* k, int64_t ldk, const float* v,
               int64_t ldv, float* out, int64_t ldout) {
    bool done = false;
    if (dim <= kMaxHeadDim) {
        Session session;
        const float* deviceQ = session.upload(q, tokens, heads * dim, ldq);
        const float* deviceK = session.upload(k, tokens, kvHeads * dim, ldk);
        const float* deviceV = session.upload(v, tokens, kvHeads * dim, ldv);
        float* deviceOut = session.buffer<float>(tokens * heads * dim);
        if (session.ok())
            launchAttention(tokens, heads, kvHeads, dim, scale, window, deviceQ, deviceK, deviceV,
                            deviceOut);
        session.download(deviceOut, out, tokens, heads * dim, ldout);
        done = session.finish();
    }
    if (!done)
        referenceBackend().attention(tokens, heads, kvHeads, dim, scale, window, q, ldq, k, ldk, v,
                                     ldv, out, ldout);
}

void softmaxTopK(int64_t rows, int experts, int k, const float* logits, int32_t* ids,
                 float* weights) {
    Session session;
    const float* deviceLogits = session.upload(logits, rows, experts, experts);
    int32_t* deviceIds = session.buffer<int32_t>(rows * k);
    float* deviceWeights = session.buffer<float>(rows * k);
    if (session.ok()) launchSoftmaxTopK(rows, experts, k, deviceLogits, deviceIds, deviceWeights);
    session.download(deviceIds, ids, rows, k, k);
    session.download(deviceWeights, weights, rows, k, k);
    if (!session.finish()) referenceBackend().softmaxTopK(rows, experts, k, logits, ids, weights);
}

void blockUpdate(int64_t rows, int64_t n, int64_t b, const float* e, int64_t lde, const float* u,
                 int64_t ldu, float* w, int64_t ldw) {
    if (b == 0) return;
    if (!product(false, rows, n, b, -1.0f, e, lde, u, ldu, 1.0f, w, ldw))
        referenceBackend().blockUpdate(rows, n, b, e, lde, u, ldu, w, ldw);
}

} // namespace

} // namespace moqa::kernels::cuda

extern "C" __attribute__((visibility("default"))) const moqa::kernels::Backend*
moqaCudaBackend(char* why, int whySize) {
    using namespace moqa::kernels::cuda;
    static const bool started = Device::instance().start();
    if (!started) {
        std::snprintf(why, static_cast<size_t>(whySize), "%s", Device::instance().why());
        return nullptr;
    }
    static const moqa::kernels::Backend backend = {
        "cuda",          Device::instance().description(),
        gemmNT,          gemmNN,
        addSecondMoment, widenBf16,
        rmsNorm,         siluMul,
        attention,       softmaxTopK,
        blockUpdate};
    return &backend;
}
