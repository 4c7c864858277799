// SPDX-License-Identifier: GPL-3.0-or-later
#include "cuda/cuda_kernels.cuh"

#include <cfloat>

namespace moqa::kernels::cuda {

namespace {

constexpr int kThreads = 256;
constexpr int kWarp = 32;

int64_t blocksFor(int64_t count) { return (count + kThreads - 1) / kThreads; }

__device__ float warpSum(float value) {
    for (int step = kWarp / 2; step > 0; step /= 2)
        value += __shfl_xor_sync(0xffffffffu, value, step);
    return value;
}

__device__ double warpSum(double value) {
    for (int step = kWarp / 2; step > 0; step /= 2)
        value += __shfl_xor_sync(0xffffffffu, value, step);
    return value;
}

__global__ void widenBf16(int64_t count, const uint16_t* src, float* dst) {
    const int64_t i = int64_t{blockIdx.x} * kThreads + threadIdx.x;
    if (i < count) dst[i] = __uint_as_float(static_cast<uint32_t>(src[i]) << 16);
}

// One warp a row; the mean square in double, as the reference has it.
__global__ void rmsNorm(int64_t rows, int64_t n, const float* x, const float* weight, float eps,
                        float* y) {
    const int64_t row = (int64_t{blockIdx.x} * kThreads + threadIdx.x) / kWarp;
    const int lane = static_cast<int>(threadIdx.x) % kWarp;
    if (row >= rows) return;
    double sum = 0;
    for (int64_t i = lane; i < n; i += kWarp) {
        const double value = x[row * n + i];
        sum += value * value;
    }
    sum = warpSum(sum);
    const float factor =
        static_cast<float>(1.0 / sqrt(sum / static_cast<double>(n) + static_cast<double>(eps)));
    for (int64_t i = lane; i < n; i += kWarp)
        y[row * n + i] = x[row * n + i] * factor * (weight ? weight[i] : 1.0f);
}

__global__ void siluMul(int64_t count, const float* gate, const float* up, float* h) {
    const int64_t i = int64_t{blockIdx.x} * kThreads + threadIdx.x;
    if (i < count) h[i] = gate[i] / (1.0f + expf(-gate[i])) * up[i];
}

__global__ void scaleRows(int64_t rows, int64_t n, const float* w, const float* x, float* y) {
    const int64_t i = int64_t{blockIdx.x} * kThreads + threadIdx.x;
    if (i < rows * n) y[i] = x[i] * w[i / n];
}

// One triangle of part is taken for both: (w x_i) x_j and (w x_j) x_i round differently.
__global__ void addSymmetric(int64_t n, const float* part, double* sum) {
    const int64_t i = int64_t{blockIdx.x} * kThreads + threadIdx.x;
    if (i >= n * n) return;
    const int64_t row = i / n;
    const int64_t col = i % n;
    sum[i] += static_cast<double>(part[row <= col ? i : col * n + row]);
}

// Thread a row: k passes over the row for the largest logit below the last one taken, in the order
// (value falling, index rising), which is also the order of the reference's ties. NaN sorts last.
__global__ void softmaxTopK(int64_t rows, int experts, int k, const float* logits, int32_t* ids,
                            float* weights) {
    const int64_t row = int64_t{blockIdx.x} * kThreads + threadIdx.x;
    if (row >= rows) return;
    const float* s = logits + row * experts;
    float largest = -FLT_MAX;
    for (int e = 0; e < experts; ++e) largest = fmaxf(largest, s[e]);
    double sum = 0;
    for (int e = 0; e < experts; ++e)
        sum += exp(static_cast<double>(s[e]) - static_cast<double>(largest));
    for (int c = 0; c < k; ++c) {
        int best = -1;
        for (int e = 0; e < experts; ++e) {
            bool taken = false;
            for (int p = 0; p < c; ++p) taken = taken || ids[row * k + p] == e;
            if (taken) continue;
            if (best < 0 || s[e] > s[best] || (isnan(s[best]) && !isnan(s[e]))) best = e;
        }
        ids[row * k + c] = best;
        weights[row * k + c] = static_cast<float>(
            exp(static_cast<double>(s[best]) - static_cast<double>(largest)) / sum);
    }
}

// One warp per (token, head): online softmax over the keys it sees; the query and the running
// output lie in registers, 8 values a lane, which bounds the head size at 256.
__global__ void attention(int64_t tokens, int heads, int kvHeads, int64_t dim, float scale,
                          int64_t window, const float* q, const float* k, const float* v,
                          float* out) {
    constexpr int kPerLane = static_cast<int>(kMaxHeadDim) / kWarp;
    const int64_t task = (int64_t{blockIdx.x} * kThreads + threadIdx.x) / kWarp;
    const int lane = static_cast<int>(threadIdx.x) % kWarp;
    if (task >= tokens * heads) return;
    const int64_t token = task / heads;
    const int64_t head = task % heads;
    const int64_t kvHead = head / (heads / kvHeads);
    float query[kPerLane];
    float sum[kPerLane];
    for (int i = 0; i < kPerLane; ++i) {
        const int64_t c = lane + int64_t{i} * kWarp;
        query[i] = c < dim ? q[(token * heads + head) * dim + c] * scale : 0.0f;
        sum[i] = 0.0f;
    }
    float largest = -FLT_MAX;
    float total = 0.0f;
    const int64_t first = window > 0 && token + 1 > window ? token + 1 - window : 0;
    for (int64_t j = first; j <= token; ++j) {
        const float* key = k + (j * kvHeads + kvHead) * dim;
        const float* value = v + (j * kvHeads + kvHead) * dim;
        float score = 0.0f;
        for (int i = 0; i < kPerLane; ++i) {
            const int64_t c = lane + int64_t{i} * kWarp;
            if (c < dim) score += query[i] * key[c];
        }
        score = warpSum(score);
        const float newLargest = fmaxf(largest, score);
        const float shrink = expf(largest - newLargest);
        const float weight = expf(score - newLargest);
        total = total * shrink + weight;
        for (int i = 0; i < kPerLane; ++i) {
            const int64_t c = lane + int64_t{i} * kWarp;
            if (c < dim) sum[i] = sum[i] * shrink + weight * value[c];
        }
        largest = newLargest;
    }
    for (int i = 0; i < kPerLane; ++i) {
        const int64_t c = lane + int64_t{i} * kWarp;
        if (c < dim) out[(token * heads + head) * dim + c] = sum[i] / total;
    }
}

unsigned grid(int64_t threads) { return static_cast<unsigned>(blocksFor(threads)); }

} // namespace

void launchWidenBf16(int64_t count, const uint16_t* src, float* dst) {
    if (count > 0) widenBf16<<<grid(count), kThreads>>>(count, src, dst);
}

void launchRmsNorm(int64_t rows, int64_t n, const float* x, const float* weight, float eps,
                   float* y) {
    if (rows > 0) rmsNorm<<<grid(rows * kWarp), kThreads>>>(rows, n, x, weight, eps, y);
}

void launchSiluMul(int64_t count, const float* gate, const float* up, float* h) {
    if (count > 0) siluMul<<<grid(count), kThreads>>>(count, gate, up, h);
}

void launchScaleRows(int64_t rows, int64_t n, const float* w, const float* x, float* y) {
    if (rows * n > 0) scaleRows<<<grid(rows * n), kThreads>>>(rows, n, w, x, y);
}

void launchAddSymmetric(int64_t n, const float* part, double* sum) {
    if (n > 0) addSymmetric<<<grid(n * n), kThreads>>>(n, part, sum);
}

void launchSoftmaxTopK(int64_t rows, int experts, int k, const float* logits, int32_t* ids,
                       float* weights) {
    if (rows > 0) softmaxTopK<<<grid(rows), kThreads>>>(rows, experts, k, logits, ids, weights);
}

void launchAttention(int64_t tokens, int heads, int kvHeads, int64_t dim, float scale,
                     int64_t window, const float* q, const float* k, const float* v, float* out) {
    if (tokens > 0)
        attention<<<grid(tokens * heads * kWarp), kThreads>>>(tokens, heads, kvHeads, dim, scale,
                                                              window, q, k, v, out);
}

} // namespace moqa::kernels::cuda
