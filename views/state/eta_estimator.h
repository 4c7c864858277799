// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Remaining time from the moving mean of a job's speed over its last 15 seconds: follows a job
// whose steps differ without jumping with each of them. Says nothing in the first 2 seconds.

#include <cstdint>
#include <deque>
#include <optional>
#include <utility>

namespace moqa {

class EtaEstimator {
public:
    static constexpr int64_t kWindowMs = 15'000;
    static constexpr int64_t kSilentMs = 2'000;

    // elapsedMs since the start, rising; fraction of the whole job in [0, 1].
    void add(int64_t elapsedMs, double fraction);
    // None while too little is known or the job has not moved within the window.
    std::optional<int64_t> remainingMs(int64_t elapsedMs) const;

private:
    std::deque<std::pair<int64_t, double>> m_samples;
};

} // namespace moqa
