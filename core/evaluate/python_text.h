// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The few string operations of Python that the harness's prompts are made with, on UTF-8 text.
// Case follows Unicode's one-to-one mappings: where Python maps one letter to several ("ß") or by
// position (final sigma) these differ.

#include <cstdint>
#include <string>
#include <string_view>

namespace moqa::python {

int64_t codePoints(std::string_view text);
// Whitespace as str.isspace() sees it.
std::string strip(std::string_view text);
std::string stripRight(std::string_view text);
// First letter in title case, all others in lower case.
std::string capitalize(std::string_view text);
std::string lowerFirst(std::string_view text); // s[:1].lower() + s[1:]
std::string dropLast(std::string_view text);   // s[:-1]
std::string replaceAll(std::string text, std::string_view from, std::string_view to);

} // namespace moqa::python
