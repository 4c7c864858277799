// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/plan/width_list.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <string_view>

namespace moqa {

namespace {

bool readNumber(std::string_view& text, int& value) {
    const auto [rest, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failed != std::errc()) return false;
    text.remove_prefix(static_cast<size_t>(rest - text.data()));
    return true;
}

// BITS, or BITS and a group; false for anything else.
bool readOne(std::string_view text, UnitFormat& format, bool& hasGroup) {
    if (!readNumber(text, format.bits)) return false;
    hasGroup = text.starts_with('g');
    if (!hasGroup) return text.empty();
    text.remove_prefix(1);
    if (text.starts_with('r')) {
        format.group = -1;
        text.remove_prefix(1);
    } else if (!readNumber(text, format.group) || format.group < 1) {
        return false;
    }
    format.symmetric = text == "s";
    return text.empty() || format.symmetric;
}

} // namespace

Result<WidthList> parseWidthList(const std::vector<std::string>& texts, const std::string& where) {
    WidthList list;
    for (const std::string& text : texts) {
        UnitFormat format;
        bool hasGroup = false;
        if (!readOne(text, format, hasGroup) || !isPlanWidth(format.bits) ||
            (hasGroup && format.bits == 16))
            return usageError(fmt::format("\"{}\" is not a width", text.substr(0, 40)), where,
                              "1, 2, 3, 4, 5, 6, 8 or 16, below 16 with a group if wanted: 3g32, "
                              "3gr for the whole row, 3g32s symmetric");
        if (!hasGroup)
            list.widths.push_back(format.bits);
        else if (std::find(list.pairs.begin(), list.pairs.end(), format) == list.pairs.end())
            list.pairs.push_back(format);
    }
    return list;
}

std::string pairName(const UnitFormat& pair) {
    return fmt::format("{}g{}{}", pair.bits, pair.group < 0 ? "r" : std::to_string(pair.group),
                       pair.symmetric ? "s" : "");
}

std::vector<std::string> pairNames(const std::vector<UnitFormat>& pairs) {
    std::vector<std::string> names;
    for (const UnitFormat& pair : pairs) names.push_back(pairName(pair));
    return names;
}

} // namespace moqa
