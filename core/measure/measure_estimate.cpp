// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/measure_estimate.h"

#include "core/base/parallel.h"
#include "core/model/forward_cost.h"
#include "core/quantize/ffn_quantizer.h"
#include "core/quantize/job_memory.h"

#include <algorithm>
#include <numeric>

namespace moqa {

namespace {

double wide(int64_t value) { return static_cast<double>(value); }

// Of one layer: every chosen expert quantized at every format, the others at one, and run on its
// tokens, with its halves apart where units are projections.
Work expertsWork(const ModelSpec& spec, double tokens, double formats,
                 const MeasureOptions& options) {
    const double experts = spec.experts;
    const double variants = experts * (options.sample * (formats - 1) + 1);
    const double hidden = wide(spec.hidden), width = wide(spec.expertWidth);
    const double weights = 3.0 * hidden * width;
    const double seen = tokens * spec.topK / std::max(1, spec.experts);
    Work work;
    // The tokens it saw, and a sample of those it did not, through both halves.
    const double runs = options.byProjection ? 2.0 : 1.0;
    constexpr double kUnseenTokens = 256;
    work.flops += variants * runs * 2.0 * weights * (seen + kUnseenTokens);
    work.steps += variants * weights * 60.0 / threadLimit(); // grid search and rounding
    if (options.quantize.method == QuantMethod::Gptq) {
        // Moments and factors once, the sweep over the columns for each format.
        work.flops +=
            experts * (hidden * hidden * (seen + hidden) + width * width * (seen + width));
        work.flops += variants * weights * (2.0 * hidden + width) / 3.0;
    }
    return work;
}

} // namespace

JobEstimate estimateMeasure(const ModelSource& model, const std::vector<int64_t>& tokens,
                            const MeasureOptions& options) {
    const ModelSpec& spec = model.spec();
    const int64_t all = std::accumulate(tokens.begin(), tokens.end(), int64_t{0});
    int64_t probed = 0;
    for (const int64_t count : tokens) probed += std::min(count, options.probeTokens);
    const int64_t limit = spec.maxPosition > 0 ? spec.maxPosition : 2048;
    const int64_t window =
        options.quantize.window > 0 ? options.quantize.window : std::min<int64_t>(2048, limit);
    const double formats = wide(
        static_cast<int64_t>(options.widths.size() * options.groups.size() + options.pairs.size()));
    const double layers = wide(static_cast<int64_t>(spec.moeLayers().size()));
    Work work = forwardWork(model, all, window);
    // The undisturbed model, then from each layer on: half of the layers on average.
    work += forwardWork(model, probed, window) * (1.0 + layers / 2);
    work += headWork(spec, probed) * (1.0 + layers);
    work += expertsWork(spec, wide(all), formats, options) * layers;
    JobEstimate estimate;
    const int64_t job = FfnQuantizer::bytesPerRun(spec.hidden, spec.expertWidth);
    constexpr int64_t kFloat = sizeof(float), kDouble = sizeof(double);
    estimate.peakBytes = 3 * all * spec.hidden * kFloat + 2 * probed * spec.vocab * kFloat +
                         job * workersThatFit(job, std::max(1, spec.experts)) +
                         forwardBytes(model, std::min<int64_t>(all, 8192), false);
    const double units = layers * spec.experts * (options.byProjection ? 2 : 1);
    estimate.diskBytes = static_cast<int64_t>(
        units * formats * wide(static_cast<int64_t>(tokens.size() + 1)) * kDouble);
    setSeconds(estimate, work);
    return estimate;
}

} // namespace moqa
