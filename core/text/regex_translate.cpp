// SPDX-License-Identifier: GPL-3.0-or-later
// Oniguruma (Ruby syntax) to PCRE2.
#include "core/text/regex.h"
#include "core/text/utf8.h"

#include <cctype>

namespace moqa {

namespace {

// Contents of a character class. White_Space, not PCRE2's \s, which adds U+180E.
constexpr const char* kSpace = "\\x{9}-\\x{d}\\x{20}\\x{85}\\x{a0}\\x{1680}\\x{2000}-\\x{200a}"
                               "\\x{2028}\\x{2029}\\x{202f}\\x{205f}\\x{3000}";
constexpr const char* kNotSpace =
    "\\x{0}-\\x{8}\\x{e}-\\x{1f}\\x{21}-\\x{84}\\x{86}-\\x{9f}\\x{a1}-\\x{167f}\\x{1681}-\\x{1fff}"
    "\\x{200b}-\\x{2027}\\x{202a}-\\x{202e}\\x{2030}-\\x{205e}\\x{2060}-\\x{2fff}"
    "\\x{3001}-\\x{10ffff}";
// Alphabetic, marks, Nd and Pc; PCRE2's own \w has all of \p{N} and no marks.
constexpr const char* kWord = "\\p{L}\\p{M}\\p{Nd}\\p{Nl}\\p{Pc}\\x{24b6}-\\x{24e9}"
                              "\\x{1f130}-\\x{1f149}\\x{1f150}-\\x{1f169}\\x{1f170}-\\x{1f189}";

class Translator {
public:
    Translator(std::string_view pattern, const std::string& where)
        : m_pattern(pattern), m_where(where) {}

    Result<std::string> run() {
        while (m_at < m_pattern.size()) {
            const char c = m_pattern[m_at];
            if (c == '\\')
                MOQA_CHECK(escape(false));
            else if (c == '[')
                MOQA_CHECK(characterClass());
            else if (c == '(')
                MOQA_CHECK(group());
            else if (c == '{')
                MOQA_CHECK(interval());
            else
                copy(1);
        }
        return std::move(m_out);
    }

private:
    Error refuse(const std::string& what) const {
        return badInput("the regular expression uses " + what +
                            ", which this program does not follow",
                        m_where);
    }
    char peek(size_t ahead) const {
        return m_at + ahead < m_pattern.size() ? m_pattern[m_at + ahead] : '\0';
    }
    void copy(size_t count) {
        m_out += m_pattern.substr(m_at, count);
        m_at += count;
    }
    Status put(const std::string& translated, size_t consumed) {
        m_out += translated;
        m_at += consumed;
        return {};
    }

    Status escape(bool inClass) {
        const char c = peek(1);
        const auto asClass = [&](const char* content, bool negated) {
            if (inClass) return std::string(content);
            return std::string(negated ? "[^" : "[") + content + "]";
        };
        // Written the same and meaning the same in both.
        const bool same = std::string_view("xdDnrtfae").find(c) != std::string_view::npos ||
                          (!inClass && (c == 'A' || c == 'z' || c == 'Z'));
        if (same) {
            copy(2);
            return {};
        }
        switch (c) {
        case '\0': return badInput("the regular expression ends in a backslash", m_where);
        case 's': return put(asClass(kSpace, false), 2);
        case 'S': return put(inClass ? kNotSpace : asClass(kSpace, true), 2);
        case 'w': return put(asClass(kWord, false), 2);
        case 'W':
            if (inClass) return refuse("\\W inside a character class");
            return put(asClass(kWord, true), 2);
        case 'h': return put(asClass("0-9A-Fa-f", false), 2);
        case 'v': return put("\\x{b}", 2);
        case 'u': return unicodeEscape();
        case 'p':
        case 'P': return property();
        case 'b': return inClass ? put("\\x{8}", 2) : wordBoundary();
        default: break;
        }
        if (std::isalnum(static_cast<unsigned char>(c)))
            return refuse(std::string("\\") + c + (inClass ? " inside a character class" : ""));
        copy(1 + utf8Length(c));
        return {};
    }

    Status wordBoundary() {
        const std::string word = std::string("[") + kWord + "]";
        return put("(?:(?<=" + word + ")(?!" + word + ")|(?<!" + word + ")(?=" + word + "))", 2);
    }

