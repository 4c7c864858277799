// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/utf8.h"

#include <utf8proc.h>

namespace moqa {

char32_t nextCodePoint(std::string_view text, size_t& at) {
    const auto byte = [&](size_t i) {
        return static_cast<char32_t>(static_cast<unsigned char>(text[i]));
    };
    const size_t i = at;
    const size_t length = utf8Length(text[i]);
    at += length;
    switch (length) {
    case 1: return byte(i);
    case 2: return (byte(i) & 0x1F) << 6 | (byte(i + 1) & 0x3F);
    case 3: return (byte(i) & 0x0F) << 12 | (byte(i + 1) & 0x3F) << 6 | (byte(i + 2) & 0x3F);
    default:
        return (byte(i) & 0x07) << 18 | (byte(i + 1) & 0x3F) << 12 | (byte(i + 2) & 0x3F) << 6 |
               (byte(i + 3) & 0x3F);
    }
}

size_t previousBoundary(std::string_view text, size_t end) {
    size_t at = end - 1;
    while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) --at;
    return at;
}

void appendUtf8(std::string& text, char32_t c) {
    if (c < 0x80) {
        text += static_cast<char>(c);
    } else if (c < 0x800) {
        text += static_cast<char>(0xC0 | c >> 6);
        text += static_cast<char>(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
        text += static_cast<char>(0xE0 | c >> 12);
        text += static_cast<char>(0x80 | (c >> 6 & 0x3F));
        text += static_cast<char>(0x80 | (c & 0x3F));
    } else {
        text += static_cast<char>(0xF0 | c >> 18);
        text += static_cast<char>(0x80 | (c >> 12 & 0x3F));
        text += static_cast<char>(0x80 | (c >> 6 & 0x3F));
        text += static_cast<char>(0x80 | (c & 0x3F));
    }
}

std::string toUtf8(char32_t c) {
    std::string text;
    appendUtf8(text, c);
    return text;
}

int64_t countCodePoints(std::string_view text) {
    int64_t count = 0;
    for (const char c : text) count += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    return count;
}

namespace {
struct Sequence {
    size_t length; // bytes of the sequence, or of the maximal part that could have begun one
    bool valid;
};

// Table 3-7 of the Unicode standard: the second byte is what tells overlong forms, surrogates and
// values above U+10FFFF apart.
Sequence sequenceAt(std::string_view bytes, size_t at) {
    const auto byte = [&](size_t i) { return static_cast<unsigned char>(bytes[i]); };
    const unsigned char lead = byte(at);
    if (lead < 0x80) return {1, true};
    if (lead < 0xC2 || lead > 0xF4) return {1, false};
    const size_t wanted = utf8Length(bytes[at]);
    unsigned char low = 0x80, high = 0xBF;
    if (lead == 0xE0) low = 0xA0;
    if (lead == 0xED) high = 0x9F;
    if (lead == 0xF0) low = 0x90;
    if (lead == 0xF4) high = 0x8F;
    for (size_t i = 1; i < wanted; ++i) {
        if (at + i >= bytes.size() || byte(at + i) < low || byte(at + i) > high) return {i, false};
        low = 0x80;
        high = 0xBF;
    }
    return {wanted, true};
}
} // namespace

size_t findInvalidUtf8(std::string_view bytes) {
    for (size_t at = 0; at < bytes.size();) {
        const Sequence sequence = sequenceAt(bytes, at);
        if (!sequence.valid) return at;
        at += sequence.length;
    }
    return std::string_view::npos;
}

std::string utf8Lossy(std::string_view bytes) {
    std::string text;
    text.reserve(bytes.size());
    for (size_t at = 0; at < bytes.size();) {
        const Sequence sequence = sequenceAt(bytes, at);
        if (sequence.valid)
            text += bytes.substr(at, sequence.length);
        else
            text += "\uFFFD";
        at += sequence.length;
    }
    return text;
}

bool isWhiteSpace(char32_t c) {
    if (c < 0x80) return c == 0x20 || (c >= 0x09 && c <= 0x0D);
    return c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 ||
           c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

namespace {
utf8proc_category_t category(char32_t c) {
    return utf8proc_category(static_cast<utf8proc_int32_t>(c));
}
} // namespace

bool isNumeric(char32_t c) {
    if (c < 0x80) return c >= '0' && c <= '9';
    const auto kind = category(c);
    return kind == UTF8PROC_CATEGORY_ND || kind == UTF8PROC_CATEGORY_NL ||
           kind == UTF8PROC_CATEGORY_NO;
}

bool isMark(char32_t c) {
    const auto kind = category(c);
    return kind == UTF8PROC_CATEGORY_MN || kind == UTF8PROC_CATEGORY_MC ||
           kind == UTF8PROC_CATEGORY_ME;
}

bool isWordCharacter(char32_t c) {
    switch (category(c)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ME:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_PC: return true;
    default: break;
    }
    // Alphabetic symbols (circled and squared letters) and the two joiners.
    return c == 0x200C || c == 0x200D || (c >= 0x24B6 && c <= 0x24E9) ||
           (c >= 0x1F130 && c <= 0x1F149) || (c >= 0x1F150 && c <= 0x1F169) ||
           (c >= 0x1F170 && c <= 0x1F189);
}

} // namespace moqa
