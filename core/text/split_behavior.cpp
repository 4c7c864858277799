// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/split_behavior.h"

#include <algorithm>

namespace moqa {

Result<SplitBehavior> splitBehaviorFromName(const std::string& name, const std::string& where) {
    // As serialised, and as the Python interface spells them.
    if (name == "Removed" || name == "removed") return SplitBehavior::Removed;
    if (name == "Isolated" || name == "isolated") return SplitBehavior::Isolated;
    if (name == "MergedWithPrevious" || name == "merged_with_previous")
        return SplitBehavior::MergedWithPrevious;
    if (name == "MergedWithNext" || name == "merged_with_next")
        return SplitBehavior::MergedWithNext;
    if (name == "Contiguous" || name == "contiguous") return SplitBehavior::Contiguous;
    return badInput("the behavior \"" + name.substr(0, 60) + "\" of a Split is unknown", where);
}

void applyBehavior(SplitBehavior behavior, std::vector<Match>& matches) {
    if (behavior == SplitBehavior::Isolated) return;
    if (behavior == SplitBehavior::Removed) {
        std::erase_if(matches, [](const Match& match) { return match.isMatch; });
        return;
    }
    const bool backwards = behavior == SplitBehavior::MergedWithNext;
    if (backwards) std::reverse(matches.begin(), matches.end());
    size_t count = 0;
    bool previous = false;
    for (const Match match : matches) {
        const bool joins = behavior == SplitBehavior::Contiguous ? match.isMatch == previous
                                                                 : match.isMatch && !previous;
        previous = match.isMatch;
        if (!joins || count == 0)
            matches[count++] = match;
        else if (backwards)
            matches[count - 1].begin = match.begin;
        else
            matches[count - 1].end = match.end;
    }
    matches.resize(count);
    if (backwards) std::reverse(matches.begin(), matches.end());
}

} // namespace moqa
