// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/vector_loops.h"

#include <algorithm>
#include <cstring>

// One body, several instruction sets: the loader picks by what the processor has. Sanitizers
// intercept too late for such a choice, and other processors have their vectors in the baseline.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) &&                             \
    !defined(__SANITIZE_ADDRESS__)
#define MOQA_CLONES __attribute__((target_clones("default", "arch=x86-64-v3", "arch=x86-64-v4")))
#else
#define MOQA_CLONES
#endif
// Helpers must become part of each clone, and vectors go by reference because their passing by
// value depends on the instruction set.
#define MOQA_INLINE inline __attribute__((always_inline))

namespace moqa {

namespace {

// 32 bytes are one register of AVX2. Of wider ones the compiler makes pairs that it spills: the
// products below then run at a fortieth of their speed there, and at a half of what AVX-512 could.
using Floats = float __attribute__((vector_size(32), aligned(4), may_alias));
using Ints = int32_t __attribute__((vector_size(32), aligned(4), may_alias));
using Doubles = double __attribute__((vector_size(32), aligned(8), may_alias));

MOQA_INLINE Floats& at(float* p) { return *reinterpret_cast<Floats*>(p); }
MOQA_INLINE const Floats& at(const float* p) { return *reinterpret_cast<const Floats*>(p); }
MOQA_INLINE Doubles& at(double* p) { return *reinterpret_cast<Doubles*>(p); }
MOQA_INLINE const Doubles& at(const double* p) { return *reinterpret_cast<const Doubles*>(p); }

constexpr int kLanes = 8; // of Floats

// Adding and taking away 1.5 * 2^23 rounds |x| < 2^22 to the nearest integer, halves to even, in
// every instruction set.
constexpr float kRounder = 12582912.0f;

MOQA_INLINE void clampTo(Floats& x, const Floats& low, const Floats& high) {
    x = x < low ? low : x;
    x = x > high ? high : x;
}

// x = x^2.4 for x >= 0, as x^2 * 2^(0.4 log2 x): log2 of the mantissa by a polynomial of degree 5
// and the power of the fraction by one of degree 4 (Chebyshev interpolation; together below 1e-5
// relative). x = 0 gives 0, for the factor stays finite.
MOQA_INLINE void raiseTo24(Floats& x) {
    constexpr float kLog2[] = {1.651467027841136e-05f, 1.4414924383163452f,  -0.7064864635467529f,
                               0.4094702899456024f,    -0.1874886006116867f, 0.04300495609641075f};
    constexpr float kExp2[] = {1.0f, 0.6931210160255432f, 0.2402234971523285f,
                               0.055921975523233414f, 0.00966636836528778f};
    const Ints bits = reinterpret_cast<const Ints&>(x);
    const Ints exponent = (bits >> 23) - 127;
    const Ints mantissa = (bits & 0x7fffff) | 0x3f800000;
    const Floats m = reinterpret_cast<const Floats&>(mantissa) - 1.0f;
    Floats log = m * kLog2[5] + kLog2[4];
    for (int i = 3; i >= 0; --i) log = log * m + kLog2[i];
    const Floats power = 0.4f * (__builtin_convertvector(exponent, Floats) + log);
    const Floats whole = (power + kRounder) - kRounder;
    const Floats fraction = power - whole;
    Floats result = fraction * kExp2[4] + kExp2[3];
    for (int i = 2; i >= 0; --i) result = result * fraction + kExp2[i];
    const Ints scaled =
        reinterpret_cast<const Ints&>(result) + (__builtin_convertvector(whole, Ints) << 23);
    x = x * x * reinterpret_cast<const Floats&>(scaled);
}

MOQA_INLINE void gridErrors(const float* x, const float* weight, int64_t n, bool power24,
                            GridCandidates& candidates) {
    for (int lane = 0; lane < kGridLanes; lane += kLanes) {
        const Floats step = at(candidates.step + lane), inverse = at(candidates.inverse + lane);
        const Floats low = at(candidates.low + lane), high = at(candidates.high + lane);
        Floats sum = at(candidates.error + lane);
        for (int64_t i = 0; i < n; ++i) {
            Floats code = inverse * x[i];
            clampTo(code, low, high);
            code = (code + kRounder) - kRounder;
            Floats error = code * step - x[i];
            if (power24) {
                error = error < 0.0f ? -error : error;
                raiseTo24(error);
            } else {
                error = error * error;
            }
            sum += weight != nullptr ? error * weight[i] : error;
        }
        at(candidates.error + lane) = sum;
    }
}

// C[rows, cols] -= A B with rows and cols known to the compiler: the sums live in registers.
template <int Rows, int Vectors>
MOQA_INLINE void subtractBlock(int64_t k, const double* a, int64_t lda, const double* b,
                               int64_t ldb, double* c, int64_t ldc) {
    Doubles sum[Rows][Vectors] = {};
    for (int64_t p = 0; p < k; ++p) {
        for (int v = 0; v < Vectors; ++v) {
            const Doubles right = at(b + p * ldb + 4 * v);
            for (int r = 0; r < Rows; ++r) sum[r][v] += a[r * lda + p] * right;
        }
    }
    for (int r = 0; r < Rows; ++r)
        for (int v = 0; v < Vectors; ++v) at(c + r * ldc + 4 * v) -= sum[r][v];
}

MOQA_INLINE void subtractRest(int64_t m, int64_t n, int64_t k, const double* a, int64_t lda,
                              const double* b, int64_t ldb, double* c, int64_t ldc) {
    for (int64_t r = 0; r < m; ++r)
        for (int64_t p = 0; p < k; ++p)
            for (int64_t j = 0; j < n; ++j) c[r * ldc + j] -= a[r * lda + p] * b[p * ldb + j];
}

} // namespace

MOQA_CLONES void addGridErrors(const float* x, const float* weight, int64_t n, ErrorPower power,
                               GridCandidates& candidates) {
    if (power == ErrorPower::Power24)
        gridErrors(x, weight, n, true, candidates);
    else
        gridErrors(x, weight, n, false, candidates);
}

MOQA_CLONES double quantizeTileColumn(const TileColumn& column) {
    Floats squares = {};
    for (int64_t lane = 0; lane < kTileRows; lane += kLanes) {
        const Floats value = at(column.values + lane);
        const Floats step = at(column.step + lane);
        const Floats zero = at(column.zero + lane);
        // One bit: zero is 1/2 and the code is that of value / step + 1/2 rounded, so the half is
        // added before rounding; else rounding comes first, as the grid's definition says.
        const Floats half = column.maxCode == 1.0f ? zero : zero * 0.0f;
        const Floats whole = zero - half;
        Floats code = value / step + half;
        clampTo(code, -whole, column.maxCode - whole);
        code = ((code + kRounder) - kRounder) + whole;
        const Floats error = (value - (code - zero) * step) / column.diagonal;
        at(column.errors + lane) = error;
        squares += error * error;
        const Ints codes = __builtin_convertvector(code, Ints);
        for (int i = 0; i < kLanes; ++i) column.codes[lane + i] = static_cast<uint8_t>(codes[i]);
    }
    double sum = 0;
    for (int i = 0; i < kLanes; ++i) sum += static_cast<double>(squares[i]);
    return sum;
}

MOQA_CLONES void updateTile(int64_t cols, int64_t depth, const float* u, int64_t ldu,
                            const float* errors, float* values) {
    constexpr int64_t kVectors = kTileRows / kLanes, kBlock = 2; // sums in 8 registers
    int64_t j = 0;
    for (; j + kBlock <= cols; j += kBlock) {
        Floats sum[kBlock][kVectors] = {};
        for (int64_t k = 0; k < depth; ++k)
            for (int64_t v = 0; v < kVectors; ++v) {
                const Floats error = at(errors + k * kTileRows + v * kLanes);
                for (int64_t c = 0; c < kBlock; ++c) sum[c][v] += u[k * ldu + j + c] * error;
            }
        for (int64_t c = 0; c < kBlock; ++c)
            for (int64_t v = 0; v < kVectors; ++v)
                at(values + (j + c) * kTileRows + v * kLanes) -= sum[c][v];
    }
    for (; j < cols; ++j) {
        Floats sum[kVectors] = {};
        for (int64_t k = 0; k < depth; ++k)
            for (int64_t v = 0; v < kVectors; ++v)
                sum[v] += u[k * ldu + j] * at(errors + k * kTileRows + v * kLanes);
        for (int64_t v = 0; v < kVectors; ++v) at(values + j * kTileRows + v * kLanes) -= sum[v];
    }
}

MOQA_CLONES void subtractProduct(int64_t m, int64_t n, int64_t k, const double* a, int64_t lda,
                                 const double* b, int64_t ldb, double* c, int64_t ldc) {
    // 256 rows of an 8-column strip of B are 16 KiB: they stay in the first-level cache while all
    // rows of A pass by.
    constexpr int64_t kDepth = 256, kRows = 4, kCols = 8;
    for (int64_t p = 0; p < k; p += kDepth) {
        const int64_t depth = std::min(kDepth, k - p);
        const double* left = a + p;
        const double* right = b + p * ldb;
        int64_t j = 0;
        for (; j + kCols <= n; j += kCols) {
            int64_t r = 0;
            for (; r + kRows <= m; r += kRows)
                subtractBlock<kRows, 2>(depth, left + r * lda, lda, right + j, ldb, c + r * ldc + j,
                                        ldc);
            for (; r < m; ++r)
                subtractBlock<1, 2>(depth, left + r * lda, lda, right + j, ldb, c + r * ldc + j,
                                    ldc);
        }
        subtractRest(m, n - j, depth, left, lda, right + j, ldb, c + j, ldc);
    }
}

} // namespace moqa
