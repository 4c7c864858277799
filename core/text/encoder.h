// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The pipeline from text to ids: added tokens, normalizer, added tokens in normalized text,
// pre-tokenizer, model. One Encoder per text and thread; TokenizerParts is immutable and shared.

#include "core/text/added_tokens.h"
#include "core/text/decoder.h"
#include "core/text/normalizer.h"
#include "core/text/post_processor.h"
#include "core/text/pre_tokenizer.h"
#include "core/text/token_model.h"

namespace moqa {

struct TokenizerParts {
    std::unique_ptr<Normalizer> normalizer;     // may be null
    std::unique_ptr<PreTokenizer> preTokenizer; // may be null
    std::unique_ptr<TokenModel> model;
    std::unique_ptr<Decoder> decoder; // may be null
    AddedTokens added;
    PostProcessor post;
    bool byteLevel = false;
};

// Ids of pieces seen before in the same text. Text is repetitive: a few thousand pieces make nine
// tenths of a corpus. Bounded, so that a text without repetition costs no memory.
class PieceCache {
public:
    // Null if the piece is not there.
    const std::span<const ModelToken>* find(std::string_view piece);
    void store(std::string_view piece, std::span<const ModelToken> tokens);

private:
    static constexpr size_t kMaxPieces = 1 << 16;
    static constexpr size_t kMaxPieceBytes = 64;
    struct Range {
        uint32_t first = 0, count = 0;
    };
    std::unordered_map<std::string, Range, StringHash, std::equal_to<>> m_ranges;
    std::vector<ModelToken> m_tokens;
    std::span<const ModelToken> m_found;
};

class Encoder {
public:
    // text is valid UTF-8 of at most 1 GiB and outlives the encoder.
    Encoder(const TokenizerParts& parts, std::string_view text, bool withOffsets);
    // All ids, without those of the template.
    Status run();

    std::vector<int32_t> takeIds() { return std::move(m_ids); }
    // Ids and offsets in code points, trimmed as the post-processor says. Precondition:
    // withOffsets.
    Encoding takeEncoding();

private:
    Status encodeStretch(size_t begin, size_t end);
    Status encodePieces(AlignedText content);
    void encodePiece(const AlignedText& content, const Piece& piece);
    void encodeRun(const AlignedText& content, size_t begin, std::string_view run);
    void emit(const AlignedText& content, size_t begin, std::span<const ModelToken> tokens);
    void emitAdded(const AlignedText& content, const AddedPart& part);

    const TokenizerParts& m_parts;
    std::string_view m_text;
    bool m_withOffsets, m_tracked;
    PieceCache m_cache;
    std::vector<ModelToken> m_fresh; // tokens of the piece at hand
    std::vector<int32_t> m_ids;
    std::vector<ByteSpan> m_spans;     // withOffsets only
    std::vector<TokenBlanks> m_blanks; // withOffsets and trimming only
};

} // namespace moqa
