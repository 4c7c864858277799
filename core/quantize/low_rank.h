// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Low-rank compensation (MiLo: Huang et al., arXiv 2504.02658; quantizers.md 4.3): what rounding
// left of a weight, W - Q, comes back as the product of two thin matrices in f16. Pure functions;
// any thread, parallel inside when called from a serial one.
//
// Deviations: with a moment H of the inputs the product is the best one for the outputs, least
// tr((E - L R) H (E - L R)^T), instead of for the weights; the factors stay f16 (published: 3
// bits).

#include "core/base/progress.h"
#include "core/base/tensor.h"
#include "core/quantize/moments.h"

namespace moqa {

struct LowRankFactors {
    Matrix left;  // [rows, rank]
    Matrix right; // [rank, cols], each row as long as its column of left
};

// The best rank-`rank` approximation of error [rows, cols]; rank >= 1 and at most the smaller side.
// moment [cols, cols], null: all inputs alike. By subspace iteration from fixed random numbers:
// equal input, equal output. Cancelled is the only error.
Result<LowRankFactors> approximate(const Matrix& error, int64_t rank, const Moment* moment,
                                   const Progress& progress);

// Eigenvalues, falling, and eigenvectors (rows of vectors) of the symmetric a [n, n], by Jacobi's
// rotations: for the few dozen rows that a rank has.
void symmetricEigen(std::vector<double>& a, int64_t n, std::vector<double>& values,
                    std::vector<double>& vectors);

} // namespace moqa
