// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The {"String": ...} or {"Regex": ...} of a tokenizer.json. Immutable, callable from any thread.

#include "core/base/json.h"
#include "core/text/regex.h"

#include <optional>

namespace moqa {

class Pattern {
public:
    // BadInput for another shape, an empty string, a regular expression that cannot be followed.
    static Result<Pattern> fromJson(const Json& object, const std::string& where);

private:
    friend class PatternSearch;
    std::string m_literal; // used if there is no regex
    std::optional<Regex> m_regex;
};

// Finds one pattern in any number of texts of at most totalBytes together; one per thread.
class PatternSearch {
public:
    PatternSearch(const Pattern& pattern, size_t totalBytes);
    // Replaces out by matches and gaps covering text.
    Status split(std::string_view text, std::vector<Match>& out);

private:
    const Pattern& m_pattern;
    std::optional<RegexSearch> m_search;
};

} // namespace moqa
