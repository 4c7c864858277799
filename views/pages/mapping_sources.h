// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What the Mapping page draws beside the scatter: how few channels carry the change, what an expert
// means to each text, and the channels of one expert. Made from arrays of an analysis.

#include "core/analysis/result_array.h"
#include "views/heatmap/grid_source.h"
#include "views/plots/bars_view.h"
#include "views/plots/series_view.h"

#include <memory>

namespace moqa {

// The curve of one layer over the shares of channels, or, for layer -1, the share at 1 % of the
// channels over the layers: the dynamics, the significance of each text and the change within each
// text (both null curves, dashed). Of these texts, or of all: curves of more than two are hard to
// tell apart. Null where the analysis has no dynamics.
std::shared_ptr<const SeriesSource> concentration(const Analysis& analysis, int layer,
                                                  const QStringList& texts = {});
// Rows experts, columns texts, of a layer,expert metric that is kept for single texts.
std::shared_ptr<const GridSource> expertsByTexts(const Analysis& analysis, const QString& metric,
                                                 int layer);
// Channels of an expert by falling significance. Those whose dynamics is among the largest 1 % of
// the expert are marked. Null where channels were not kept; all zero where the expert saw no token.
std::shared_ptr<const BarsSource> channelBars(const Analysis& analysis, int layer, int expert,
                                              const std::string& corpus);

} // namespace moqa
