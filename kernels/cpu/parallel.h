// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Parallel loops and reused scratch memory of the cpu kernels. Which thread runs an item never
// changes a result: items write to disjoint places and are cut independently of the thread count.

#include <cstdint>
#include <memory>
#include <vector>

namespace moqa::kernels {

// Calls body(context, i) for i in [0, count), on several threads if `work` (operations in all) is
// worth starting them.
void runParallel(int64_t count, double work, void (*body)(void*, int64_t), void* context);

template <class Body>
void forEach(int64_t count, double work, Body&& body) {
    runParallel(
        count, work, [](void* context, int64_t i) { (*static_cast<Body*>(context))(i); }, &body);
}

// A borrowed f32 buffer that starts a cache line; goes back to a process-wide list, because the
// first touch of fresh memory costs several times its reuse and threads of a loop are too
// short-lived to keep their own.
class Scratch {
public:
    explicit Scratch(int64_t floats);
    ~Scratch();
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;
    float* data() { return m_data; }

private:
    std::vector<float> m_buffer;
    float* m_data = nullptr;
};

} // namespace moqa::kernels
