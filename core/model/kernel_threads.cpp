// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/kernel_threads.h"

#include "core/base/parallel.h"
#include "moqa/kernels.h"

namespace moqa {

void shareThreadsWithKernels() {
    kernels::setParallelRunner(
        [](int64_t count, void (*body)(void* context, int64_t index), void* context) {
            parallelFor(count, [body, context](int64_t i, int) { body(context, i); });
        });
}

} // namespace moqa
