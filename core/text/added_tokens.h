// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The "added_tokens" of a tokenizer.json: texts, special or not, that are cut out before the model
// sees anything. Filled once, then read by any number of threads.

#include "core/base/json.h"
#include "core/text/normalizer.h"
#include "core/text/trie.h"
#include "core/text/vocabulary.h"

namespace moqa {

// A part of a stretch: an added token, or text between (id -1).
struct AddedPart {
    size_t begin = 0, end = 0;
    int32_t id = -1;
};

class AddedTokens {
public:
    // list may be null. The id in the file must be the model's where the model has the token, else
    // one that the model does not use. normalizer (may be null) shapes the tokens that are looked
    // for in normalized text.
    Status load(const Json& list, const Vocabulary& vocabulary, const Normalizer* normalizer,
                const std::string& where);

    // Pass 1, on raw text: tokens with normalized = false. Pass 2, on normalized text: the others.
    enum class Pass { Raw, Normalized };
    // Replaces parts by what text consists of, leftmost and then longest tokens first.
    void split(std::string_view text, Pass pass, std::vector<AddedPart>& parts) const;

    // The added tokens alone.
    const Vocabulary& vocabulary() const { return m_vocabulary; }
    // What decoding puts for a token: its content, normalized if it is looked for so. Empty if
    // there is no such token.
    const std::string& decodedText(int32_t id) const;

private:
    struct Token {
        int32_t id = 0;
        bool special = false, normalized = false;
        bool singleWord = false, stripLeft = false, stripRight = false;
        std::string text; // content, normalized if the flag says so
    };
    Result<Token> read(const Json& item, const Vocabulary& model, const std::string& where);

    std::vector<Token> m_tokens;
    Trie m_raw, m_normalized; // number = index in m_tokens
    std::unordered_map<int32_t, size_t> m_indexOfId;
    Vocabulary m_vocabulary;
};

} // namespace moqa
