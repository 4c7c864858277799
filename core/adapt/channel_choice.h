// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Which channels go to the cache of a quantized model (moqa.md section 6 step 1): those of each
// layer whose share of the significance differs most between the calibration texts. Pure functions
// but for the pass over the texts; any thread.

#include "core/analysis/analyze.h"
#include "core/plan/plan.h"
#include "core/quantize/channel_cache.h"

#include <span>

namespace moqa {

// "energy", "magnitude", "activation"; BadInput for others.
Result<Significance> parseSignificance(const std::string& name);

// The `count` channels of the largest dynamics [experts * width] among the eligible experts, rising
// by expert and channel; equal ones by number. A value that is not a number counts as 0. Fewer only
// where there are fewer.
std::vector<ChannelId> chooseChannels(std::span<const double> dynamics, int64_t width,
                                      int64_t count, const std::vector<bool>& eligible);

// The request for a share of the channels, from the analysis where it holds the channels'
// significance (moqa analyze --keep channels), else from a pass over the calibration texts of its
// own. An expert that the plan keeps whole has no need of a cache. analysis may be null. Usage
// error for a share outside (0, 1] or a single calibration text, which shows no change.
Result<CacheRequest> makeCacheRequest(const ModelSource& model, const Plan& plan,
                                      const Analysis* analysis,
                                      const std::vector<Corpus>& calibration, int64_t window,
                                      double share, Progress& progress);

} // namespace moqa
