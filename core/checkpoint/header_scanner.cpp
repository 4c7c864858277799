// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/header_scanner.h"

#include <cstring>

namespace moqa {

namespace {

void appendUtf8(std::string& out, uint32_t code) {
    const auto put = [&](uint32_t byte) { out.push_back(static_cast<char>(byte)); };
    if (code < 0x80) {
        put(code);
    } else if (code < 0x800) {
        put(0xc0 | (code >> 6));
        put(0x80 | (code & 0x3f));
    } else if (code < 0x10000) {
        put(0xe0 | (code >> 12));
        put(0x80 | ((code >> 6) & 0x3f));
        put(0x80 | (code & 0x3f));
    } else {
        put(0xf0 | (code >> 18));
        put(0x80 | ((code >> 12) & 0x3f));
        put(0x80 | ((code >> 6) & 0x3f));
        put(0x80 | (code & 0x3f));
    }
}

} // namespace

void HeaderScanner::skipSpace() {
    while (m_at < m_text.size() && (m_text[m_at] == ' ' || m_text[m_at] == '\n' ||
                                    m_text[m_at] == '\t' || m_text[m_at] == '\r'))
        ++m_at;
}

bool HeaderScanner::accept(char c) {
    skipSpace();
    if (atEnd() || m_text[m_at] != c) return false;
    ++m_at;
    return true;
}

bool HeaderScanner::hex4(uint32_t& out) {
    if (m_text.size() - m_at < 4) return fail("an escape is cut short");
    out = 0;
    for (int i = 0; i < 4; ++i) {
        const char c = m_text[m_at++];
        const int digit = c >= '0' && c <= '9'   ? c - '0'
                          : c >= 'a' && c <= 'f' ? c - 'a' + 10
                          : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                                 : -1;
        if (digit < 0) return fail("an escape is malformed");
        out = out * 16 + static_cast<uint32_t>(digit);
    }
    return true;
}

bool HeaderScanner::escape(std::string& out) {
    if (atEnd()) return fail("an escape is cut short");
    const char c = m_text[m_at++];
    switch (c) {
    case '"':
    case '\\':
    case '/': out.push_back(c); return true;
    case 'b': out.push_back('\b'); return true;
    case 'f': out.push_back('\f'); return true;
    case 'n': out.push_back('\n'); return true;
    case 'r': out.push_back('\r'); return true;
    case 't': out.push_back('\t'); return true;
    case 'u': break;
    default: return fail("an escape is malformed");
    }
    uint32_t code = 0;
    if (!hex4(code)) return false;
    if (code >= 0xdc00 && code < 0xe000) return fail("half a surrogate pair");
    if (code >= 0xd800 && code < 0xdc00) {
        uint32_t low = 0;
        if (m_text.substr(m_at, 2) != "\\u") return fail("half a surrogate pair");
        m_at += 2;
        if (!hex4(low)) return false;
        if (low < 0xdc00 || low >= 0xe000) return fail("half a surrogate pair");
        code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
    }
    appendUtf8(out, code);
    return true;
}

bool HeaderScanner::string(std::string& out, size_t maxBytes, const char* what) {
    out.clear();
    if (!accept('"')) return fail(std::string(what) + " must be a string");
    while (true) {
        const size_t run = m_at;
        while (!atEnd() && m_text[m_at] != '"' && m_text[m_at] != '\\' &&
               static_cast<unsigned char>(m_text[m_at]) >= 0x20)
            ++m_at;
        if (out.size() + (m_at - run) > maxBytes)
            return fail(std::string(what) + " is longer than " + std::to_string(maxBytes) +
                        " bytes");
        out.append(m_text.substr(run, m_at - run));
        if (atEnd()) return fail("a string does not end");
        const char c = m_text[m_at];
        if (c != '"' && c != '\\') return fail("a control character in a string");
        ++m_at;
        if (c == '"') return true;
        if (!escape(out)) return false;
    }
}

bool HeaderScanner::count(int64_t& out, const char* what) {
    skipSpace();
    const size_t start = m_at;
    out = 0;
    while (!atEnd() && m_text[m_at] >= '0' && m_text[m_at] <= '9') {
        if (__builtin_mul_overflow(out, int64_t{10}, &out) ||
            __builtin_add_overflow(out, int64_t{m_text[m_at] - '0'}, &out))
            return fail(std::string(what) + " is too large");
        ++m_at;
    }
    const bool tail = !atEnd() && std::strchr(".eE+-", m_text[m_at]) != nullptr;
    if (m_at == start || tail || (m_text[start] == '0' && m_at - start > 1))
        return fail(std::string(what) + " must be a whole number, not negative");
    return true;
}

bool isUtf8(std::string_view text) {
    size_t i = 0;
    while (i < text.size()) {
        uint64_t eight = 0;
        if (text.size() - i >= 8) {
            std::memcpy(&eight, text.data() + i, 8);
            if ((eight & 0x8080808080808080ULL) == 0) {
                i += 8;
                continue;
            }
        }
        const auto lead = static_cast<unsigned char>(text[i]);
        if (lead < 0x80) {
            ++i;
            continue;
        }
        const size_t extra = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : 1;
        if (lead < 0xc2 || lead > 0xf4 || text.size() - i <= extra) return false;
        for (size_t k = 1; k <= extra; ++k)
            if ((static_cast<unsigned char>(text[i + k]) & 0xc0) != 0x80) return false;
        const auto second = static_cast<unsigned char>(text[i + 1]);
        // Overlong forms, surrogates and code points beyond U+10FFFF.
        if ((lead == 0xe0 && second < 0xa0) || (lead == 0xed && second > 0x9f) ||
            (lead == 0xf0 && second < 0x90) || (lead == 0xf4 && second > 0x8f))
            return false;
        i += extra + 1;
    }
    return true;
}

} // namespace moqa
