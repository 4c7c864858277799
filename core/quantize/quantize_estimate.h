// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The cost of a quantization before it runs.

#include "core/base/job_estimate.h"
#include "core/quantize/quantize_model.h"

namespace moqa {

// tokens: of calibration, all corpora together; 0 = none. diskBytes are the plan's bytes. Any
// thread.
JobEstimate estimateQuantize(const ModelSource& model, const Plan& plan, int64_t tokens,
                             const QuantizeOptions& options);

} // namespace moqa
