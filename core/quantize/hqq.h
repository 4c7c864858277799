// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// HQQ (Badri and Shaji, "Half-Quadratic Quantization of Large Machine Learning Models", 2023;
// quantizers.md section 2): without data, the zero point of each group that makes the p-norm of the
// weight error small, p < 1, so that few large errors are preferred to many middling ones. The
// scale stays that of the range. Pure functions; any thread, parallel inside when called from a
// serial one.
//
// Deviations: what is kept is the iterate of the least p-norm after its zero point is rounded to
// f16 (published: the mean magnitude of the error, per matrix), group by group; and the grid of
// rounding to nearest stands as a candidate, so that the result is never worse by that norm.

#include "core/base/progress.h"
#include "core/quantize/grid.h"

namespace moqa {

struct HqqRule {
    double p = 0.7, beta = 10, kappa = 1.01; // beta grows by kappa at each iteration
    int iterations = 20;                     // at most; it ends as soon as one does not improve
};

// Generalized shrinkage: sign(x) max(0, |x| - |x|^(p-1) / beta), the minimiser over e of
// |e|^p + beta/2 (e - x)^2 to first order. 0 at 0.
float shrinkToward0(float x, double beta, double p);

// sum |x_i - grid(x_i)|^p over codes 0 .. maxCode.
double groupPNorm(const float* x, int64_t n, const GroupGrid& grid, float maxCode, double p);

// Grid of the n weights x of one group, bits 2..8; zero is the value of an f16.
GroupGrid findHqqGrid(const float* x, int64_t n, int bits, const HqqRule& rule = {});

// weight finite. format with zero points (UnitFormat::hasZeroPoints): its result has real ones;
// symmetric and one-bit formats have none to search and are rounded as rtn does. Cancelled is the
// only error.
Result<QuantizedTensor> quantizeHqq(MatrixView weight, WeightId id, const UnitFormat& format,
                                    const Progress& progress);

} // namespace moqa
