// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// One model's pass over the windows of a corpus, and what a reference keeps of it.

#include "core/evaluate/scoring_windows.h"

#include <cstdint>
#include <string>
#include <vector>

namespace moqa {

struct CorpusRun {
    std::string corpus;
    ScoringWindows windows;
    Matrix hidden; // [T, H], final-normed
    // Of each MoE layer the chosen experts [T, K], rising within a token: sets compare as rows.
    std::vector<std::vector<uint16_t>> chosen;
};

// keepRouting false leaves `chosen` empty.
Result<CorpusRun> runCorpus(const ModelSource& model, Forward& forward, const Corpus& corpus,
                            Protocol protocol, int64_t window, bool keepRouting,
                            Progress& progress);

struct ReferenceRun {
    const ModelSource* model = nullptr; // outlives the run
    Protocol protocol = Protocol::Gptq;
    int64_t window = 0;
    std::vector<CorpusRun> corpora;
};

// Share of tokens whose set of experts differs, per MoE layer. Same shapes on both sides.
std::vector<double> routingShift(const std::vector<std::vector<uint16_t>>& a,
                                 const std::vector<std::vector<uint16_t>>& b, int topK);

} // namespace moqa
