// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The manual page moqa(1) in roff, from the parser itself: verbs, their options and examples.

#include <CLI/CLI.hpp>
#include <string>

namespace moqa::cli {

std::string manPage(const CLI::App& app, const std::string& version);

} // namespace moqa::cli
