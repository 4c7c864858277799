// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/statistics.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace moqa {

namespace {

double sumOf(std::span<const double> values) {
    return std::accumulate(values.begin(), values.end(), 0.0);
}

// Regularised incomplete beta function I_x(a, b) by its continued fraction (modified Lentz), which
// converges fast for x below (a + 1) / (a + b + 2).
double betaFraction(double a, double b, double x) {
    constexpr double kTiny = 1e-300;
    const auto away = [](double v) { return std::abs(v) < kTiny ? kTiny : v; };
    double c = 1.0, d = 1.0 / away(1.0 - (a + b) * x / (a + 1.0));
    double fraction = d;
    for (int m = 1; m <= 300; ++m) {
        const double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
        d = 1.0 / away(1.0 + even * d);
        c = away(1.0 + even / c);
        fraction *= c * d;
        const double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
        d = 1.0 / away(1.0 + odd * d);
        c = away(1.0 + odd / c);
        fraction *= c * d;
        if (std::abs(c * d - 1.0) < 1e-15) break;
    }
    return fraction;
}

double incompleteBeta(double a, double b, double x) {
    if (x <= 0.0) return 0.0;
    if (x >= 1.0) return 1.0;
    const double front = std::exp(std::lgamma(a + b) - std::lgamma(a) - std::lgamma(b) +
                                  a * std::log(x) + b * std::log1p(-x));
    if (x < (a + 1.0) / (a + b + 2.0)) return front * betaFraction(a, b, x) / a;
    return 1.0 - front * betaFraction(b, a, 1.0 - x) / b;
}

} // namespace

double studentTwoSided(double t, double freedom) {
    if (std::isnan(t)) return kNotSeen;
    return incompleteBeta(0.5 * freedom, 0.5, freedom / (freedom + t * t));
}

double studentPoint(double p, double freedom) {
    double low = 0.0, high = 1.0;
    while (studentTwoSided(high, freedom) > p) high *= 2.0;
    for (int i = 0; i < 100; ++i) {
        const double middle = 0.5 * (low + high);
        (studentTwoSided(middle, freedom) > p ? low : high) = middle;
    }
    return 0.5 * (low + high);
}

Interval wilsonInterval(int64_t hits, int64_t trials) {
    if (trials <= 0) return {};
    constexpr double kZ = 1.959963984540054; // 97.5 % point of the standard normal
    const double n = static_cast<double>(trials);
    const double p = static_cast<double>(hits) / n;
    const double scale = 1.0 / (1.0 + kZ * kZ / n);
    const double centre = scale * (p + kZ * kZ / (2.0 * n));
    const double half = scale * kZ * std::sqrt(p * (1.0 - p) / n + kZ * kZ / (4.0 * n * n));
    return {std::max(0.0, centre - half), std::min(1.0, centre + half)};
}

double coefficientOfVariation(std::span<const double> values) {
    const double n = static_cast<double>(values.size());
    const double mean = sumOf(values) / n;
    if (values.empty() || mean == 0.0) return kNotSeen;
    double square = 0.0;
    for (const double v : values) square += (v - mean) * (v - mean);
    return std::sqrt(square / n) / mean;
}

double gini(std::span<const double> values) {
    const double sum = sumOf(values);
    if (values.empty() || sum == 0.0) return kNotSeen;
    std::vector<double> sorted(values.begin(), values.end());
    std::sort(sorted.begin(), sorted.end());
    const double n = static_cast<double>(sorted.size());
    double weighted = 0.0;
    for (size_t i = 0; i < sorted.size(); ++i)
        weighted += (2.0 * static_cast<double>(i + 1) - n - 1.0) * sorted[i];
    return weighted / (n * sum);
}

double maxOverMean(std::span<const double> values) {
    const double sum = sumOf(values);
    if (values.empty() || sum == 0.0) return kNotSeen;
    return *std::max_element(values.begin(), values.end()) * static_cast<double>(values.size()) /
           sum;
}

std::array<double, kDecileCount> deciles(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    std::array<double, kDecileCount> out{};
    for (int i = 0; i < kDecileCount; ++i)
        out[static_cast<size_t>(i)] = quantileOfSorted(values, static_cast<double>(i) / 10.0);
    return out;
}

double mutualInformationBits(std::span<const double> table, int64_t rows) {
    const double total = sumOf(table);
    if (rows <= 0 || total <= 0.0) return kNotSeen;
    const size_t rowCount = static_cast<size_t>(rows);
    const size_t columns = table.size() / rowCount;
    std::vector<double> rowSum(rowCount, 0.0), columnSum(columns, 0.0);
    for (size_t r = 0; r < rowCount; ++r)
        for (size_t c = 0; c < columns; ++c) {
            rowSum[r] += table[r * columns + c];
            columnSum[c] += table[r * columns + c];
        }
    double bits = 0.0;
    for (size_t r = 0; r < rowCount; ++r)
        for (size_t c = 0; c < columns; ++c) {
            const double joint = table[r * columns + c];
            if (joint > 0.0) bits += joint * std::log2(joint * total / (rowSum[r] * columnSum[c]));
        }
    // Rounding can leave a few 1e-17 below zero, which information cannot be.
    return std::max(0.0, bits / total);
}

} // namespace moqa
