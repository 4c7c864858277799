// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What one weight tensor looks like: moments, exact quantiles, a histogram that says what lies
// outside it, norms of rows and columns and a picture small enough to draw. Read in tiles of about
// 1 MiB, twice; memory is some 10 MB a thread, 10 MB of counters and the results, whatever the size
// of the tensor. A pure function from a source to a value; any thread.

#include "core/base/progress.h"
#include "core/checkpoint/model_source.h"

#include <array>
#include <cstdint>
#include <utility>
#include <vector>

namespace moqa {

inline constexpr int kMaxHistogramBins = 200;
inline constexpr int64_t kMaxPictureSide = 512;
inline constexpr size_t kMaxDistinct = 64;
inline constexpr std::array<double, 9> kTensorQuantiles{0.001, 0.01, 0.05, 0.25, 0.5,
                                                        0.75,  0.95, 0.99, 0.999};

struct TensorStatisticsOptions {
    int bins = kMaxHistogramBins; // 1 to kMaxHistogramBins
    // The histogram spans the quantiles tail and 1 - tail where the whole range is more than twice
    // as wide, so that a few outliers do not flatten it; 0 = the whole range always. In [0, 0.5).
    double tail = 0.001;
    int64_t pictureRows = kMaxPictureSide, pictureColumns = kMaxPictureSide; // at most
};

struct TensorHistogram {
    double low = 0.0, high = 0.0; // bins of equal width; a value of `high` is in the last one
    std::vector<int64_t> counts;  // [bins]; one bin where all values are equal
    int64_t below = 0, above = 0; // finite values outside, never merged into the end bins
    // Every value and its count, rising, where the tensor has at most kMaxDistinct of them (masks,
    // codes, ternary weights): bins would hide that. Else empty.
    std::vector<std::pair<float, int64_t>> distinct;
};

// [rows, cols] pixels, row-major, each over a block of the tensor's elements (its finite ones; NaN
// for a block without). A tensor smaller than the picture has one pixel per element.
struct TensorPicture {
    int64_t rows = 0, cols = 0;
    std::vector<float> low, high, mean;
};

// Moments, quantiles and norms are over finite values; NaN where there is none.
struct TensorStatistics {
    int64_t rows = 0, cols = 0;
    int64_t count = 0, nonFinite = 0, zeros = 0; // count: all elements
    double low = 0.0, high = 0.0;                // true minimum and maximum
    double mean = 0.0, standardDeviation = 0.0;  // of the population
    double kurtosis = 0.0; // m4 / m2^2: 3 = normal, more = heavier tails; NaN if all are equal
    std::array<double, kTensorQuantiles.size()> quantiles{}; // exact, linear between neighbours
    TensorHistogram histogram;
    std::vector<double> rowNorms, columnNorms; // Euclidean, [rows] and [cols]
    TensorPicture picture;

    double zeroShare() const {
        return count == 0 ? 0.0 : static_cast<double>(zeros) / static_cast<double>(count);
    }
};

// Usage for options outside their bounds, BadInput for a weight that the model does not have or
// that cannot be read, Cancelled within a wave of tiles (a few ms). Does not depend on threads.
Result<TensorStatistics> tensorStatistics(const ModelSource& model, WeightId id,
                                          const TensorStatisticsOptions& options,
                                          Progress& progress);

} // namespace moqa
