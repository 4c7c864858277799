// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The memory limit of --memory and what was really used. Whoever is about to allocate something
// that grows with the input asks requireMemory first, so that a job too large says so at once.

#include "core/base/result.h"

#include <cstdint>

namespace moqa {

// 0 = no limit. Set once at start.
void setMemoryLimit(int64_t bytes);
int64_t memoryLimit();
// Resident set now and its highest value since the start, in bytes.
int64_t residentBytes();
int64_t peakResidentBytes();
// BadInput if resident + bytes would pass the limit; what names the need ("hidden states of 8192
// tokens").
Status requireMemory(int64_t bytes, const std::string& what);

} // namespace moqa
