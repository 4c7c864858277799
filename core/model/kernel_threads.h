// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// One pool for engine and kernels: hands parallelFor to the kernels, so that a kernel called inside
// a parallel loop runs serially and --threads holds for both.

namespace moqa {

// Idempotent; Forward calls it. Call it before using kernels::cpuBackend without a Forward.
void shareThreadsWithKernels();

} // namespace moqa
