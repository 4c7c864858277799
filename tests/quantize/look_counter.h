// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Counts how often a job looks for a cancel, and measures the longest time without a look. From a
// given look on it says "cancelled". Any thread.

#include "core/base/progress.h"

#include <atomic>
#include <chrono>
#include <limits>

class LookCounter final : public moqa::Progress {
public:
    explicit LookCounter(int64_t cancelAt = std::numeric_limits<int64_t>::max())
        : m_cancelAt(cancelAt) {}
    void report(double, std::string_view) override {}
    void note(std::string_view) override {}
    bool cancelled() const override {
        const int64_t now = std::chrono::steady_clock::now().time_since_epoch().count();
        const int64_t gap = now - m_last.exchange(now);
        for (int64_t most = m_longest; gap > most && !m_longest.compare_exchange_weak(most, gap);) {
        }
        return ++m_looks >= m_cancelAt;
    }
    int64_t looks() const { return m_looks; }
    double longestMs() const {
        using Period = std::chrono::steady_clock::period;
        return 1000.0 * static_cast<double>(m_longest) * Period::num / Period::den;
    }

private:
    int64_t m_cancelAt;
    mutable std::atomic<int64_t> m_looks{0}, m_longest{0};
    mutable std::atomic<int64_t> m_last{
        std::chrono::steady_clock::now().time_since_epoch().count()};
};
