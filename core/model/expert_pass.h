// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The routed experts of one layer over all tokens. Work is cut into waves of bounded memory: the
// rows of a wave are computed in chunks on all threads, shown to the observer per expert, then
// added to the tokens in rising order of experts, so that the sum never depends on the threads.

#include "core/model/forward.h"
#include "core/model/router.h"
#include "core/model/weights.h"

#include <deque>

namespace moqa {

class ExpertPass {
public:
    // waveBytes: memory of a wave's outputs. With an observer it holds inputs as well and should
    // span several experts, because each is shown by one thread: four times as much.
    ExpertPass(const Weights& weights, const ModelSpec& spec, const kernels::Backend& backend,
               int64_t waveBytes = 32 << 20)
        : m_weights(weights), m_spec(spec), m_backend(backend), m_waveBytes(waveBytes) {}

    // sum [T, H] += gate * expert(x) for every routed pair; observer may be null.
    Status run(int layer, MatrixView x, const Routing& routing, float* sum, LayerObserver* observer,
               Progress& progress);

private:
    // Consecutive entries of an expert's token list and where the wave keeps them.
    struct Run {
        int expert = 0;
        int64_t begin = 0, count = 0; // in ExpertTokens
        int64_t row = 0;              // in the wave's buffers
    };
    // Scratch of one thread.
    struct Worker {
        Buffer weights, up, input, inner;
    };
    struct Wave {
        std::vector<Run> runs;
        int64_t rows = 0;
        float* input = nullptr; // [rows, H] and [rows, m], kept for an observer only
        float* inner = nullptr;
        float* output = nullptr; // [rows, H]
    };

    Status runWave(int layer, MatrixView x, const ExpertTokens& lists, Wave& wave,
                   const Progress& progress);
    Status computeChunk(int layer, MatrixView x, const ExpertTokens& lists, const Run& chunk,
                        const Wave& wave, Worker& worker, const Progress& progress) const;
    // y [x.rows, outputs] = x W^T on the calling thread.
    Status multiply(WeightId id, MatrixView x, int64_t outputs, float* y, Worker& worker,
                    const Progress& progress) const;
    Status showWave(int layer, const ExpertTokens& lists, const Wave& wave, LayerObserver& observer,
                    const Progress& progress) const;
    void combine(const ExpertTokens& lists, const Wave& wave, int64_t tokens, float* sum) const;

    const Weights& m_weights;
    const ModelSpec& m_spec;
    const kernels::Backend& m_backend;
    const int64_t m_waveBytes;
    std::deque<Worker> m_workers;
    Buffer m_input, m_inner, m_output;
};

} // namespace moqa
