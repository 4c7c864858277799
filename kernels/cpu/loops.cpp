// SPDX-License-Identifier: GPL-3.0-or-later
// Compiled several times with different instruction sets; MOQA_ISA names the table, MOQA_LANES the
// f32 lanes of a vector. Includes nothing with inline functions that the linker could merge across
// instruction sets.
#include "cpu/loops.h"

namespace moqa::kernels {

namespace {

constexpr int kLanes = MOQA_LANES;
using Vector = float __attribute__((vector_size(kLanes * 4), aligned(4), may_alias));
using Bits = uint16_t __attribute__((aligned(1), may_alias));

// 6 x 2 vectors of sums: 12 independent chains cover 4 cycles of latency at two products a cycle,
// and with 2 loads and a broadcast fit the 16 registers of AVX2.
void microTile(int64_t k, const float* a, const float* b, float* out) {
    Vector sum[kMicroRows][2] = {};
    for (int64_t p = 0; p < k; ++p) {
        const Vector b0 = *reinterpret_cast<const Vector*>(b + p * 2 * kLanes);
        const Vector b1 = *reinterpret_cast<const Vector*>(b + p * 2 * kLanes + kLanes);
        for (int i = 0; i < kMicroRows; ++i) {
            const float x = a[p * kMicroRows + i];
            sum[i][0] += x * b0;
            sum[i][1] += x * b1;
        }
    }
    for (int i = 0; i < kMicroRows; ++i) {
        *reinterpret_cast<Vector*>(out + i * 2 * kLanes) = sum[i][0];
        *reinterpret_cast<Vector*>(out + i * 2 * kLanes + kLanes) = sum[i][1];
    }
}

void widenBf16(int64_t count, const void* src, float* dst) {
    const Bits* bits = static_cast<const Bits*>(src);
    for (int64_t i = 0; i < count; ++i)
        dst[i] = __builtin_bit_cast(float, static_cast<uint32_t>(bits[i]) << 16);
}

void rmsNormRow(int64_t n, const float* x, const float* weight, float eps, float* y) {
    double partial[8] = {};
    int64_t i = 0;
    for (; i + 8 <= n; i += 8)
        for (int j = 0; j < 8; ++j) {
            const double v = x[i + j];
            partial[j] += v * v;
        }
    for (int j = 0; i < n; ++i, ++j) {
        const double v = x[i];
        partial[j] += v * v;
    }
    const double square = ((partial[0] + partial[1]) + (partial[2] + partial[3])) +
                          ((partial[4] + partial[5]) + (partial[6] + partial[7]));
    const float inverse = static_cast<float>(
        1.0 / __builtin_sqrt(square / static_cast<double>(n) + static_cast<double>(eps)));
    if (weight == nullptr)
        for (i = 0; i < n; ++i) y[i] = x[i] * inverse;
    else
        for (i = 0; i < n; ++i) y[i] = x[i] * inverse * weight[i];
}

// exp to 2 units in the last place on [-87, 88], clamped outside; NaN stays NaN. Powers of two by
// the exponent field, the rest by Cephes' polynomial for expf.
inline float fastExp(float x) {
    constexpr float kRounder = 12582912.0f; // 1.5 * 2^23: adding it rounds to an integer
    x = x < -87.0f ? -87.0f : x;
    x = x > 88.0f ? 88.0f : x;
    const float shifted = x * 1.44269504088896341f + kRounder;
    const float n = shifted - kRounder;
    const float r = (x - n * 0.693359375f) + n * 2.12194440e-4f;
    float p = 1.9875691500e-4f;
    p = p * r + 1.3981999507e-3f;
    p = p * r + 8.3334519073e-3f;
    p = p * r + 4.1665795894e-2f;
    p = p * r + 1.6666665459e-1f;
    p = p * r + 5.0000001201e-1f;
    p = p * r * r + r + 1.0f;
    const uint32_t exponent = __builtin_bit_cast(uint32_t, shifted) - 0x4b400000u + 127u;
    return p * __builtin_bit_cast(float, exponent << 23);
}

void siluMul(int64_t count, const float* gate, const float* up, float* h) {
    for (int64_t i = 0; i < count; ++i) {
        const float g = gate[i];
        h[i] = g / (1.0f + fastExp(-g)) * up[i];
    }
}

float expSum(int64_t n, float shift, float* x) {
    float partial[kLanes] = {};
    int64_t i = 0;
    for (; i + kLanes <= n; i += kLanes)
        for (int j = 0; j < kLanes; ++j) {
            const float e = fastExp(x[i + j] - shift);
            x[i + j] = e;
            partial[j] += e;
        }
    for (int j = 0; i < n; ++i, ++j) {
        const float e = fastExp(x[i] - shift);
        x[i] = e;
        partial[j] += e;
    }
    float sum = 0.0f;
    for (int j = 0; j < kLanes; ++j) sum += partial[j];
    return sum;
}

float maximum(int64_t n, const float* x) {
    float partial[kLanes];
    for (int j = 0; j < kLanes; ++j) partial[j] = -__builtin_inff();
    int64_t i = 0;
    for (; i + kLanes <= n; i += kLanes)
        for (int j = 0; j < kLanes; ++j) partial[j] = x[i + j] > partial[j] ? x[i + j] : partial[j];
    for (int j = 0; i < n; ++i, ++j) partial[j] = x[i] > partial[j] ? x[i] : partial[j];
    float best = partial[0];
    for (int j = 1; j < kLanes; ++j) best = partial[j] > best ? partial[j] : best;
    return best;
}

void scaleRow(int64_t n, float factor, const float* x, float* y) {
    for (int64_t i = 0; i < n; ++i) y[i] = factor * x[i];
}

} // namespace

#define MOQA_STRING_INNER(x) #x
#define MOQA_STRING(x) MOQA_STRING_INNER(x)
#define MOQA_TABLE_INNER(isa) kLoops##isa
#define MOQA_TABLE(isa) MOQA_TABLE_INNER(isa)

const Loops MOQA_TABLE(MOQA_ISA) = {MOQA_STRING(MOQA_ISA),
                                    2 * kLanes,
                                    microTile,
                                    widenBf16,
                                    rmsNormRow,
                                    siluMul,
                                    expSum,
                                    maximum,
                                    scaleRow};

} // namespace moqa::kernels
