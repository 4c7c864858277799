// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluate/evaluate_estimate.h"

#include "core/model/forward_cost.h"

#include <algorithm>

namespace moqa {

namespace {

constexpr int64_t kFloat = sizeof(float);
constexpr int64_t kLogitElements = int64_t{1} << 24; // of a chunk of token_scores.cpp

} // namespace

JobEstimate estimateEvaluate(const ModelSource& model, const std::vector<int64_t>& tokens,
                             const EvaluateOptions& options, const ModelSource* full) {
    const ModelSpec& spec = model.spec();
    const int64_t limit = spec.maxPosition > 0 ? spec.maxPosition : 2048;
    const int64_t window = options.window > 0 ? options.window : std::min<int64_t>(2048, limit);
    int64_t all = 0, most = 0;
    for (const int64_t count : tokens) {
        all += count;
        most = std::max(most, count);
    }
    const int64_t scored = options.protocol == Protocol::LlamaCpp ? all / 2 : all;
    const int64_t rows = options.protocol == Protocol::LlamaCpp ? window / 2 : window;
    const int64_t logits = std::min(rows * spec.vocab, kLogitElements) * kFloat;
    const auto routing = static_cast<int64_t>(spec.moeLayers().size()) * spec.topK * 2;
    JobEstimate estimate;
    // The residual stream and its kept copy of the corpus in hand.
    // One after the other, so the larger counts.
    const int64_t pass =
        std::max(forwardBytes(model, most, false), full ? forwardBytes(*full, most, false) : 0);
    estimate.peakBytes = most * spec.hidden * kFloat + pass + logits;
    Work work = forwardWork(model, all, window);
    work += headWork(spec, scored);
    if (full) {
        estimate.peakBytes += all * (spec.hidden * kFloat + routing) + most * routing + logits;
        work += forwardWork(*full, all, window);
        work += headWork(spec, scored);
    }
    setSeconds(estimate, work);
    return estimate;
}

} // namespace moqa
