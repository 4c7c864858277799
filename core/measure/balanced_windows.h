// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A calibration text chosen from a larger one so that the experts are reached as evenly as
// possible: whole windows of the user's own text, not text that the model makes up (MoEQuant's
// self-sampling, quantizers.md 4.1). Deterministic; one thread at a time, parallel inside.

#include "core/base/progress.h"
#include "core/checkpoint/model_source.h"
#include "core/text/corpus.h"

#include <cstdint>
#include <vector>

namespace moqa {

// Tokens that each window of a text sends to each unit (layer and expert).
struct WindowLoads {
    int64_t units = 0;
    std::vector<uint32_t> counts; // [window, unit]

    int64_t windows() const {
        return units > 0 ? static_cast<int64_t>(counts.size()) / units : int64_t{0};
    }
};

// `wanted` windows of each text, in their order in the text: one at a time, of the texts in turn,
// always the window after which the sum of the squared loads of all units is least (of equal ones
// the first). As every window adds the same number of tokens to every layer, that is the least sum
// of squared coefficients of variation. A text with no more windows gives all of them.
std::vector<std::vector<int64_t>> chooseBalanced(const std::vector<WindowLoads>& texts,
                                                 int64_t wanted);

// Coefficient of variation of the load over the experts of a layer, mean over the layers.
double loadVariation(const std::vector<double>& loads, int64_t experts);

struct BalancedCorpora {
    std::vector<Corpus> corpora; // with source and hash of their own
    int64_t window = 0;
    // Of the chosen windows together, and of as many from the start of each text.
    double variation = 0, variationOfFirst = 0;
};

// About `tokens` tokens of each corpus (whole windows, at least one); window 0 = min(2048, the
// model's limit). Costs a pass over all of the texts. BadInput: a corpus shorter than a window, a
// model without routed experts. Else errors of the forward pass, Cancelled.
Result<BalancedCorpora> balanceCorpora(const ModelSource& model, const std::vector<Corpus>& corpora,
                                       int64_t tokens, int64_t window, Progress& progress);

} // namespace moqa
