// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/parallel.h"

#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

namespace moqa {

namespace {
std::atomic<int> g_limit{0};
thread_local bool t_inside = false;
} // namespace

void setThreadLimit(int n) { g_limit = std::max(1, n); }

int threadLimit() {
    const int limit = g_limit;
    if (limit > 0) return limit;
    return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

bool insideParallel() { return t_inside; }

void parallelFor(int64_t count, const std::function<void(int64_t, int)>& body, int64_t chunk) {
    if (count <= 0) return;
    const int64_t step = std::max<int64_t>(1, chunk);
    const int64_t chunks = (count + step - 1) / step;
    const int workers = static_cast<int>(std::min<int64_t>(threadLimit(), chunks));
    if (workers <= 1 || t_inside) {
        for (int64_t i = 0; i < count; ++i) body(i, 0);
        return;
    }
    std::atomic<int64_t> next{0};
    const auto run = [&](int worker) {
        t_inside = true;
        for (int64_t c = next++; c < chunks; c = next++) {
            const int64_t end = std::min(count, (c + 1) * step);
            for (int64_t i = c * step; i < end; ++i) body(i, worker);
        }
        t_inside = false;
    };
    std::vector<std::thread> threads;
    threads.reserve(static_cast<size_t>(workers - 1));
    for (int w = 1; w < workers; ++w) threads.emplace_back(run, w);
    run(0);
    for (std::thread& thread : threads) thread.join();
}

} // namespace moqa
