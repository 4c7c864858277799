// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/fault_point.h"

#include <csignal>
#include <cstdlib>
#include <cstring>

namespace moqa {

void faultPoint(const char* name) {
    const char* const wanted = std::getenv("MOQA_FAULT");
    if (wanted && std::strcmp(wanted, name) == 0) std::raise(SIGKILL);
}

} // namespace moqa
