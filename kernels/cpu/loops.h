// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The inner loops, compiled once per instruction set (loops.cpp, MOQA_ISA) and chosen at run time.
// Single-threaded; sizes are small enough for one core's caches.

#include <cstdint>

namespace moqa::kernels {

struct Loops {
    const char* isa;
    // Columns of the product micro-tile; it has kMicroRows rows.
    int microCols;
    // out[kMicroRows, microCols] = sum_k a[k, kMicroRows]^T b[k, microCols] of packed panels.
    void (*microTile)(int64_t k, const float* a, const float* b, float* out);
    void (*widenBf16)(int64_t count, const void* src, float* dst);
    void (*rmsNormRow)(int64_t n, const float* x, const float* weight, float eps, float* y);
    void (*siluMul)(int64_t count, const float* gate, const float* up, float* h);
    // x[i] = exp(x[i] - shift); returns the sum.
    float (*expSum)(int64_t n, float shift, float* x);
    float (*maximum)(int64_t n, const float* x); // -inf if n == 0
    void (*scaleRow)(int64_t n, float factor, const float* x, float* y);
};

constexpr int kMicroRows = 6;

extern const Loops kLoopsBaseline;
#ifdef MOQA_X86_LOOPS
extern const Loops kLoopsAvx2;
extern const Loops kLoopsAvx512;
#endif

// The best of the above for this processor. MOQA_ISA=baseline|avx2|avx512 in the environment asks
// for a lower one.
const Loops& loops();

} // namespace moqa::kernels
