// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/loss_estimator.h"

#include <cmath>

namespace moqa {

namespace {

std::vector<double> logShares(const std::vector<std::vector<double>>& measured, size_t known,
                              size_t format) {
    std::vector<double> shares;
    for (const std::vector<double>& errors : measured)
        if (errors[known] > 0 && errors[format] > 0)
            shares.push_back(std::log(errors[format]) - std::log(errors[known]));
    return shares;
}

} // namespace

LossEstimator::LossEstimator(const std::vector<std::vector<double>>& measured, size_t known)
    : m_share(measured.empty() ? known + 1 : measured.front().size(), 1.0) {
    double variance = 0, told = 0;
    for (size_t format = 0; format < m_share.size(); ++format) {
        if (format == known) continue;
        const std::vector<double> shares = logShares(measured, known, format);
        if (shares.empty()) continue;
        const auto n = static_cast<double>(shares.size());
        double mean = 0, squares = 0;
        for (const double share : shares) mean += share / n;
        for (const double share : shares) squares += (share - mean) * (share - mean);
        m_share[format] = std::exp(mean);
        if (shares.size() < 2) continue;
        variance += squares / (n - 1) * (1 + 1 / n);
        told += 1;
    }
    if (told > 0) m_deviation = std::sqrt(variance / told);
}

} // namespace moqa