    Status unicodeEscape() {
        const std::string_view digits = m_pattern.substr(std::min(m_at + 2, m_pattern.size()), 4);
        if (digits.size() != 4 ||
            digits.find_first_not_of("0123456789abcdefABCDEF") != std::string_view::npos)
            return badInput("\\u in the regular expression needs four digits", m_where);
        return put("\\x{" + std::string(digits) + "}", 6);
    }

    // General categories mean the same in both; other names are scripts to Oniguruma, script
    // extensions to PCRE2 unless told.
    Status property() {
        const size_t close = m_pattern.find('}', m_at);
        if (peek(2) != '{' || close == std::string_view::npos)
            return refuse("a property without braces");
        std::string name(m_pattern.substr(m_at + 3, close - m_at - 3));
        bool negated = m_pattern[m_at + 1] == 'P';
        if (!name.empty() && name[0] == '^') {
            negated = !negated;
            name.erase(0, 1);
        }
        if (name.find(':') != std::string::npos || name.find('=') != std::string::npos)
            return refuse("the property " + name);
        if (name.size() > 2 && name != "Any") name = "sc:" + name;
        return put(std::string(negated ? "\\P{" : "\\p{") + name + "}", close + 1 - m_at);
    }

    Status characterClass() {
        copy(1);
        if (peek(0) == '^') copy(1);
        if (peek(0) == ']') MOQA_CHECK(put("\\]", 1));
        while (m_at < m_pattern.size() && m_pattern[m_at] != ']') {
            if (m_pattern[m_at] == '\\') {
                MOQA_CHECK(escape(true));
            } else if (m_pattern[m_at] == '[') {
                return refuse("a class inside a character class");
            } else if (m_pattern[m_at] == '&' && peek(1) == '&') {
                return refuse("an intersection of character classes");
            } else {
                copy(1);
            }
        }
        if (m_at == m_pattern.size())
            return badInput("a character class of the regular expression is not closed", m_where);
        copy(1);
        return {};
    }

    Status group() {
        if (peek(1) == '*') return refuse("a verb");
        if (peek(1) != '?') {
            copy(1);
            return {};
        }
        const char kind = peek(2);
        if (kind == ':' || kind == '=' || kind == '!' || kind == '>' || kind == '<') {
            copy(3);
            return {};
        }
        return options();
    }

    // (?i) and (?i:...): Ruby's m is dot-all, PCRE2's s. A bare (?i) reaches over later
    // alternatives differently unless it begins the pattern.
    Status options() {
        const size_t start = m_at;
        std::string translated = "(?";
        size_t at = m_at + 2;
        for (; at < m_pattern.size(); ++at) {
            const char c = m_pattern[at];
            if (c == 'm')
                translated += 's';
            else if (c == 'i' || c == '-')
                translated += c;
            else
                break;
        }
        const char end = at < m_pattern.size() ? m_pattern[at] : '\0';
        if (end != ':' && !(end == ')' && start == 0)) return refuse("a group of an unusual kind");
        return put(translated + end, at + 1 - start);
    }

    Status interval() {
        const size_t close = m_pattern.find('}', m_at);
        const std::string_view body =
            close == std::string_view::npos ? "" : m_pattern.substr(m_at + 1, close - m_at - 1);
        const size_t comma = body.find(',');
        const bool digits = body.find_first_not_of("0123456789,") == std::string_view::npos;
        if (body.empty() || body == "," || !digits || comma != body.rfind(','))
            return put("\\{", 1);
        const char after = close + 1 < m_pattern.size() ? m_pattern[close + 1] : '\0';
        if (after == '+' || (after == '?' && comma == std::string_view::npos))
            return refuse("a quantifier of an interval");
        return put("{" + std::string(comma == 0 ? "0" : "") + std::string(body) + "}",
                   close + 1 - m_at);
    }

    std::string_view m_pattern;
    const std::string& m_where;
    size_t m_at = 0;
    std::string m_out;
};

} // namespace

Result<std::string> translateRegex(std::string_view pattern, const std::string& where) {
    if (findInvalidUtf8(pattern) != std::string_view::npos)
        return badInput("the regular expression is not UTF-8", where);
    return Translator(pattern, where).run();
}

} // namespace moqa
