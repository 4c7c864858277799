// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What forward passes cost, from shapes alone, and how fast this machine multiplies. The jobs'
// estimates (analyze_estimate.h, quantize_estimate.h, evaluate_estimate.h) are made of these.

#include "core/base/job_estimate.h"
#include "core/checkpoint/model_source.h"

#include <cstdint>

namespace moqa {

// Work of a job, to be turned into seconds.
struct Work {
    double flops = 0.0;     // of matrix products, two per multiply-add
    double weightBytes = 0; // read from the model
    double steps = 0.0;     // scalar steps of about a nanosecond on one thread
    Work& operator+=(const Work& other);
    Work operator*(double times) const;
};

// All layers over `tokens` in sequences of `window`, without the head.
Work forwardWork(const ModelSource& model, int64_t tokens, int64_t window);
// The head over some rows.
Work headWork(const ModelSpec& spec, int64_t rows);

// Memory of a pass over `tokens` at once: activations, the experts' waves, tiles, and the mapped
// pages of the largest layer, which count as resident while they are in use. observed: experts are
// shown to an observer.
int64_t forwardBytes(const ModelSource& model, int64_t tokens, bool observed);
// Stored bytes of the largest layer.
int64_t largestLayerBytes(const ModelSource& model);

struct MachineRate {
    double flopsPerSecond = 0.0; // f32 products of 256 x 256 matrices, summed over the threads
};
// Measured on the first call, in about 30 ms, with the thread limit of that moment. Any thread.
const MachineRate& machineRate();

// Fills in the seconds: products at 90 % of the measured rate and warm files at the low end; at the
// high end a fifth of it (few tokens an expert, another job beside this one) and 0.3 GB/s of disk.
void setSeconds(JobEstimate& estimate, const Work& work);

} // namespace moqa
