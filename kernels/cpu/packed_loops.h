// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The inner loops of packed products, compiled once per instruction set (packed_loops.cpp) and
// chosen at run time. Single-threaded.
//
// They see a row as blocks of kBlock columns, 4 * bits bytes each, and a group as whole blocks:
// packed_input.h makes other rows so. Loads may pass a row's end by kPackedSlack bytes.

#include <cstdint>

namespace moqa::kernels {

// f16 numbers at any address. Static: compiled for several instruction sets.
static inline uint16_t halfAt(const void* halves, int64_t i) {
    uint16_t half;
    __builtin_memcpy(&half, static_cast<const uint8_t*>(halves) + 2 * i, sizeof half);
    return half;
}
static inline const void* halvesFrom(const void* halves, int64_t i) {
    return halves != nullptr ? static_cast<const uint8_t*>(halves) + 2 * i : nullptr;
}

constexpr int64_t kBlock = 32;
constexpr int64_t kPackedSlack = 32;
// Blocks of x that share a scale in fast products. Four products of 5-bit codes with 8-bit x still
// fit 16 bits: 4 * 2 * 31 * 127 < 2^15.
constexpr int64_t kPieceBlocks = 4;

struct PackedShape {
    int64_t blocks = 0;      // in a row
    int64_t groupBlocks = 0; // in a group, the last may have fewer
};

// Of one row: what the loops read. w = (code - zero[g]) * scale[g].
struct PackedRow {
    const uint8_t* codes;
    const float* scale;
    const float* zero;
};

// A row of x of fast products: blocks * kBlock signed bytes; then per piece 8 sums of codes, in the
// order of the integer sums, and the scale 8 times, so that neither has to be spread.
constexpr int64_t kPieceFloats = 16;
struct RoundedRows {
    const float* data;
    int64_t stride; // in floats
};

// Tables by bits - 1; T, the rows of x of a call, is 1, 2 or 4 by its logarithm.
struct PackedLoops {
    const char* isa;
    // scale and zero of `count` groups as f32; zeros as in PackedMatrix.
    void (*widenTerms)(int bits, int64_t count, const void* scales, const uint8_t* zeros,
                       const void* realZeros, float* scale, float* zero);

    // Exact. x in the order and units in which the codes of a block are unpacked.
    void (*arrange[8])(int64_t blocks, const float* x, float* out);
    // y[T] = a row times T rows of arranged x, ldx apart. Second index: 1 where zeros are not
    // whole.
    using Dot = void (*)(const PackedShape& shape, const PackedRow& row, const float* x,
                         int64_t ldx, float* y);
    Dot dot[8][2][3];
    // A row as f32, whose product with arranged x is that with x.
    void (*unpack[8][2])(const PackedShape& shape, const PackedRow& row, float* out);

    // Fast: codes as bytes in the order of columns; x rounded.
    void (*round)(const PackedShape& shape, const float* x, float* out);
    void (*unpackBytes[8])(int64_t blocks, const uint8_t* codes, uint8_t* out);
    // y[row * T + token] = two rows (they may be the same) times T of x. Second index: 1 where
    // their codes are bytes.
    using RoundedDot = void (*)(const PackedShape& shape, const PackedRow* rows,
                                const RoundedRows& x, float* y);
    RoundedDot roundedDot[8][2][3];
};

// The best for this processor, not above what MOQA_ISA asks for (loops.h).
const PackedLoops& packedLoops();

} // namespace moqa::kernels
