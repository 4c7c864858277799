// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluate/python_text.h"

#include <array>
#include <utf8proc.h>

namespace moqa::python {

namespace {

struct Letter {
    int32_t code = 0;
    size_t bytes = 0;
};

// Text comes from JSON that was checked to be UTF-8; a stray byte counts as one letter of its own.
Letter letterAt(std::string_view text, size_t at) {
    utf8proc_int32_t code = 0;
    const utf8proc_ssize_t bytes =
        utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()) + at,
                         static_cast<utf8proc_ssize_t>(text.size() - at), &code);
    if (bytes <= 0) return {static_cast<unsigned char>(text[at]), 1};
    return {code, static_cast<size_t>(bytes)};
}

size_t lastLetterBegin(std::string_view text) {
    size_t at = text.size() - 1;
    while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xc0) == 0x80) --at;
    return at;
}

bool isSpace(int32_t c) {
    return (c >= 0x09 && c <= 0x0d) || (c >= 0x1c && c <= 0x20) || c == 0x85 || c == 0xa0 ||
           c == 0x1680 || (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 ||
           c == 0x202f || c == 0x205f || c == 0x3000;
}

void append(std::string& out, int32_t code) {
    std::array<utf8proc_uint8_t, 4> bytes{};
    const utf8proc_ssize_t count = utf8proc_encode_char(code, bytes.data());
    out.append(reinterpret_cast<const char*>(bytes.data()), static_cast<size_t>(count));
}

} // namespace

int64_t codePoints(std::string_view text) {
    int64_t count = 0;
    for (char c : text) count += (static_cast<unsigned char>(c) & 0xc0) != 0x80;
    return count;
}

std::string stripRight(std::string_view text) {
    while (!text.empty()) {
        const size_t at = lastLetterBegin(text);
        if (!isSpace(letterAt(text, at).code)) break;
        text = text.substr(0, at);
    }
    return std::string(text);
}

std::string strip(std::string_view text) {
    size_t at = 0;
    while (at < text.size()) {
        const Letter letter = letterAt(text, at);
        if (!isSpace(letter.code)) break;
        at += letter.bytes;
    }
    return stripRight(text.substr(at));
}

std::string capitalize(std::string_view text) {
    std::string out;
    for (size_t at = 0; at < text.size();) {
        const Letter letter = letterAt(text, at);
        append(out, at == 0 ? utf8proc_totitle(letter.code) : utf8proc_tolower(letter.code));
        at += letter.bytes;
    }
    return out;
}

std::string lowerFirst(std::string_view text) {
    if (text.empty()) return {};
    const Letter letter = letterAt(text, 0);
    std::string out;
    append(out, utf8proc_tolower(letter.code));
    out += text.substr(letter.bytes);
    return out;
}

std::string dropLast(std::string_view text) {
    return text.empty() ? std::string() : std::string(text.substr(0, lastLetterBegin(text)));
}

std::string replaceAll(std::string text, std::string_view from, std::string_view to) {
    for (size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
    return text;
}

} // namespace moqa::python
