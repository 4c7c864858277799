// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluate/row_divergence.h"

#include <algorithm>
#include <cmath>

// One body, several instruction sets, as core/quantize/vector_loops.cpp says.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) &&                             \
    !defined(__SANITIZE_ADDRESS__)
#define MOQA_CLONES __attribute__((target_clones("default", "arch=x86-64-v3", "arch=x86-64-v4")))
#else
#define MOQA_CLONES
#endif
#define MOQA_INLINE inline __attribute__((always_inline))

namespace moqa {

namespace {

constexpr int kLanes = 8; // 64-byte vectors spill on AVX2: five times slower, measured
using Floats = float __attribute__((vector_size(32), aligned(4), may_alias));
using Ints = int32_t __attribute__((vector_size(32), aligned(4), may_alias));

MOQA_INLINE Floats& at(float* p) { return *reinterpret_cast<Floats*>(p); }
MOQA_INLINE const Floats& at(const float* p) { return *reinterpret_cast<const Floats*>(p); }

constexpr float kSmallStep = 0.25f; // of a logit: the series below is exact to 1e-8 of d^2 there
constexpr float kWideStep = 20.0f;  // beyond it doubles do the work
constexpr int64_t kPiece = 1024;    // short enough that rounding of its f32 sums stays below 1e-6

// x = e^x for -80 <= x <= 80.
MOQA_INLINE void exponential(Floats& x) {
    constexpr float kLog2E = 1.44269504f, kLn2High = 0.693359375f, kLn2Low = -2.12194440e-4f,
                    kRounder = 12582912.0f; // rounds to the nearest integer
    const Floats whole = (x * kLog2E + kRounder) - kRounder;
    const Floats r = (x - whole * kLn2High) - whole * kLn2Low;
    constexpr float kTerms[] = {1.0f / 720, 1.0f / 120, 1.0f / 24, 1.0f / 6, 0.5f, 1.0f, 1.0f};
    Floats power = r * (1.0f / 5040) + kTerms[0];
    for (int i = 1; i < 7; ++i) power = power * r + kTerms[i];
    const Ints scaled =
        reinterpret_cast<const Ints&>(power) + (__builtin_convertvector(whole, Ints) << 23);
    x = reinterpret_cast<const Floats&>(scaled);
}

// e^d - 1 - d without cancellation; wide says that some |d| exceed the small step.
MOQA_INLINE void excessOf(const Floats& d, bool wide, Floats& out) {
    constexpr float kTerms[] = {1.0f / 720, 1.0f / 120, 1.0f / 24, 1.0f / 6, 0.5f};
    Floats series = d * (1.0f / 5040) + kTerms[0];
    for (int i = 1; i < 5; ++i) series = series * d + kTerms[i];
    out = d * d * series;
    if (!wide) return;
    Floats power = d;
    exponential(power);
    const Floats size = d < 0.0f ? -d : d;
    out = size <= kSmallStep ? out : (power - 1.0f) - d;
}

// Below 0 only by rounding; keeps NaN, which std::max would not.
double notBelowZero(double kl) { return kl < 0 ? 0.0 : kl; }

double logSumExp(const float* logits, int64_t vocab) {
    const double top = static_cast<double>(*std::max_element(logits, logits + vocab));
    double sum = 0;
    for (int64_t i = 0; i < vocab; ++i) sum += std::exp(static_cast<double>(logits[i]) - top);
    return top + std::log(sum);
}

struct Row {
    const float* full;
    const float* other;
    int64_t vocab;
};

RowDifference differenceOf(double mean, double excess, double weight, const Row& row) {
    const double change = (mean + excess) / weight; // of sum p e^d from 1
    // Where nearly all of that sum is gone, what is left of it is rounding.
    const double sum = change < -0.5
                           ? logSumExp(row.other, row.vocab) - logSumExp(row.full, row.vocab)
                           : std::log1p(change);
    return {notBelowZero(sum - mean / weight), sum};
}

RowDifference inDoubles(const float* full, const float* p, const float* other, int64_t vocab) {
    double mean = 0, excess = 0, weight = 0;
    for (int64_t i = 0; i < vocab; ++i) {
        const double d = static_cast<double>(other[i]) - static_cast<double>(full[i]);
        const double w = static_cast<double>(p[i]);
        weight += w;
        mean += w * d;
        excess += w * (std::expm1(d) - d);
    }
    return differenceOf(mean, excess, weight, {full, other, vocab});
}

MOQA_INLINE double total(const Floats& lanes) {
    double sum = 0;
    for (int i = 0; i < kLanes; ++i) sum += static_cast<double>(lanes[i]);
    return sum;
}

MOQA_INLINE void widestStep(const float* full, const float* other, int64_t vocab, Floats& widest) {
    int64_t i = 0;
    for (; i + kLanes <= vocab; i += kLanes) {
        const Floats d = at(other + i) - at(full + i);
        const Floats size = d < 0.0f ? -d : d;
        // NaN stays, for it is not at most anything.
        widest = size <= widest ? widest : size;
    }
    for (; i < vocab; ++i) {
        const float size = std::fabs(other[i] - full[i]);
        if (!(size <= widest[0])) widest[0] = size;
    }
}

} // namespace

MOQA_CLONES RowDifference rowDifference(const float* full, const float* p, const float* other,
                                        int64_t vocab) {
    Floats steps = {};
    widestStep(full, other, vocab, steps);
    float widest = 0;
    for (int i = 0; i < kLanes; ++i)
        if (!(steps[i] <= widest)) widest = steps[i];
    bool finite = true;
    for (int i = 0; i < kLanes; ++i) finite = finite && steps[i] <= kWideStep;
    if (!finite) return inDoubles(full, p, other, vocab);
    const bool wide = widest > kSmallStep;
    double mean = 0, excess = 0, weight = 0;
    for (int64_t begin = 0; begin < vocab; begin += kPiece) {
        const int64_t end = std::min(vocab, begin + kPiece);
        Floats means = {}, excesses = {}, weights = {};
        int64_t i = begin;
        for (; i + kLanes <= end; i += kLanes) {
            const Floats w = at(p + i), d = at(other + i) - at(full + i);
            Floats beyond;
            excessOf(d, wide, beyond);
            means += w * d;
            excesses += w * beyond;
            weights += w;
        }
        mean += total(means);
        excess += total(excesses);
        weight += total(weights);
        for (; i < end; ++i) {
            const double d = static_cast<double>(other[i]) - static_cast<double>(full[i]);
            const double w = static_cast<double>(p[i]);
            mean += w * d;
            excess += w * (std::expm1(d) - d);
            weight += w;
        }
    }
    return differenceOf(mean, excess, weight, {full, other, vocab});
}

MOQA_CLONES int64_t largestIndex(const float* logits, int64_t vocab) {
    float top = logits[0];
    int64_t i = 0;
    if (vocab >= kLanes) {
        Floats tops = at(logits);
        for (; i + kLanes <= vocab; i += kLanes) {
            const Floats x = at(logits + i);
            tops = x > tops ? x : tops;
        }
        for (int lane = 0; lane < kLanes; ++lane) top = std::max(top, tops[lane]);
    }
    for (; i < vocab; ++i) top = std::max(top, logits[i]);
    const float* const found = std::find(logits, logits + vocab, top);
    return found == logits + vocab ? 0 : found - logits;
}

MOQA_CLONES double softmaxRow(const float* logits, int64_t vocab, float* p) {
    constexpr float kLowest = -80.0f; // e^-80 is below what an f32 sum can see
    const float top = logits[largestIndex(logits, vocab)];
    double sum = 0;
    for (int64_t begin = 0; begin < vocab; begin += kPiece) {
        const int64_t end = std::min(vocab, begin + kPiece);
        Floats sums = {};
        int64_t i = begin;
        for (; i + kLanes <= end; i += kLanes) {
            Floats x = at(logits + i) - top;
            x = x < kLowest ? x * 0.0f + kLowest : x;
            exponential(x);
            sums += x;
            at(p + i) = x;
        }
        sum += total(sums);
        for (; i < end; ++i) {
            p[i] = std::exp(logits[i] - top);
            sum += static_cast<double>(p[i]);
        }
    }
    const auto scale = static_cast<float>(1.0 / sum);
    for (int64_t i = 0; i < vocab; ++i) p[i] *= scale;
    return static_cast<double>(top) + std::log(sum);
}

} // namespace moqa
