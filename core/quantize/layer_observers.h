// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What LayerQuantizer keeps of a pass over the calibration tokens: moments of the attention's
// inputs, and the FFN's inputs with their routing. Called by the passing thread only, with the
// chunks of the stream in their order.

#include "core/model/forward.h"
#include "core/quantize/moments.h"

#include <algorithm>
#include <optional>

namespace moqa {

// Moments of what goes into q, k, v (input) and into o (context).
class AttentionMoments final : public LayerObserver {
public:
    AttentionMoments(bool wantInput, bool wantContext, const Progress& progress)
        : m_progress(progress), m_wantInput(wantInput), m_wantContext(wantContext) {}

    void attentionInput(int, MatrixView x) override {
        if (m_wantInput) add(x, m_input);
    }
    void attentionContext(int, MatrixView x) override {
        if (m_wantContext) add(x, m_context);
    }
    // Hooks cannot fail; look here after the pass.
    const Status& status() const { return m_status; }
    std::optional<Moment> takeInput() { return std::move(m_input); }
    std::optional<Moment> takeContext() { return std::move(m_context); }

private:
    void add(MatrixView x, std::optional<Moment>& moment) {
        if (!moment.has_value()) moment.emplace(x.cols);
        if (m_status.ok()) m_status = moment->add(x, nullptr, m_progress);
    }

    const Progress& m_progress;
    bool m_wantInput, m_wantContext;
    std::optional<Moment> m_input, m_context;
    Status m_status;
};

// Inputs [T, H] and routing (ids and weights; no rows for a dense layer) of a layer's FFN.
class FfnCapture final : public LayerObserver {
public:
    FfnCapture(int64_t tokens, int64_t hidden) : m_inputs(tokens, hidden) {}
    // For another pass over as many tokens.
    void restart() {
        m_routing = {};
        m_nextRow = 0;
    }

    void ffnInput(int, MatrixView x, const Routing* chunk) override {
        for (int64_t r = 0; r < x.rows; ++r)
            std::copy_n(x.row(r), x.cols, m_inputs.row(m_nextRow + r));
        m_nextRow += x.rows;
        if (chunk == nullptr) return;
        m_routing.experts = chunk->experts;
        m_routing.topK = chunk->topK;
        m_routing.tokens += chunk->tokens;
        m_routing.ids.insert(m_routing.ids.end(), chunk->ids.begin(), chunk->ids.end());
        m_routing.weights.insert(m_routing.weights.end(), chunk->weights.begin(),
                                 chunk->weights.end());
    }
    bool wantsExperts() const override { return false; }
    const Matrix& inputs() const { return m_inputs; }
    const Routing& routing() const { return m_routing; }
    // Each column by its factor.
    void scaleInputs(const std::vector<float>& factors) {
        for (int64_t r = 0; r < m_inputs.rows; ++r)
            for (size_t c = 0; c < factors.size(); ++c) m_inputs.row(r)[c] *= factors[c];
    }
    void setRouting(Routing routing) { m_routing = std::move(routing); }

private:
    Matrix m_inputs;
    Routing m_routing;
    int64_t m_nextRow = 0;
};

} // namespace moqa
