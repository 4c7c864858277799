// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Text on its way through normalizers and pre-tokenizers, each byte knowing the bytes of the
// original text it stands for, as the `tokenizers` library keeps them in its NormalizedString. The
// bookkeeping is optional: ids alone do not need it.

#include "core/text/utf8.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace moqa {

// [begin, end) in bytes of the original text; 32 bits, so texts are bounded (Tokenizer).
struct ByteSpan {
    uint32_t begin = 0, end = 0;
};

struct AlignedText {
    std::string text;
    std::vector<ByteSpan> spans; // one per byte of text if tracked, else empty
    bool tracked = false;
    uint32_t origin = 0; // where the stretch begins in the original text

    // The bytes [begin, end) of original, each code point standing for itself.
    static AlignedText fromOriginal(std::string_view original, size_t begin, size_t end,
                                    bool tracked);
    // A copy of the bytes [begin, end); its origin is where its first byte comes from.
    AlignedText slice(size_t begin, size_t end) const;
    // Original bytes of [begin, end), which must not be empty. Precondition: tracked.
    ByteSpan original(size_t begin, size_t end) const;
    // Where [begin, ...) begins in the original text; without spans only whether that is 0 is
    // known.
    uint32_t originAt(size_t begin) const;

    void append(std::string_view bytes, ByteSpan span);
};

// Rewrites [begin, end) of one text onto the end of another, code point by code point, with the
// library's rule for who stands for what: a code point that replaces (change <= 0) stands for the
// one it replaces and swallows -change more; an inserted one (change > 0) for what the source byte
// before it stands for.
class Rewriter {
public:
    Rewriter(const AlignedText& from, size_t begin, size_t end, uint32_t origin, AlignedText& to)
        : m_from(from), m_to(to), m_begin(begin), m_end(end), m_at(begin), m_origin(origin) {}

    void put(char32_t c, int change);
    // Drops source bytes up to this position.
    void skipTo(size_t position) { m_at = position; }
    // Copies source bytes unchanged up to this position.
    void copyTo(size_t position);
    size_t position() const { return m_at; }

private:
    const AlignedText& m_from;
    AlignedText& m_to;
    size_t m_begin, m_end, m_at;
    uint32_t m_origin;
};

// A stretch of text cut into pieces; what each pre-tokenizer turns into the next such.
struct Piece {
    size_t begin = 0, end = 0;
    uint32_t origin = 0;
};
struct PieceList {
    AlignedText content;
    std::vector<Piece> pieces;
};

} // namespace moqa
