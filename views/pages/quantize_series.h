// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The curves over layers that the page Quantize shows.

#include "views/plots/series_view.h"
#include "views/state/run_reports.h"

#include <memory>

namespace moqa {

// Weight and output error of each layer, side by side. Null without a layer.
std::shared_ptr<const SeriesSource> errorSeries(const std::vector<LayerReport>& layers);
// Share of tokens whose chosen experts differ from the full model's, a curve for each text.
// moeLayers: model layer indices. Null where nothing was compared.
std::shared_ptr<const SeriesSource> routingShiftSeries(const EvaluateRun& run,
                                                       const std::vector<int>& moeLayers);

} // namespace moqa
