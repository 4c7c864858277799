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

private:
    struct Token {
        int32_t id = 0;
        bool singleWord = false, stripLeft = false, stripRight = false;
    };
    Result<std::string> read(const Json& item, const Vocabulary& model, Token& token,
                             bool& normalized, bool& special, const std::string& where);
    Status index(const std::string& content, bool normalized, size_t number,
                 const Normalizer* normalizer);

    std::vector<Token> m_tokens;
    Trie m_raw, m_normalized; // number = index in m_tokens
    Vocabulary m_vocabulary;
};

} // namespace moqa
