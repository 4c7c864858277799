// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/normal_forms.h"

#include <algorithm>
#include <array>
#include <utf8proc.h>

namespace moqa {

namespace {

// A code point with its change as Rewriter takes it.
struct Unit {
    char32_t c = 0;
    int change = 0;
    int combiningClass = 0;
};

int combiningClass(char32_t c) {
    return utf8proc_get_property(static_cast<utf8proc_int32_t>(c))->combining_class;
}

void decompose(char32_t c, bool compatibility, std::vector<Unit>& out) {
    // The longest full decomposition of Unicode has 18 code points (U+FDFA).
    std::array<utf8proc_int32_t, 32> parts{};
    const auto options =
        static_cast<utf8proc_option_t>(UTF8PROC_DECOMPOSE | (compatibility ? UTF8PROC_COMPAT : 0));
    int boundary = 0;
    const auto count =
        utf8proc_decompose_char(static_cast<utf8proc_int32_t>(c), parts.data(),
                                static_cast<utf8proc_ssize_t>(parts.size()), options, &boundary);
    if (count <= 0 || count > static_cast<utf8proc_ssize_t>(parts.size())) {
        out.push_back({c, 0, combiningClass(c)});
        return;
    }
    for (size_t i = 0; i < static_cast<size_t>(count); ++i) {
        const auto part = static_cast<char32_t>(parts[i]);
        out.push_back({part, i > 0 ? 1 : 0, combiningClass(part)});
    }
}

// Canonical ordering: marks between two starters by class, equal classes as they came.
void orderMarks(std::vector<Unit>& units) {
    for (size_t begin = 0; begin < units.size();) {
        if (units[begin].combiningClass == 0) {
            ++begin;
            continue;
        }
        size_t end = begin;
        while (end < units.size() && units[end].combiningClass != 0) ++end;
        std::stable_sort(
            units.begin() + static_cast<ptrdiff_t>(begin),
            units.begin() + static_cast<ptrdiff_t>(end),
            [](const Unit& a, const Unit& b) { return a.combiningClass < b.combiningClass; });
        begin = end;
    }
}

// The primary composite of two code points, 0 if there is none.
char32_t composePair(char32_t a, char32_t b) {
    std::array<utf8proc_int32_t, 2> pair{static_cast<utf8proc_int32_t>(a),
                                         static_cast<utf8proc_int32_t>(b)};
    const auto options = static_cast<utf8proc_option_t>(UTF8PROC_COMPOSE | UTF8PROC_STABLE);
    const auto length = utf8proc_normalize_utf32(pair.data(), 2, options);
    return length == 1 ? static_cast<char32_t>(pair[0]) : 0;
}

// Canonical composition in place. A mark is blocked from the starter by one between them of its
// own or a higher class.
void compose(std::vector<Unit>& units) {
    std::vector<Unit> out;
    ptrdiff_t starter = -1; // index in out
    for (const Unit& unit : units) {
        const bool marksBetween = starter >= 0 && out.size() > static_cast<size_t>(starter) + 1;
        if (starter >= 0 && (!marksBetween || out.back().combiningClass < unit.combiningClass)) {
            Unit& base = out[static_cast<size_t>(starter)];
            if (const char32_t composite = composePair(base.c, unit.c)) {
                base.c = composite;
                base.change += unit.change - 1;
                continue;
            }
        }
        if (unit.combiningClass == 0) starter = static_cast<ptrdiff_t>(out.size());
        out.push_back(unit);
    }
    units = std::move(out);
}

bool isAscii(char c) { return static_cast<unsigned char>(c) < 0x80; }

} // namespace

void normalizeText(AlignedText& text, NormalForm form) {
    const std::string& source = text.text;
    if (std::all_of(source.begin(), source.end(), isAscii)) return;
    AlignedText result;
    result.tracked = text.tracked;
    result.origin = text.origin;
    result.text.reserve(source.size());
    Rewriter rewriter(text, 0, source.size(), text.origin, result);
    std::vector<Unit> units;
    for (size_t at = 0; at < source.size();) {
        // ASCII is stable in every form and composes only with what follows it, so all but the
        // last of a run is copied.
        size_t plain = at;
        while (plain < source.size() && isAscii(source[plain])) ++plain;
        if (plain == source.size()) break;
        rewriter.copyTo(plain > at ? plain - 1 : at);
        at = rewriter.position();
        units.clear();
        for (bool first = true; at < source.size() && (first || !isAscii(source[at]));
             first = false)
            decompose(nextCodePoint(source, at), form.compatibility, units);
        orderMarks(units);
        if (form.compose) compose(units);
        for (const Unit& unit : units) rewriter.put(unit.c, unit.change);
    }
    rewriter.copyTo(source.size());
    text = std::move(result);
}

} // namespace moqa
