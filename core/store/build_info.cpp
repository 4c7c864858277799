// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/build_info.h"

#include "core/store/h5.h"

namespace moqa {

namespace {

std::string hdf5Version() {
    const h5::LibraryLock lock;
    unsigned major = 0, minor = 0, release = 0;
    if (H5get_libversion(&major, &minor, &release) < 0) return "unknown";
    return std::to_string(major) + '.' + std::to_string(minor) + '.' + std::to_string(release);
}

} // namespace

const BuildInfo& buildInfo() {
    static const BuildInfo info{MOQA_COMMIT, MOQA_COMPILER, hdf5Version()};
    return info;
}

} // namespace moqa
