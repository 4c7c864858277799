// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// gzip files in memory. Free function, callable from any thread.

#include "core/base/result.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace moqa {

// The content of all members. BadInput for data that is not gzip, is cut off or damaged, or
// inflates to more than maxBytes.
Result<std::string> gunzip(std::string_view data, int64_t maxBytes, const std::string& where);

} // namespace moqa
