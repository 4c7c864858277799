// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Whether a text uses the experts as the calibration texts did (moqa.md section 6 step 5; the paper
// does not say how a change is noticed). Windows slide over the text; each window's usage of the
// experts is compared with that of the calibration mix by Jensen-Shannon divergence. The null band
// comes from the calibration texts themselves: every window of one of them against the mix without
// that window. It holds what one of the known texts differs from their mix, so that a known text
// does not call for a switch. Pure functions; any thread.

#include "core/adapt/cached_model.h"

#include <span>

namespace moqa {

// Between two distributions given as counts or shares of any sum, in bits: 0 = equal, 1 = nothing
// in common. NaN where one is empty.
double jensenShannon(std::span<const double> a, std::span<const double> b);

// What a text did with the experts of one layer: tokens of each sequence that chose each expert,
// [sequences, experts], sequences as long as those of the calibration.
using UsageCounts = std::vector<int32_t>;

struct LayerDrift {
    int layer = 0;
    double mean = 0, highest = 0;      // divergence over the windows of the text, bits
    double nullMean = 0, nullHigh = 0; // of calibration windows: mean and 95 % quantile
};

struct UsageDrift {
    std::string corpus;
    int64_t windowTokens = 0;
    int64_t windows = 0, nullWindows = 0;
    std::vector<LayerDrift> layers;
    double mean = 0, nullMean = 0, nullHigh = 0; // of the windows' means over the layers
    double beyond = 0;                           // share of windows whose mean is above nullHigh

    bool recommendsSwitch() const { return beyond > 0.5; }
};

inline constexpr double kNullLevel = 0.95;

// usage: one for each of model.layers. windowTokens is rounded to whole sequences, at most half of
// the shortest calibration text and the whole new text. BadInput where the model has no usage of
// two sequences or the text not one.
Result<UsageDrift> usageDrift(const CachedModel& model, const std::vector<UsageCounts>& usage,
                              int64_t windowTokens);

} // namespace moqa
