// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Products with weights that stay packed: y = x W^T where W [rows, cols] are codes of 1 to 8 bits
// with a scale and a zero point per group of columns. No widened copy of W exists; scratch is a
// panel of at most 2 MiB per thread and at most 64 MiB of prepared rows of x (more only beyond
// 32,768 columns). Functions block, never throw, never keep a pointer and use the threads of
// setCpuThreads or setParallelRunner.

#include <cstdint>

namespace moqa::kernels {

// W [rows, cols], row-major. Row r is the bit stream at codes + r * rowBytes: code c in its bits
// bits*c ... bits*c + bits-1, bit t being bit t % 8 of byte t / 8. With g = c / groupSize
//   w = (code - z) * scale[r, g],  z = zeros[r, g], or realZeros[r, g], or else 2^(bits-1);
//   bits == 1: w = (2 * code - 1) * scale[r, g], whatever the zeros.
// No alignment is asked for anything; codes beyond column cols may have any value. Groups are
// ceil(cols / groupSize), the last may be short; multiples of 32 columns are fastest.
struct PackedMatrix {
    int bits = 0; // 1 to 8
    int64_t rows = 0, cols = 0;
    int64_t rowBytes = 0;            // at least ceil(cols * bits / 8)
    int64_t groupSize = 0;           // <= 0: one group per row
    const uint8_t* codes = nullptr;  // [rows, rowBytes]
    const void* scales = nullptr;    // f16 [rows, groups]
    const uint8_t* zeros = nullptr;  // [rows, groups]; null if symmetric or real
    const void* realZeros = nullptr; // f16 [rows, groups]; wins over zeros
};

// Y [tokens, weight.rows] = X W^T, where row t of X is x + (index ? index[t] : t) * ldx. An expert
// without tokens is a normal case. y overlaps no x and no other y.
struct PackedProduct {
    PackedMatrix weight;
    int64_t tokens = 0;
    const float* x = nullptr;
    int64_t ldx = 0;
    const int32_t* index = nullptr; // [tokens] or null
    float* y = nullptr;
    int64_t ldy = 0;
};

enum class PackedPrecision {
    // f32 products of the f32 weights: |error| <= 1e-6 * sum |x w|, at any width that is met in
    // practice (the sums are of at most cols / 8 terms in a row).
    Exact,
    // Each row of x is rounded to 8 bits, round(x * 127 / max |x|), per piece of at most 128
    // columns of one group; codes and rounded x are multiplied as integers, exactly. |error| <=
    // sum over c of |w_c| * max |x of c's piece| / 254, and the above; pieces of x below 1e-36
    // count as 0. A row of x that holds NaN or infinity gives NaN.
    // A token's result depends on nothing but its row and W.
    Fast
};

// What is wrong with the sizes and pointers, for people; null if nothing is.
const char* packedMatrixError(const PackedMatrix& matrix);

// All products, work shared evenly however uneven their tokens are: give all experts of a layer in
// one call. Neighbours in the list with the same x, index and grouping (gate and up of an expert)
// share its preparation. Up to 12 tokens (exact) the codes are unpacked in registers and the speed
// is that of reading them; with more a block of rows is unpacked once into the cache. Precondition:
// packedMatrixError is null for each.
void packedProducts(int64_t count, const PackedProduct* products, PackedPrecision precision);

// The meaning of the exact product: plain loops in double.
void referencePackedProducts(int64_t count, const PackedProduct* products);

// The instruction set of the above: "avx2", "avx2 with VNNI", ...
const char* packedIsa();

} // namespace moqa::kernels
