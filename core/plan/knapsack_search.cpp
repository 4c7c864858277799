// SPDX-License-Identifier: GPL-3.0-or-later
// Against the relaxation, option j of a group costs d = (loss_j - loss_r) + dual (cost_j - cost_r),
// never less than 0: a choice loses the bound plus the sum of its d plus dual times the budget that
// it leaves. So only options with d below the excess that is to be beaten can be part of something
// better: with thousands of groups a few dozen. They are combined group by group, the smallest d
// first, keeping only states that are not both dearer and worse (Pisinger 1995).
#include "core/plan/knapsack_search.h"

#include <algorithm>

namespace moqa {

namespace {

constexpr size_t kMostStates = 200'000; // kept over all groups: 10 ms, 6 MB
constexpr uint32_t kRoot = UINT32_MAX;

struct Move {
    uint32_t option = 0;
    int64_t cost = 0;
    double d = 0;
};

struct CoreGroup {
    uint32_t group = 0;
    double least = 0; // d
    std::vector<Move> moves;
};

struct State {
    int64_t cost = 0; // above the relaxed choice
    double d = 0;
    uint32_t node = kRoot;
};

struct Node {
    uint32_t parent = kRoot, group = 0, option = 0;
};

std::vector<CoreGroup> coreGroups(const KnapsackProblem& problem, const KnapsackStart& start) {
    std::vector<CoreGroup> core;
    for (uint32_t g = 0; g < problem.groups(); ++g) {
        const uint32_t now = start.relaxed[g];
        CoreGroup group{g, start.excess, {}};
        for (uint32_t o = problem.begin[g]; o < problem.begin[g + 1]; ++o) {
            const int64_t cost = problem.costs[o] - problem.costs[now];
            const double d = std::max(0.0, problem.losses[o] - problem.losses[now] +
                                               start.dual * static_cast<double>(cost));
            if (o == now || d >= start.excess) continue;
            group.moves.push_back({o, cost, d});
            group.least = std::min(group.least, d);
        }
        if (!group.moves.empty()) core.push_back(std::move(group));
    }
    std::stable_sort(core.begin(), core.end(),
                     [](const CoreGroup& a, const CoreGroup& b) { return a.least < b.least; });
    return core;
}

class Search {
public:
    Search(const KnapsackProblem& problem, const KnapsackStart& start)
        : m_start(start), m_best(start.excess), m_core(coreGroups(problem, start)) {}

    KnapsackSearch run(const Progress& progress) {
        m_states.push_back({});
        consider(m_states.front());
        KnapsackSearch result;
        result.complete = true;
        for (const CoreGroup& group : m_core) {
            if (group.least >= m_best) break; // any move here or later loses more
            if (progress.cancelled() ||
                m_nodes.size() + m_states.size() * group.moves.size() > kMostStates) {
                result.complete = false;
                break;
            }
            expand(group);
        }
        result.improved = m_improved;
        for (uint32_t node = m_bestNode; node != kRoot; node = m_nodes[node].parent)
            result.changes.emplace_back(m_nodes[node].group, m_nodes[node].option);
        return result;
    }

private:
    void consider(const State& state) {
        if (state.cost > m_start.slack) return;
        const double excess =
            state.d + m_start.dual * static_cast<double>(m_start.slack - state.cost);
        if (excess >= m_best) return;
        m_best = excess;
        m_bestNode = state.node;
        m_improved = true;
    }

    void expand(const CoreGroup& group) {
        const size_t before = m_states.size();
        for (size_t s = 0; s < before; ++s)
            for (const Move& move : group.moves) {
                const State& from = m_states[s];
                State next{from.cost + move.cost, from.d + move.d,
                           static_cast<uint32_t>(m_nodes.size())};
                if (next.d >= m_best) continue;
                m_nodes.push_back({from.node, group.group, move.option});
                consider(next);
                m_states.push_back(next);
            }
        prune();
    }

    // Loss against the relaxed choice.
    double lossOf(const State& state) const {
        return state.d - m_start.dual * static_cast<double>(state.cost);
    }

    void prune() {
        std::stable_sort(m_states.begin(), m_states.end(), [&](const State& a, const State& b) {
            return a.cost != b.cost ? a.cost < b.cost : a.d < b.d;
        });
        size_t kept = 0;
        for (const State& state : m_states) {
            if (state.d >= m_best) continue;
            if (kept > 0 && lossOf(state) >= lossOf(m_states[kept - 1])) continue;
            m_states[kept++] = state;
        }
        m_states.resize(kept);
    }

    const KnapsackStart& m_start;
    double m_best;
    bool m_improved = false;
    uint32_t m_bestNode = kRoot;
    std::vector<CoreGroup> m_core;
    std::vector<State> m_states;
    std::vector<Node> m_nodes;
};

} // namespace

KnapsackSearch searchKnapsack(const KnapsackProblem& problem, const KnapsackStart& start,
                              const Progress& progress) {
    return Search(problem, start).run(progress);
}

} // namespace moqa
