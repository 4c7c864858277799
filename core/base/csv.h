// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A text as one field of a CSV file. Pure; any thread.

#include <string>

namespace moqa {

// Commas, quotes and line ends as RFC 4180 has them.
inline std::string csvField(const std::string& text) {
    if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
    std::string result = "\"";
    for (const char c : text) result += c == '"' ? std::string("\"\"") : std::string(1, c);
    return result + "\"";
}

} // namespace moqa
