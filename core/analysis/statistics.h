// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Small statistics that the stages share: intervals, measures of inequality, quantiles, mutual
// information. Pure functions in double; NaN where a quantity is not defined (no data), never a
// zero in disguise.

#include "core/base/quantile.h"

#include <array>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace moqa {

inline constexpr double kNotSeen = std::numeric_limits<double>::quiet_NaN();

struct Interval {
    double low = kNotSeen, high = kNotSeen;
};

// 95 % score interval of a share of hits in trials (Wilson 1927): stays inside [0, 1] and is honest
// for 0 hits. It takes trials as independent. NaN for no trials.
Interval wilsonInterval(int64_t hits, int64_t trials);

// P(|T| >= |t|) of Student's t with `freedom` >= 1 degrees. NaN for NaN.
double studentTwoSided(double t, double freedom);
// The t > 0 with studentTwoSided(t, freedom) == p, for p in (0, 1).
double studentPoint(double p, double freedom);

// Population standard deviation over mean. NaN if empty or the mean is 0.
double coefficientOfVariation(std::span<const double> values);
// 0 = all equal, (n - 1) / n = all in one. Values >= 0; NaN if empty or the sum is 0.
double gini(std::span<const double> values);
// NaN if empty or the mean is 0.
double maxOverMean(std::span<const double> values);

inline constexpr int kDecileCount = 11; // 0, 10, ..., 100 %
std::array<double, kDecileCount> deciles(std::vector<double> values);

// Mutual information in bits of the row and column of a table [rows, columns] of non-negative
// weights, which is normalised to sum 1. NaN for a table of zeros.
double mutualInformationBits(std::span<const double> table, int64_t rows);

} // namespace moqa
