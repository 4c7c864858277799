// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a quantization needs at a time: how many independent jobs may run side by side, and whether
// one fits at all.

#include "core/quantize/quantize_model.h"

#include <cstdint>

namespace moqa {

// At most one per thread and job, and what memory allows (the limit of --memory, else half of the
// machine's). One where fewer than half of the threads would get a job: a job alone uses them all.
int workersThatFit(int64_t bytesPerJob, int64_t jobs);

// BadInput, before any work, if the limit of --memory does not hold the largest layer, as it is
// mapped and as it comes out, and the steps of the weight that needs most.
Status requireLinearMemory(const ModelSource& model, const Plan& plan,
                           const QuantizeOptions& options);

} // namespace moqa
