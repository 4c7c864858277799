// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The short phrases that the engine speaks of its progress and its decisions ("layer 3 of 6:
// experts", "cluster 1 of 4, membership 0.93; budget: 4 -> 2") in the window's language. What is
// not known stays as it is. Any thread.

#include <QString>
#include <string_view>

namespace moqa {

QString engineText(std::string_view text);

// What the engine says of errors, what is wrong and what to do about it: its sentences are known by
// their pattern (engine_errors_table.h).
QString errorText(std::string_view english);

} // namespace moqa
