// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What the literature reads from a weight alone to guess how many bits it needs (quantizers.md
// sections 4.9 and 5.2). Pure functions; one weight is held in memory at a time.

#include "core/base/progress.h"
#include "core/checkpoint/model_source.h"

#include <span>
#include <vector>

namespace moqa {

struct WeightMoments {
    double mean = 0, variance = 0; // of the population
    double kurtosis = 0;           // m4 / m2^2; NaN if all are equal
};
WeightMoments weightMoments(std::span<const float> values);

// Entropy in nats of softmax over all elements (EWQ, arXiv 2503.04704). For the small elements of
// weights it is ln n - variance / 2 to second order: a measure of size and spread, not of
// information.
// Looks for a cancel on its way; then NaN.
double softmaxEntropy(std::span<const float> values, const Progress& progress = silentProgress());

// max over columns j of max_i |W_ij| / mean_i |W_ij| (QuantMoE-Bench, arXiv 2406.08155). A column
// of zeros counts as 1.
double outlierRatio(MatrixView weight);

// Eigenvalues of T T' / cols(T) over tiles of 128 x 128 (smaller where the weight is), pooled and
// rising; at most 256 tiles, evenly spaced (FARMS samples them at random). Parts of tiles at the
// edges are left out, as in AlphaQ. Looks for a cancel before each tile; then what it has.
std::vector<double> tileEigenvalues(MatrixView weight, const Progress& progress = silentProgress());

// Hill's estimate of the tail exponent, 1 + k / sum_{i<=k} ln(l_i / l_{k+1}) over the largest tenth
// of the values, at least 10 (AlphaQ, arXiv 2606.04980). NaN for fewer than 12 positive values.
double hillExponent(std::span<const double> rising);

// Exponent of the power law that fits best above its own threshold: maximum likelihood, the
// threshold with the least Kolmogorov-Smirnov distance (Clauset, Shalizi & Newman 2009), at least
// 10 values above it. NaN as hillExponent.
double powerLawExponent(std::span<const double> rising);

} // namespace moqa
