// SPDX-License-Identifier: GPL-3.0-or-later
// The knapsack against enumeration of every choice, by hand, and what it refuses.
#include "core/base/random.h"
#include "core/plan/knapsack.h"

#include <QTest>
#include <cmath>
#include <limits>
#include <set>

using namespace moqa;

namespace {

KnapsackProblem problemOf(const std::vector<std::vector<std::pair<int64_t, double>>>& groups) {
    KnapsackProblem problem;
    for (const auto& group : groups) {
        for (const auto& [cost, loss] : group) problem.addOption(cost, loss);
        problem.endGroup();
    }
    return problem;
}

KnapsackHulls built(KnapsackProblem problem, const std::vector<KnapsackBlock>& blocks = {}) {
    Result<KnapsackHulls> hulls = KnapsackHulls::build(std::move(problem), blocks);
    if (!hulls.ok()) qFatal("%s", hulls.error().message().c_str());
    return std::move(hulls).value();
}

bool keeps(const KnapsackProblem& problem, const std::vector<KnapsackBlock>& blocks,
           const std::vector<uint32_t>& chosen) {
    for (const KnapsackBlock& block : blocks) {
        int64_t cost = 0;
        for (size_t g = block.first; g < block.end; ++g)
            cost += problem.costs[problem.begin[g] + chosen[g]];
        if (cost < block.low || cost > block.high) return false;
    }
    return true;
}

// Least loss over every choice within the budget and the blocks; infinite if there is none.
double bruteForce(const KnapsackProblem& problem, int64_t budget,
                  const std::vector<KnapsackBlock>& blocks = {}) {
    double best = std::numeric_limits<double>::infinity();
    std::vector<uint32_t> chosen(problem.groups(), 0);
    for (bool more = true; more;) {
        int64_t cost = 0;
        double loss = 0;
        for (size_t g = 0; g < chosen.size(); ++g) {
            cost += problem.costs[problem.begin[g] + chosen[g]];
            loss += problem.losses[problem.begin[g] + chosen[g]];
        }
        if (cost <= budget && loss < best && keeps(problem, blocks, chosen)) best = loss;
        more = false;
        for (size_t g = 0; g < chosen.size() && !more; ++g) {
            more = ++chosen[g] < problem.begin[g + 1] - problem.begin[g];
            if (!more) chosen[g] = 0;
        }
    }
    return best;
}

// Least loss within each budget from 0 to `most`, by dynamic programming over budgets: infinite
// where the groups do not fit.
std::vector<double> leastByBudget(const KnapsackProblem& problem, int64_t most) {
    std::vector<double> least(static_cast<size_t>(most) + 1, 0.0);
    for (size_t g = 0; g < problem.groups(); ++g) {
        std::vector<double> with(least.size(), std::numeric_limits<double>::infinity());
        for (size_t o = problem.begin[g]; o < problem.begin[g + 1]; ++o)
            for (auto at = static_cast<size_t>(problem.costs[o]); at < with.size(); ++at)
                with[at] = std::min(with[at], least[at - static_cast<size_t>(problem.costs[o])] +
                                                  problem.losses[o]);
        least = std::move(with);
    }
    return least;
}

// Small integers make ties in cost and in loss; losses need not fall with cost.
KnapsackProblem randomProblem(Random& random, size_t groups, bool ties) {
    KnapsackProblem problem;
    for (size_t g = 0; g < groups; ++g) {
        const uint64_t options = 1 + random.below(5);
        for (uint64_t o = 0; o < options; ++o) {
            const auto cost = static_cast<int64_t>(random.below(ties ? 6 : 60));
            problem.addOption(cost, ties ? static_cast<double>(random.below(5))
                                         : random.uniform() * std::exp2(-0.1 * double(cost)));
        }
        problem.endGroup();
    }
    return problem;
}

bool isConsistent(const KnapsackProblem& problem, const KnapsackAnswer& answer, int64_t budget) {
    int64_t cost = 0;
    double loss = 0;
    for (size_t g = 0; g < problem.groups(); ++g) {
        if (problem.begin[g] + answer.chosen[g] >= problem.begin[g + 1]) return false;
        cost += problem.costs[problem.begin[g] + answer.chosen[g]];
        loss += problem.losses[problem.begin[g] + answer.chosen[g]];
    }
    return cost == answer.cost && cost <= budget && std::abs(loss - answer.loss) < 1e-12 &&
           answer.bound <= answer.loss + 1e-12 && answer.dual >= 0;
}

} // namespace

