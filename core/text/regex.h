// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Regular expressions of a tokenizer.json, which are written for Oniguruma (Ruby syntax), run by
// PCRE2 with its just-in-time compiler. Compiled once; matching is const and callable from any
// thread. A hostile pattern cannot hang the program: each attempt has a step limit and each call a
// time limit.

#include "core/base/result.h"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace moqa {

// A part of the text, in bytes: a match or the gap between two.
struct Match {
    size_t begin = 0, end = 0;
    bool isMatch = false;
};

class Regex {
public:
    // BadInput for a pattern that is malformed or uses syntax whose meaning differs between the two
    // engines beyond what translateRegex rewrites.
    static Result<Regex> compile(const std::string& pattern, const std::string& where);

    Regex(Regex&&) noexcept;
    Regex& operator=(Regex&&) noexcept;
    ~Regex();

private:
    friend class RegexSearch;
    struct Impl;
    explicit Regex(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

// What PCRE2 needs per thread, for one regex (which must outlive it) and any number of texts of at
// most totalBytes together, which sets the time limit.
class RegexSearch {
public:
    RegexSearch(const Regex& regex, size_t totalBytes);
    ~RegexSearch();

    // Replaces out by the matches from left to right with the gaps between them, covering text
    // (valid UTF-8). BadInput if a limit is hit.
    Status split(std::string_view text, std::vector<Match>& out);

private:
    int next(std::string_view text, size_t from, size_t& begin, size_t& end);

    struct State;
    const Regex::Impl& m_regex;
    std::unique_ptr<State> m_state;
};

// The same expression in PCRE2's syntax (options UTF, UCP, MULTILINE): \s as Unicode White_Space,
// \w as Oniguruma defines it, \h as hexadecimal digit, (?m) as dot-all, scripts by name. BadInput
// for what has no equal.
Result<std::string> translateRegex(std::string_view pattern, const std::string& where);

} // namespace moqa
