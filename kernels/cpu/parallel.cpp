// SPDX-License-Identifier: GPL-3.0-or-later
#include "cpu/parallel.h"

#include "moqa/kernels.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>

namespace moqa::kernels {

namespace {

std::atomic<int> g_threads{0};
std::atomic<ParallelRunner> g_runner{nullptr};
thread_local bool t_inside = false;

// Starting and joining a thread takes about 30 us, in which a core does 2 million operations.
constexpr double kWorkWorthThreads = 4e6;

int threadCount() {
    const int n = g_threads;
    return n > 0 ? n : std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

void runOwnThreads(int64_t count, int threads, void (*body)(void*, int64_t), void* context) {
    std::atomic<int64_t> next{0};
    const auto run = [&] {
        t_inside = true;
        for (int64_t i = next++; i < count; i = next++) body(context, i);
        t_inside = false;
    };
    std::vector<std::thread> others;
    others.reserve(static_cast<size_t>(threads - 1));
    for (int t = 1; t < threads; ++t) others.emplace_back(run);
    run();
    for (std::thread& thread : others) thread.join();
}

std::mutex g_poolMutex;
// Never destroyed: a Scratch may outlive other statics.
std::vector<std::vector<float>>& pool() {
    static auto* buffers = new std::vector<std::vector<float>>;
    return *buffers;
}

} // namespace

void setCpuThreads(int n) { g_threads = std::max(1, n); }
void setParallelRunner(ParallelRunner runner) { g_runner = runner; }

void runParallel(int64_t count, double work, void (*body)(void*, int64_t), void* context) {
    const int threads = static_cast<int>(std::min<int64_t>(threadCount(), count));
    if (threads <= 1 || t_inside || work < kWorkWorthThreads) {
        for (int64_t i = 0; i < count; ++i) body(context, i);
        return;
    }
    if (const ParallelRunner runner = g_runner)
        runner(count, body, context);
    else
        runOwnThreads(count, threads, body, context);
}

constexpr size_t kLineFloats = 16;

Scratch::Scratch(int64_t floats) {
    const size_t size = static_cast<size_t>(floats) + kLineFloats;
    {
        const std::lock_guard lock(g_poolMutex);
        auto& buffers = pool();
        const auto fits = std::find_if(buffers.begin(), buffers.end(),
                                       [&](const auto& buffer) { return buffer.size() >= size; });
        const auto chosen = fits != buffers.end() || buffers.empty() ? fits : buffers.begin();
        if (chosen != buffers.end()) {
            m_buffer = std::move(*chosen);
            buffers.erase(chosen);
        }
    }
    if (m_buffer.size() < size) {
        m_buffer.clear(); // nothing to carry over when it grows
        m_buffer.resize(size);
    }
    const auto address = reinterpret_cast<uintptr_t>(m_buffer.data());
    m_data = m_buffer.data() + (0 - address) % (kLineFloats * sizeof(float)) / sizeof(float);
}

Scratch::~Scratch() {
    const std::lock_guard lock(g_poolMutex);
    pool().push_back(std::move(m_buffer));
}

} // namespace moqa::kernels
