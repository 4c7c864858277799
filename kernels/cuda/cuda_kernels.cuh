// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Launchers of the CUDA kernels, on device pointers; matrices contiguous. Asynchronous on the
// default stream; the caller checks errors.

#include <cstdint>

namespace moqa::kernels::cuda {

void launchWidenBf16(int64_t count, const uint16_t* src, float* dst);
void launchRmsNorm(int64_t rows, int64_t n, const float* x, const float* weight, float eps,
                   float* y);
void launchSiluMul(int64_t count, const float* gate, const float* up, float* h);
void launchScaleRows(int64_t rows, int64_t n, const float* w, const float* x, float* y);
// sum [n, n] += part [n, n], exactly symmetric if sum was.
void launchAddSymmetric(int64_t n, const float* part, double* sum);
void launchSoftmaxTopK(int64_t rows, int experts, int k, const float* logits, int32_t* ids,
                       float* weights);
void launchAttention(int64_t tokens, int heads, int kvHeads, int64_t dim, float scale,
                     int64_t window, const float* q, const float* k, const float* v, float* out);

// attention keeps one head's query and its running sum in registers of a warp: 8 values a lane.
constexpr int64_t kMaxHeadDim = 256;

} // namespace moqa::kernels::cuda
