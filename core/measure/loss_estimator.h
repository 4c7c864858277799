// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Predicts the error curves of experts that were measured at one format alone from those of the
// same layer that were measured at all: their errors at another format are a constant share of
// those at the known one, the geometric mean over the measured experts. What their logarithms
// scatter about it is the uncertainty.
//
// There is no slope over the tokens that an expert saw: the known error holds their effect already,
// and a line through the two or three experts that a sample leaves a layer says anything at all
// beyond them. A mean lies between the least and the greatest share that was measured.

#include <cstddef>
#include <vector>

namespace moqa {

class LossEstimator {
public:
    // measured [expert][format]: errors, all of one length; known: the format that every expert is
    // measured at. Experts without an error there, or at the format, say nothing; a format that
    // none says anything of is predicted as the known one.
    LossEstimator(const std::vector<std::vector<double>>& measured, size_t known);

    double predict(double knownError, size_t format) const { return knownError * m_share[format]; }
    // Standard deviation of the logarithm of what is predicted: an expert's own scatter and that of
    // the mean. 1 where no format has two experts to tell it by.
    double uncertainty() const { return m_deviation; }

private:
    std::vector<double> m_share; // [format]
    double m_deviation = 1;
};

} // namespace moqa
