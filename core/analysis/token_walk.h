// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// One text on its way through the experts: what a lecture shows and what a researcher pokes at. A
// pass over a single sequence that keeps the routers' choices and nothing else. Pure functions from
// values to a value; any thread.

#include "core/base/progress.h"
#include "core/checkpoint/model_source.h"
#include "core/text/tokenizer.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace moqa {

// A walk is read by people, token by token: longer texts are corpora (analyze.h).
inline constexpr int64_t kMaxWalkTokens = 4096;
inline constexpr int64_t kMaxWalkBytes = 64 * kMaxWalkTokens;

struct WalkToken {
    int32_t id = 0;
    // The token's text for people; of a token that holds part of a character only, its bytes in the
    // tokenizer's own alphabet. Tokens that share a character have the same range.
    std::string piece;
    int64_t begin = 0, end = 0; // code points of the text; both 0 where the tokenizer added it
};

// The choices in one layer with routed experts. [tokens, topK] arrays run in the router's order of
// choice, first choice first; [tokens] arrays are those of stage 1 (metrics margin_top, margin_cut,
// router_entropy), computed by the same code.
struct WalkLayer {
    int layer = 0;                  // model layer index
    std::vector<int32_t> experts;   // [tokens, topK]
    std::vector<float> gates;       // [tokens, topK] combine weights
    std::vector<float> probability; // [tokens, topK] of the router's distribution over all experts
    std::vector<double> marginTop;  // [tokens] logits, first over second; empty with one expert
    std::vector<double> marginCut; // [tokens] logits, last chosen over best left out; empty if none
    std::vector<double> entropyBits; // [tokens]
};

struct TokenWalk {
    std::string modelName, modelFingerprint;
    std::string text;
    int experts = 0, topK = 0;
    std::vector<WalkToken> tokens;
    std::vector<WalkLayer> layers; // by rising model layer index

    // Where [token, choice] is in the arrays of a layer.
    size_t at(size_t token, int choice) const {
        return token * static_cast<size_t>(topK) + static_cast<size_t>(choice);
    }
};

// Tokenizes with the tokenizer's template, as corpora are. The router's distribution is the softmax
// of the logits, or the normalised sigmoids for a sigmoid router. BadInput: empty text, text that
// is not UTF-8, more tokens than the model has positions or kMaxWalkTokens, a model without routed
// experts, a tokenizer of another model, weights that are not finite. Cancelled within a layer.
Result<TokenWalk> walkTokens(const ModelSource& model, const Tokenizer& tokenizer,
                             std::string_view text, Progress& progress);

// With the tokenizer that the model carries; BadInput if it has none. Reading a tokenizer takes
// longer than the walk: keep one for texts that are typed.
Result<TokenWalk> walkTokens(const ModelSource& model, std::string_view text, Progress& progress);

} // namespace moqa
