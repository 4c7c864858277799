// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Which tokens a perplexity protocol feeds and which of them it scores (evaluation.md section 1).
// A plain value.

#include "core/evaluate/evaluate.h"
#include "core/model/forward.h"

namespace moqa {

struct ScoringWindows {
    TokenBatch batch; // disjoint windows, the remainder dropped
    int64_t window = 0;
    int64_t firstScored = 0; // the prediction made at this position of a window is the first scored

    int64_t windows() const { return batch.sequences(); }
    // window - 1 (gptq) or window - 1 - window / 2 (llama.cpp).
    int64_t scoredPerWindow() const { return window - 1 - firstScored; }
};

// The window in force: asked for, or min(2048, the model's limit). Usage error for one of fewer
// than 2 tokens or beyond the model's limit.
Result<int64_t> evaluationWindow(const ModelSpec& spec, const EvaluateOptions& options);

// BadInput for a corpus shorter than a window.
Result<ScoringWindows> scoringWindows(const ModelSpec& spec, const Corpus& corpus,
                                      Protocol protocol, int64_t window);

} // namespace moqa
