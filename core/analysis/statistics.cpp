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

} // namespace

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
