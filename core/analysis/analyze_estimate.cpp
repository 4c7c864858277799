// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/analyze_estimate.h"

#include "core/analysis/favourite_tokens.h"
#include "core/analysis/similarity.h"
#include "core/base/parallel.h"
#include "core/model/forward_cost.h"

#include <algorithm>

namespace moqa {

namespace {

constexpr int64_t kDouble = sizeof(double), kFloat = sizeof(float);
constexpr int64_t kProbeFactor = 8; // of analyze.cpp

struct Shape {
    int64_t corpora = 0, tokens = 0, most = 0, layers = 0;
    int64_t experts = 0, topK = 0, hidden = 0, width = 0, sample = 0;
};

Shape shapeOf(const ModelSpec& spec, const std::vector<int64_t>& tokens,
              const AnalyzeOptions& options) {
    Shape s{static_cast<int64_t>(tokens.size()),
            0,
            0,
            static_cast<int64_t>(spec.moeLayers().size()),
            spec.experts,
            spec.topK,
            spec.hidden,
            spec.expertWidth,
            options.similaritySample};
    for (const int64_t count : tokens) {
        s.tokens += count;
        s.most = std::max(s.most, count);
    }
    return s;
}

int64_t resultBytes(const Shape& s, const AnalyzeOptions& options) {
    const int64_t sets = s.corpora + 1; // every corpus and the pool
    int64_t values = 0;
    if (options.stage1)
        values += s.layers * (sets * (9 * s.experts + 45 + 3 * s.experts * kFavouriteTokens)) +
                  3 * std::min<int64_t>(s.tokens, 200'000);
    if (options.stage2) {
        values += s.layers * (sets + 1) * 5 * s.experts;
        if (options.keepChannels) values += s.layers * (sets + 1) * s.experts * s.width;
    }
    if (options.stage3)
        values += s.layers *
                  (sets * (10 * s.experts * s.experts + 5 * s.experts) + 4 * s.experts * s.experts);
    return values * kDouble;
}

int64_t similarityBytes(const Shape& s) {
    const int64_t columns = ExpertSimilarity::sketchColumns(static_cast<int>(s.experts), s.hidden);
    const int64_t features =
        s.experts * (s.sample * s.hidden + s.sample * s.sample + 3 * s.hidden * columns);
    const int64_t probes = kProbeFactor * s.sample * s.hidden * (2 + s.topK);
    const int64_t expert = 2 * 3 * s.hidden * s.width; // as it is and rounded
    // Cosines are taken of one feature at a time, beside their rows in blocks.
    return (features + probes + expert + 3 * s.hidden * columns) * kFloat +
           s.experts * s.experts * kDouble;
}

int64_t traceBytes(const Shape& s, int64_t window, const AnalyzeOptions& options) {
    // Margins, entropies and their pooled copies; ids of this layer and the last one.
    int64_t bytes = s.tokens * (6 * kDouble + 3 * s.topK * 4);
    bytes += (s.corpora + 1) * s.experts * s.experts * kDouble;
    bytes += 2 * (s.tokens / std::max<int64_t>(1, window)) * s.experts * kDouble;
    if (options.stage1) bytes += s.tokens * (2 * 4 + 2 * s.topK * 4); // favourites
    if (options.stage2) bytes += s.corpora * 4 * s.experts * s.width * kDouble;
    if (options.stage3) bytes += (kProbeFactor + 1) * s.sample * s.hidden * kFloat;
    return bytes;
}

Work similarityWork(const Shape& s) {
    const double n = static_cast<double>(s.experts), sample = static_cast<double>(s.sample);
    const double hidden = static_cast<double>(s.hidden), width = static_cast<double>(s.width);
    const double columns =
        static_cast<double>(ExpertSimilarity::sketchColumns(static_cast<int>(s.experts), s.hidden));
    const double features = sample * hidden + sample * sample + 3.0 * hidden * columns;
    Work work;
    work.flops = n * (6.0 * sample * hidden * width + 2.0 * sample * sample * width +
                      12.0 * hidden * columns * width);
    work.flops += 2.0 * n * n * features;
    work.flops += 2.0 * kProbeFactor * sample * static_cast<double>(s.topK) * 6.0 * hidden * width;
    work.weightBytes = 2.0 * n * 3.0 * hidden * width;
    work.steps = n * 3.0 * hidden * width * 10.0; // widening and rounding
    return work * static_cast<double>(s.layers);
}

} // namespace

JobEstimate estimateAnalyze(const ModelSource& model, const std::vector<int64_t>& tokens,
                            const AnalyzeOptions& options) {
    const ModelSpec& spec = model.spec();
    const Shape s = shapeOf(spec, tokens, options);
    const int64_t window = analysisWindow(spec, options);
    JobEstimate estimate;
    const int64_t results = resultBytes(s, options);
    estimate.diskBytes = results + 4 * s.tokens;
    const int64_t pass = forwardBytes(model, s.most, options.stage2);
    const int64_t compare = options.stage3 ? similarityBytes(s) : 0;
    // The pass keeps its buffers while experts are compared.
    estimate.peakBytes =
        s.tokens * s.hidden * kFloat + pass + compare + traceBytes(s, window, options) + results;
    Work work = forwardWork(model, s.tokens, window);
    const double perToken = static_cast<double>(s.tokens * s.layers);
    const double k = static_cast<double>(s.topK), n = static_cast<double>(s.experts);
    work.steps += perToken * (k * k + 30.0 * n / threadLimit());
    if (options.stage1)
        work.steps += perToken * 40.0 * k / threadLimit() +
                      300.0 * 2.0 * perToken / static_cast<double>(window) * n;
    if (options.stage2)
        work.steps += perToken * k * static_cast<double>(s.width) * 2.0 / threadLimit();
    if (options.stage3) {
        work.steps += static_cast<double>(s.layers * (s.corpora + 1)) * n * n * 150.0;
        work += similarityWork(s);
    }
    setSeconds(estimate, work);
    return estimate;
}

} // namespace moqa
