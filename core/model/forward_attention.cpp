// SPDX-License-Identifier: GPL-3.0-or-later
// The first half of a layer: x += residualMultiplier * Wo attention(norm(x)).
#include "core/base/parallel.h"
#include "core/model/forward_impl.h"
#include "core/model/rows.h"

#include <algorithm>
#include <cmath>

namespace moqa {

Status Forward::Impl::attention(int layer, const TokenBatch& batch, Matrix& hidden,
                                LayerObserver* observer) {
    if (source.has({Role::AttnSinks, layer}))
        return badInput("attention sinks are not supported by the forward pass", source.path());
    MOQA_CHECK(reserve(hidden.rows));
    float* x = normed.get(0);
    MOQA_CHECK(norm({Role::AttnNorm, layer}, {Role::AttnNormBias, layer}, hidden, x));
    const MatrixView input(x, hidden.rows, spec.hidden, spec.hidden);
    if (observer != nullptr) observer->attentionInput(layer, input);
    MOQA_CHECK(projectQkv(layer, input));
    if (spec.layers[static_cast<size_t>(layer)].rope) rotate(batch);
    MOQA_CHECK(attend(layer, batch));

    const MatrixView context(query.get(0), hidden.rows, queryWidth(), queryWidth());
    if (observer != nullptr) observer->attentionContext(layer, context);
    const auto factor = static_cast<float>(spec.residualMultiplier);
    const WeightId output{Role::AttnO, layer};
    MOQA_CHECK(weights.multiply({output, context, factor, 1.0f, hidden.data.data()}, spec.hidden,
                                tile, *progress));
    if (!spec.oBias) return {};
    MOQA_TRY(const std::vector<float> bias, weights.all({Role::AttnOBias, layer}, 1, spec.hidden));
    addBias(hidden.rows, hidden.cols, factor, bias.data(), hidden.data.data());
    return {};
}

Status Forward::Impl::project(int layer, Role role, Role biasRole, bool bias, MatrixView x,
                              int64_t outputs, float* y) {
    MOQA_CHECK(weights.multiply({{role, layer}, x, 1.0f, 0.0f, y}, outputs, tile, *progress));
    if (!bias) return {};
    MOQA_TRY(const std::vector<float> shift, weights.all({biasRole, layer}, 1, outputs));
    addBias(x.rows, outputs, 1.0f, shift.data(), y);
    return {};
}

Status Forward::Impl::projectQkv(int layer, MatrixView x) {
    float* q = query.get(0);
    float* k = key.get(0);
    float* v = value.get(0);
    const bool bias = spec.qkvBias;
    MOQA_CHECK(project(layer, Role::AttnQ, Role::AttnQBias, bias, x, queryWidth(), q));
    MOQA_CHECK(project(layer, Role::AttnK, Role::AttnKBias, bias, x, keyWidth(), k));
    MOQA_CHECK(project(layer, Role::AttnV, Role::AttnVBias, bias, x, keyWidth(), v));
    if (spec.qkNorm != QkNorm::None) {
        MOQA_CHECK(normaliseHeads(layer, Role::AttnQNorm, x.rows, spec.heads, q));
        MOQA_CHECK(normaliseHeads(layer, Role::AttnKNorm, x.rows, spec.kvHeads, k));
    }
    if (spec.clipQkv > 0.0) {
        const auto limit = static_cast<float>(spec.clipQkv);
        clampTo(x.rows * queryWidth(), limit, q);
        clampTo(x.rows * keyWidth(), limit, k);
        clampTo(x.rows * keyWidth(), limit, v);
    }
    return {};
}

Status Forward::Impl::normaliseHeads(int layer, Role role, int64_t tokens, int64_t heads,
                                     float* y) {
    const bool perHead = spec.qkNorm == QkNorm::PerHead;
    const int64_t width = perHead ? spec.headDim : heads * spec.headDim;
    MOQA_TRY(const std::vector<float> scale, weights.all({role, layer}, 1, width));
    backend.rmsNorm(perHead ? tokens * heads : tokens, width, y, width, scale.data(),
                    static_cast<float>(spec.normEps), y, width);
    return {};
}

void Forward::Impl::rotate(const TokenBatch& batch) {
    int64_t longest = 0;
    for (int64_t s = 0; s < batch.sequences(); ++s)
        longest = std::max(longest, batch.sequenceEnd(s) - batch.starts[static_cast<size_t>(s)]);
    rope.reserve(longest);
    float* q = query.get(0);
    float* k = key.get(0);
    constexpr int64_t kPiece = 64;
    const int64_t tokens = batch.tokens();
    parallelFor((tokens + kPiece - 1) / kPiece, [&](int64_t piece, int) {
        const int64_t end = std::min(tokens, (piece + 1) * kPiece);
        for (int64_t t = piece * kPiece; t < end; ++t) {
            const auto next = std::upper_bound(batch.starts.begin(), batch.starts.end(), t);
            const int64_t position = t - *(next - 1);
            rope.rotate(position, spec.heads, spec.headDim, q + t * queryWidth());
            rope.rotate(position, spec.kvHeads, spec.headDim, k + t * keyWidth());
        }
    });
}

Status Forward::Impl::attend(int layer, const TokenBatch& batch) {
    float* q = query.get(0);
    const float* k = key.get(0);
    const float* v = value.get(0);
    const double scale = spec.attentionScale > 0.0
                             ? spec.attentionScale
                             : 1.0 / std::sqrt(static_cast<double>(spec.headDim));
    const int64_t window = spec.layers[static_cast<size_t>(layer)].slidingWindow;
    for (int64_t s = 0; s < batch.sequences(); ++s) {
        MOQA_CHECK(checkCancelled(*progress));
        const int64_t begin = batch.starts[static_cast<size_t>(s)];
        float* rows = q + begin * queryWidth();
        backend.attention(batch.sequenceEnd(s) - begin, static_cast<int>(spec.heads),
                          static_cast<int>(spec.kvHeads), spec.headDim, static_cast<float>(scale),
                          window, rows, queryWidth(), k + begin * keyWidth(), keyWidth(),
                          v + begin * keyWidth(), keyWidth(), rows, queryWidth());
    }
    return {};
}

} // namespace moqa
