// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What the harness does to the text of two suites before it becomes a prompt.

#include <string>
#include <vector>

namespace moqa {

// HellaSwag's clean-up: strip, " [title]" to ". ", [...] deleted, double spaces to single in one
// pass.
std::string cleanHellaSwag(const std::string& text);
// The options text of MathQA ("a ) 38 , b ) 27.675 , ...") as a list.
std::vector<std::string> mathQaOptions(const std::string& options);

} // namespace moqa