class TestKnapsack : public QObject {
    Q_OBJECT
private slots:
    // Three units of widths 2, 3, 4 (cost = bits): slopes 4, 1 | 3, 2 | 10, 0.5.
    void threeUnitsByHand() {
        const auto hulls = built(problemOf(
            {{{2, 6}, {3, 2}, {4, 1}}, {{2, 6}, {3, 3}, {4, 1}}, {{2, 11}, {3, 1}, {4, 0.5}}}));
        QCOMPARE(hulls.smallestCost(), int64_t{6});
        QCOMPARE(hulls.largestCost(), int64_t{12});
        const struct {
            int64_t budget;
            std::vector<uint32_t> chosen;
            double loss, dual;
        } cases[] = {{6, {0, 0, 0}, 23, 10},  {7, {0, 0, 1}, 13, 4},  {8, {1, 0, 1}, 9, 3},
                     {9, {1, 1, 1}, 6, 2},    {10, {1, 2, 1}, 4, 1},  {11, {2, 2, 1}, 3, 0.5},
                     {12, {2, 2, 2}, 2.5, 0}, {99, {2, 2, 2}, 2.5, 0}};
        for (const auto& c : cases) {
            const auto answer = hulls.solve(c.budget);
            QVERIFY(answer.ok());
            QCOMPARE(answer->chosen, c.chosen);
            QCOMPARE(answer->loss, c.loss);
            QCOMPARE(answer->dual, c.dual);
            QCOMPARE(answer->gap(), 0.0);
            QVERIFY(answer->optimal);
        }
    }

    // The 2 of {1, 2, 3} lies above the line from 1 to 3, so no slope takes it; a budget that
    // leaves one bit does.
    void optionsOffTheHullAreUsedWhereTheyFit() {
        const auto hulls = built(problemOf({{{1, 10}, {2, 9}, {3, 2}}, {{1, 10}, {2, 9}, {3, 2}}}));
        const auto answer = hulls.solve(5);
        QVERIFY(answer.ok());
        QCOMPARE(answer->cost, int64_t{5});
        QCOMPARE(answer->loss, 11.0);
        QCOMPARE(answer->bound, 8.0); // half of the second unit's step, 12 - 4
        QVERIFY(answer->optimal);
        const auto quick = hulls.solve(5, KnapsackEffort::Quick);
        QVERIFY(quick.ok());
        QCOMPARE(quick->loss, 12.0);
        QVERIFY(!quick->optimal);
        QCOMPARE(quick->gap(), 4.0 / 12.0);
    }

    void aSingleUnitTakesTheBestThatFits() {
        const auto hulls = built(problemOf({{{4, 1.0}, {2, 5.0}, {3, 5.0}, {8, 0.0}}}));
        QCOMPARE(hulls.solve(2)->chosen, std::vector<uint32_t>{1});
        QCOMPARE(hulls.solve(3)->chosen, std::vector<uint32_t>{1}); // 3 costs more for nothing
        QCOMPARE(hulls.solve(7)->chosen, std::vector<uint32_t>{0});
        QCOMPARE(hulls.solve(8)->chosen, std::vector<uint32_t>{3});
        QVERIFY(!hulls.solve(1).ok());
        QVERIFY(hulls.solve(1).error().message().find("smallest cost, 2") != std::string::npos);
    }

    void equalLossesBuyNothing() {
        const auto hulls = built(problemOf({{{1, 3}, {2, 3}}, {{1, 3}, {5, 3}}}));
        const auto answer = hulls.solve(100);
        QVERIFY(answer.ok());
        QCOMPARE(answer->cost, int64_t{2});
        QCOMPARE(answer->dual, 0.0);
        QVERIFY(answer->optimal);
    }

