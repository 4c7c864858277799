// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/plan/pairwise_search.h"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace moqa {

namespace {

struct Move {
    uint32_t group = 0, option = 0;
    int64_t cost = 0; // added
    double loss = 0;  // added, all other groups as they are
};

class Search {
public:
    Search(const KnapsackProblem& problem, const PairwiseTerm& term, std::vector<uint32_t> chosen,
           const Progress& progress = silentProgress())
        : m_problem(problem), m_term(term), m_chosen(std::move(chosen)),
          m_fields(problem.groups(), 0.0), m_groupsOf(blocks()) {
        for (uint32_t g = 0; g < m_chosen.size(); ++g) {
            m_groupsOf[m_term.block[g]].push_back(g);
            m_cost += problem.costs[optionAt(g, m_chosen[g])];
        }
        for (uint32_t g = 0; g < m_chosen.size() && !progress.cancelled(); ++g)
            addField(g, root(g, m_chosen[g]));
    }

    // False where nothing within the budget lowers the loss by more than rounding.
    bool step(int64_t budget) {
        constexpr size_t kPartners = 256;
        std::vector<Move> down, up;
        Move best, second;
        int found = 0;
        double gain = 1e-12 * std::abs(loss());
        for (uint32_t g = 0; g < m_chosen.size(); ++g)
            for (uint32_t o = 0; o < options(g); ++o) {
                if (o == m_chosen[g]) continue;
                const Move move = moveTo(g, o);
                if (m_cost + move.cost <= budget && -move.loss > gain) {
                    gain = -move.loss;
                    best = move;
                    second = {};
                    found = 1;
                }
                (move.cost <= 0 ? down : up).push_back(move);
            }
        keepBest(down, kPartners);
        keepBest(up, kPartners);
        for (const Move& a : down)
            for (const Move& b : up) {
                if (a.group == b.group || m_cost + a.cost + b.cost > budget) continue;
                const double change = a.loss + b.loss + together(a, b);
                if (-change <= gain) continue;
                gain = -change;
                best = a;
                second = b;
                found = 2;
            }
        if (found == 0) return false;
        apply(best);
        if (found == 2) apply(second);
        return true;
    }

    double additive() const {
        double sum = 0;
        for (uint32_t g = 0; g < m_chosen.size(); ++g)
            sum += m_problem.losses[optionAt(g, m_chosen[g])];
        return sum;
    }
    // Every pair comes twice, once from either side.
    double loss() const {
        double sum = additive();
        for (uint32_t g = 0; g < m_chosen.size(); ++g) sum += m_fields[g] * root(g, m_chosen[g]);
        return sum;
    }
    int64_t cost() const { return m_cost; }
    std::vector<uint32_t> take() { return std::move(m_chosen); }

private:
    size_t blocks() const {
        const auto& b = m_term.block;
        return b.empty() ? 0 : 1 + static_cast<size_t>(*std::max_element(b.begin(), b.end()));
    }
    uint32_t options(uint32_t g) const { return m_problem.begin[g + 1] - m_problem.begin[g]; }
    size_t optionAt(uint32_t g, uint32_t option) const { return m_problem.begin[g] + option; }
    double root(uint32_t g, uint32_t option) const {
        return std::sqrt(std::max(0.0, m_problem.losses[optionAt(g, option)]));
    }
    double factor(uint32_t g, uint32_t h) const {
        if (m_term.member[g] == m_term.member[h] || m_term.block[g] != m_term.block[h]) return 0;
        const size_t n = m_term.members;
        return m_term.factors[m_term.block[g] * n * n + m_term.member[g] * n + m_term.member[h]];
    }
    // What a change of a group's root does to the fields of the others.
    void addField(uint32_t g, double change) {
        for (const uint32_t h : m_groupsOf[m_term.block[g]])
            if (h != g) m_fields[h] += factor(g, h) * change;
    }
    Move moveTo(uint32_t g, uint32_t option) const {
        const size_t from = optionAt(g, m_chosen[g]), to = optionAt(g, option);
        return {g, option, m_problem.costs[to] - m_problem.costs[from],
                m_problem.losses[to] - m_problem.losses[from] +
                    2 * m_fields[g] * (root(g, option) - root(g, m_chosen[g]))};
    }
    double together(const Move& a, const Move& b) const {
        const double f = factor(a.group, b.group);
        if (f == 0) return 0;
        return 2 * f * (root(a.group, a.option) - root(a.group, m_chosen[a.group])) *
               (root(b.group, b.option) - root(b.group, m_chosen[b.group]));
    }
    // By loss added per cost: what frees most for its harm, what saves most for its price.
    static void keepBest(std::vector<Move>& moves, size_t count) {
        const auto worth = [](const Move& m) {
            return m.loss / static_cast<double>(std::max<int64_t>(1, std::abs(m.cost)));
        };
        count = std::min(count, moves.size());
        std::partial_sort(moves.begin(), moves.begin() + static_cast<std::ptrdiff_t>(count),
                          moves.end(), [&](const Move& a, const Move& b) {
                              return std::tuple(worth(a), a.group, a.option) <
                                     std::tuple(worth(b), b.group, b.option);
                          });
        moves.resize(count);
    }
    void apply(const Move& move) {
        addField(move.group,
                 root(move.group, move.option) - root(move.group, m_chosen[move.group]));
        m_chosen[move.group] = move.option;
        m_cost += move.cost;
    }

    const KnapsackProblem& m_problem;
    const PairwiseTerm& m_term;
    std::vector<uint32_t> m_chosen;
    std::vector<double> m_fields;                  // [group]: sum over the others of factor * root
    std::vector<std::vector<uint32_t>> m_groupsOf; // [block]
    int64_t m_cost = 0;
};

} // namespace

double pairwiseLoss(const KnapsackProblem& problem, const PairwiseTerm& term,
                    std::span<const uint32_t> chosen) {
    return Search(problem, term, {chosen.begin(), chosen.end()}).loss();
}

PairwiseAnswer searchPairwise(const KnapsackProblem& problem, const PairwiseTerm& term,
                              std::vector<uint32_t> start, int64_t budget,
                              const Progress& progress) {
    constexpr int kMostMoves = 10'000;
    Search search(problem, term, std::move(start), progress);
    PairwiseAnswer answer;
    answer.startLoss = search.loss();
    while (answer.moves < kMostMoves && !progress.cancelled() && search.step(budget))
        ++answer.moves;
    answer.loss = search.loss();
    answer.additiveLoss = search.additive();
    answer.cost = search.cost();
    answer.chosen = search.take();
    return answer;
}

} // namespace moqa
