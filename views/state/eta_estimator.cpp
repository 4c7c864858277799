// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/state/eta_estimator.h"

#include <algorithm>

namespace moqa {

void EtaEstimator::add(int64_t elapsedMs, double fraction) {
    m_samples.emplace_back(elapsedMs, fraction);
    // Two samples always stay, so that a job that reports rarely has an estimate too.
    while (m_samples.size() > 2 && m_samples[1].first < elapsedMs - kWindowMs)
        m_samples.pop_front();
}

std::optional<int64_t> EtaEstimator::remainingMs(int64_t elapsedMs) const {
    if (elapsedMs < kSilentMs || m_samples.size() < 2) return std::nullopt;
    const auto& [firstMs, firstFraction] = m_samples.front();
    const auto& [lastMs, lastFraction] = m_samples.back();
    const double moved = lastFraction - firstFraction;
    const double spentMs = static_cast<double>(lastMs - firstMs);
    if (moved <= 0 || spentMs <= 0) return std::nullopt;
    const double leftMs = (1.0 - lastFraction) * spentMs / moved;
    // Time since the last report has passed too; the figure never grows by waiting.
    return std::max<int64_t>(0, static_cast<int64_t>(leftMs) - (elapsedMs - lastMs));
}

} // namespace moqa
