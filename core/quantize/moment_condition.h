// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// How well conditioned a moment is once it is damped as GPTQ damps it: near 1 / damping the data
// decide little and the damping decides the rest. Pure functions; any thread.

#include "core/quantize/moments.h"

namespace moqa {

// Largest over smallest eigenvalue of the moment with `damp` times the mean of its live diagonal
// added to the diagonal (a column that was never used has that mean), by power and inverse
// iteration: within a few per cent, from below. Infinity for a moment without a token. Cancelled is
// the only error.
Result<double> dampedCondition(const Moment& moment, double damp, const Progress& progress);

} // namespace moqa
