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

#ifdef __AVX2__
inline __m256i loadBytes(const void* p) {
    return _mm256_loadu_si256(static_cast<const __m256i*>(p));
}

template <int B, int T>
inline void pieceSums(int64_t begin, int64_t end, const PackedRow* rows, const RoundedRow* x,
                      Floats (&out)[2][T]) {
    PieceSum<B> sum[2][T];
    for (int64_t b = begin; b < end; ++b) {
        const __m256i w0 = loadBytes(rows[0].codes + b * kBlock);
        const __m256i w1 = loadBytes(rows[1].codes + b * kBlock);
        for (int t = 0; t < T; ++t) {
            const __m256i v = loadBytes(x[t].codes + b * kBlock);
            sum[0][t].add(w0, v);
            sum[1][t].add(w1, v);
        }
    }
    for (int r = 0; r < 2; ++r)
        for (int t = 0; t < T; ++t)
            out[r][t] = __builtin_convertvector(reinterpret_cast<Ints>(sum[r][t].total()), Floats);
}
#else
template <int B, int T>
inline void pieceSums(int64_t begin, int64_t end, const PackedRow* rows, const RoundedRow* x,
                      Floats (&out)[2][T]) {
    for (int r = 0; r < 2; ++r)
        for (int t = 0; t < T; ++t) {
            int32_t sum[8] = {};
            for (int64_t at = begin * kBlock; at < end * kBlock; at += kBlock)
                for (int j = 0; j < 8; ++j)
                    for (int i = 4 * j; i < 4 * j + 4; ++i)
                        sum[j] += static_cast<int32_t>(rows[r].codes[at + i]) *
                                  static_cast<int32_t>(x[t].codes[at + i]);
            for (int j = 0; j < 8; ++j) out[r][t][j] = static_cast<float>(sum[j]);
        }
}
#endif

// Calls body(group, piece, begin, end) for every piece of a row.
template <class Body>
inline void forPieces(const PackedShape& shape, Body&& body) {
    int64_t piece = 0;
    int64_t g = 0;
    for (int64_t first = 0; first < shape.blocks; first += shape.groupBlocks, ++g) {
        const int64_t last = smaller(shape.blocks, first + shape.groupBlocks);
        for (int64_t begin = first; begin < last; begin += kPieceBlocks, ++piece)
            body(g, piece, begin, smaller(last, begin + kPieceBlocks));
    }
}

// The order of sums is the same for every T.
template <int B, int T>
void roundedDot(const PackedShape& shape, const PackedRow* rows, const RoundedRow* x, float* y) {
    Floats sum[2][T] = {};
    forPieces(shape, [&](int64_t g, int64_t piece, int64_t begin, int64_t end) {
        Floats products[2][T];
        pieceSums<B, T>(begin, end, rows, x, products);
        for (int t = 0; t < T; ++t) {
            const Floats codes = *reinterpret_cast<const FloatsAt*>(x[t].sums + 8 * piece);
            for (int r = 0; r < 2; ++r)
                sum[r][t] += (products[r][t] - rows[r].zero[g] * codes) *
                             (rows[r].scale[g] * x[t].scale[piece]);
        }
    });
    for (int r = 0; r < 2; ++r)
        for (int t = 0; t < T; ++t) y[r * T + t] = sumLanes(sum[r][t]);
}

void roundPiece(int64_t blocks, const float* x, int8_t* codes, float& scale, float* sums) {
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
    scale = largest[0] * (1.0f / 127.0f) + poison[0];
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
    for (int j = 0; j < 8; ++j) sums[j] = static_cast<float>(sum[j]);
}

void roundRow(const PackedShape& shape, const float* x, const RoundedRow& out) {
    forPieces(shape, [&](int64_t, int64_t piece, int64_t begin, int64_t end) {
        roundPiece(end - begin, x + begin * kBlock, out.codes + begin * kBlock, out.scale[piece],
                   out.sums + 8 * piece);
    });
}

} // namespace
} // namespace moqa::kernels
