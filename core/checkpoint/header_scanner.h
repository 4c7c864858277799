// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A cursor over JSON text for headers of a known grammar: no tree, no recursion, no allocation
// beyond the strings asked for. One thread at a time; the text must outlive it.

#include <cstdint>
#include <string>
#include <string_view>

namespace moqa {

// Reads the few shapes of JSON that a header may contain. Each function returns false after
// noting the first problem; the caller then only has to stop.
class HeaderScanner {
public:
    explicit HeaderScanner(std::string_view text) : m_text(text) {}

    const std::string& problem() const { return m_problem; }
    bool fail(const std::string& what) {
        if (m_problem.empty()) m_problem = what + " (byte " + std::to_string(m_at) + ")";
        return false;
    }

    void skipSpace();
    bool atEnd() const { return m_at == m_text.size(); }
    bool accept(char c);
    bool expect(char c, const char* place) {
        return accept(c) || fail(std::string("'") + c + "' expected " + place);
    }

    bool string(std::string& out, size_t maxBytes, const char* what);
    // A number that is not negative, without fraction or exponent, below 2^63.
    bool count(int64_t& out, const char* what);
    // body(): called at each member or item, must consume it.
    template <class Body>
    bool list(char open, char close, const char* what, Body body) {
        if (!accept(open)) return fail(std::string(what) + " expected");
        if (accept(close)) return true;
        do {
            if (!body()) return false;
        } while (accept(','));
        return accept(close) || fail(std::string("',' or '") + close + "' expected in " + what);
    }

private:
    bool escape(std::string& out);
    bool hex4(uint32_t& out);

    std::string_view m_text;
    size_t m_at = 0;
    std::string m_problem;
};

bool isUtf8(std::string_view text);

} // namespace moqa
