// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Watches the forward pass of one corpus and keeps, for the layer that just ran, what the stages
// need: the routing tally, the channel sums, and a small sample of FFN inputs with their routing.
// One collector serves all layers of its corpus; each layer replaces what the last one left.

#include "core/analysis/channel_significance.h"
#include "core/analysis/routing_tally.h"
#include "core/model/forward.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace moqa {

// The part of a corpus that is the same in every layer. Owned by the caller of the pass.
struct TokenContext {
    TokenBatch batch;
    std::vector<double> weights;           // [tokens] w(t)
    std::vector<uint8_t> halves;           // [tokens] 0 or 1
    std::vector<int64_t> similarityTokens; // rising
    std::vector<int64_t> probeTokens;      // rising
    std::vector<int64_t> blockTokens;      // rising; whose stream is compared around the block
};

struct LayerTrace {
    RoutingTally tally;
    std::vector<int32_t> ids; // [tokens, topK] chosen experts
    std::optional<ChannelSums> channels;
    Matrix similarityInput; // [similarityTokens, hidden]
    Matrix probeInput;      // [probeTokens, hidden]
    std::vector<int32_t> probeIds;
    std::vector<float> probeGates;
};

class LayerCollector final : public LayerObserver {
public:
    // context must outlive the collector. channels: also sum over the experts' channels.
    LayerCollector(const TokenContext& context, const ModelSpec& spec, bool channels)
        : m_context(context), m_spec(spec), m_channels(channels) {}

    void ffnInput(int layer, MatrixView x, const Routing* routing) override;
    void expert(const ExpertSlice& slice) override;
    Status layerDone(int layer, MatrixView hidden) override;
    bool wantsExperts() const override { return m_channels; }

    // Of the layer that just ran; empty tally after a dense layer.
    LayerTrace& trace() { return m_trace; }

private:
    const TokenContext& m_context;
    const ModelSpec& m_spec;
    bool m_channels;
    bool m_badRouting = false;
    LayerTrace m_trace;
};

// Sequences dealt at random into two halves of equal number, given per token. All 0 for one
// sequence.
std::vector<uint8_t> randomHalves(const TokenBatch& batch, uint64_t seed);
// count distinct tokens of [0, tokens) at random, rising; all of them if there are fewer.
std::vector<int64_t> sampleTokens(int64_t tokens, int64_t count, uint64_t seed);

Matrix gatherRows(MatrixView x, const std::vector<int64_t>& rows);
// Mean over rows of cos(before[i], after[rows[i]]); rows without length are left out, NaN if all
// are. A block that adds little leaves it near 1 (QuantMoE-Bench, arXiv 2406.08155, block
// importance: there a small network predicts it, here it is measured).
double meanCosine(MatrixView before, MatrixView after, const std::vector<int64_t>& rows);

} // namespace moqa
