// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Parallel loops over independent items. One process-wide thread limit (default: all cores) set by
// --threads; OpenBLAS obeys it too (kernels). Results of a loop body must not depend on which
// thread runs it: write to slot i only, reduce afterwards in index order.

#include <cstdint>
#include <functional>

namespace moqa {

// n >= 1. Call before any parallel work; not thread-safe against a running loop.
void setThreadLimit(int n);
int threadLimit();

// Runs body(i, worker) for i in [0, count), in chunks handed out in ascending order; worker in
// [0, threadLimit()) names the thread, for scratch buffers. Nested calls run serially. body must
// not throw.
void parallelFor(int64_t count, const std::function<void(int64_t index, int worker)>& body,
                 int64_t chunk = 1);

// True on a thread that runs a parallelFor body of more than one worker.
bool insideParallel();

} // namespace moqa
