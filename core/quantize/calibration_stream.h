// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The calibration tokens on their way through the model: all windows of all corpora end to end and
// the residual stream at the layer that is being quantized. Passes go in chunks of whole sequences,
// which bounds the scratch memory. One thread at a time.

#include "core/model/forward.h"
#include "core/text/corpus.h"

#include <span>
#include <vector>

namespace moqa {

class CalibrationStream {
public:
    // window 0 = min(2048, the model's limit); reweight: factor a of the token weights. BadInput:
    // no corpus, one shorter than a window.
    static Result<CalibrationStream> create(const ModelSource& model,
                                            const std::vector<Corpus>& corpora, int64_t window,
                                            double reweight, Forward& forward);

    int64_t tokens() const { return m_hidden.rows; }
    // [tokens, H], the residual stream where the last kept pass left it.
    const Matrix& hidden() const { return m_hidden; }
    Matrix& hidden() { return m_hidden; }
    int64_t window() const { return m_window; }
    // The corpus of each sequence of window() tokens, in the stream's order.
    const std::vector<int32_t>& sequenceCorpus() const { return m_sequenceCorpus; }
    // w(t) of each token, mean 1 over its corpus; empty where all are 1.
    std::span<const float> tokenWeights() const { return m_weights; }

    // What each token counts in the moments of the routed experts: w(t) times the factor of its
    // corpus in a mix; empty where all are 1.
    std::span<const float> momentWeights() const { return m_mixed.empty() ? m_weights : m_mixed; }
    // One factor per token (corpus_mix.h), or none.
    void setMix(const std::vector<float>& factors);
    // Tokens per window in force: the option, or min(2048, the model's limit).
    static int64_t windowOf(const ModelSpec& spec, int64_t window);

    // The attention of a layer over all tokens; keep: its result becomes hidden().
    Status attention(Forward& forward, int layer, LayerObserver* observer, bool keep,
                     const Progress& progress);
    // The FFN of a layer over all tokens; out [tokens, H] gets hidden() plus the block's output and
    // may be hidden() itself. ffnInput is called with the chunks in their order.
    Status ffn(Forward& forward, int layer, LayerObserver* observer, Matrix& out,
               const Progress& progress);

private:
    struct Chunk {
        int64_t row = 0;
        TokenBatch batch;
    };
    void cutChunks(const TokenBatch& all);
    Matrix& rowsOf(const Chunk& chunk);

    std::vector<Chunk> m_chunks;
    Matrix m_hidden;
    Matrix m_rows; // of the chunk at work
    int64_t m_window = 0;
    std::vector<int32_t> m_sequenceCorpus;
    std::vector<float> m_weights, m_mixed;
};

} // namespace moqa
