// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Perplexity under the two protocols of evaluation.md, and divergence from a reference model on the
// same tokens.

#include "core/base/progress.h"
#include "core/checkpoint/model_source.h"
#include "core/text/corpus.h"

#include <memory>
#include <string>
#include <vector>

namespace moqa {

// Gptq: disjoint windows, every token but the first of each scored. LlamaCpp: the second half of
// each window scored, its first token overwritten by BOS where the tokenizer adds one (that is,
// where the stream begins with the model's BOS).
enum class Protocol { Gptq, LlamaCpp };
const char* protocolName(Protocol protocol); // "gptq", "llama.cpp"

struct EvaluateOptions {
    Protocol protocol = Protocol::Gptq;
    int64_t window = 0; // 0 = min(2048, the model's limit)
};

struct CorpusScore {
    std::string corpus;
    int64_t tokens = 0; // of the corpus, before windows
    int64_t windows = 0, scored = 0;
    int64_t dropped = 0; // tokens behind the last whole window
    double nll = 0;      // mean over scored tokens, nats
    double ppl = 0;
    std::vector<double> windowNll; // mean of each window: for paired bootstraps
    // Against a reference (hasReference): mean KL(full || this) per scored token in nats, share of
    // scored tokens with the same top-1, share of tokens per MoE layer whose chosen set differs.
    bool hasReference = false;
    double kl = 0, sameTop1 = 0;
    std::vector<double> windowKl;
    std::vector<double> routingShift;
};

struct EvaluateReport {
    std::string model, modelPath, against;
    Protocol protocol = Protocol::Gptq;
    int64_t window = 0;
    std::vector<CorpusScore> corpora;
};

// What a reference run leaves behind so that several models are compared with it without running it
// again: final hidden states and chosen experts of every corpus. Lives in memory; [T, H] f32 each.
// The full model must outlive it (its head is read again). May be shared between threads.
struct ReferenceRun;
Result<std::shared_ptr<const ReferenceRun>> makeReference(const ModelSource& full,
                                                          const std::vector<Corpus>& corpora,
                                                          const EvaluateOptions& options,
                                                          Progress& progress);

// reference may be null. BadInput: corpus shorter than a window, reference of another vocabulary,
// routing or token stream, scores that are not finite. Usage: a window beyond the model's limit, a
// reference of another protocol or window.
Result<EvaluateReport> evaluate(const ModelSource& model, const std::vector<Corpus>& corpora,
                                const EvaluateOptions& options, const ReferenceRun* reference,
                                Progress& progress);
// The same for several models at once against one reference, whose logits are then made once: one
// report each. Holds a corpus' final hidden states of every model, [T, H] f32 each.
Result<std::vector<EvaluateReport>> evaluateAll(const std::vector<const ModelSource*>& models,
                                                const std::vector<Corpus>& corpora,
                                                const EvaluateOptions& options,
                                                const ReferenceRun& reference, Progress& progress);

} // namespace moqa
