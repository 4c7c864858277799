// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/expert_pass.h"

#include "core/base/parallel.h"

#include <algorithm>
#include <cstring>
#include <fmt/format.h>

namespace moqa {

namespace {

// Rows that one thread takes at a time: enough for the products to reach 95 % of their rate and for
// widening a weight to cost 1 % of using it, few enough for the last ones to be shared out evenly.
constexpr int64_t kChunkRows = 512;
constexpr int64_t kCombineTokens = 256;

} // namespace

Status ExpertPass::run(int layer, MatrixView x, const Routing& routing, float* sum,
                       LayerObserver* observer, Progress& progress) {
    const ExpertTokens lists(routing);
    const bool observed = observer != nullptr && observer->wantsExperts();
    const int64_t hidden = m_spec.hidden;
    const int64_t floatsPerRow = observed ? 2 * hidden + m_spec.expertWidth : hidden;
    const int64_t bytes = observed ? 4 * m_waveBytes : m_waveBytes;
    const int64_t capacity =
        std::max(kChunkRows, bytes / (static_cast<int64_t>(sizeof(float)) * floatsPerRow));
    const auto pairs = static_cast<int64_t>(lists.tokens.size());
    int expert = 0;
    int64_t at = 0; // next entry of the lists
    while (at < pairs) {
        Wave wave;
        while (at < pairs && wave.rows < capacity) {
            while (lists.end(expert) <= at) ++expert;
            const int64_t left = lists.end(expert) - at;
            // An expert that would not fit starts the next wave, unless it needs one of its own.
            if (wave.rows > 0 && left > capacity - wave.rows && left <= capacity) break;
            const int64_t count = std::min(left, capacity - wave.rows);
            wave.runs.push_back({expert, at, count, wave.rows});
            wave.rows += count;
            at += count;
        }
        wave.output = m_output.get(std::min(capacity, pairs) * hidden);
        if (observed) {
            wave.input = m_input.get(std::min(capacity, pairs) * hidden);
            wave.inner = m_inner.get(std::min(capacity, pairs) * m_spec.expertWidth);
        }
        MOQA_CHECK(runWave(layer, x, lists, wave, progress));
        if (observed) MOQA_CHECK(showWave(layer, lists, wave, *observer, progress));
        combine(lists, wave, x.rows, sum);
        progress.report(0.3 + 0.7 * static_cast<double>(at) / static_cast<double>(pairs),
                        fmt::format("expert {} of {}", expert + 1, lists.experts()));
    }
    return {};
}

Status ExpertPass::runWave(int layer, MatrixView x, const ExpertTokens& lists, Wave& wave,
                           const Progress& progress) {
    std::vector<Run> chunks;
    for (const Run& run : wave.runs)
        for (int64_t done = 0; done < run.count; done += kChunkRows)
            chunks.push_back({run.expert, run.begin + done, std::min(kChunkRows, run.count - done),
                              run.row + done});
    while (m_workers.size() < static_cast<size_t>(threadLimit())) m_workers.emplace_back();
    std::vector<Status> results(chunks.size());
    parallelFor(static_cast<int64_t>(chunks.size()), [&](int64_t i, int worker) {
        const auto at = static_cast<size_t>(i);
        results[at] = computeChunk(layer, x, lists, chunks[at], wave,
                                   m_workers[static_cast<size_t>(worker)], progress);
    });
    for (const Status& result : results) MOQA_CHECK(result);
    return {};
}

Status ExpertPass::computeChunk(int layer, MatrixView x, const ExpertTokens& lists,
                                const Run& chunk, const Wave& wave, Worker& worker,
                                const Progress& progress) const {
    const int64_t hidden = m_spec.hidden;
    const int64_t width = m_spec.expertWidth;
    float* input = wave.input != nullptr ? wave.input + chunk.row * hidden
                                         : worker.input.get(kChunkRows * hidden);
    float* inner = wave.inner != nullptr ? wave.inner + chunk.row * width
                                         : worker.inner.get(kChunkRows * width);
    float* up = worker.up.get(kChunkRows * width);
    for (int64_t r = 0; r < chunk.count; ++r)
        std::memcpy(input + r * hidden, x.row(lists.tokens[static_cast<size_t>(chunk.begin + r)]),
                    sizeof(float) * static_cast<size_t>(hidden));
    const MatrixView rows(input, chunk.count, hidden, hidden);
    MOQA_CHECK(
        multiply({Role::ExpertGate, layer, chunk.expert}, rows, width, inner, worker, progress));
    MOQA_CHECK(multiply({Role::ExpertUp, layer, chunk.expert}, rows, width, up, worker, progress));
    m_backend.siluMul(chunk.count * width, inner, up, inner);
    return multiply({Role::ExpertDown, layer, chunk.expert}, {inner, chunk.count, width, width},
                    hidden, wave.output + chunk.row * hidden, worker, progress);
}

Status ExpertPass::multiply(WeightId id, MatrixView x, int64_t outputs, float* y, Worker& worker,
                            const Progress& progress) const {
    MOQA_CHECK(m_weights.require(id, outputs, x.cols));
    const int64_t step = std::min(outputs, Weights::tileRows(x.cols));
    const auto codes = m_weights.packed(id);
    float* weights = codes ? nullptr : worker.weights.get(step * x.cols);
    for (int64_t out = 0; out < outputs; out += step) {
        MOQA_CHECK(checkCancelled(progress));
        const int64_t count = std::min(step, outputs - out);
        if (codes) {
            multiplyRows(*codes, out, count, x, y + out, outputs);
            continue;
        }
        MOQA_CHECK(m_weights.rows(id, out, count, weights));
        m_backend.gemmNT(x.rows, count, x.cols, 1.0f, x.data, x.stride, weights, x.cols, 0.0f,
                         y + out, outputs);
    }
    return {};
}

Status ExpertPass::showWave(int layer, const ExpertTokens& lists, const Wave& wave,
                            LayerObserver& observer, const Progress& progress) const {
    parallelFor(static_cast<int64_t>(wave.runs.size()), [&](int64_t i, int) {
        if (progress.cancelled()) return;
        const Run& run = wave.runs[static_cast<size_t>(i)];
        const auto begin = static_cast<size_t>(run.begin);
        const auto count = static_cast<size_t>(run.count);
        const int64_t hidden = m_spec.hidden;
        const int64_t width = m_spec.expertWidth;
        ExpertSlice slice;
        slice.layer = layer;
        slice.expert = run.expert;
        slice.tokens = std::span(lists.tokens).subspan(begin, count);
        slice.gates = std::span(lists.gates).subspan(begin, count);
        slice.input = {wave.input + run.row * hidden, run.count, hidden, hidden};
        slice.hidden = {wave.inner + run.row * width, run.count, width, width};
        slice.output = {wave.output + run.row * hidden, run.count, hidden, hidden};
        observer.expert(slice);
    });
    return checkCancelled(progress);
}

void ExpertPass::combine(const ExpertTokens& lists, const Wave& wave, int64_t tokens,
                         float* sum) const {
    const int64_t hidden = m_spec.hidden;
    parallelFor((tokens + kCombineTokens - 1) / kCombineTokens, [&](int64_t range, int) {
        const auto first = static_cast<int32_t>(range * kCombineTokens);
        for (const Run& run : wave.runs) {
            const auto begin = lists.tokens.begin() + run.begin;
            auto token = std::lower_bound(begin, begin + run.count, first);
            for (; token != begin + run.count && *token < first + kCombineTokens; ++token) {
                const int64_t row = token - begin;
                const float gate = lists.gates[static_cast<size_t>(run.begin + row)];
                const float* output = wave.output + (run.row + row) * hidden;
                float* target = sum + *token * hidden;
                for (int64_t c = 0; c < hidden; ++c) target[c] += gate * output[c];
            }
        }
    });
}

} // namespace moqa
