// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The cost of a measurement of losses before it runs.

#include "core/base/job_estimate.h"
#include "core/measure/measure_losses.h"

namespace moqa {

// tokens: of each corpus. diskBytes are those of the table. Any thread.
JobEstimate estimateMeasure(const ModelSource& model, const std::vector<int64_t>& tokens,
                            const MeasureOptions& options);

} // namespace moqa