    void equalsEnumerationOnRandomProblems_data() {
        QTest::addColumn<bool>("ties");
        QTest::newRow("spread") << false;
        QTest::newRow("ties") << true;
    }
    void equalsEnumerationOnRandomProblems() {
        QFETCH(bool, ties);
        constexpr uint64_t kSeed = 20250321;
        Random random(kSeed);
        for (int trial = 0; trial < 600; ++trial) {
            const KnapsackProblem problem = randomProblem(random, 1 + random.below(6), ties);
            const auto hulls = built(problem);
            const int64_t low = hulls.smallestCost(), span = hulls.largestCost() - low;
            for (const int64_t budget :
                 {low, low + span, low + span / 2,
                  low + static_cast<int64_t>(random.below(uint64_t(span) + 1))}) {
                const auto answer = hulls.solve(budget);
                QVERIFY2(answer.ok(), qPrintable(QString::number(trial)));
                QVERIFY(isConsistent(problem, *answer, budget));
                QVERIFY(answer->optimal);
                const double best = bruteForce(problem, budget);
                QVERIFY2(std::abs(answer->loss - best) < 1e-9,
                         qPrintable(QStringLiteral("trial %1 of seed %2: %3 against %4")
                                        .arg(trial)
                                        .arg(kSeed)
                                        .arg(answer->loss)
                                        .arg(best)));
                const auto quick = hulls.solve(budget, KnapsackEffort::Quick);
                QVERIFY(isConsistent(problem, *quick, budget));
                QVERIFY(quick->loss >= best - 1e-9 && quick->bound <= best + 1e-9);
            }
            QVERIFY(!hulls.solve(low - 1).ok());
        }
    }

    // 6^40 choices, too many to enumerate. Losses fall with cost as widths' do, with noise.
    void keepsItsGapOnLargerProblems() {
        constexpr uint64_t kSeed = 40;
        Random random(kSeed);
        for (int trial = 0; trial < 40; ++trial) {
            KnapsackProblem problem;
            for (int g = 0; g < 40; ++g) {
                const double scale = std::exp(2.0 * random.normal());
                const auto size = static_cast<int64_t>(1 + random.below(4));
                for (const int bits : {1, 2, 3, 4, 6, 8})
                    problem.addOption(bits * size, scale * std::exp2(-2.0 * bits) *
                                                       (0.2 + 1.6 * random.uniform()));
                problem.endGroup();
            }
            const auto hulls = built(problem);
            const int64_t low = hulls.smallestCost(), high = hulls.largestCost();
            const std::vector<double> least = leastByBudget(problem, high);
            for (int64_t budget = low; budget <= high; budget += 7) {
                const double best = least[static_cast<size_t>(budget)];
                for (const auto effort : {KnapsackEffort::Quick, KnapsackEffort::Exact}) {
                    const auto answer = hulls.solve(budget, effort);
                    const QByteArray where = QStringLiteral("trial %1 of seed %2, budget %3")
                                                 .arg(trial)
                                                 .arg(kSeed)
                                                 .arg(budget)
                                                 .toUtf8();
                    QVERIFY2(answer.ok() && isConsistent(problem, *answer, budget), where);
                    const double slack = 1e-12 * (1.0 + best);
                    QVERIFY2(answer->loss >= best - slack, where);
                    QVERIFY2(answer->bound <= best + slack, where);
                    QVERIFY2(answer->loss * (1.0 - answer->gap()) <= best + slack, where);
                    if (answer->optimal) QVERIFY2(answer->loss <= best + slack, where);
                }
            }
        }
    }

    void floorsAndCeilingsHoldAndStayNearTheBest() {
        Random random(7);
        int solved = 0;
        for (int trial = 0; trial < 400; ++trial) {
            const KnapsackProblem problem = randomProblem(random, 6, false);
            const auto free = built(problem);
            std::vector<KnapsackBlock> blocks;
            for (size_t first : {0u, 3u}) {
                KnapsackBlock block{first, first + 3, 0, 0};
                block.low = static_cast<int64_t>(random.below(40));
                block.high = block.low + static_cast<int64_t>(random.below(90));
                blocks.push_back(block);
            }
            const auto hulls = KnapsackHulls::build(problem, blocks);
            if (!hulls.ok()) continue;
            const int64_t budget =
                hulls->smallestCost() +
                static_cast<int64_t>(random.below(1 + uint64_t(free.largestCost())));
            const auto answer = hulls->solve(budget);
            QVERIFY(answer.ok());
            QVERIFY(isConsistent(problem, *answer, budget));
            QVERIFY(keeps(problem, blocks, answer->chosen));
            const double best = bruteForce(problem, budget, blocks);
            QVERIFY(answer->bound <= best + 1e-9);
            QVERIFY(answer->loss >= best - 1e-9);
            ++solved;
        }
        QVERIFY(solved > 150);
    }

