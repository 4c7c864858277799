// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Products of the cpu backend: OpenBLAS where it was built in, else a blocked product of our own.

#include "cpu/loops.h"

#include <cstdint>

namespace moqa::kernels {

// A matrix in any layout: element (i, j) at data[i * rowStride + j * colStride].
struct Strided {
    const float* data;
    int64_t rowStride;
    int64_t colStride;
};

// C[m,n] = alpha * A[m,k] * B[k,n] + beta * C on the calling thread. C is not read if beta == 0. In
// A and B one of the strides must be 1.
void gemmSerial(int64_t m, int64_t n, int64_t k, float alpha, Strided a, Strided b, float beta,
                float* c, int64_t ldc);

// The same by our own blocked product with the given loops.
void gemmBlocked(const Loops& loops, int64_t m, int64_t n, int64_t k, float alpha, Strided a,
                 Strided b, float beta, float* c, int64_t ldc);

// The same cut into tiles of C for all threads. The cut depends on the sizes alone, so results do
// not depend on the number of threads.
void gemmParallel(int64_t m, int64_t n, int64_t k, float alpha, Strided a, Strided b, float beta,
                  float* c, int64_t ldc);

// "OpenBLAS 0.3.21 ..." or "own blocked product".
const char* gemmLibrary();

} // namespace moqa::kernels
