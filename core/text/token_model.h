// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The "model" of a tokenizer.json: ids of one piece of text. Immutable, callable from any thread;
// what an encoding keeps while it runs is in the caller's PieceCache.

#include "core/base/json.h"
#include "core/text/vocabulary.h"

#include <memory>
#include <span>

namespace moqa {

// An id with its bytes [begin, end) of the piece.
struct ModelToken {
    int32_t id = 0;
    uint32_t begin = 0, end = 0;
};

class TokenModel {
public:
    virtual ~TokenModel() = default;
    // Appends the tokens of a piece that is not empty.
    virtual void tokenize(std::string_view piece, std::vector<ModelToken>& out) const = 0;
    // Length of the first part of piece (not empty) that can be tokenized on its own without
    // changing any id; the whole piece if there is none shorter.
    virtual size_t independentPrefix(std::string_view piece) const { return piece.size(); }
    virtual const char* name() const = 0;
    virtual bool hasByteFallback() const = 0;

    const Vocabulary& vocabulary() const { return m_vocabulary; }

protected:
    Vocabulary m_vocabulary;
};

// Large lists of the file, taken out of its JSON before the rest is copied.
struct ModelLists {
    std::vector<std::pair<std::string, int64_t>> vocabulary; // Unigram: id = position
    std::vector<double> scores;                              // Unigram only
    std::vector<std::pair<std::string, std::string>> merges; // BPE only
};

// model is the object without its lists. BadInput for anything but BPE and Unigram, and for what
// is inconsistent.
Result<std::unique_ptr<TokenModel>> makeBpeModel(const Json& model, const ModelLists& lists,
                                                 const std::string& where);
Result<std::unique_ptr<TokenModel>> makeUnigramModel(const Json& model, const ModelLists& lists,
                                                     const std::string& where);

// Ids of <0x00> to <0xFF>, -1 where the vocabulary lacks them.
std::vector<int32_t> byteTokenIds(const Vocabulary& vocabulary);

} // namespace moqa
