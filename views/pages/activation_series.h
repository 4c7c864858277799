// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Line plots of stage 1: a quantity over the layers with its intervals, and the long tail of a
// text's tokens with its fit.

#include "core/analysis/result_array.h"
#include "views/plots/series_view.h"

#include <memory>

namespace moqa {

// A per-layer metric of every corpus as one series each, with bands where the analysis has
// ID_low and ID_high. Null if it has no array of the metric.
std::shared_ptr<const SeriesSource> layerSeries(const Analysis& analysis, const MetricInfo& metric);

// Frequency of the tokens of a corpus by rank on two logarithmic axes, and C * r^-beta fitted to
// it. corpus "" = the first one. Null without token statistics.
std::shared_ptr<const SeriesSource> longTail(const Analysis& analysis, const QString& corpus);

} // namespace moqa
