// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// How much of what was asked an analysis holds. A quick look has every layer but only some of the
// tokens; a cancelled analysis has all tokens in the layers that were done. It travels in
// Analysis::optionsJson under "coverage", which an analysis that is complete does not have, so that
// whoever keeps or shows an analysis keeps the label too. Values; any thread.

#include "core/analysis/analyze.h"

#include <cstdint>
#include <string>
#include <vector>

namespace moqa {

inline constexpr int64_t kQuickLookTokens = 2048;

struct Coverage {
    int64_t tokensPlanned = 0, tokensSeen = 0; // over all corpora
    int layersPlanned = 0, layersComplete = 0; // with routed experts
    bool partial() const { return tokensSeen < tokensPlanned || layersComplete < layersPlanned; }
    // "2048 of 98304 tokens", "3 of 16 layers", both, or "" if complete.
    std::string text() const;
};

// Complete where the options say nothing or nothing sensible.
Coverage coverageOf(const Analysis& analysis);
// Writes the label into optionsJson, or takes it out if it is complete.
void setCoverage(Analysis& analysis, const Coverage& coverage);

// What to give to analyze() for a first picture of all layers: windows of at most 256 tokens spread
// evenly over each corpus, `tokens` in all, eight windows or more of each corpus where that leaves
// 32 tokens a window; stages 1 and 2 (stage 3 reads every expert a second time). The result is
// labelled with the tokens that `options` would have taken. Corpora that are shorter than their
// share are taken whole.
struct QuickLook {
    std::vector<Corpus> corpora;
    AnalyzeOptions options;
};
QuickLook quickLook(const ModelSpec& spec, const std::vector<Corpus>& corpora,
                    const AnalyzeOptions& options, int64_t tokens = kQuickLookTokens);

} // namespace moqa
