// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What is asked of an analysis: refused with one clear sentence before any work is done, and
// written down in the result.

#include "core/analysis/analyze.h"

#include <string>
#include <vector>

namespace moqa {

// BadInput for a model without routed experts; Usage for no corpus, equal or unusable names,
// weights of unknown corpora, values outside their range, no stage.
Status checkRequest(const ModelSource& model, const std::vector<Corpus>& corpora,
                    const AnalyzeOptions& options);

// All options in force as canonical JSON: fixed order of keys, shortest exact numbers.
std::string optionsJson(const AnalyzeOptions& options, int64_t window,
                        const std::vector<CorpusInfo>& corpora);

} // namespace moqa
