// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Fast packed products: unsigned codes as bytes times x rounded to signed bytes. Part of
// packed_loops.cpp, see packed_words.h.

#include "cpu/packed_loops.h"
#include "cpu/packed_words.h"

namespace moqa::kernels {
namespace {

using Bytes = int8_t __attribute__((vector_size(32), aligned(1), may_alias));

// 127 over less could overflow: such pieces of x count as 0.
constexpr float kSmallestRounded = 1e-36f;

// Integer sums of a piece: lane j of `total` adds the products of bytes 4j ... 4j+3. Pairs of
// products are added in 16 bits where four of them fit (B <= 5), widened at once where only one
// does (6 and 7), and the codes of 8 bits are halved first; VNNI has no such limit.
template <int B>
struct PieceSum {
#if defined(__AVX512VNNI__) && defined(__AVX512VL__)
    __m256i sum = _mm256_setzero_si256();
    void add(__m256i w, __m256i x) { sum = _mm256_dpbusd_epi32(sum, w, x); }
    __m256i total() const { return sum; }
#elif defined(__AVXVNNI__)
    __m256i sum = _mm256_setzero_si256();
    void add(__m256i w, __m256i x) { sum = _mm256_dpbusd_avx_epi32(sum, w, x); }
    __m256i total() const { return sum; }
#elif defined(__AVX2__)
    __m256i sum = _mm256_setzero_si256();
    __m256i high = _mm256_setzero_si256(); // of 8 bits only
    static __m256i widen(__m256i pairs, int16_t factor) {
        return _mm256_madd_epi16(pairs, _mm256_set1_epi16(factor));
    }
    void add(__m256i w, __m256i x) {
        if constexpr (B <= 5) {
            sum = _mm256_add_epi16(sum, _mm256_maddubs_epi16(w, x));
        } else if constexpr (B < 8) {
            sum = _mm256_add_epi32(sum, widen(_mm256_maddubs_epi16(w, x), 1));
        } else {
            const __m256i nibble = _mm256_set1_epi8(15);
            const __m256i upper = _mm256_and_si256(_mm256_srli_epi16(w, 4), nibble);
            sum = _mm256_add_epi16(sum, _mm256_maddubs_epi16(_mm256_and_si256(w, nibble), x));
            high = _mm256_add_epi16(high, _mm256_maddubs_epi16(upper, x));
        }
    }
    __m256i total() const {
        if constexpr (B <= 5) return widen(sum, 1);
        if constexpr (B < 8) return sum;
        return _mm256_add_epi32(widen(sum, 1), widen(high, 16));
    }
#endif
};

// The codes of block b as bytes.
template <int B, bool kPacked>
inline void blockCodes(const uint8_t* codes, int64_t b, Words& out) {
    if constexpr (kPacked)
        loadCodes<B>(codes + b * 4 * B, out);
    else
        out = *reinterpret_cast<const WordsAt*>(codes + b * kBlock);
}

// The codes of row t of x.
inline const int8_t* roundedCodes(const RoundedRows& x, int t) {
    return reinterpret_cast<const int8_t*>(x.data + t * x.stride);
}

#ifdef __AVX2__
template <int B, int T, bool kPacked>
inline void addBlock(int64_t b, const PackedRow* rows, const RoundedRows& x,
                     PieceSum<B> (&sum)[2][T]) {
    Words w[2];
    blockCodes<B, kPacked>(rows[0].codes, b, w[0]);
    blockCodes<B, kPacked>(rows[1].codes, b, w[1]);
#pragma GCC unroll 4
    for (int t = 0; t < T; ++t) {
        const __m256i v =
            _mm256_loadu_si256(reinterpret_cast<const __m256i*>(roundedCodes(x, t) + b * kBlock));
        sum[0][t].add(reinterpret_cast<__m256i>(w[0]), v);
        sum[1][t].add(reinterpret_cast<__m256i>(w[1]), v);
    }
}

template <int B, int T, bool kPacked>
[[gnu::always_inline]] inline void pieceSums(int64_t begin, int64_t end, const PackedRow* rows,
                                             const RoundedRows& x, Floats (&out)[2][T]) {
    PieceSum<B> sum[2][T];
    if (end - begin == kPieceBlocks) { // nearly always: without a loop
#pragma GCC unroll 4
        for (int64_t b = 0; b < kPieceBlocks; ++b) addBlock<B, T, kPacked>(begin + b, rows, x, sum);
    } else {
        for (int64_t b = begin; b < end; ++b) addBlock<B, T, kPacked>(b, rows, x, sum);
    }
#pragma GCC unroll 2
    for (int r = 0; r < 2; ++r)
#pragma GCC unroll 4
        for (int t = 0; t < T; ++t)
            out[r][t] = __builtin_convertvector(reinterpret_cast<Ints>(sum[r][t].total()), Floats);
}
#else
template <int B, int T, bool kPacked>
inline void pieceSums(int64_t begin, int64_t end, const PackedRow* rows, const RoundedRows& x,
                      Floats (&out)[2][T]) {
    for (int r = 0; r < 2; ++r) {
        Ints sum[T] = {};
        for (int64_t b = begin; b < end; ++b) {
            Words words;
            uint8_t w[kBlock];
            blockCodes<B, kPacked>(rows[r].codes, b, words);
            __builtin_memcpy(w, &words, sizeof w);
            for (int t = 0; t < T; ++t)
                for (int i = 0; i < kBlock; ++i)
                    sum[t][i / 4] += static_cast<int32_t>(w[i]) *
                                     static_cast<int32_t>(roundedCodes(x, t)[b * kBlock + i]);
        }
        for (int t = 0; t < T; ++t) out[r][t] = __builtin_convertvector(sum[t], Floats);
    }
}
#endif

// Calls body(group, piece, begin, end) for every piece of a row.
template <class Body>
[[gnu::always_inline]] inline void forPieces(const PackedShape& shape, Body&& body) {
    int64_t piece = 0;
    int64_t g = 0;
    for (int64_t first = 0; first < shape.blocks; first += shape.groupBlocks, ++g) {
        const int64_t last = smaller(shape.blocks, first + shape.groupBlocks);
        for (int64_t begin = first; begin < last; begin += kPieceBlocks, ++piece)
            body(g, piece, begin, smaller(last, begin + kPieceBlocks));
    }
}

// The order of sums is the same for every T.
template <int B, int T, bool kPacked>
void roundedDot(const PackedShape& shape, const PackedRow* rows, const RoundedRows& x, float* y) {
    const PackedRow row[2] = {rows[0], rows[1]}; // in registers: y may alias rows
    const RoundedRows input = x;
    const float* terms = input.data + shape.blocks * kBlock / 4;
    Floats sum[2][T] = {};
    forPieces(
        shape, [&](int64_t g, int64_t piece, int64_t begin, int64_t end)
                   __attribute__((always_inline)) {
                       Floats products[2][T];
                       pieceSums<B, T, kPacked>(begin, end, row, input, products);
#pragma GCC unroll 2
                       for (int r = 0; r < 2; ++r) {
                           Floats zero;
                           Floats scale;
                           broadcast(row[r].zero[g], zero);
                           broadcast(row[r].scale[g], scale);
#pragma GCC unroll 4
                           for (int t = 0; t < T; ++t) {
                               const float* at = terms + t * input.stride + piece * kPieceFloats;
                               const Floats codes = *reinterpret_cast<const FloatsAt*>(at);
                               const Floats xScale = *reinterpret_cast<const FloatsAt*>(at + 8);
                               sum[r][t] += (products[r][t] - zero * codes) * (scale * xScale);
                           }
                       }
                   });
    for (int r = 0; r < 2; ++r)
        for (int t = 0; t < T; ++t) y[r * T + t] = sumLanes(sum[r][t]);
}

void roundPiece(int64_t blocks, const float* x, int8_t* codes, float* terms) {
    float largest[8] = {};
    float poison[8] = {}; // NaN where x is not finite
    for (int64_t i = 0; i < blocks * kBlock; i += 8)
        for (int j = 0; j < 8; ++j) {
            const float magnitude = __builtin_fabsf(x[i + j]);
            largest[j] = magnitude > largest[j] ? magnitude : largest[j];
            poison[j] += x[i + j] * 0.0f;
        }
    for (int j = 1; j < 8; ++j) {
        largest[0] = largest[j] > largest[0] ? largest[j] : largest[0];
        poison[0] += poison[j];
    }
    const float scale = largest[0] * (1.0f / 127.0f) + poison[0];
    const float inverse = largest[0] > kSmallestRounded ? 127.0f / largest[0] : 0.0f;
    constexpr float kRounder = 12582912.0f; // 1.5 * 2^23: adding it rounds to an integer
    int32_t sum[8] = {};
    for (int64_t b = 0; b < blocks * kBlock; b += kBlock)
        for (int j = 0; j < 8; ++j)
            for (int i = 0; i < 4; ++i) {
                const int64_t at = b + 4 * j + i;
                const float shifted = x[at] * inverse + kRounder;
                codes[at] = static_cast<int8_t>(__builtin_bit_cast(int32_t, shifted));
                sum[j] += codes[at];
            }
    for (int j = 0; j < 8; ++j) terms[j] = static_cast<float>(sum[j]);
    for (int j = 0; j < 8; ++j) terms[8 + j] = scale;
}

void roundRow(const PackedShape& shape, const float* x, float* out) {
    auto* codes = reinterpret_cast<int8_t*>(out);
    float* terms = out + shape.blocks * kBlock / 4;
    forPieces(shape, [&](int64_t, int64_t piece, int64_t begin, int64_t end) {
        roundPiece(end - begin, x + begin * kBlock, codes + begin * kBlock,
                   terms + piece * kPieceFloats);
    });
}

} // namespace
} // namespace moqa::kernels
