// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What the parts of bench_kernels share.

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

namespace moqa::kernels::bench {

using Floats = std::vector<float>;

struct Limits {
    double flops = 0.0; // per second
    double bytes = 0.0; // per second, read and written
};

inline double seconds() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

inline double median(std::vector<double> times) {
    std::sort(times.begin(), times.end());
    return times[times.size() / 2];
}

template <class Body>
double secondsOf(Body&& body) {
    const double begin = seconds();
    body();
    return seconds() - begin;
}

// Median time of at least 7 runs and a fifth of a second.
template <class Body>
double timeOf(Body&& body) {
    body();
    std::vector<double> times;
    const double start = seconds();
    while (times.size() < 7 || seconds() - start < 0.2) times.push_back(secondsOf(body));
    return median(times);
}

inline Floats filled(int64_t count) {
    Floats values(static_cast<size_t>(count));
    for (size_t i = 0; i < values.size(); ++i)
        values[i] = 0.01f * static_cast<float>(i * 7919 % 401) - 2.0f;
    return values;
}

inline void print(const std::string& what, double time, double amount, double limit,
                  const char* unit) {
    std::printf("  %-44s %9.3f ms %8.1f %s %5.1f %%\n", what.c_str(), time * 1e3,
                amount / time * 1e-9, unit, 100.0 * amount / time / limit);
}

void benchPacked(int threads);

} // namespace moqa::kernels::bench
