// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/unit_query_nodes.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <fmt/format.h>
#include <map>

namespace moqa {

namespace {

bool isDigit(char c) { return c >= '0' && c <= '9'; }
bool isNameStart(char c) { return std::isalpha(static_cast<unsigned char>(c)) || c == '_'; }
bool isNameChar(char c) { return isNameStart(c) || isDigit(c); }

std::string lower(std::string text) {
    for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return text;
}

// The length of a number at the start of text: digits, a point that no second one follows (3..7 is
// a range), an exponent.
size_t numberLength(std::string_view text) {
    size_t n = 0;
    const auto digits = [&] {
        while (n < text.size() && isDigit(text[n])) ++n;
    };
    digits();
    if (n < text.size() && text[n] == '.' && !(n + 1 < text.size() && text[n + 1] == '.')) {
        ++n;
        digits();
    }
    if (n < text.size() && (text[n] == 'e' || text[n] == 'E')) {
        size_t next = n + 1;
        if (next < text.size() && (text[next] == '+' || text[next] == '-')) ++next;
        if (next < text.size() && isDigit(text[next])) {
            n = next;
            digits();
        }
    }
    return n;
}

class Lexer {
public:
    explicit Lexer(std::string_view text) : m_text(text) {}

    Result<std::vector<QueryToken>> run() {
        std::vector<QueryToken> tokens;
        while (true) {
            while (m_at < m_text.size() && std::isspace(static_cast<unsigned char>(m_text[m_at])))
                ++m_at;
            MOQA_TRY(QueryToken token, next());
            token.position = position();
            m_at += m_length;
            tokens.push_back(std::move(token));
            if (tokens.back().kind == QueryTokenKind::End) return tokens;
        }
    }

private:
    // In characters: the bytes that go on a UTF-8 character do not count.
    size_t position() const {
        return 1 + static_cast<size_t>(std::count_if(
                       m_text.begin(), m_text.begin() + static_cast<std::ptrdiff_t>(m_at),
                       [](char c) { return (static_cast<unsigned char>(c) & 0xc0u) != 0x80u; }));
    }

    Result<QueryToken> next() {
        const std::string_view rest = m_text.substr(m_at);
        m_length = 0;
        if (rest.empty()) return QueryToken{};
        const bool point = rest[0] == '.' && rest.size() > 1 && isDigit(rest[1]);
        if (isDigit(rest[0]) || point) return number(rest);
        if (isNameStart(rest[0])) return name(rest);
        if (rest[0] == '[') return bracket(rest);
        return symbol(rest);
    }

    Result<QueryToken> number(std::string_view rest) {
        m_length = numberLength(rest);
        QueryToken token{QueryTokenKind::Number, std::string(rest.substr(0, m_length))};
        const char* end = token.text.data() + token.text.size();
        const auto parsed = std::from_chars(token.text.data(), end, token.number);
        if (parsed.ec != std::errc() || parsed.ptr != end)
            return queryError("the number " + token.text + " is too large or too small",
                              position());
        return token;
    }

    Result<QueryToken> name(std::string_view rest) {
        while (m_length < rest.size() && isNameChar(rest[m_length])) ++m_length;
        QueryToken token{QueryTokenKind::Name, lower(std::string(rest.substr(0, m_length)))};
        static const std::map<std::string, const char*> kWords{
            {"and", "&"}, {"or", "|"}, {"not", "!"}, {"in", "in"}};
        if (const auto word = kWords.find(token.text); word != kWords.end())
            token = {QueryTokenKind::Symbol, word->second};
        return token;
    }

    Result<QueryToken> bracket(std::string_view rest) {
        const size_t close = rest.find(']');
        if (close == std::string_view::npos)
            return queryError("the bracket is not closed", position(), "add ] after the corpus");
        m_length = close + 1;
        std::string_view inner = rest.substr(1, close - 1);
        while (!inner.empty() && inner.front() == ' ') inner.remove_prefix(1);
        while (!inner.empty() && inner.back() == ' ') inner.remove_suffix(1);
        return QueryToken{QueryTokenKind::Bracket, std::string(inner)};
    }

    Result<QueryToken> symbol(std::string_view rest) {
        struct Spelling {
            const char* text;
            const char* meaning;
        };
        static constexpr std::array<Spelling, 22> kSymbols{{
            {"..", ".."}, {"<=", "<="}, {">=", ">="}, {"==", "="}, {"!=", "!="}, {"<>", "!="},
            {"&&", "&"},  {"||", "|"},  {"<", "<"},   {">", ">"},  {"=", "="},   {"!", "!"},
            {"&", "&"},   {"|", "|"},   {"(", "("},   {")", ")"},  {"{", "{"},   {"}", "}"},
            {",", ","},   {"%", "%"},   {"+", "+"},   {"-", "-"},
        }};
        for (const Spelling& s : kSymbols)
            if (rest.starts_with(s.text)) {
                m_length = std::string_view(s.text).size();
                return QueryToken{QueryTokenKind::Symbol, s.meaning};
            }
        if (rest[0] == '*' || rest[0] == '/') {
            m_length = 1;
            return QueryToken{QueryTokenKind::Symbol, std::string(1, rest[0])};
        }
        return queryError("this character means nothing here", position(),
                          "write comparisons such as load < 0.1, joined by & and |");
    }

    std::string_view m_text;
    size_t m_at = 0, m_length = 0;
};

} // namespace

Error queryError(std::string what, size_t position, std::string hint) {
    return usageError(std::move(what), fmt::format("character {}", position), std::move(hint));
}

Result<std::vector<QueryToken>> queryTokens(std::string_view text) { return Lexer(text).run(); }

} // namespace moqa
