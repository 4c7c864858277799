// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Published vocabularies that come in another form than tokenizer.json (llama.cpp's GGUF fixtures,
// tiktoken rank lists), turned into one. Test code: trusts its input, fails hard on surprises.

#include <string>
#include <vector>

namespace moqa::test {

// The tokenizer part of a GGUF file.
struct GgufVocabulary {
    std::vector<std::string> tokens, merges;
    std::vector<float> scores;
    std::vector<int> types; // 1 normal, 2 unknown, 3 control, 4 user-defined, 5 unused, 6 byte
};
GgufVocabulary readGgufVocabulary(const std::string& path);

// Byte-level BPE from its tokens and merges; splits are the regexes before ByteLevel, none for
// GPT-2's own.
std::string byteLevelJson(const GgufVocabulary& vocabulary, const std::vector<std::string>& splits,
                          bool individualDigits);
// SentencePiece-style BPE with byte fallback. A merge of two tokens into a third ranks by the
// score of the third.
std::string sentencePieceJson(const GgufVocabulary& vocabulary);
// A list of "base64 rank" lines. A merge ranks by the rank of what it makes.
std::string tiktokenJson(const std::string& path, const std::string& split, bool ignoreMerges,
                         bool composes);

} // namespace moqa::test
