// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a Split pre-tokenizer does with its matches. Free functions, callable from any thread.

#include "core/text/pattern.h"
#include "core/text/utf8.h"

namespace moqa {

enum class SplitBehavior { Removed, Isolated, MergedWithPrevious, MergedWithNext, Contiguous };

Result<SplitBehavior> splitBehaviorFromName(const std::string& name, const std::string& where);

// Turns matches and gaps into the pieces that remain (isMatch has no meaning afterwards).
void applyBehavior(SplitBehavior behavior, std::vector<Match>& matches);

// Every code point for which is(c) holds is a match of its own.
template <class Is>
void findCodePoints(std::string_view text, Is is, std::vector<Match>& out) {
    out.clear();
    size_t covered = 0;
    for (size_t at = 0; at < text.size();) {
        const size_t begin = at;
        if (!is(nextCodePoint(text, at))) continue;
        if (begin > covered) out.push_back({covered, begin, false});
        out.push_back({begin, at, true});
        covered = at;
    }
    if (covered < text.size()) out.push_back({covered, text.size(), false});
}

} // namespace moqa
