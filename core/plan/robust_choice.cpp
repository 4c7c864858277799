// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/plan/robust_choice.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>

namespace moqa {

namespace {

// The dual settles within a few dozen steps for a handful of corpora; each is a knapsack.
constexpr int kMostSteps = 80;
constexpr double kCloseEnough = 1e-5; // relative gap
// Above this many units a step answers quickly: rounding no longer matters there.
constexpr size_t kExactGroups = 20'000;
constexpr size_t kLookEvery = size_t{1} << 16; // evaluations, a millisecond
constexpr size_t kMostEvaluations = 4'000'000; // of moves, about 50 ms

// Nearest point of the simplex { w >= 0, sum 1 } (Duchi et al. 2008).
void projectOntoSimplex(std::vector<double>& w) {
    std::vector<double> sorted = w;
    std::sort(sorted.begin(), sorted.end(), std::greater<>());
    double sum = 0, shift = 0;
    for (size_t k = 0; k < sorted.size(); ++k) {
        sum += sorted[k];
        const double candidate = (sum - 1.0) / static_cast<double>(k + 1);
        if (sorted[k] > candidate) shift = candidate;
    }
    for (double& x : w) x = std::max(0.0, x - shift);
}

class Ascent {
public:
    Ascent(const RobustProblem& problem, int64_t budget, const Progress& progress)
        : m_problem(problem), m_budget(budget), m_progress(progress) {
        m_offsets = problem.offsets;
        m_offsets.resize(problem.losses.size(), 0.0);
    }

    Result<RobustAnswer> run() {
        const size_t corpora = m_problem.losses.size();
        std::vector<double> weights(corpora, 1.0 / static_cast<double>(corpora));
        double bound = -INFINITY;
        for (int step = 0; step < kMostSteps; ++step) {
            MOQA_CHECK(checkCancelled(m_progress));
            MOQA_TRY(const KnapsackAnswer answer, solve(weights));
            const std::vector<double> losses = lossesOf(answer.chosen);
            const double dual = answer.bound - dot(weights, m_offsets);
            if (dual > bound) {
                bound = dual;
                m_best.weights = weights;
                m_dual = answer.dual;
            }
            keepIfBetter(answer, losses);
            const double gap = m_objective - bound;
            if (corpora == 1 || gap <= kCloseEnough * std::abs(m_objective)) break;
            if (!climb(weights, losses, gap)) break;
        }
        improveByMoves();
        MOQA_CHECK(checkCancelled(m_progress));
        m_best.answer.loss = m_objective;
        m_best.answer.bound = std::min(bound, m_objective);
        m_best.answer.dual = m_dual;
        m_best.answer.optimal = m_best.answer.loss <= m_best.answer.bound;
        return std::move(m_best);
    }

private:
    static double dot(const std::vector<double>& a, const std::vector<double>& b) {
        return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
    }

    Result<KnapsackAnswer> solve(const std::vector<double>& weights) const {
        KnapsackProblem mixed = m_problem.shape;
        for (size_t o = 0; o < mixed.losses.size(); ++o) {
            double loss = 0;
            for (size_t c = 0; c < weights.size(); ++c) loss += weights[c] * m_problem.losses[c][o];
            mixed.losses[o] = loss;
        }
        const auto effort =
            mixed.groups() <= kExactGroups ? KnapsackEffort::Exact : KnapsackEffort::Quick;
        MOQA_TRY(const KnapsackHulls hulls,
                 KnapsackHulls::build(std::move(mixed), m_problem.blocks));
        return hulls.solve(m_budget, effort, m_progress);
    }

    std::vector<double> lossesOf(const std::vector<uint32_t>& chosen) const {
        std::vector<double> losses(m_problem.losses.size(), 0.0);
        for (size_t c = 0; c < losses.size(); ++c)
            for (size_t g = 0; g < chosen.size(); ++g)
                losses[c] += m_problem.losses[c][m_problem.shape.begin[g] + chosen[g]];
        return losses;
    }

    double objectiveOf(const std::vector<double>& losses) const {
        double worst = -INFINITY;
        for (size_t c = 0; c < losses.size(); ++c)
            worst = std::max(worst, losses[c] - m_offsets[c]);
        return worst;
    }

    void keepIfBetter(const KnapsackAnswer& answer, const std::vector<double>& losses) {
        const double objective = objectiveOf(losses);
        if (objective >= m_objective) return;
        m_objective = objective;
        m_best.answer = answer;
        m_best.losses = losses;
    }

