// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/plan/layer_programme.h"

#include <algorithm>
#include <fmt/format.h>
#include <limits>

namespace moqa {

Result<std::vector<int>> solveLayerProgramme(const std::vector<int>& widths,
                                             const std::vector<std::vector<double>>& costs,
                                             int budget) {
    constexpr double kNever = std::numeric_limits<double>::infinity();
    constexpr size_t kStates = 4; // whether an expert has 2 bits (1), 3 bits (2)
    constexpr uint8_t kNone = 255;
    const int most = widths.back() * static_cast<int>(costs.size());
    const auto sums = static_cast<size_t>(std::clamp(budget, 0, most)) + 1;
    const auto flagOf = [](int width) { return size_t{width == 2 ? 1u : width == 3 ? 2u : 0u}; };
    std::vector<double> best(sums * kStates, kNever);
    best[0] = 0;
    // Width (index) and the state before, of each expert, sum and state.
    std::vector<std::vector<uint8_t>> width(costs.size()), before(costs.size());
    for (size_t e = 0; e < costs.size(); ++e) {
        std::vector<double> next(best.size(), kNever);
        width[e].assign(best.size(), kNone);
        before[e].assign(best.size(), 0);
        for (size_t sum = 0; sum < sums; ++sum)
            for (size_t state = 0; state < kStates; ++state) {
                if (best[sum * kStates + state] == kNever) continue;
                for (size_t w = 0; w < widths.size(); ++w) {
                    const size_t to = sum + static_cast<size_t>(widths[w]);
                    if (to >= sums) continue;
                    const size_t cell = to * kStates + (state | flagOf(widths[w]));
                    const double cost = best[sum * kStates + state] + costs[e][w];
                    if (cost >= next[cell]) continue;
                    next[cell] = cost;
                    width[e][cell] = static_cast<uint8_t>(w);
                    before[e][cell] = static_cast<uint8_t>(state);
                }
            }
        best = std::move(next);
    }
    size_t sum = 0, state = kStates - 1;
    for (size_t s = 1; s < sums; ++s)
        if (best[s * kStates + state] < best[sum * kStates + state]) sum = s;
    if (sum == 0)
        return badInput(fmt::format("{} bits are too few for {} experts with one of 2 and one of 3",
                                    budget, costs.size()),
                        "--bits", "raise the target");
    std::vector<int> chosen(costs.size());
    for (size_t e = costs.size(); e-- > 0;) {
        const size_t cell = sum * kStates + state;
        chosen[e] = widths[width[e][cell]];
        state = before[e][cell];
        sum -= static_cast<size_t>(chosen[e]);
    }
    return chosen;
}

} // namespace moqa
