// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The three stages of the method from one forward pass per corpus (arXiv 2503.21135; what the paper
// leaves open is named in the metric table). Arrays of corpus "" are over all corpora: stage 1 and
// co-activation as one pool of tokens, the mixes of stage 2 by corpus weight.
//
// Memory: hidden states of all corpora [tokens, hidden], one layer's channel sums, three matrices
// of one expert, the features of similarity.h, and the results. The largest results are the pair
// matrices: ten of [experts, experts] for each layer, corpus and the pool (Qwen3-235B, three
// corpora: 0.5 GB).

#include "core/analysis/result_array.h"
#include "core/base/progress.h"
#include "core/checkpoint/model_source.h"
#include "core/text/corpus.h"

namespace moqa {

enum class Significance { Energy, Magnitude, Activation };

struct AnalyzeOptions {
    bool stage1 = true, stage2 = true, stage3 = true;
    double reweight = 0.0; // a of w(t) = rank(t)^-a
    Significance significance = Significance::Energy;
    bool keepChannels = false;      // store per-channel significance of every expert
    int64_t window = 0;             // 0 = min(2048, the model's limit)
    int64_t similaritySample = 256; // tokens on which all experts of a layer are compared
    std::vector<std::pair<std::string, double>> corpusWeights; // empty = equal
    uint64_t seed = 0;
    // When cancelled after at least one layer with routed experts: answer with the layers that are
    // complete instead of Cancelled. Rows of the others are NaN, their arrays kept per layer are
    // absent, and coverage.h says how many there are.
    bool keepPartial = false;
    // Tokens that this analysis is a preview of, for its label; 0 = it is none.
    int64_t plannedTokens = 0;
};

// Tokens per window in force: the option, or min(2048, the model's limit).
int64_t analysisWindow(const ModelSpec& spec, const AnalyzeOptions& options);

// BadInput for a corpus shorter than a window, a model without routed experts, non-finite weights.
Result<Analysis> analyze(const ModelSource& model, const std::vector<Corpus>& corpora,
                         const AnalyzeOptions& options, Progress& progress);

// AnalyzeOptions::reweight of a finished analysis, 0 where it names none. BadInput if its options
// are not readable.
Result<double> reweightOf(const Analysis& analysis);

} // namespace moqa
