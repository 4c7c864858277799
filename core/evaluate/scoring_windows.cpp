// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluate/scoring_windows.h"

#include <algorithm>
#include <fmt/format.h>

namespace moqa {

const char* protocolName(Protocol protocol) {
    return protocol == Protocol::Gptq ? "gptq" : "llama.cpp";
}

Result<int64_t> evaluationWindow(const ModelSpec& spec, const EvaluateOptions& options) {
    constexpr int64_t kDefaultWindow = 2048;
    int64_t window = options.window;
    if (window == 0)
        window = spec.maxPosition > 0 ? std::min(kDefaultWindow, spec.maxPosition) : kDefaultWindow;
    // The llama.cpp protocol scores window - 1 - window / 2 tokens: none of a window of two.
    const int64_t shortest = options.protocol == Protocol::LlamaCpp ? 3 : 2;
    if (window < shortest)
        return usageError(fmt::format("a window of {} tokens scores nothing", window), "--window",
                          fmt::format("give at least {}", shortest));
    if (spec.maxPosition > 0 && window > spec.maxPosition)
        return usageError(fmt::format("a window of {} tokens is beyond the model's limit of {}",
                                      window, spec.maxPosition),
                          "--window", "give a smaller window");
    return window;
}

Result<ScoringWindows> scoringWindows(const ModelSpec& spec, const Corpus& corpus,
                                      Protocol protocol, int64_t window) {
    ScoringWindows result;
    MOQA_TRY(result.batch, TokenBatch::windows(corpus.ids, window, corpus.name));
    result.window = window;
    if (protocol == Protocol::Gptq) return result;
    result.firstScored = window / 2;
    const bool addsBos = spec.bosToken >= 0 && corpus.ids.front() == spec.bosToken;
    if (!addsBos) return result;
    for (int64_t start : result.batch.starts)
        result.batch.ids[static_cast<size_t>(start)] = static_cast<int32_t>(spec.bosToken);
    return result;
}

} // namespace moqa
