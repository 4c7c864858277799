// SPDX-License-Identifier: GPL-3.0-or-later
// The meaning of every function of the boundary, in double and without any cleverness.
#include "cpu/top_k.h"
#include "moqa/kernels.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <vector>

namespace moqa::kernels {

namespace {

double wide(float value) { return static_cast<double>(value); }

void gemmNT(int64_t m, int64_t n, int64_t k, float alpha, const float* a, int64_t lda,
            const float* b, int64_t ldb, float beta, float* c, int64_t ldc) {
    for (int64_t i = 0; i < m; ++i)
        for (int64_t j = 0; j < n; ++j) {
            double sum = 0.0;
            for (int64_t p = 0; p < k; ++p) sum += wide(a[i * lda + p]) * wide(b[j * ldb + p]);
            const double old = beta == 0.0f ? 0.0 : wide(beta) * wide(c[i * ldc + j]);
            c[i * ldc + j] = static_cast<float>(wide(alpha) * sum + old);
        }
}

void gemmNN(int64_t m, int64_t n, int64_t k, float alpha, const float* a, int64_t lda,
            const float* b, int64_t ldb, float beta, float* c, int64_t ldc) {
    for (int64_t i = 0; i < m; ++i)
        for (int64_t j = 0; j < n; ++j) {
            double sum = 0.0;
            for (int64_t p = 0; p < k; ++p) sum += wide(a[i * lda + p]) * wide(b[p * ldb + j]);
            const double old = beta == 0.0f ? 0.0 : wide(beta) * wide(c[i * ldc + j]);
            c[i * ldc + j] = static_cast<float>(wide(alpha) * sum + old);
        }
}

void addSecondMoment(int64_t rows, int64_t n, const float* x, int64_t ldx, const float* w,
                     double* c, int64_t ldc) {
    for (int64_t i = 0; i < n; ++i)
        for (int64_t j = 0; j < n; ++j)
            for (int64_t t = 0; t < rows; ++t)
                c[i * ldc + j] +=
                    (w != nullptr ? wide(w[t]) : 1.0) * wide(x[t * ldx + i]) * wide(x[t * ldx + j]);
}

void widenBf16(int64_t count, const void* src, float* dst) {
    for (int64_t i = 0; i < count; ++i) {
        uint16_t half = 0;
        std::memcpy(&half, static_cast<const char*>(src) + 2 * i, sizeof half);
        const uint32_t bits = static_cast<uint32_t>(half) << 16;
        std::memcpy(dst + i, &bits, sizeof bits);
    }
}

void rmsNorm(int64_t rows, int64_t n, const float* x, int64_t ldx, const float* weight, float eps,
             float* y, int64_t ldy) {
    for (int64_t r = 0; r < rows; ++r) {
        double square = 0.0;
        for (int64_t i = 0; i < n; ++i) square += wide(x[r * ldx + i]) * wide(x[r * ldx + i]);
        const double inverse = 1.0 / std::sqrt(square / static_cast<double>(n) + wide(eps));
        for (int64_t i = 0; i < n; ++i)
            y[r * ldy + i] = static_cast<float>(wide(x[r * ldx + i]) * inverse *
                                                (weight != nullptr ? wide(weight[i]) : 1.0));
    }
}

void siluMul(int64_t count, const float* gate, const float* up, float* h) {
    for (int64_t i = 0; i < count; ++i)
        h[i] = static_cast<float>(wide(gate[i]) / (1.0 + std::exp(-wide(gate[i]))) * wide(up[i]));
}

void attention(int64_t tokens, int heads, int kvHeads, int64_t dim, float scale, int64_t window,
               const float* q, int64_t ldq, const float* k, int64_t ldk, const float* v,
               int64_t ldv, float* out, int64_t ldout) {
    std::vector<double> probability(static_cast<size_t>(tokens));
    std::vector<double> sum(static_cast<size_t>(dim));
    for (int64_t i = 0; i < tokens; ++i)
        for (int64_t head = 0; head < heads; ++head) {
            const int64_t kv = head / (heads / kvHeads) * dim;
            const int64_t first = window > 0 ? std::max<int64_t>(0, i - window + 1) : 0;
            double highest = -INFINITY;
            for (int64_t j = first; j <= i; ++j) {
                double score = 0.0;
                for (int64_t d = 0; d < dim; ++d)
                    score += wide(q[i * ldq + head * dim + d]) * wide(k[j * ldk + kv + d]);
                probability[static_cast<size_t>(j)] = score * wide(scale);
                highest = std::max(highest, score * wide(scale));
            }
            double total = 0.0;
            std::fill(sum.begin(), sum.end(), 0.0);
            for (int64_t j = first; j <= i; ++j) {
                const double p = std::exp(probability[static_cast<size_t>(j)] - highest);
                total += p;
                for (int64_t d = 0; d < dim; ++d)
                    sum[static_cast<size_t>(d)] += p * wide(v[j * ldv + kv + d]);
            }
            for (int64_t d = 0; d < dim; ++d)
                out[i * ldout + head * dim + d] =
                    static_cast<float>(sum[static_cast<size_t>(d)] / total);
        }
}

void softmaxTopK(int64_t rows, int experts, int k, const float* logits, int32_t* ids,
                 float* weights) {
    for (int64_t r = 0; r < rows; ++r) {
        const float* row = logits + r * experts;
        const double highest = wide(*std::max_element(row, row + experts));
        double total = 0.0;
        for (int e = 0; e < experts; ++e) total += std::exp(wide(row[e]) - highest);
        topK(experts, k, row, ids + r * k);
        for (int i = 0; i < k; ++i)
            weights[r * k + i] =
                static_cast<float>(std::exp(wide(row[ids[r * k + i]]) - highest) / total);
    }
}

void blockUpdate(int64_t rows, int64_t n, int64_t b, const float* e, int64_t lde, const float* u,
                 int64_t ldu, float* w, int64_t ldw) {
    gemmNN(rows, n, b, -1.0f, e, lde, u, ldu, 1.0f, w, ldw);
}

} // namespace

const Backend& referenceBackend() {
    static const Backend backend{"reference",     "plain loops in double",
                                 gemmNT,          gemmNN,
                                 addSecondMoment, widenBf16,
                                 rmsNorm,         siluMul,
                                 attention,       softmaxTopK,
                                 blockUpdate};
    return backend;
}

} // namespace moqa::kernels
