// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/plan/weight_scores.h"

#include "core/plan/symmetric_eigenvalues.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace moqa {

namespace {

constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();
constexpr int64_t kTileSide = 128;
constexpr int64_t kMostTiles = 256;
constexpr size_t kLeastTail = 10;
constexpr size_t kLookEvery = size_t{1} << 20; // elements, 20 ms of exponentials

// Gram matrix of the tile's shorter side over the length of the other.
std::vector<double> tileSpectrum(MatrixView weight, int64_t row, int64_t col, int64_t rows,
                                 int64_t cols) {
    const bool byRow = rows <= cols;
    const int64_t n = byRow ? rows : cols, length = byRow ? cols : rows;
    const auto at = [&](int64_t i, int64_t k) {
        return static_cast<double>(byRow ? weight.row(row + i)[col + k]
                                         : weight.row(row + k)[col + i]);
    };
    std::vector<double> gram(static_cast<size_t>(n * n));
    for (int64_t i = 0; i < n; ++i)
        for (int64_t j = 0; j <= i; ++j) {
            double sum = 0;
            for (int64_t k = 0; k < length; ++k) sum += at(i, k) * at(j, k);
            gram[static_cast<size_t>(i * n + j)] = sum / static_cast<double>(length);
        }
    return symmetricEigenvalues(std::move(gram), static_cast<size_t>(n));
}

std::vector<double> positive(std::span<const double> rising) {
    std::vector<double> values;
    for (const double v : rising)
        if (v > 0 && std::isfinite(v)) values.push_back(v);
    return values;
}

} // namespace

WeightMoments weightMoments(std::span<const float> values) {
    WeightMoments m{kUndefined, kUndefined, kUndefined};
    if (values.empty()) return m;
    const auto n = static_cast<double>(values.size());
    double sum = 0;
    for (const float v : values) sum += static_cast<double>(v);
    m.mean = sum / n;
    double second = 0, fourth = 0;
    for (const float v : values) {
        const double square = (static_cast<double>(v) - m.mean) * (static_cast<double>(v) - m.mean);
        second += square;
        fourth += square * square;
    }
    m.variance = second / n;
    if (second > 0) m.kurtosis = fourth / n / (m.variance * m.variance);
    return m;
}

double softmaxEntropy(std::span<const float> values, const Progress& progress) {
    if (values.empty()) return kUndefined;
    const auto largest = static_cast<double>(*std::max_element(values.begin(), values.end()));
    double total = 0, mean = 0;
    for (size_t i = 0; i < values.size(); ++i) {
        if (i % kLookEvery == 0 && progress.cancelled()) return kUndefined;
        const double x = static_cast<double>(values[i]) - largest;
        total += std::exp(x);
        mean += std::exp(x) * x;
    }
    return std::log(total) - mean / total;
}

double outlierRatio(MatrixView weight) {
    std::vector<double> largest(static_cast<size_t>(weight.cols), 0.0), sum = largest;
    for (int64_t r = 0; r < weight.rows; ++r)
        for (int64_t c = 0; c < weight.cols; ++c) {
            const double x = std::abs(static_cast<double>(weight.row(r)[c]));
            largest[static_cast<size_t>(c)] = std::max(largest[static_cast<size_t>(c)], x);
            sum[static_cast<size_t>(c)] += x;
        }
    double ratio = 1.0;
    for (size_t c = 0; c < sum.size(); ++c)
        if (sum[c] > 0)
            ratio = std::max(ratio, largest[c] * static_cast<double>(weight.rows) / sum[c]);
    return ratio;
}

std::vector<double> tileEigenvalues(MatrixView weight, const Progress& progress) {
    const int64_t rows = std::min(kTileSide, weight.rows), cols = std::min(kTileSide, weight.cols);
    if (rows < 1 || cols < 1) return {};
    const int64_t across = weight.cols / cols, tiles = weight.rows / rows * across;
    const int64_t taken = std::min(tiles, kMostTiles);
    std::vector<double> pooled;
    for (int64_t i = 0; i < taken && !progress.cancelled(); ++i) {
        const int64_t tile = i * tiles / taken;
        const auto values =
            tileSpectrum(weight, tile / across * rows, tile % across * cols, rows, cols);
        pooled.insert(pooled.end(), values.begin(), values.end());
    }
    std::sort(pooled.begin(), pooled.end());
    return pooled;
}

double hillExponent(std::span<const double> rising) {
    const std::vector<double> values = positive(rising);
    if (values.size() < kLeastTail + 2) return kUndefined;
    const size_t k = std::max(kLeastTail, values.size() / 10);
    const double threshold = values[values.size() - k - 1];
    double sum = 0;
    for (size_t i = values.size() - k; i < values.size(); ++i)
        sum += std::log(values[i] / threshold);
    return sum > 0 ? 1.0 + static_cast<double>(k) / sum : kUndefined;
}

double powerLawExponent(std::span<const double> rising) {
    const std::vector<double> values = positive(rising);
    if (values.size() < kLeastTail + 2) return kUndefined;
    // Sum of logarithms above each threshold, from the end.
    std::vector<double> logs(values.size() + 1, 0.0);
    for (size_t i = values.size(); i-- > 0;) logs[i] = logs[i + 1] + std::log(values[i]);
    // At most 200 thresholds: finer changes the exponent in its third digit.
    const size_t last = values.size() - kLeastTail;
    const size_t step = std::max<size_t>(1, last / 200);
    double best = std::numeric_limits<double>::infinity(), exponent = kUndefined;
    for (size_t start = 0; start <= last; start += step) {
        const auto n = static_cast<double>(values.size() - start);
        const double excess = logs[start] - n * std::log(values[start]);
        if (!(excess > 0)) continue;
        const double alpha = 1.0 + n / excess;
        double distance = 0;
        for (size_t i = start; i < values.size(); ++i) {
            const double fitted = 1.0 - std::pow(values[i] / values[start], 1.0 - alpha);
            const auto rank = static_cast<double>(i - start);
            distance = std::max(
                {distance, std::abs(fitted - rank / n), std::abs(fitted - (rank + 1.0) / n)});
        }
        if (distance < best) {
            best = distance;
            exponent = alpha;
        }
    }
    return exponent;
}

} // namespace moqa
