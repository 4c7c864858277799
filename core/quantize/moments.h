// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Second moments of a linear's inputs, sum_t w_t x_t x_t^T, counted in tokens (moqa.md section 2).
// Sums of at most 4096 rows are f32, these are added in double. A Moment is used by one thread at a
// time; the sums do not depend on the number of threads.

#include "core/base/progress.h"
#include "core/base/tensor.h"

#include <vector>

namespace moqa {

class Moment {
public:
    explicit Moment(int64_t n) : m_n(n), m_sum(static_cast<size_t>(n * n)) {}

    // Adds the rows x [t, n]; weights [t] >= 0, null = ones. Cancelled is the only error.
    Status add(MatrixView x, const float* weights, const Progress& progress);
    // Divides by the sum of weights: the mean of x x^T. Nothing if no weight was added.
    void normalize();
    // Toward the layer's mean: (t H + k L) / (t + k), both normalized, t = tokens() (moqa.md 2).
    void shrinkToward(const Moment& layer, double k);

    int64_t size() const { return m_n; }
    int64_t tokens() const { return m_tokens; }
    bool empty() const { return !(m_weight > 0); }
    const double* data() const { return m_sum.data(); }

private:
    int64_t m_n;
    int64_t m_tokens = 0;
    double m_weight = 0;
    std::vector<double> m_sum; // [n, n]
};

// tr(A M A^T) of a [rows, n]: the energy of the outputs a x over the inputs of the moment. Products
// are f32, their sums double. Cancelled is the only error.
Result<double> outputEnergy(MatrixView a, const Moment& moment, const Progress& progress);

} // namespace moqa
