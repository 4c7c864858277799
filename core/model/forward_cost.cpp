// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/forward_cost.h"

#include "core/base/parallel.h"
#include "core/model/kernel_threads.h"
#include "moqa/kernels.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <numeric>
#include <vector>

namespace moqa {

namespace {

constexpr int64_t kFloat = sizeof(float);
constexpr int64_t kObservedWaveBytes = int64_t{128} << 20; // ExpertPass
constexpr int64_t kTileBytes = int64_t{4} << 20;           // Weights::tileRows

double wide(int64_t value) { return static_cast<double>(value); }

} // namespace

Work& Work::operator+=(const Work& other) {
    flops += other.flops;
    weightBytes += other.weightBytes;
    steps += other.steps;
    return *this;
}

Work Work::operator*(double times) const {
    return {flops * times, weightBytes * times, steps * times};
}

Work forwardWork(const ModelSource& model, int64_t tokens, int64_t window) {
    const ModelSpec& spec = model.spec();
    const double hidden = wide(spec.hidden);
    const double query = wide(spec.heads * spec.headDim), key = wide(spec.kvHeads * spec.headDim);
    Work work;
    for (const LayerSpec& layer : spec.layers) {
        const double reach =
            wide(layer.slidingWindow > 0 ? std::min(layer.slidingWindow, window) : window);
        double weights = 2.0 * hidden * (query + key); // multiply-adds a token
        weights += query * reach;                      // half of the keys, for scores and values
        if (layer.moe)
            weights += hidden * spec.experts + 3.0 * hidden * wide(spec.expertWidth) * spec.topK +
                       3.0 * hidden * wide(spec.sharedWidth);
        else
            weights += 3.0 * hidden * wide(spec.denseWidth);
        work.flops += 2.0 * weights * wide(tokens);
        work.steps += wide(tokens) * (20.0 * hidden + 10.0 * spec.experts) / threadLimit();
    }
    for (const WeightEntry& entry : model.weights())
        if (entry.id.layer >= 0) work.weightBytes += wide(entry.bytes);
    return work;
}

Work headWork(const ModelSpec& spec, int64_t rows) {
    const double logits = wide(rows) * wide(spec.vocab);
    return {2.0 * logits * wide(spec.hidden), 2.0 * wide(spec.vocab * spec.hidden),
            5.0 * logits / threadLimit()};
}

int64_t largestLayerBytes(const ModelSource& model) {
    std::map<int, int64_t> layers;
    for (const WeightEntry& entry : model.weights())
        if (entry.id.layer >= 0) layers[entry.id.layer] += entry.bytes;
    int64_t largest = 0;
    for (const auto& [layer, bytes] : layers) largest = std::max(largest, bytes);
    return largest;
}

int64_t forwardBytes(const ModelSource& model, int64_t tokens, bool observed) {
    const ModelSpec& spec = model.spec();
    const int64_t query = std::max(spec.heads * spec.headDim, spec.hidden);
    const int64_t key = spec.kvHeads * spec.headDim;
    const int64_t wideWidth = std::max(spec.denseWidth, spec.sharedWidth);
    int64_t bytes = tokens * (spec.hidden + query + 2 * key) * kFloat;
    bytes += tokens * (int64_t{2} * spec.experts + 2 * spec.topK) * kFloat; // logits, ids, gates
    bytes += std::min<int64_t>(tokens, 4096) * 2 * wideWidth * kFloat;
    const int64_t rowFloats = observed ? 2 * spec.hidden + spec.expertWidth : spec.hidden;
    const int64_t wave = observed ? kObservedWaveBytes : kObservedWaveBytes / 4;
    bytes += std::min(tokens * spec.topK * rowFloats * kFloat, wave);
    // Of each thread a tile of weights and 512 rows of input, up and inner.
    bytes += threadLimit() * (kTileBytes + 512 * (spec.hidden + 2 * spec.expertWidth) * kFloat);
    return bytes + largestLayerBytes(model);
}

namespace {

// The best of several products on the calling thread: an interruption by a neighbour is not the
// machine's rate. At least one, however late it is.
double bestRate(std::chrono::steady_clock::time_point end) {
    using Clock = std::chrono::steady_clock;
    constexpr int64_t kSide = 256; // a third of a millisecond at 100 GFLOP/s
    const std::vector<float> a(static_cast<size_t>(kSide * kSide), 0.5f);
    const std::vector<float> b(static_cast<size_t>(kSide * kSide), 0.25f);
    std::vector<float> c(static_cast<size_t>(kSide * kSide));
    const kernels::Backend& backend = kernels::cpuBackend();
    double best = 0.0;
    do {
        const Clock::time_point begin = Clock::now();
        backend.gemmNT(kSide, kSide, kSide, 1.0f, a.data(), kSide, b.data(), kSide, 0.0f, c.data(),
                       kSide);
        const std::chrono::duration<double> seconds = Clock::now() - begin;
        best = std::max(best, 2.0 * wide(kSide * kSide * kSide) / std::max(1e-9, seconds.count()));
    } while (Clock::now() < end);
    return best;
}

} // namespace

const MachineRate& machineRate() {
    static const MachineRate rate = [] {
        shareThreadsWithKernels();
        const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(30);
        std::vector<double> rates(static_cast<size_t>(threadLimit()), 0.0);
        parallelFor(threadLimit(),
                    [&](int64_t i, int) { rates[static_cast<size_t>(i)] = bestRate(end); });
        return MachineRate{std::accumulate(rates.begin(), rates.end(), 0.0)};
    }();
    return rate;
}

void setSeconds(JobEstimate& estimate, const Work& work) {
    const double products = work.flops / machineRate().flopsPerSecond;
    const double steps = work.steps * 1e-9;
    estimate.secondsLow = products / 0.9 + work.weightBytes / 10e9 + 0.5 * steps;
    estimate.secondsHigh = products / 0.2 + work.weightBytes / 0.3e9 + 4.0 * steps;
}

} // namespace moqa
