// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The one rank correlation, so that scores and predictions are judged alike. Pure; any thread.

#include <span>

namespace moqa {

// Spearman's rank correlation, ties by mean rank, over pairs in which both are finite. NaN for
// sides of unlike length, fewer than three such pairs or where one side is constant.
double rankCorrelation(std::span<const double> a, std::span<const double> b);

} // namespace moqa
