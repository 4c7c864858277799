// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What this build is: for About boxes and reports.

#include <string>

namespace moqa {

struct BuildInfo {
    std::string commit; // of the source tree at configure time, "+" if it had changes; or "unknown"
    std::string compiler; // "GCC 12.2.0"
    std::string hdf5;     // of the library that is loaded: "1.10.8"
};

const BuildInfo& buildInfo();

} // namespace moqa
