// SPDX-License-Identifier: GPL-3.0-or-later
// 100,000 units of 6 widths: time to build the hulls and answer a budget, time of a further budget,
// duality gap. Processor time of one thread. Losses fall by about 4 a bit with 20 % noise over
// scales that differ by orders of magnitude, sizes differ as projections do.
#include "core/base/random.h"
#include "core/plan/knapsack.h"

#include <algorithm>
#include <cmath>
#include <ctime>
#include <fmt/format.h>

using namespace moqa;

namespace {

// Of this thread: the machine may be shared.
double processorMs() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) * 1e-6;
}

KnapsackProblem makeProblem(int units) {
    Random random(0);
    KnapsackProblem problem;
    for (int u = 0; u < units; ++u) {
        const double scale = std::exp(2.0 * random.normal());
        const int64_t weights = (u % 2 == 0 ? 2 : 1) * 768 * 2048;
        for (const int bits : {1, 2, 3, 4, 6, 8})
            problem.addOption(bits * weights / 8 + weights / 64 * 3,
                              scale * std::exp2(-2.0 * bits) * (0.9 + 0.2 * random.uniform()));
        problem.endGroup();
    }
    return problem;
}

} // namespace

int main() {
    constexpr int kRuns = 7;
    std::vector<double> first, query, exact;
    double gap = 0, exactGap = 0;
    for (int run = 0; run < kRuns; ++run) {
        KnapsackProblem problem = makeProblem(100'000);
        double start = processorMs();
        auto hulls = KnapsackHulls::build(std::move(problem));
        if (!hulls.ok()) return 1;
        const int64_t low = hulls->smallestCost(), span = hulls->largestCost() - low;
        auto answer = hulls->solve(low + span / 4);
        first.push_back(processorMs() - start);
        for (int i = 1; i < 20; ++i) {
            start = processorMs();
            answer = hulls->solve(low + span * i / 20, KnapsackEffort::Quick);
            query.push_back(processorMs() - start);
            if (!answer.ok()) return 1;
            gap = std::max(gap, answer->gap());
            start = processorMs();
            answer = hulls->solve(low + span * i / 20);
            exact.push_back(processorMs() - start);
            exactGap = std::max(exactGap, answer->gap());
        }
    }
    const auto median = [](std::vector<double> times) {
        std::sort(times.begin(), times.end());
        return times[times.size() / 2];
    };
    fmt::print("hulls and exact answer: {:.1f} ms (best {:.1f})\n", median(first),
               *std::min_element(first.begin(), first.end()));
    fmt::print("another budget, quick: {:.2f} ms, largest gap {:.2e}\n", median(query), gap);
    fmt::print("another budget, exact: {:.2f} ms, largest gap {:.2e}\n", median(exact), exactGap);
    return 0;
}
