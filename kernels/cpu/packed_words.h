// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Unpacking of a block of 32 codes of B bits. Part of packed_loops.cpp: everything is in an unnamed
// namespace, because it is compiled several times with different instruction sets.

#include <cstdint>
#ifdef __AVX2__
#include <immintrin.h>
#endif

namespace moqa::kernels {
namespace {

using Words = uint32_t __attribute__((vector_size(32)));
using Ints = int32_t __attribute__((vector_size(32)));
using Floats = float __attribute__((vector_size(32)));
using FloatsAt = float __attribute__((vector_size(32), aligned(4), may_alias));
using WordsAt = uint32_t __attribute__((vector_size(32), aligned(1), may_alias));

constexpr uint32_t codeMask(int bits) { return (1u << bits) - 1; }

template <int B>
constexpr uint32_t kWordMask = static_cast<uint32_t>((uint64_t{1} << 4 * B) - 1);

// Lane j: codes 4j ... 4j+3 of the block in its low 4 * B bits; above them 0 if B is 2 or 4,
// else anything. Four codes are half a byte times B, so with odd B every other lane starts within a
// byte.
template <int B>
inline void loadWords(const uint8_t* p, Words& out) {
#ifdef __AVX2__
    if constexpr (B == 8) {
        out = *reinterpret_cast<const WordsAt*>(p);
    } else if constexpr (B == 4) {
        out = reinterpret_cast<Words>(
            _mm256_cvtepu16_epi32(_mm_loadu_si128(reinterpret_cast<const __m128i*>(p))));
    } else if constexpr (B == 2) {
        out = reinterpret_cast<Words>(
            _mm256_cvtepu8_epi32(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(p))));
    } else if constexpr (B == 1) {
        uint32_t all = 0;
        __builtin_memcpy(&all, p, sizeof all);
        out = (Words{} + all) >> Words{0, 4, 8, 12, 16, 20, 24, 28};
    } else {
        const auto low = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p));
        const auto high = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p + 2 * B));
        constexpr char b1 = B / 2;
        constexpr char b2 = B;
        constexpr char b3 = 3 * B / 2;
        const __m256i order =
            _mm256_setr_epi8(0, 1, 2, 3, b1, b1 + 1, b1 + 2, b1 + 3, b2, b2 + 1, b2 + 2, b2 + 3, b3,
                             b3 + 1, b3 + 2, b3 + 3, 0, 1, 2, 3, b1, b1 + 1, b1 + 2, b1 + 3, b2,
                             b2 + 1, b2 + 2, b2 + 3, b3, b3 + 1, b3 + 2, b3 + 3);
        out = reinterpret_cast<Words>(_mm256_shuffle_epi8(_mm256_set_m128i(high, low), order));
        if constexpr (B % 2 != 0) out = out >> Words{0, 4, 0, 4, 0, 4, 0, 4};
    }
#else
    for (int j = 0; j < 8; ++j) {
        uint32_t word = 0;
        __builtin_memcpy(&word, p + B * j / 2, sizeof word);
        out[j] = (word >> (B * j % 2 * 4)) & kWordMask<B>;
    }
#endif
}

inline void broadcast(float v, Floats& out) { out = Floats{v, v, v, v, v, v, v, v}; }

// Codes to f32 without shifts or conversions: an exponent of 2^23 above the codes of a lane makes
// its bits, with those of all codes but one masked out, the number 2^23 + code * unit. A mantissa
// holds four codes of up to 5 bits, else two, and the other two are shifted to their place.
constexpr uint32_t kExponent = 0x4b000000u;
constexpr float kTwo23 = 8388608.0f;

template <int B>
constexpr int kPerWord = B <= 5 ? 4 : 2;
template <int B>
constexpr float unitOf(int k) {
    return static_cast<float>(1u << (B * (k % kPerWord<B>)));
}

template <int B>
inline void openWords(const uint8_t* p, Words (&out)[2]) {
    loadWords<B>(p, out[0]);
    if constexpr (kPerWord<B> == 2) out[1] = (out[0] >> (2 * B)) | kExponent;
    out[0] |= kExponent;
#ifdef __AVX2__
    // Else the compiler masks first and adds the exponent to each code.
    asm("" : "+x"(out[0]));
    if constexpr (kPerWord<B> == 2) asm("" : "+x"(out[1]));
#endif
}

// 2^23 + code k * unitOf(k) of every lane.
template <int B>
inline void pickCode(const Words (&words)[2], int k, Floats& out) {
    const uint32_t mask = kExponent | codeMask(B) << (B * (k % kPerWord<B>));
    out = reinterpret_cast<Floats>(words[k / kPerWord<B>] & mask);
}

// (code - zero) * unit from pickCode. With a whole zero 2^23 + zero * unit is exact; else 2^23 goes
// first, which leaves the code exactly.
template <int B, bool kReal>
struct Centre {
    Floats minus[4];

    explicit Centre(float zero) {
        Floats all;
        broadcast(zero, all);
        for (int k = 0; k < 4; ++k) minus[k] = all * unitOf<B>(k) + (kReal ? 0.0f : kTwo23);
    }
    void apply(int k, Floats& w) const {
        if constexpr (kReal) w -= kTwo23;
        w -= minus[k];
    }
};

// Spreads the four codes of each lane to its four bytes, first pairs, then single codes. Where the
// copies cannot meet (B <= 4) one mask does for both.
template <int B>
inline void spreadBytes(const Words& words, Words& out) {
    if constexpr (B == 8) {
        out = words;
    } else if constexpr (B <= 4) {
        constexpr uint32_t pairs = codeMask(2 * B) * 0x10001u;
        constexpr uint32_t codes = codeMask(B) * 0x1010101u;
        const Words clean = B % 2 != 0 ? words & kWordMask<B> : words;
        const Words two = (clean | (clean << (16 - 2 * B))) & pairs;
        out = (two | (two << (8 - B))) & codes;
    } else {
        constexpr uint32_t pair = codeMask(2 * B);
        constexpr uint32_t codes = codeMask(B) * 0x10001u;
        const Words two = (words & pair) | ((words << (16 - 2 * B)) & (pair << 16));
        out = (two & codes) | ((two << (8 - B)) & (codes << 8));
    }
}

// The 32 codes of a block as bytes, in order.
template <int B>
inline void loadCodes(const uint8_t* p, Words& out) {
#ifdef __AVX2__
    if constexpr (B == 4) {
        const __m256i pairs =
            _mm256_cvtepu8_epi16(_mm_loadu_si128(reinterpret_cast<const __m128i*>(p)));
        out = reinterpret_cast<Words>(pairs);
        out = (out | (out << 4)) & 0x0f0f0f0fu;
        return;
    }
#endif
    Words words;
    loadWords<B>(p, words);
    spreadBytes<B>(words, out);
}

inline float sumLanes(const Floats& v) {
    return ((v[0] + v[4]) + (v[2] + v[6])) + ((v[1] + v[5]) + (v[3] + v[7]));
}

} // namespace
} // namespace moqa::kernels
