// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/quantize_estimate.h"

#include "core/base/parallel.h"
#include "core/model/forward_cost.h"
#include "core/quantize/ffn_quantizer.h"
#include "core/quantize/job_memory.h"

#include <algorithm>

namespace moqa {

namespace {

constexpr int64_t kFloat = sizeof(float), kDouble = sizeof(double);
constexpr int64_t kChunkTokens = 8192; // of CalibrationStream

double wide(int64_t value) { return static_cast<double>(value); }

// Second moments of the inputs, their factor, and the sweep over the columns of every weight.
Work gptqWork(const ModelSource& model, const Plan& plan, int64_t tokens) {
    const ModelSpec& spec = model.spec();
    Work work;
    for (const WeightEntry& entry : model.weights()) {
        if (entry.id.layer < 0 || plan.formatOf(entry).bits == 16) continue;
        const double columns = wide(entry.cols);
        const bool routed = partOf(entry.id.role) == Part::Routed;
        const double seen =
            routed ? wide(tokens) * spec.topK / std::max(1, spec.experts) : wide(tokens);
        // Gate and up, and query, key and value share a moment: half a moment each is near enough.
        work.flops += columns * columns * (seen + columns);
        work.flops += wide(entry.rows) * columns * columns;
        work.steps += wide(entry.count()) * 60.0 / threadLimit(); // grid search and rounding
    }
    return work;
}

} // namespace

JobEstimate estimateQuantize(const ModelSource& model, const Plan& plan, int64_t tokens,
                             const QuantizeOptions& options) {
    const ModelSpec& spec = model.spec();
    const int64_t limit = spec.maxPosition > 0 ? spec.maxPosition : 2048;
    const int64_t window = options.window > 0 ? options.window : std::min<int64_t>(2048, limit);
    JobEstimate estimate;
    estimate.diskBytes = planTotals(plan, model).bytes;
    // Hidden states, their copy behind the full layer and the FFN's inputs; the full stream has
    // states and inputs of its own.
    const bool corrected = options.asymmetric > 0;
    estimate.peakBytes = tokens > 0 ? (corrected ? 5 : 3) * tokens * spec.hidden * kFloat : 0;
    const int64_t width = std::max({spec.expertWidth, spec.sharedWidth, spec.denseWidth});
    const int64_t job = FfnQuantizer::bytesPerRun(spec.hidden, width, corrected);
    estimate.peakBytes += job * workersThatFit(job, std::max(1, spec.experts));
    const int64_t query = spec.heads * spec.headDim;
    const int64_t attention = std::max(spec.hidden, query);
    estimate.peakBytes += 3 * attention * attention * kDouble;
    // Quantized tensors of the layer, held until it is written.
    estimate.peakBytes += largestLayerBytes(model) / 2;
    const int64_t chunk = std::min(tokens, kChunkTokens);
    const int64_t pass = forwardBytes(model, chunk, false);
    estimate.peakBytes += pass + chunk * spec.hidden * kFloat;
    // A second pass, over the quantized layer, keeps buffers of its own.
    if (options.sequential && tokens > 0) estimate.peakBytes += pass - largestLayerBytes(model);
    Work work;
    if (tokens > 0) {
        // The full layer for the moments and the quantized one for the next layer's inputs.
        work = forwardWork(model, tokens, window) * (options.sequential ? 2.0 : 1.0);
        work += options.method == QuantMethod::Gptq ? gptqWork(model, plan, tokens) : Work{};
    }
    for (const WeightEntry& entry : model.weights()) {
        work.weightBytes += wide(entry.bytes);
        work.steps += wide(entry.count()) * 20.0 / threadLimit();
    }
    setSeconds(estimate, work);
    return estimate;
}

} // namespace moqa
