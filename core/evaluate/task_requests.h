// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// From (context, continuation) to token ids as the harness splits them, and from the scores of all
// choices to a task's score. No model here: pure functions, tested with a made-up encoder.

#include "core/base/result.h"
#include "core/evaluate/tasks.h"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace moqa {

// addSpecial runs the tokenizer's template (BOS where the tokenizer adds one).
using Encode = std::function<Result<std::vector<int32_t>>(std::string_view text, bool addSpecial)>;

// A sequence to feed and the tokens that its last targets.size() positions are to predict.
struct TokenRequest {
    std::vector<int32_t> input;
    std::vector<int32_t> targets;
};

struct EncodeRules {
    int32_t prefixToken = -1; // BOS, else EOS: stands for an empty context; -1 = none
    int64_t maxTokens = 0;    // the model's limit on `input`
};

// Trailing whitespace of the context moves to the continuation; the concatenation is tokenized
// whole and split at the length of the tokenized context; tokens beyond the limit are dropped on
// the left. BadInput (where) for a continuation of no tokens or longer than the limit, and for an
// empty context without a prefix token.
Result<TokenRequest> tokenRequest(const std::string& context, const std::string& continuation,
                                  const Encode& encode, const EncodeRules& rules,
                                  const std::string& where);

struct ChoiceScore {
    double logProb = 0;  // sum over the continuation's tokens, nats
    bool greedy = false; // every token was the most probable one
};

// scores[item][choice]. acc: largest log-probability; accNorm: largest per character; first index
// wins ties; an item of one choice is right if that was greedy. Standard errors are
// sqrt(a (1 - a) / (n - 1)), 0 for one item.
TaskScore summarise(const TaskSet& task, const std::vector<std::vector<ChoiceScore>>& scores);

} // namespace moqa
