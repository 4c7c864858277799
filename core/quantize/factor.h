// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Dense factorisations in double for GPTQ: blocked, parallel inside when called from a serial
// thread, and with the same sums in the same order for any number of threads.

#include "core/base/progress.h"

#include <cstdint>

namespace moqa {

// Lower Cholesky factor of the symmetric a [n,n] (row stride n) in place. Only the lower triangle
// is read; what the upper one holds afterwards means nothing. False if a is not positive definite
// (a is then spoiled). Cancelled is the only error.
Result<bool> choleskyLower(double* a, int64_t n, const Progress& progress);

// x = (L L^T)^-1 x for the lower factor L [n,n] of choleskyLower.
void solveFactored(const double* lower, int64_t n, double* x);

// Inverse of the lower triangular a [n,n] in place (positive diagonal); the upper triangle
// becomes zero.
Status invertLower(double* a, int64_t n, const Progress& progress);

} // namespace moqa
