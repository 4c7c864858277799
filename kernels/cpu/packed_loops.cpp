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

void widenTerms(int bits, int64_t count, const uint16_t* scales, const uint8_t* zeros,
                const uint16_t* realZeros, float* scale, float* zero) {
    for (int64_t g = 0; g < count; ++g) scale[g] = widenHalf(scales[g]);
    if (bits == 1) {
        // (2q - 1) s = (q - 1/2) 2s, exactly.
        for (int64_t g = 0; g < count; ++g) scale[g] *= 2.0f;
        for (int64_t g = 0; g < count; ++g) zero[g] = 0.5f;
    } else if (realZeros != nullptr) {
        for (int64_t g = 0; g < count; ++g) zero[g] = widenHalf(realZeros[g]);
    } else if (zeros != nullptr) {
        for (int64_t g = 0; g < count; ++g) zero[g] = static_cast<float>(zeros[g]);
    } else {
        for (int64_t g = 0; g < count; ++g) zero[g] = static_cast<float>(1 << (bits - 1));
    }
}

// Column 4j + k of a block goes to 8k + j, where widenCode puts its weight.
void arrange(int64_t blocks, const float* x, float* out) {
    for (int64_t b = 0; b < blocks; ++b, x += kBlock, out += kBlock)
        for (int k = 0; k < 4; ++k)
            for (int j = 0; j < 8; ++j) out[8 * k + j] = x[4 * j + k];
}

inline int64_t smaller(int64_t a, int64_t b) { return a < b ? a : b; }

// Two rows, so that a load of x serves twice; 8 independent sums cover the latency of the fused
// multiply-add (4 cycles, two a cycle). zero * scale has at most 22 bits, so w is rounded once.
template <int B, int T>
void dot(const PackedShape& shape, const PackedRow* rows, const float* x, int64_t ldx, float* y) {
    constexpr int kChains = 4 / T;
    Floats sum[2][T][kChains] = {};
    int64_t g = 0;
    for (int64_t begin = 0; begin < shape.blocks; begin += shape.groupBlocks, ++g) {
        const int64_t end = smaller(shape.blocks, begin + shape.groupBlocks);
        const Floats scale[2] = {Floats{} + rows[0].scale[g], Floats{} + rows[1].scale[g]};
        const Floats shift[2] = {Floats{} - rows[0].zero[g] * rows[0].scale[g],
                                 Floats{} - rows[1].zero[g] * rows[1].scale[g]};
        for (int64_t b = begin; b < end; ++b) {
            Words words[2];
            loadWords<B>(rows[0].codes + b * 4 * B, words[0]);
            loadWords<B>(rows[1].codes + b * 4 * B, words[1]);
#pragma GCC unroll 4
            for (int k = 0; k < 4; ++k) {
                Floats w[2];
                widenCode<B>(words[0], k, w[0]);
                widenCode<B>(words[1], k, w[1]);
                w[0] = w[0] * scale[0] + shift[0];
                w[1] = w[1] * scale[1] + shift[1];
                const float* at = x + b * kBlock + 8 * k;
                for (int t = 0; t < T; ++t) {
                    const Floats v = *reinterpret_cast<const FloatsAt*>(at + t * ldx);
                    sum[0][t][k % kChains] += w[0] * v;
                    sum[1][t][k % kChains] += w[1] * v;
                }
            }
        }
    }
    for (int r = 0; r < 2; ++r)
        for (int t = 0; t < T; ++t) {
            for (int c = 1; c < kChains; ++c) sum[r][t][0] += sum[r][t][c];
            y[r * T + t] = sumLanes(sum[r][t][0]);
        }
}

template <int B>
void unpack(const PackedShape& shape, const PackedRow& row, float* out) {
    int64_t g = 0;
    for (int64_t begin = 0; begin < shape.blocks; begin += shape.groupBlocks, ++g) {
        const int64_t end = smaller(shape.blocks, begin + shape.groupBlocks);
        const float scale = row.scale[g];
        const float shift = -row.zero[g] * scale;
        for (int64_t b = begin; b < end; ++b) {
            Words words;
            loadWords<B>(row.codes + b * 4 * B, words);
#pragma GCC unroll 4
            for (int k = 0; k < 4; ++k) {
                Floats w;
                widenCode<B>(words, k, w);
                *reinterpret_cast<FloatsAt*>(out + b * kBlock + 8 * k) = w * scale + shift;
            }
        }
    }
}

template <int B>
void unpackBytes(int64_t blocks, const uint8_t* codes, uint8_t* out) {
    for (int64_t b = 0; b < blocks; ++b) {
        Words words;
        Words bytes;
        loadWords<B>(codes + b * 4 * B, words);
        spreadBytes<B>(words, bytes);
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
#define MOQA_DOT(b)                                                                                \
    { dot<b, 1>, dot<b, 2>, dot<b, 4> }
#define MOQA_UNPACK(b) unpack<b>
#define MOQA_BYTES(b) unpackBytes<b>
#define MOQA_ROUNDED(b)                                                                            \
    { roundedDot<b, 1>, roundedDot<b, 2>, roundedDot<b, 4> }

extern const PackedLoops MOQA_TABLE(MOQA_PACKED_ISA);
const PackedLoops MOQA_TABLE(MOQA_PACKED_ISA) = {MOQA_PACKED_NAME,
                                                 widenTerms,
                                                 arrange,
                                                 MOQA_ALL_BITS(MOQA_DOT),
                                                 MOQA_ALL_BITS(MOQA_UNPACK),
                                                 roundRow,
                                                 MOQA_ALL_BITS(MOQA_BYTES),
                                                 MOQA_ALL_BITS(MOQA_ROUNDED)};

} // namespace moqa::kernels
