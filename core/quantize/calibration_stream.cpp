// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/calibration_stream.h"

#include "core/base/cancel_only.h"
#include "core/base/memory.h"
#include "core/text/token_weights.h"

#include <algorithm>
#include <fmt/format.h>

namespace moqa {

namespace {

// Weights are widened once a chunk: with 8 of 64 experts chosen 8192 tokens are 1024 rows an
// expert, which makes that 0.1 % of the work.
constexpr int64_t kChunkTokens = 8192;

} // namespace

Result<CalibrationStream> CalibrationStream::create(const ModelSource& model,
                                                    const std::vector<Corpus>& corpora,
                                                    int64_t window, double reweight,
                                                    Forward& forward) {
    window = windowOf(model.spec(), window);
    TokenBatch all;
    std::vector<float> weights;
    std::vector<int32_t> sequenceCorpus;
    for (const Corpus& corpus : corpora) {
        MOQA_TRY(const TokenBatch batch, TokenBatch::windows(corpus.ids, window, corpus.name));
        sequenceCorpus.insert(sequenceCorpus.end(), batch.starts.size(),
                              static_cast<int32_t>(&corpus - corpora.data()));
        for (int64_t start : batch.starts) all.starts.push_back(all.tokens() + start);
        all.ids.insert(all.ids.end(), batch.ids.begin(), batch.ids.end());
        if (reweight == 0) continue;
        for (double w : moqa::tokenWeights(batch.ids, rankTokens(batch.ids), reweight))
            weights.push_back(static_cast<float>(w));
    }
    if (all.ids.empty())
        return badInput("no calibration tokens", "calibration", "give at least one corpus");
    // The stream, the block's input, its full result and the expert inputs gathered from them.
    constexpr int64_t kCopies = 4;
    MOQA_CHECK(requireMemory(kCopies * all.tokens() * model.spec().hidden * 4,
                             fmt::format("hidden states of {} calibration tokens", all.tokens())));
    CalibrationStream stream;
    MOQA_TRY(stream.m_hidden, forward.embed(all));
    stream.cutChunks(all);
    stream.m_weights = std::move(weights);
    stream.m_window = window;
    stream.m_sequenceCorpus = std::move(sequenceCorpus);
    return stream;
}

int64_t CalibrationStream::windowOf(const ModelSpec& spec, int64_t window) {
    if (window > 0) return window;
    return spec.maxPosition > 0 ? std::min<int64_t>(2048, spec.maxPosition) : 2048;
}

void CalibrationStream::setMix(const std::vector<float>& factors) {
    m_mixed = factors;
    if (m_weights.empty()) return;
    for (size_t t = 0; t < m_mixed.size(); ++t) m_mixed[t] *= m_weights[t];
}

void CalibrationStream::cutChunks(const TokenBatch& all) {
    for (int64_t s = 0; s < all.sequences(); ++s) {
        const int64_t begin = all.starts[static_cast<size_t>(s)];
        if (m_chunks.empty() || m_chunks.back().batch.tokens() >= kChunkTokens)
            m_chunks.push_back({begin, {}});
        TokenBatch& batch = m_chunks.back().batch;
        batch.starts.push_back(batch.tokens());
        batch.ids.insert(batch.ids.end(), all.ids.begin() + begin,
                         all.ids.begin() + all.sequenceEnd(s));
    }
}

Matrix& CalibrationStream::rowsOf(const Chunk& chunk) {
    m_rows.rows = chunk.batch.tokens();
    m_rows.cols = m_hidden.cols;
    m_rows.data.resize(static_cast<size_t>(m_rows.rows * m_rows.cols));
    std::copy_n(m_hidden.row(chunk.row), m_rows.data.size(), m_rows.data.data());
    return m_rows;
}

Status CalibrationStream::attention(Forward& forward, int layer, LayerObserver* observer, bool keep,
                                    const Progress& progress) {
    CancelOnly cancel(progress);
    for (const Chunk& chunk : m_chunks) {
        Matrix& rows = rowsOf(chunk);
        MOQA_CHECK(forward.attentionBlock(layer, chunk.batch, rows, observer, cancel));
        if (keep) std::copy(rows.data.begin(), rows.data.end(), m_hidden.row(chunk.row));
    }
    return {};
}

Status CalibrationStream::ffn(Forward& forward, int layer, LayerObserver* observer, Matrix& out,
                              const Progress& progress) {
    CancelOnly cancel(progress);
    for (const Chunk& chunk : m_chunks) {
        Matrix& rows = rowsOf(chunk);
        MOQA_CHECK(forward.ffnBlock(layer, rows, observer, cancel));
        std::copy(rows.data.begin(), rows.data.end(), out.row(chunk.row));
    }
    return {};
}

} // namespace moqa
