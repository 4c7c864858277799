// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The cost of an evaluation before it runs.

#include "core/base/job_estimate.h"
#include "core/evaluate/evaluate.h"

namespace moqa {

// tokens: of each corpus, before windows. full: the model to compare with, whose reference run is
// counted as part of the job; may be null. Nothing is written: diskBytes is 0. Any thread.
JobEstimate estimateEvaluate(const ModelSource& model, const std::vector<int64_t>& tokens,
                             const EvaluateOptions& options, const ModelSource* full);

} // namespace moqa
