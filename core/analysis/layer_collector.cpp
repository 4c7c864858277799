// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/layer_collector.h"

#include "core/base/random.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace moqa {

Matrix gatherRows(MatrixView x, const std::vector<int64_t>& rows) {
    Matrix out(static_cast<int64_t>(rows.size()), x.cols);
    for (int64_t i = 0; i < out.rows; ++i)
        std::copy_n(x.row(rows[static_cast<size_t>(i)]), x.cols, out.row(i));
    return out;
}

double meanCosine(MatrixView before, MatrixView after, const std::vector<int64_t>& rows) {
    double sum = 0;
    int64_t count = 0;
    for (size_t i = 0; i < rows.size(); ++i) {
        const float* const a = before.row(static_cast<int64_t>(i));
        const float* const b = after.row(rows[i]);
        double dot = 0, aa = 0, bb = 0;
        for (int64_t k = 0; k < before.cols; ++k) {
            const double x = static_cast<double>(a[k]), y = static_cast<double>(b[k]);
            dot += x * y;
            aa += x * x;
            bb += y * y;
        }
        if (!(aa > 0 && bb > 0)) continue;
        sum += dot / std::sqrt(aa * bb);
        ++count;
    }
    return count > 0 ? sum / static_cast<double>(count) : std::nan("");
}

void LayerCollector::ffnInput(int, MatrixView x, const Routing* routing) {
    m_trace = {};
    if (!routing) return;
    // A router with values that are not numbers may choose nothing; the pass reports the cause.
    m_badRouting = std::any_of(routing->ids.begin(), routing->ids.end(),
                               [&](int32_t id) { return id < 0 || id >= routing->experts; });
    if (m_badRouting) return;
    m_trace.tally = tallyRouting(*routing, m_context.batch, m_spec.router);
    m_trace.ids = routing->ids;
    if (m_channels) m_trace.channels.emplace(m_spec.experts, m_spec.expertWidth);
    m_trace.similarityInput = gatherRows(x, m_context.similarityTokens);
    m_trace.probeInput = gatherRows(x, m_context.probeTokens);
    for (const int64_t t : m_context.probeTokens)
        for (int64_t k = 0; k < routing->topK; ++k) {
            const size_t i = static_cast<size_t>(t * routing->topK + k);
            m_trace.probeIds.push_back(routing->ids[i]);
            m_trace.probeGates.push_back(routing->weights[i]);
        }
}

void LayerCollector::expert(const ExpertSlice& slice) {
    if (m_trace.channels)
        m_trace.channels->add(slice.expert, slice.hidden, slice.gates, slice.tokens,
                              m_context.weights, m_context.halves);
}

Status LayerCollector::layerDone(int layer, MatrixView) {
    if (m_badRouting)
        return badInput("the router chose experts that do not exist",
                        "layer " + std::to_string(layer),
                        "check the router's weights for values that are not finite");
    return {};
}

std::vector<uint8_t> randomHalves(const TokenBatch& batch, uint64_t seed) {
    std::vector<int64_t> order(static_cast<size_t>(batch.sequences()));
    std::iota(order.begin(), order.end(), 0);
    Random random(seed);
    for (size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[random.below(i)]);
    std::vector<uint8_t> halves(static_cast<size_t>(batch.tokens()), 0);
    for (size_t i = (order.size() + 1) / 2; i < order.size(); ++i) {
        const int64_t s = order[i];
        std::fill(halves.begin() + batch.starts[static_cast<size_t>(s)],
                  halves.begin() + batch.sequenceEnd(s), uint8_t{1});
    }
    return halves;
}

std::vector<int64_t> sampleTokens(int64_t tokens, int64_t count, uint64_t seed) {
    std::vector<int64_t> all(static_cast<size_t>(std::max<int64_t>(0, tokens)));
    std::iota(all.begin(), all.end(), 0);
    const size_t take = std::min(all.size(), static_cast<size_t>(std::max<int64_t>(0, count)));
    Random random(seed);
    for (size_t i = 0; i < take; ++i) std::swap(all[i], all[i + random.below(all.size() - i)]);
    all.resize(take);
    std::sort(all.begin(), all.end());
    return all;
}

} // namespace moqa
