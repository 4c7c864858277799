// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Predicts the error curves of experts that were not measured from those that were: the logarithm
// of an expert's relative error (its error over its output's energy) at each format is a straight
// line in the logarithm of the tokens it saw, with one offset per layer (least squares over the
// measured experts of all layers so far). What the line leaves is the uncertainty.

#include <cstddef>
#include <cstdint>
#include <vector>

namespace moqa {

struct MeasuredCurve {
    size_t layer = 0; // any index, dense from 0
    double tokens = 0, energy = 0;
    std::vector<double> errors; // [curve]: the parts and formats
};

class LossEstimator {
public:
    // At least one curve with a positive energy and error per layer and curve index.
    LossEstimator(const std::vector<MeasuredCurve>& measured, size_t layers, size_t curves);

    double predict(size_t layer, double tokens, double energy, size_t curve) const;
    // Standard deviation of the logarithm of what is predicted.
    double uncertainty() const { return m_deviation; }

private:
    std::vector<double> m_offset; // [layer][curve]
    std::vector<double> m_slope;  // [curve]
    size_t m_curves = 0;
    double m_deviation = 0;
};

} // namespace moqa
