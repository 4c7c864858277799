// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// UTF-8 and the few character classes the tokenizer needs, in the definitions of the `tokenizers`
// library (Rust's char methods). Free functions without state, callable from any thread.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace moqa {

// Bytes of the sequence that this lead byte begins. Precondition: the text is valid UTF-8.
inline size_t utf8Length(char lead) {
    const auto byte = static_cast<unsigned char>(lead);
    return byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}
// Code point at text[at]; at moves behind it. Precondition: valid UTF-8, at on a boundary.
char32_t nextCodePoint(std::string_view text, size_t& at);
// Start of the code point that ends at end (> 0).
size_t previousBoundary(std::string_view text, size_t end);
void appendUtf8(std::string& text, char32_t codePoint);
std::string toUtf8(char32_t codePoint);
int64_t countCodePoints(std::string_view text);

// Position of the first byte that is not UTF-8 (overlong, surrogate, above U+10FFFF and cut
// sequences included); npos if all of it is.
size_t findInvalidUtf8(std::string_view bytes);
// The bytes as text: each maximal part of a broken sequence becomes one U+FFFD (Unicode 3.9,
// "substitution of maximal subparts").
std::string utf8Lossy(std::string_view bytes);

// Unicode White_Space; utf8proc's and PCRE2's notions differ (U+180E, U+0085).
bool isWhiteSpace(char32_t c);
// Nd, Nl or No.
bool isNumeric(char32_t c);
// \w of Rust's regex crate: Alphabetic, marks, Nd, Pc, joiners.
bool isWordCharacter(char32_t c);
// Mn, Mc or Me.
bool isMark(char32_t c);

} // namespace moqa
