// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// How many independent jobs may run side by side.

#include <cstdint>

namespace moqa {

// At most one per thread and job, and what memory allows (the limit of --memory, else half of the
// machine's). One where fewer than half of the threads would get a job: a job alone uses them all.
int workersThatFit(int64_t bytesPerJob, int64_t jobs);

} // namespace moqa
