// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/encoder.h"

namespace moqa {

const std::span<const ModelToken>* PieceCache::find(std::string_view piece) {
    const auto found = m_ranges.find(piece);
    if (found == m_ranges.end()) return nullptr;
    m_found = std::span(m_tokens).subspan(found->second.first, found->second.count);
    return &m_found;
}

void PieceCache::store(std::string_view piece, std::span<const ModelToken> tokens) {
    if (piece.size() > kMaxPieceBytes) return;
    if (m_ranges.size() == kMaxPieces) {
        m_ranges.clear();
        m_tokens.clear();
    }
    m_ranges.emplace(
        piece, Range{static_cast<uint32_t>(m_tokens.size()), static_cast<uint32_t>(tokens.size())});
    m_tokens.insert(m_tokens.end(), tokens.begin(), tokens.end());
}

Encoder::Encoder(const TokenizerParts& parts, std::string_view text, bool withOffsets)
    : m_parts(parts), m_text(text), m_withOffsets(withOffsets),
      m_tracked(withOffsets || (parts.preTokenizer && parts.preTokenizer->needsSpans())) {}

Status Encoder::run() {
    std::vector<AddedPart> parts;
    m_parts.added.split(m_text, AddedTokens::Pass::Raw, parts);
    for (const AddedPart& part : parts) {
        if (part.id < 0)
            MOQA_CHECK(encodeStretch(part.begin, part.end));
        else
            emitAdded(AlignedText::fromOriginal(m_text, part.begin, part.end, m_tracked),
                      {0, part.end - part.begin, part.id});
    }
    return {};
}

Status Encoder::encodeStretch(size_t begin, size_t end) {
    AlignedText content = AlignedText::fromOriginal(m_text, begin, end, m_tracked);
    if (m_parts.normalizer) MOQA_CHECK(m_parts.normalizer->apply(content));
    std::vector<AddedPart> parts;
    m_parts.added.split(content.text, AddedTokens::Pass::Normalized, parts);
    if (parts.size() == 1 && parts[0].id < 0) {
        content.origin = content.originAt(0);
        return encodePieces(std::move(content));
    }
    for (const AddedPart& part : parts) {
        if (part.id < 0)
            MOQA_CHECK(encodePieces(content.slice(part.begin, part.end)));
        else
            emitAdded(content, part);
    }
    return {};
}

Status Encoder::encodePieces(AlignedText content) {
    PieceList list;
    list.pieces.push_back({0, content.text.size(), content.origin});
    list.content = std::move(content);
    if (m_parts.preTokenizer) MOQA_CHECK(m_parts.preTokenizer->apply(list));
    for (const Piece& piece : list.pieces) encodePiece(list.content, piece);
    return {};
}

void Encoder::encodePiece(const AlignedText& content, const Piece& piece) {
    for (size_t at = piece.begin; at < piece.end;) {
        const std::string_view rest = std::string_view(content.text).substr(at, piece.end - at);
        const std::string_view run = rest.substr(0, m_parts.model->independentPrefix(rest));
        encodeRun(content, at, run);
        at += run.size();
    }
}

void Encoder::encodeRun(const AlignedText& content, size_t begin, std::string_view run) {
    if (const auto* known = m_cache.find(run)) return emit(content, begin, *known);
    m_fresh.clear();
    m_parts.model->tokenize(run, m_fresh);
    emit(content, begin, m_fresh);
    m_cache.store(run, m_fresh);
}

void Encoder::emit(const AlignedText& content, size_t begin, std::span<const ModelToken> tokens) {
    for (const ModelToken& token : tokens) {
        m_ids.push_back(token.id);
        if (!m_withOffsets) continue;
        m_spans.push_back(content.original(begin + token.begin, begin + token.end));
        if (m_parts.post.trimsOffsets())
            m_blanks.push_back(tokenBlanks(m_parts.model->vocabulary().text(token.id)));
    }
}

// The text of an added token includes the blanks it swallowed. Nothing is emitted for one whose
// text a normalizer removed.
void Encoder::emitAdded(const AlignedText& content, const AddedPart& part) {
    if (part.begin == part.end) return;
    m_ids.push_back(part.id);
    if (!m_withOffsets) return;
    m_spans.push_back(content.original(part.begin, part.end));
    if (m_parts.post.trimsOffsets())
        m_blanks.push_back(
            tokenBlanks(std::string_view(content.text).substr(part.begin, part.end - part.begin)));
}

Encoding Encoder::takeEncoding() {
    // Index of the code point that each byte belongs to.
    std::vector<uint32_t> codePoint(m_text.size() + 1);
    uint32_t count = 0;
    for (size_t at = 0; at < m_text.size(); ++count)
        for (size_t end = at + utf8Length(m_text[at]); at < end; ++at) codePoint[at] = count;
    codePoint[m_text.size()] = count;
    Encoding encoding;
    encoding.ids = std::move(m_ids);
    encoding.offsets.reserve(m_spans.size());
    for (const ByteSpan& span : m_spans)
        encoding.offsets.emplace_back(codePoint[span.begin], codePoint[span.end]);
    if (m_parts.post.trimsOffsets()) m_parts.post.trimOffsets(encoding, m_blanks);
    return encoding;
}

} // namespace moqa
