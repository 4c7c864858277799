// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Channel and expert significance of one corpus in one layer (stage 2), and how it differs between
// corpora.
//
//   energy      S_ch(e,c) = sum_t w(t) g^2 h_c^2 ||Wd[:,c]||^2
//   magnitude   S_ch(e,c) = sum_t w(t) g |h_c| ||Wd[:,c]||
//   activation  S_ch(e,c) = sum_t w(t) g^2 h_c^2
//
// The sums are kept in two random halves of the corpus, which gives the null level of every
// comparison between corpora for free. Memory: 4 doubles a channel of one layer and corpus
// (Qwen3-235B, 128 experts x 1536 channels: 6.3 MB); all 94 layers at once would be 590 MB a
// corpus, which is why layers are finished one by one.

#include "core/analysis/analyze.h"
#include "core/base/tensor.h"

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace moqa {

enum class SampleHalf { First, Second, Both };

class ChannelSums {
public:
    ChannelSums(int experts, int64_t width);

    // Adds tokens of one expert: hidden [t, width], their gates and rows of the batch; weights and
    // halves (0 or 1) are those of the whole batch. Calls for different experts may run at once.
    void add(int expert, MatrixView hidden, std::span<const float> gates,
             std::span<const int32_t> tokens, std::span<const double> weights,
             std::span<const uint8_t> halves);

    // S_ch [experts, width]; downNormSquare [experts, width] holds ||Wd[:,c]||^2.
    std::vector<double> significance(Significance kind, SampleHalf half,
                                     std::span<const double> downNormSquare) const;
    int experts() const { return m_experts; }
    int64_t width() const { return m_width; }

private:
    int m_experts;
    int64_t m_width;
    std::array<std::vector<double>, 2> m_square;    // sum w g^2 h^2, by half
    std::array<std::vector<double>, 2> m_magnitude; // sum w g |h|, by half
};

// ||Wd[:,c]||^2 of a down projection [hidden, width].
std::vector<double> columnNormSquares(const Matrix& down);

// Scaled to sum 1. NaN if the sum is 0 (no token in the layer).
std::vector<double> normalised(std::vector<double> values);
// S_exp [experts]: sums over the channels, normalised over the layer.
std::vector<double> expertSignificance(std::span<const double> channels, int experts);

// Every expert a point in the space of its log significances s = log(S_exp + 1e-6) on n corpora.
struct JointDistribution {
    std::vector<double> mean; // [n]
    std::vector<double>
        covariance;               // [n, n], over the experts of the layer, divided by their number
    std::vector<double> dynamics; // [experts] standard deviation of s over the corpora
};
// significance[corpus][expert].
JointDistribution jointDistribution(const std::vector<std::vector<double>>& significance);
// sum_D pi_D S_exp(.|D); shares are normalised here.
std::vector<double> baselineSignificance(const std::vector<std::vector<double>>& significance,
                                         std::span<const double> shares);

// max_D p - min_D p of every channel; p[corpus][channel].
std::vector<double> channelDynamics(const std::vector<std::vector<double>>& p);

// Shares of the total that the top 0.1, 1, 5 and 10 % of the values carry (the top ceil(share * n),
// as the channel cache is counted). NaN if the total is 0. Values >= 0.
inline constexpr std::array<double, 4> kConcentrationShares{0.001, 0.01, 0.05, 0.10};
std::array<double, 4> concentration(std::vector<double> values);

} // namespace moqa