    // Floor of 5 for the second pair, ceiling of 5 for the first: without them all bits go first.
    void floorsAndCeilingsByHand() {
        const KnapsackProblem problem = problemOf({{{2, 60}, {3, 20}, {4, 10}},
                                                   {{2, 60}, {3, 30}, {4, 10}},
                                                   {{2, 6}, {3, 2}, {4, 1}},
                                                   {{2, 6}, {3, 3}, {4, 1}}});
        QCOMPARE(built(problem).solve(12)->chosen, (std::vector<uint32_t>{2, 2, 0, 0}));
        const auto hulls = built(problem, {{0, 2, 0, 7}, {2, 4, 5, INT64_MAX}});
        QCOMPARE(hulls.smallestCost(), int64_t{9});
        const auto answer = hulls.solve(12);
        QVERIFY(answer.ok());
        QCOMPARE(answer->chosen, (std::vector<uint32_t>{1, 2, 1, 0}));
        QVERIFY(!hulls.solve(8).ok());
        QVERIFY(!KnapsackHulls::build(problem, {{0, 2, 0, 3}}).ok());
        const auto high = KnapsackHulls::build(problem, {{0, 2, 9, INT64_MAX, "layer 7"}});
        QVERIFY(!high.ok() && high.error().message().starts_with("layer 7: no choice"));
        QVERIFY(!KnapsackHulls::build(problem, {{0, 3, 0, 9}, {2, 4, 0, 9}}).ok());
    }

    // 3,000 units: the bound must be met within 0.1 %, and a larger budget never loses more.
    void manyUnitsMeetTheBound() {
        Random random(11);
        KnapsackProblem problem;
        for (int g = 0; g < 3000; ++g) {
            const double scale = std::exp(2.0 * random.normal());
            const auto size = static_cast<int64_t>(1000 + random.below(5000));
            for (const int bits : {1, 2, 3, 4, 6, 8})
                problem.addOption(bits * size,
                                  scale * std::exp2(-2.0 * bits) * (1.0 + 0.2 * random.uniform()));
            problem.endGroup();
        }
        const auto hulls = built(std::move(problem));
        double before = std::numeric_limits<double>::infinity();
        for (int step = 0; step <= 20; ++step) {
            const int64_t budget =
                hulls.smallestCost() + (hulls.largestCost() - hulls.smallestCost()) * step / 20;
            const auto quick = hulls.solve(budget, KnapsackEffort::Quick);
            const auto exact = hulls.solve(budget);
            QVERIFY(quick.ok() && exact.ok());
            QVERIFY(quick->gap() < 1e-3);
            QVERIFY(exact->loss <= quick->loss);
            QVERIFY(exact->loss <= before);
            before = exact->loss;
        }
    }

    void badProblemsAreRefused() {
        constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
        const auto refused = [](KnapsackProblem problem, const char* words) {
            const auto hulls = KnapsackHulls::build(std::move(problem));
            return !hulls.ok() && hulls.error().code == ErrorCode::BadInput &&
                   hulls.error().message().find(words) != std::string::npos;
        };
        QVERIFY(refused({}, "nothing to choose"));
        QVERIFY(refused(problemOf({{{1, 1}}, {}}), "no option left"));
        QVERIFY(refused(problemOf({{{-1, 1}}}), "negative"));
        QVERIFY(refused(problemOf({{{1, kNaN}}}), "not finite"));
        QVERIFY(refused(problemOf({{{INT64_MAX / 4, 1}}, {{INT64_MAX / 4, 1}}}), "overflow"));
    }
};

QTEST_APPLESS_MAIN(TestKnapsack)
#include "tst_knapsack.moc"