    // A step along the subgradient, of Polyak's length. False where all corpora lose alike.
    bool climb(std::vector<double>& weights, const std::vector<double>& losses, double gap) const {
        std::vector<double> slope(losses.size());
        for (size_t c = 0; c < slope.size(); ++c) slope[c] = losses[c] - m_offsets[c];
        const double mean =
            std::accumulate(slope.begin(), slope.end(), 0.0) / static_cast<double>(slope.size());
        for (double& s : slope) s -= mean;
        const double square = dot(slope, slope);
        if (!(square > 0)) return false;
        for (size_t c = 0; c < slope.size(); ++c) weights[c] += gap / square * slope[c];
        projectOntoSimplex(weights);
        return true;
    }

    // Moves of one unit, then of two, as long as one helps: a few units round badly.
    void improveByMoves() {
        if (!m_problem.blocks.empty()) return;
        size_t left = kMostEvaluations;
        while (left > 0 && (moveOne(left) || moveTwo(left))) {
        }
    }

    struct Change {
        uint32_t group, option; // option within the group
    };

    bool tryChanges(std::span<const Change> changes, size_t& left) {
        --left;
        if (left % kLookEvery == 0 && m_progress.cancelled()) left = 0;
        const KnapsackProblem& shape = m_problem.shape;
        int64_t cost = m_best.answer.cost;
        std::vector<double>& losses = m_scratch = m_best.losses;
        for (const Change& change : changes) {
            const uint32_t from = shape.begin[change.group] + m_best.answer.chosen[change.group];
            const uint32_t to = shape.begin[change.group] + change.option;
            cost += shape.costs[to] - shape.costs[from];
            for (size_t c = 0; c < losses.size(); ++c)
                losses[c] += m_problem.losses[c][to] - m_problem.losses[c][from];
        }
        // A relative 1e-12: rounding must not count as help, or it would go round for ever.
        const double objective = objectiveOf(losses);
        if (cost > m_budget || objective >= m_objective - 1e-12 * std::abs(m_objective))
            return false;
        for (const Change& change : changes) m_best.answer.chosen[change.group] = change.option;
        m_best.answer.cost = cost;
        m_best.losses = losses;
        m_objective = objective;
        return true;
    }

    template <typename Visit>
    bool anyChange(uint32_t firstGroup, const Visit& visit) const {
        const KnapsackProblem& shape = m_problem.shape;
        for (uint32_t g = firstGroup; g < shape.groups(); ++g)
            for (uint32_t o = 0; o < shape.begin[g + 1] - shape.begin[g]; ++o)
                if (o != m_best.answer.chosen[g] && visit(Change{g, o})) return true;
        return false;
    }

    bool moveOne(size_t& left) {
        return anyChange(
            0, [&](Change change) { return left > 0 && tryChanges(std::span(&change, 1), left); });
    }

    bool moveTwo(size_t& left) {
        return anyChange(0, [&](Change a) {
            return left > 0 && anyChange(a.group + 1, [&](Change b) {
                       const Change both[] = {a, b};
                       return left > 0 && tryChanges(both, left);
                   });
        });
    }

    const RobustProblem& m_problem;
    int64_t m_budget;
    const Progress& m_progress;
    std::vector<double> m_offsets, m_scratch;
    double m_objective = INFINITY, m_dual = 0;
    RobustAnswer m_best;
};

} // namespace

Result<RobustAnswer> leastWorst(const RobustProblem& problem, int64_t budget,
                                const Progress& progress) {
    if (problem.losses.empty()) return badInput("no corpus to choose for", "knapsack");
    for (const auto& losses : problem.losses)
        if (losses.size() != problem.shape.costs.size())
            return badInput("a corpus has other options than the units", "knapsack");
    return Ascent(problem, budget, progress).run();
}

Result<std::vector<double>> leastPerCorpus(const RobustProblem& problem, int64_t budget,
                                           const Progress& progress) {
    std::vector<double> least;
    for (const std::vector<double>& losses : problem.losses) {
        MOQA_CHECK(checkCancelled(progress));
        KnapsackProblem alone = problem.shape;
        alone.losses = losses;
        MOQA_TRY(const KnapsackHulls hulls, KnapsackHulls::build(std::move(alone), problem.blocks));
        MOQA_TRY(const KnapsackAnswer answer, hulls.solve(budget, KnapsackEffort::Exact, progress));
        least.push_back(answer.loss);
    }
    return least;
}

} // namespace moqa
