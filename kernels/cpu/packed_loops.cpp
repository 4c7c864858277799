// SPDX-License-Identifier: GPL-3.0-or-later
// Compiled several times with different instruction sets, like loops.cpp: MOQA_PACKED_ISA names the
// table. Products and sums may be contracted to fused multiply-adds.
#include "cpu/packed_loops.h"

#include "cpu/packed_words.h"

namespace moqa::kernels {

namespace {

inline float widenHalf(uint16_t half) {
    const uint32_t magnitude = half & 0x7fffu;
    // The exponent's bias moves from 15 to 127; subnormals become right by the same product.
    float value = __builtin_bit_cast(float, magnitude << 13) * 0x1p112f;
    uint32_t bits = __builtin_bit_cast(uint32_t, value);
    bits |= magnitude >= 0x7c00u ? 0x7f800000u : 0u;
    return __builtin_bit_cast(float, bits | (half & 0x8000u) << 16);
}

void widenTerms(int bits, int64_t count, const void* scales, const uint8_t* zeros,
                const void* realZeros, float* scale, float* zero) {
    for (int64_t g = 0; g < count; ++g) scale[g] = widenHalf(halfAt(scales, g));
    if (bits == 1) {
        // (2q - 1) s = (q - 1/2) 2s, exactly.
        for (int64_t g = 0; g < count; ++g) scale[g] *= 2.0f;
        for (int64_t g = 0; g < count; ++g) zero[g] = 0.5f;
    } else if (realZeros != nullptr) {
        for (int64_t g = 0; g < count; ++g) zero[g] = widenHalf(halfAt(realZeros, g));
    } else if (zeros != nullptr) {
        for (int64_t g = 0; g < count; ++g) zero[g] = static_cast<float>(zeros[g]);
    } else {
        for (int64_t g = 0; g < count; ++g) zero[g] = static_cast<float>(1 << (bits - 1));
    }
}

// Column 4j + k of a block goes to 8k + j, where pickCode puts its weight times a unit; x is
// divided by the unit, a power of two.
template <int B>
void arrange(int64_t blocks, const float* x, float* out) {
    for (int64_t b = 0; b < blocks; ++b, x += kBlock, out += kBlock)
#pragma GCC unroll 4
        for (int k = 0; k < 4; ++k)
            for (int j = 0; j < 8; ++j) out[8 * k + j] = x[4 * j + k] * (1.0f / unitOf<B>(k));
}

inline int64_t smaller(int64_t a, int64_t b) { return a < b ? a : b; }

// 4 or 8 independent sums cover the latency of the fused multiply-add (4 cycles, two a cycle). The
// scale is applied to the sums of a group.
template <int B, int T, bool kReal>
void dot(const PackedShape& shape, const PackedRow& row, const float* x, int64_t ldx, float* y) {
    constexpr int kChains = T == 1 ? 4 : 8 / T;
    Floats sum[T] = {};
    int64_t g = 0;
    for (int64_t begin = 0; begin < shape.blocks; begin += shape.groupBlocks, ++g) {
        const int64_t end = smaller(shape.blocks, begin + shape.groupBlocks);
        const Centre<B, kReal> centre(row.zero[g]);
        Floats part[T][kChains] = {};
        for (int64_t b = begin; b < end; ++b) {
            Words words[2];
            openWords<B>(row.codes + b * 4 * B, words);
#pragma GCC unroll 4
            for (int k = 0; k < 4; ++k) {
                Floats w;
                pickCode<B>(words, k, w);
                centre.apply(k, w);
                const float* at = x + b * kBlock + 8 * k;
#pragma GCC unroll 4
                for (int t = 0; t < T; ++t)
                    part[t][k % kChains] += w * *reinterpret_cast<const FloatsAt*>(at + t * ldx);
            }
        }
        Floats scale;
        broadcast(row.scale[g], scale);
#pragma GCC unroll 4
        for (int t = 0; t < T; ++t) {
#pragma GCC unroll 8
            for (int c = 1; c < kChains; ++c) part[t][0] += part[t][c];
            sum[t] += part[t][0] * scale;
        }
    }
    for (int t = 0; t < T; ++t) y[t] = sumLanes(sum[t]);
}

template <int B, bool kReal>
void unpack(const PackedShape& shape, const PackedRow& row, float* out) {
    int64_t g = 0;
    for (int64_t begin = 0; begin < shape.blocks; begin += shape.groupBlocks, ++g) {
        const int64_t end = smaller(shape.blocks, begin + shape.groupBlocks);
        const Centre<B, kReal> centre(row.zero[g]);
        for (int64_t b = begin; b < end; ++b) {
            Words words[2];
            openWords<B>(row.codes + b * 4 * B, words);
#pragma GCC unroll 4
            for (int k = 0; k < 4; ++k) {
                Floats w;
                pickCode<B>(words, k, w);
                centre.apply(k, w);
                *reinterpret_cast<FloatsAt*>(out + b * kBlock + 8 * k) = w * row.scale[g];
            }
        }
    }
}

template <int B>
void unpackBytes(int64_t blocks, const uint8_t* codes, uint8_t* out) {
    for (int64_t b = 0; b < blocks; ++b) {
        Words bytes;
        loadCodes<B>(codes + b * 4 * B, bytes);
        *reinterpret_cast<WordsAt*>(out + b * kBlock) = bytes;
    }
}

} // namespace

} // namespace moqa::kernels

#include "cpu/packed_rounded.h"

namespace moqa::kernels {

#define MOQA_TABLE_INNER(isa) kPackedLoops##isa
#define MOQA_TABLE(isa) MOQA_TABLE_INNER(isa)

#define MOQA_ALL_BITS(f)                                                                           \
    { f(1), f(2), f(3), f(4), f(5), f(6), f(7), f(8) }
#define MOQA_ARRANGE(b) arrange<b>
#define MOQA_DOT(b)                                                                                \
    {                                                                                              \
        {dot<b, 1, false>, dot<b, 2, false>, dot<b, 4, false>},                                    \
            {dot<b, 1, true>, dot<b, 2, true>, dot<b, 4, true>},                                   \
    }
#define MOQA_UNPACK(b)                                                                             \
    { unpack<b, false>, unpack<b, true> }
#define MOQA_BYTES(b) unpackBytes<b>
#define MOQA_ROUNDED(b)                                                                            \
    {                                                                                              \
        {roundedDot<b, 1, true>, roundedDot<b, 2, true>, roundedDot<b, 4, true>},                  \
            {roundedDot<b, 1, false>, roundedDot<b, 2, false>, roundedDot<b, 4, false>},           \
    }

extern const PackedLoops MOQA_TABLE(MOQA_PACKED_ISA);
const PackedLoops MOQA_TABLE(MOQA_PACKED_ISA) = {MOQA_PACKED_NAME,
                                                 widenTerms,
                                                 MOQA_ALL_BITS(MOQA_ARRANGE),
                                                 MOQA_ALL_BITS(MOQA_DOT),
                                                 MOQA_ALL_BITS(MOQA_UNPACK),
                                                 roundRow,
                                                 MOQA_ALL_BITS(MOQA_BYTES),
                                                 MOQA_ALL_BITS(MOQA_ROUNDED)};

} // namespace moqa::kernels
