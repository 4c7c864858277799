// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a new text means for a quantized model with a channel cache (moqa.md section 6): how its use
// of the experts differs from that of the calibration texts, which experts it would give another
// precision, and the patch that does so. One pass over a sample of the text through the quantized
// model; nothing is written.

#include "core/adapt/channel_patch.h"
#include "core/adapt/usage_monitor.h"
#include "core/analysis/analyze.h"

namespace moqa {

struct AdaptOptions {
    PatchMode mode = PatchMode::Switch;
    int64_t windowTokens = 2048; // of the monitor's sliding window
    uint64_t seed = 0;
};

// What one text left behind.
struct TextSample {
    std::string corpus;
    int64_t tokens = 0, droppedTokens = 0;
    std::vector<double> significance; // [moe layers, experts]
    std::vector<UsageCounts> usage;   // by moe layer
    int64_t unreached = 0;            // experts that no token chose
};

// significance as the calibration mix was weighed (CachedModel). BadInput for a text shorter than a
// window.
Result<TextSample> sampleText(const ModelSource& model, const Corpus& corpus, int64_t window,
                              Significance significance, double reweight, uint64_t seed,
                              Progress& progress);

struct Adaptation {
    std::vector<TextSample> samples;
    std::vector<UsageDrift> drifts; // of each text
    std::vector<PrecisionChange> changes;
    int64_t cachedChannels = 0;
    int64_t unreached = 0; // experts that none of the texts reached: they stay as they are
    ChannelPatch patch;
    double sampleSeconds = 0, patchSeconds = 0;

    bool recommendsSwitch() const; // for any of the texts
};

// model is the quantized model that `cached` describes. Several texts count alike.
Result<Adaptation> adapt(const ModelSource& model, const CachedModel& cached,
                         const std::vector<Corpus>& corpora, const AdaptOptions& options,
                         Progress& progress);

} // namespace moqa
