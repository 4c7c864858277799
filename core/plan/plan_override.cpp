// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/plan/plan.h"

#include <charconv>
#include <fmt/format.h>
#include <fnmatch.h>
#include <optional>

namespace moqa {

namespace {

std::optional<int> parseInt(std::string_view text) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

} // namespace

bool PlanOverride::matches(const std::string& tensorName) const {
    return fnmatch(pattern.c_str(), tensorName.c_str(), 0) == 0;
}

Result<PlanOverride> parseOverride(const std::string& text) {
    const auto refuse = [&](const std::string& what) {
        return usageError(fmt::format("\"{}\" {}", text, what), "--set",
                          "write PATTERN=WIDTH[:GROUP], as in 'model.layers.0.self_attn.*=16'");
    };
    // A pattern may hold '=' in a bracket, a width never does.
    const size_t equals = text.rfind('=');
    if (equals == std::string::npos || equals == 0) return refuse("is not PATTERN=WIDTH[:GROUP]");
    PlanOverride result;
    result.pattern = text.substr(0, equals);
    const std::string value = text.substr(equals + 1);
    const size_t colon = value.find(':');
    const std::optional<int> bits = parseInt(std::string_view(value).substr(0, colon));
    if (!bits || !isPlanWidth(*bits))
        return refuse("has no width of 1, 2, 3, 4, 5, 6, 8 or 16 after the \"=\"");
    result.bits = *bits;
    if (colon == std::string::npos) return result;
    const std::string group = value.substr(colon + 1);
    const std::optional<int> columns = group == "row" ? std::optional(-1) : parseInt(group);
    if (!columns || (*columns < 1 && *columns != -1))
        return refuse("has a group that is neither a number of columns nor \"row\"");
    result.group = *columns;
    return result;
}

} // namespace moqa
