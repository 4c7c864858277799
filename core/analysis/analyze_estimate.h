// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The cost of an analysis before it runs.

#include "core/analysis/analyze.h"
#include "core/base/job_estimate.h"

namespace moqa {

// tokens: of each corpus, before windows. Exact shapes, approximate rates; diskBytes are those of
// the results and the token ids, uncompressed. Any thread.
JobEstimate estimateAnalyze(const ModelSource& model, const std::vector<int64_t>& tokens,
                            const AnalyzeOptions& options);

} // namespace moqa
