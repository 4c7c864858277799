// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/starved_remedy.h"

#include <charconv>
#include <fmt/format.h>
#include <utility>

namespace moqa {

namespace {

constexpr std::pair<StarvedRemedy, const char*> kNames[] = {
    {StarvedRemedy::Shrink, "shrink"},         {StarvedRemedy::RouteAll, "route-all"},
    {StarvedRemedy::RaiseTopK, "raise-top-k"}, {StarvedRemedy::None, "none"},
    {StarvedRemedy::DataFree, "data-free"},
};

} // namespace

std::string starvedName(const StarvedChoice& choice) {
    for (const auto& [remedy, name] : kNames)
        if (remedy == choice.remedy)
            return choice.topK > 0 ? fmt::format("{}:{}", name, choice.topK) : std::string(name);
    return {};
}

Result<StarvedChoice> parseStarved(const std::string& text, const std::string& where) {
    const size_t colon = text.find(':');
    for (const auto& [remedy, name] : kNames) {
        if (text.substr(0, colon) != name) continue;
        StarvedChoice choice{remedy, 0};
        if (colon == std::string::npos) return choice;
        const char* const end = text.data() + text.size();
        const auto [stop, fault] = std::from_chars(text.data() + colon + 1, end, choice.topK);
        if (remedy == StarvedRemedy::RaiseTopK && fault == std::errc() && stop == end &&
            choice.topK > 0)
            return choice;
    }
    return usageError(fmt::format("there is no remedy \"{}\" for starved experts", text), where,
                      "choose shrink, route-all, raise-top-k (or raise-top-k:EXPERTS), none or "
                      "data-free");
}

} // namespace moqa
