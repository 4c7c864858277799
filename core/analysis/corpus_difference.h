// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Does an expert work more on one corpus than on another, or is it chance? The difference of a
// metric of counts in every cell with its 95 % interval and a p-value corrected for the number of
// cells. A pure function of an analysis; any thread, but not the window's: 32,768 cells take some
// 0.1 s.

#include "core/analysis/result_array.h"
#include "core/base/result.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace moqa {

inline constexpr double kFalseDiscoveryRate = 0.05;
// With fewer windows their spread is too poor an estimate of the variance to stand alone.
inline constexpr int64_t kLeastWindows = 8;

// All arrays [layer rows, experts]; NaN in a cell that one corpus has no value of (a layer that was
// not analysed).
struct CorpusDifference {
    std::string metric, corpusA, corpusB;
    std::vector<int> moeLayers;
    int experts = 0;
    std::vector<double> difference;   // value in A minus value in B, in the metric's unit
    std::vector<double> low, high;    // 95 % of each cell by itself
    std::vector<double> p;            // two-sided, uncorrected
    std::vector<double> pAdjusted;    // Benjamini & Hochberg 1995 over all cells with a p
    std::vector<uint8_t> significant; // pAdjusted <= kFalseDiscoveryRate
    int64_t cells = 0;                // those with a p: the number of comparisons
    int64_t windowsA = 0, windowsB = 0;
    // False where one corpus has fewer than kLeastWindows windows (or its analysis did not keep
    // frequency_se): the variance is then the larger of that between windows and that of
    // independent tokens, and the intervals are likely too narrow.
    bool clustered = false;
    std::string note; // one sentence for people: variance, windows, correction
};

// metric: "frequency" or "load" (load is frequency over fair share). Tokens of a text are not
// independent, windows nearly are: the variance is that of the window frequencies (ratio estimator,
// Cochran 1977 section 11.8, windows of equal length; metric frequency_se), the test is Welch's t
// with window counts as sample sizes, degrees of freedom rounded down. A corpus whose windows do
// not differ at all (an expert without a token) gets the variance of (n + 1) of (T + 2) independent
// tokens (Agresti & Caffo 2000). Among the cells called significant 5 % are false on average; this
// holds for independent or positively dependent cells.
// Usage: another metric, twice the same corpus. BadInput: no such corpus, stage 1 was not run.
Result<CorpusDifference> corpusDifference(const Analysis& analysis, const std::string& metric,
                                          const std::string& corpusA, const std::string& corpusB);

// Benjamini-Hochberg adjusted p-values: p_(i) m / i, made rising, at most 1. NaN stays NaN and does
// not count.
std::vector<double> adjustedForFalseDiscovery(std::span<const double> p);

} // namespace moqa
