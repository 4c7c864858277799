// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The multiple-choice knapsack: one option of each group, least loss within a budget of cost
// (quantizers.md section 3). Lower convex hulls per group, their segments by falling slope (the
// linear relaxation; Sinha & Zoltners 1979), then an exact search among what can still improve on
// it. Knows nothing of models; costs are integers that the caller counts in. Hulls are built once
// and answer any budget; const functions may be called from any thread.

#include "core/base/progress.h"
#include "core/base/result.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace moqa {

// Flat, so that 100,000 groups are three allocations.
struct KnapsackProblem {
    std::vector<uint32_t> begin = {0}; // [groups + 1] into costs and losses
    std::vector<int64_t> costs;        // >= 0
    std::vector<double> losses;        // finite

    size_t groups() const { return begin.size() - 1; }
    void addOption(int64_t cost, double loss) {
        costs.push_back(cost);
        losses.push_back(loss);
    }
    // The options added since the last group become a group.
    void endGroup() { begin.push_back(static_cast<uint32_t>(costs.size())); }
};

// A floor and a ceiling of what consecutive groups cost together (a layer's mean bits).
struct KnapsackBlock {
    size_t first = 0, end = 0; // groups
    int64_t low = 0, high = INT64_MAX;
    std::string name = {}; // in messages; empty: which groups they are
};

struct KnapsackAnswer {
    std::vector<uint32_t> chosen; // of each group, the index of its option within the group
    int64_t cost = 0;
    double loss = 0;
    double bound = 0; // no choice within the budget loses less (the linear relaxation's optimum)
    double dual = 0;  // loss saved per cost at the break: what one more unit of budget buys
    bool optimal = false; // proved, not only near the bound

    // (loss - bound) / loss, 0 where nothing is lost.
    double gap() const { return loss > 0 && loss > bound ? (loss - bound) / loss : 0.0; }
};

enum class KnapsackEffort : uint8_t {
    Quick, // greedy and fill: for a slider
    Exact, // and the search, to proven optimality where 200,000 states suffice
};

class KnapsackHulls {
public:
    // BadInput for a group without options, a negative cost, a loss that is not finite, costs that
    // overflow, or blocks that overlap or that no choice of their groups can keep.
    static Result<KnapsackHulls> build(KnapsackProblem problem,
                                       const std::vector<KnapsackBlock>& blocks = {});

    // BadInput if the budget is below smallestCost(). With blocks the search is left out: the
    // answer keeps all floors and ceilings and says how far from the bound it may be.
    // Cancelled if that was asked for meanwhile.
    Result<KnapsackAnswer> solve(int64_t budget, KnapsackEffort effort = KnapsackEffort::Exact,
                                 const Progress& progress = silentProgress()) const;

    int64_t smallestCost() const { return m_cost.front(); }
    // Of the least loss that is possible: more budget buys nothing.
    int64_t largestCost() const { return m_cost.back(); }

private:
    struct Segment {
        double slope; // loss saved per cost, > 0
        int64_t cost;
        uint32_t point; // the hull point that it leads to
    };
    struct Relaxed {
        double loss, slope;
    };
    KnapsackHulls() = default;
    void buildHulls();
    double slopeTo(uint32_t point) const;
    int64_t stepCost(uint32_t point) const;
    uint32_t groupOf(uint32_t point) const;
    std::vector<Segment> sortedSegments() const;
    void orderFreely();
    Status orderInBlocks(const std::vector<KnapsackBlock>& blocks);
    void rankSegments(const std::vector<uint32_t>& forced, const std::vector<Segment>& free);
    void startRelaxation();
    void relax(double slope, double cost);
    Relaxed relaxedAt(double budget) const;
    void fill(size_t taken, int64_t slack, std::vector<uint32_t>& level) const;
    KnapsackAnswer answerOf(const std::vector<uint32_t>& options) const;

    KnapsackProblem m_problem;
    std::vector<uint32_t> m_hullBegin; // [groups + 1] into the points
    std::vector<uint32_t> m_option;    // of each hull point, its option in the problem
    // Of each point the rank of the segment that leads to it; 0 for a group's cheapest point and
    // of points that a floor forces, UINT32_MAX where a ceiling leaves it out.
    std::vector<uint32_t> m_rank;
    std::vector<uint32_t> m_order; // points by rank - 1
    std::vector<int64_t> m_cost;   // total once ranks 1..r are taken; [0] = the least
    // The linear relaxation: pieces by falling slope (what floors force comes first).
    std::vector<double> m_relaxedSlope, m_relaxedCost, m_relaxedLoss; // cost and loss [pieces + 1]
    bool m_blocked = false;
};

} // namespace moqa
