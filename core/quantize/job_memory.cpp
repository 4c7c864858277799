// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/job_memory.h"

#include "core/base/memory.h"
#include "core/base/parallel.h"

#include <algorithm>
#include <unistd.h>

namespace moqa {

int workersThatFit(int64_t bytesPerJob, int64_t jobs) {
    const int64_t half = static_cast<int64_t>(sysconf(_SC_PHYS_PAGES)) / 2 *
                         static_cast<int64_t>(sysconf(_SC_PAGESIZE));
    const int64_t limit = memoryLimit() > 0 ? memoryLimit() : half;
    const int64_t fit = (limit - residentBytes()) / std::max<int64_t>(bytesPerJob, 1);
    const int64_t threads = threadLimit();
    const int64_t workers = std::clamp<int64_t>(std::min(fit, jobs), 1, threads);
    return static_cast<int>(2 * workers < threads ? 1 : workers);
}

} // namespace moqa
