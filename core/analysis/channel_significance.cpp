// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/channel_significance.h"

#include "core/analysis/statistics.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

namespace moqa {

ChannelSums::ChannelSums(int experts, int64_t width) : m_experts(experts), m_width(width) {
    const size_t size = static_cast<size_t>(experts) * static_cast<size_t>(width);
    for (auto& half : m_square) half.assign(size, 0.0);
    for (auto& half : m_magnitude) half.assign(size, 0.0);
}

void ChannelSums::add(int expert, MatrixView hidden, std::span<const float> gates,
                      std::span<const int32_t> tokens, std::span<const double> weights,
                      std::span<const uint8_t> halves) {
    const size_t width = static_cast<size_t>(m_width);
    const size_t offset = static_cast<size_t>(expert) * width;
    for (size_t i = 0; i < tokens.size(); ++i) {
        const size_t token = static_cast<size_t>(tokens[i]);
        const size_t half = halves[token];
        const double gate = gates[i];
        const double linear = weights[token] * gate;
        const double square = linear * gate;
        const float* h = hidden.row(static_cast<int64_t>(i));
        double* squares = m_square[half].data() + offset;
        double* magnitudes = m_magnitude[half].data() + offset;
        for (size_t c = 0; c < width; ++c) {
            const double value = h[c];
            squares[c] += square * value * value;
            magnitudes[c] += linear * std::abs(value);
        }
    }
}

std::vector<double> ChannelSums::significance(Significance kind, SampleHalf half,
                                              std::span<const double> downNormSquare) const {
    const auto& sums = kind == Significance::Magnitude ? m_magnitude : m_square;
    std::vector<double> values(sums[0].size());
    for (size_t i = 0; i < values.size(); ++i) {
        const double first = half == SampleHalf::Second ? 0.0 : sums[0][i];
        const double second = half == SampleHalf::First ? 0.0 : sums[1][i];
        values[i] = first + second;
        if (kind == Significance::Energy) values[i] *= downNormSquare[i];
        if (kind == Significance::Magnitude) values[i] *= std::sqrt(downNormSquare[i]);
    }
    return values;
}

std::vector<double> columnNormSquares(const Matrix& down) {
    std::vector<double> sums(static_cast<size_t>(down.cols), 0.0);
    for (int64_t r = 0; r < down.rows; ++r) {
        const float* row = down.row(r);
        for (size_t c = 0; c < sums.size(); ++c)
            sums[c] += static_cast<double>(row[c]) * static_cast<double>(row[c]);
    }
    return sums;
}

std::vector<double> normalised(std::vector<double> values) {
    const double sum = std::accumulate(values.begin(), values.end(), 0.0);
    for (double& v : values) v = sum > 0.0 ? v / sum : kNotSeen;
    return values;
}

std::vector<double> expertSignificance(std::span<const double> channels, int experts) {
    const size_t n = static_cast<size_t>(experts);
    const size_t width = channels.size() / n;
    std::vector<double> sums(n);
    for (size_t e = 0; e < n; ++e) {
        const auto part = channels.subspan(e * width, width);
        sums[e] = std::accumulate(part.begin(), part.end(), 0.0);
    }
    return normalised(std::move(sums));
}

JointDistribution jointDistribution(const std::vector<std::vector<double>>& significance) {
    // Keeps the logarithm finite for an expert that adds nothing; far below the fair share 1 / N.
    constexpr double kFloor = 1e-6;
    const size_t corpora = significance.size();
    const size_t experts = corpora == 0 ? 0 : significance[0].size();
    JointDistribution joint;
    joint.mean.assign(corpora, 0.0);
    joint.covariance.assign(corpora * corpora, 0.0);
    joint.dynamics.assign(experts, 0.0);
    std::vector<std::vector<double>> s = significance;
    for (size_t d = 0; d < corpora; ++d) {
        for (double& v : s[d]) v = std::log(v + kFloor);
        joint.mean[d] =
            std::accumulate(s[d].begin(), s[d].end(), 0.0) / static_cast<double>(experts);
    }
    for (size_t a = 0; a < corpora; ++a)
        for (size_t b = 0; b < corpora; ++b) {
            double sum = 0.0;
            for (size_t e = 0; e < experts; ++e)
                sum += (s[a][e] - joint.mean[a]) * (s[b][e] - joint.mean[b]);
            joint.covariance[a * corpora + b] = sum / static_cast<double>(experts);
        }
    for (size_t e = 0; e < experts; ++e) {
        double mean = 0.0, square = 0.0;
        for (size_t d = 0; d < corpora; ++d) mean += s[d][e] / static_cast<double>(corpora);
        for (size_t d = 0; d < corpora; ++d) square += (s[d][e] - mean) * (s[d][e] - mean);
        joint.dynamics[e] = std::sqrt(square / static_cast<double>(corpora));
    }
    return joint;
}

std::vector<double> baselineSignificance(const std::vector<std::vector<double>>& significance,
                                         std::span<const double> shares) {
    const double total = std::accumulate(shares.begin(), shares.end(), 0.0);
    std::vector<double> baseline(significance.empty() ? 0 : significance[0].size(), 0.0);
    for (size_t d = 0; d < significance.size(); ++d) {
        if (shares[d] == 0.0) continue; // a corpus left out of the mix may be undefined
        for (size_t e = 0; e < baseline.size(); ++e)
            baseline[e] += shares[d] / total * significance[d][e];
    }
    return baseline;
}

std::vector<double> channelDynamics(const std::vector<std::vector<double>>& p) {
    std::vector<double> dynamics(p.empty() ? 0 : p[0].size());
    for (size_t c = 0; c < dynamics.size(); ++c) {
        double low = p[0][c], high = p[0][c];
        for (const std::vector<double>& corpus : p) {
            low = std::min(low, corpus[c]);
            high = std::max(high, corpus[c]);
        }
        dynamics[c] = high - low;
    }
    return dynamics;
}

std::array<double, 4> concentration(std::vector<double> values) {
    std::array<double, 4> carried{kNotSeen, kNotSeen, kNotSeen, kNotSeen};
    if (std::any_of(values.begin(), values.end(), [](double v) { return std::isnan(v); }))
        return carried;
    std::sort(values.begin(), values.end(), std::greater<>());
    const double total = std::accumulate(values.begin(), values.end(), 0.0);
    for (size_t i = 0; i < carried.size() && total > 0.0; ++i) {
        // The small slack keeps 0.1 * 10 at one value where the product rounds up.
        const double exact = kConcentrationShares[i] * static_cast<double>(values.size());
        const auto top = static_cast<std::ptrdiff_t>(std::ceil(exact - 1e-9));
        carried[i] = std::accumulate(values.begin(), values.begin() + top, 0.0) / total;
    }
    return carried;
}

} // namespace moqa
