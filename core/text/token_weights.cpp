// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/token_weights.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

namespace moqa {

TokenRanks rankTokens(std::span<const int32_t> tokens) {
    std::vector<int32_t> sorted(tokens.begin(), tokens.end());
    std::sort(sorted.begin(), sorted.end());
    std::vector<std::pair<int64_t, int32_t>> byCount; // negative count first: one plain sort
    for (size_t i = 0; i < sorted.size();) {
        size_t end = i;
        while (end < sorted.size() && sorted[end] == sorted[i]) ++end;
        byCount.emplace_back(-static_cast<int64_t>(end - i), sorted[i]);
        i = end;
    }
    std::sort(byCount.begin(), byCount.end());
    TokenRanks ranks;
    for (const auto& [negative, id] : byCount) {
        ranks.ids.push_back(id);
        ranks.counts.push_back(-negative);
    }
    return ranks;
}

std::vector<double> tokenWeights(std::span<const int32_t> tokens, const TokenRanks& ranks,
                                 double a) {
    std::vector<double> weights(tokens.size(), 1.0);
    if (a == 0.0 || tokens.empty()) return weights;
    std::unordered_map<int32_t, double> weightOf;
    double total = 0.0;
    for (size_t r = 0; r < ranks.ids.size(); ++r) {
        const double w = std::pow(static_cast<double>(r + 1), -a);
        weightOf[ranks.ids[r]] = w;
        total += w * static_cast<double>(ranks.counts[r]);
    }
    const double scale = static_cast<double>(tokens.size()) / total;
    for (size_t t = 0; t < tokens.size(); ++t) weights[t] = scale * weightOf[tokens[t]];
    return weights;
}

} // namespace moqa
