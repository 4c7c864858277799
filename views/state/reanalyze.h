// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The options that an analysis was made with, to make it again with one of them changed.

#include "core/analysis/analyze.h"

namespace moqa {

struct AnalyzeAgain {
    AnalyzeOptions options;
    int64_t maxTokens = 0; // of each corpus, so that the same tokens are read
};
// Reads Analysis::optionsJson; what it does not say keeps its default. Of a quick look it answers
// with what the look is a preview of: a quick look again would be as partial.
AnalyzeAgain analyzeAgain(const Analysis& analysis);

} // namespace moqa
