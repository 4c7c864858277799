// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/forward.h"

#include "core/base/memory.h"
#include "core/model/forward_impl.h"
#include "core/model/kernel_threads.h"
#include "core/model/rows.h"

#include <algorithm>
#include <cstring>
#include <fmt/format.h>
#include <numeric>

namespace moqa {

namespace {

// The bias that belongs to a Linear, or the role itself if there can be none.
Role biasOf(Role role) {
    switch (role) {
    case Role::AttnQ: return Role::AttnQBias;
    case Role::AttnK: return Role::AttnKBias;
    case Role::AttnV: return Role::AttnVBias;
    case Role::AttnO: return Role::AttnOBias;
    case Role::Router: return Role::RouterBias;
    case Role::Head: return Role::HeadBias;
    default: return role;
    }
}

Status checkIds(const TokenBatch& batch, int64_t vocab) {
    for (size_t i = 0; i < batch.ids.size(); ++i)
        if (batch.ids[i] < 0 || batch.ids[i] >= vocab)
            return badInput(
                fmt::format("token id {} at position {} is outside the vocabulary of {}",
                            batch.ids[i], i, vocab),
                "token ids", "use the tokenizer that belongs to the model");
    return {};
}

} // namespace

Forward::Impl::Impl(const ModelSource& from)
    : source(from), spec(from.spec()), backend(kernels::cpuBackend()), weights(from, backend),
      rope(spec.rope), experts(weights, spec, backend) {
    shareThreadsWithKernels();
}

Status Forward::Impl::norm(WeightId weight, WeightId bias, const Matrix& x, float* y) {
    MOQA_TRY(const std::vector<float> scale, weights.all(weight, 1, spec.hidden));
    const auto eps = static_cast<float>(spec.normEps);
    if (!spec.layerNorm) {
        backend.rmsNorm(x.rows, x.cols, x.data.data(), x.cols, scale.data(), eps, y, x.cols);
        return {};
    }
    MOQA_TRY(const std::vector<float> shift, weights.optional(bias, spec.hidden));
    layerNorm(x.rows, x.cols, x.data.data(), scale.data(), shift.empty() ? nullptr : shift.data(),
              eps, y);
    return {};
}

Status Forward::Impl::checkLayer(int layer, const Matrix& hidden) const {
    if (layer < 0 || layer >= spec.layerCount())
        return internalError(fmt::format("layer {} of a model with {}", layer, spec.layerCount()));
    if (hidden.cols != spec.hidden)
        return internalError(
            fmt::format("hidden states of width {} for {}", hidden.cols, spec.hidden));
    return {};
}

Status Forward::Impl::reserve(int64_t tokens) {
    const int64_t queryCols = std::max(queryWidth(), spec.hidden);
    const int64_t need =
        tokens * (spec.hidden + queryCols + 2 * keyWidth()) * static_cast<int64_t>(sizeof(float));
    const int64_t have = normed.bytes() + query.bytes() + key.bytes() + value.bytes();
    if (need > have)
        MOQA_CHECK(requireMemory(need - have, fmt::format("activations of {} tokens", tokens)));
    normed.get(tokens * spec.hidden);
    query.get(tokens * queryCols);
    key.get(tokens * keyWidth());
    value.get(tokens * keyWidth());
    return {};
}

Forward::Forward(const ModelSource& source) : m_impl(std::make_unique<Impl>(source)) {}
Forward::~Forward() = default;
Forward::Forward(Forward&&) noexcept = default;

Result<Matrix> Forward::embed(const TokenBatch& batch) {
    const ModelSpec& spec = m_impl->spec;
    constexpr WeightId kEmbedding{Role::Embedding};
    MOQA_CHECK(m_impl->weights.require(kEmbedding, spec.vocab, spec.hidden));
    MOQA_CHECK(checkIds(batch, spec.vocab));
    MOQA_CHECK(requireMemory(batch.tokens() * spec.hidden * static_cast<int64_t>(sizeof(float)),
                             fmt::format("hidden states of {} tokens", batch.tokens())));
    Matrix hidden(batch.tokens(), spec.hidden);
    // In rising order of ids every row is read once and a compressed file is walked forward.
    std::vector<int32_t> order(batch.ids.size());
    std::iota(order.begin(), order.end(), 0);
    const auto id = [&](int32_t token) { return batch.ids[static_cast<size_t>(token)]; };
    std::stable_sort(order.begin(), order.end(),
                     [&](int32_t a, int32_t b) { return id(a) < id(b); });
    for (size_t i = 0; i < order.size(); ++i) {
        float* row = hidden.row(order[i]);
        if (i > 0 && id(order[i]) == id(order[i - 1]))
            std::memcpy(row, hidden.row(order[i - 1]),
                        sizeof(float) * static_cast<size_t>(spec.hidden));
        else
            MOQA_CHECK(m_impl->weights.rows(kEmbedding, id(order[i]), 1, row));
    }
    if (spec.embeddingMultiplier != 1.0) {
        const auto factor = static_cast<float>(spec.embeddingMultiplier);
        for (float& value : hidden.data) value *= factor;
    }
    if (!allFinite(hidden.rows * hidden.cols, hidden.data.data())) {
        MOQA_CHECK(m_impl->weights.findNonFinite(-1));
        return badInput("the embeddings of this text are not finite", m_impl->source.path());
    }
    return hidden;
}

Status Forward::attentionBlock(int layer, const TokenBatch& batch, Matrix& hidden,
                               LayerObserver* observer, Progress& progress) {
    MOQA_CHECK(m_impl->checkLayer(layer, hidden));
    const Impl::Running running(*m_impl, progress);
    if (hidden.rows != batch.tokens())
        return internalError(
            fmt::format("{} hidden states for {} tokens", hidden.rows, batch.tokens()));
    return m_impl->attention(layer, batch, hidden, observer);
}

Status Forward::ffnBlock(int layer, Matrix& hidden, LayerObserver* observer, Progress& progress) {
    MOQA_CHECK(m_impl->checkLayer(layer, hidden));
    const Impl::Running running(*m_impl, progress);
    return m_impl->ffn(layer, hidden, observer);
}

Status Forward::layer(int layer, const TokenBatch& batch, Matrix& hidden, LayerObserver* observer,
                      Progress& progress) {
    progress.report(0.0, "attention");
    MOQA_CHECK(attentionBlock(layer, batch, hidden, observer, progress));
    progress.report(0.3, "experts");
    MOQA_CHECK(ffnBlock(layer, hidden, observer, progress));
    if (!allFinite(hidden.rows * hidden.cols, hidden.data.data())) {
        MOQA_CHECK(m_impl->weights.findNonFinite(layer));
        return badInput(
            fmt::format("the output of layer {} is not finite although its weights are", layer),
            m_impl->source.path(), "its numbers overflow 32-bit floats");
    }
    m_impl->source.releaseLayer(layer);
    return observer != nullptr ? observer->layerDone(layer, hidden) : Status();
}

Status Forward::finalNorm(Matrix& hidden) {
    MOQA_CHECK(m_impl->norm({Role::FinalNorm}, {Role::FinalNormBias}, hidden, hidden.data.data()));
    if (allFinite(hidden.rows * hidden.cols, hidden.data.data())) return {};
    MOQA_CHECK(m_impl->weights.findNonFinite(-1));
    return badInput("the hidden states after the final norm are not finite", m_impl->source.path());
}

Status Forward::logits(MatrixView hidden, Matrix& out, const Progress& progress) {
    const ModelSpec& spec = m_impl->spec;
    const WeightId head{spec.tiedHead ? Role::Embedding : Role::Head};
    out.rows = hidden.rows;
    out.cols = spec.vocab;
    out.data.resize(static_cast<size_t>(out.rows * out.cols));
    const auto factor = static_cast<float>(1.0 / spec.logitsDivisor);
    MOQA_CHECK(m_impl->weights.multiply({head, hidden, factor, 0.0f, out.data.data()}, spec.vocab,
                                        m_impl->tile, progress));
    MOQA_TRY(const std::vector<float> bias, m_impl->weights.optional({Role::HeadBias}, spec.vocab));
    if (!bias.empty()) addBias(out.rows, out.cols, factor, bias.data(), out.data.data());
    if (allFinite(out.rows * out.cols, out.data.data())) return {};
    MOQA_CHECK(m_impl->weights.findNonFinite(-1));
    return badInput("the logits are not finite", m_impl->source.path());
}

Result<Matrix> Forward::run(const TokenBatch& batch, LayerObserver* observer, Progress& progress) {
    MOQA_TRY(Matrix hidden, embed(batch));
    const int layers = m_impl->spec.layerCount();
    for (int l = 0; l < layers; ++l) {
        MOQA_CHECK(checkCancelled(progress));
        const double begin = static_cast<double>(l) / layers;
        progress.report(begin, fmt::format("layer {} of {}", l + 1, layers));
        SubProgress part(progress, begin, static_cast<double>(l + 1) / layers);
        MOQA_CHECK(layer(l, batch, hidden, observer, part));
    }
    MOQA_CHECK(finalNorm(hidden));
    progress.report(1.0, "done");
    return hidden;
}

Status Forward::linear(WeightId id, MatrixView x, Matrix& y) {
    const WeightEntry* entry = m_impl->source.find(id);
    if (entry == nullptr) return m_impl->weights.require(id, 0, x.cols).error();
    y.rows = x.rows;
    y.cols = entry->rows;
    y.data.resize(static_cast<size_t>(y.rows * y.cols));
    MOQA_CHECK(m_impl->weights.multiply({id, x, 1.0f, 0.0f, y.data.data()}, entry->rows,
                                        m_impl->tile, *m_impl->progress));
    WeightId biasId = id;
    biasId.role = biasOf(id.role);
    if (biasId == id) return {};
    MOQA_TRY(const std::vector<float> bias, m_impl->weights.optional(biasId, entry->rows));
    if (!bias.empty()) addBias(y.rows, y.cols, 1.0f, bias.data(), y.data.data());
    return {};
}

Result<Routing> Forward::route(int layer, MatrixView x) { return m_impl->route(layer, x); }

} // namespace moqa
