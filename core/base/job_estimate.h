// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a job will cost, said before it begins. A value.

#include <cstdint>

namespace moqa {

struct JobEstimate {
    double secondsLow = 0.0, secondsHigh = 0.0; // the truth is meant to lie between
    int64_t peakBytes = 0; // of memory, above what the process holds when it begins
    int64_t diskBytes = 0; // that the job's result takes up where it is written
};

} // namespace moqa
