// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/pattern.h"

namespace moqa {

Result<Pattern> Pattern::fromJson(const Json& object, const std::string& where) {
    if (!object.is_object() || object.size() != 1)
        return badInput("\"pattern\" must be {\"String\": ...} or {\"Regex\": ...}", where);
    const bool isRegex = object.contains("Regex");
    MOQA_TRY(const std::string text,
             jsonString(object, isRegex ? "Regex" : "String", std::string(), where));
    if (text.empty()) return badInput("\"pattern\" has no text to look for", where);
    Pattern pattern;
    if (isRegex) {
        MOQA_TRY(auto regex, Regex::compile(text, where));
        pattern.m_regex.emplace(std::move(regex));
    } else {
        pattern.m_literal = text;
    }
    return pattern;
}

PatternSearch::PatternSearch(const Pattern& pattern, size_t totalBytes) : m_pattern(pattern) {
    if (pattern.m_regex) m_search.emplace(*pattern.m_regex, totalBytes);
}

Status PatternSearch::split(std::string_view text, std::vector<Match>& out) {
    if (m_search) return m_search->split(text, out);
    out.clear();
    const std::string& literal = m_pattern.m_literal;
    size_t covered = 0;
    for (size_t at = text.find(literal); at != text.npos; at = text.find(literal, covered)) {
        if (at > covered) out.push_back({covered, at, false});
        covered = at + literal.size();
        out.push_back({at, covered, true});
    }
    if (covered < text.size()) out.push_back({covered, text.size(), false});
    return {};
}

} // namespace moqa
