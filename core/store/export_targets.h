// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a quantized model can be exported to, and what is not there yet: the one list that the
// command line prints and the window shows.

#include <span>

namespace moqa {

struct ExportTarget {
    const char* name;
    const char* holds;
    const char* loadedBy;
    bool available;
};

// Our own file is no target of an export: quantizing writes it.
std::span<const ExportTarget> exportTargets();

} // namespace moqa
