// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What the quantized layers before did to a linear's inputs, and the weight that makes up for it
// (asymmetric calibration: GPTAQ, arXiv 2504.02692; quantizers.md 1.3). GPTQ fits Q x' to W x' on
// the inputs x' of the quantized stream; wanted is Q x' ~ W x with the x of the full one. With H =
// E[x' x'^T] and D = E[(x - x') x'^T] the weight that GPTQ should fit is W (I + a D H^-1): a = 1 is
// the least squares solution, GPTAQ takes a share of it. Here the whole correction is made before
// rounding begins; GPTAQ hands it on column by column, to the columns that are still to be rounded.
// Values; one thread at a time.

#include "core/quantize/gptq.h"

namespace moqa {

class InputDrift {
public:
    explicit InputDrift(int64_t n) : m_n(n), m_sum(static_cast<size_t>(n * n)) {}

    // Adds sum_t w_t (full_t - seen_t) seen_t^T; full and seen [t, n] are rows of the same tokens.
    // weights [t], null = ones. Cancelled is the only error.
    Status add(MatrixView full, MatrixView seen, const float* weights, const Progress& progress);
    // a D (H + damping)^-1 [n, n] with H the moment of the factor, which is normalized: D is the
    // mean by the same weights times `share`. Empty if nothing drifted. The factor has no cached
    // columns. Cancelled is the only error.
    Result<Matrix> correction(const GptqFactor& factor, double share,
                              const Progress& progress) const;

private:
    int64_t m_n;
    double m_weight = 0;
    std::vector<double> m_sum; // [n, n], rows: the difference
};

// weight [rows, n] += weight correction.
void correctDrift(const Matrix& correction, Matrix& weight);

} // namespace moqa
