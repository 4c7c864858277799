// SPDX-License-Identifier: GPL-3.0-or-later
// Worst case and regret over corpora against enumeration of every choice.
#include "core/base/random.h"
#include "core/plan/robust_choice.h"

#include <QTest>
#include <cmath>
#include <limits>

using namespace moqa;

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

RobustProblem randomProblem(Random& random, size_t groups, size_t corpora) {
    RobustProblem problem;
    problem.losses.resize(corpora);
    for (size_t g = 0; g < groups; ++g) {
        for (int bits = 2; bits < 5; ++bits) {
            problem.shape.addOption(bits, 0.0);
            for (auto& losses : problem.losses)
                losses.push_back(std::exp2(-2.0 * bits) * random.uniform() * 10.0);
        }
        problem.shape.endGroup();
    }
    return problem;
}

double objectiveOf(const RobustProblem& problem, const std::vector<uint32_t>& chosen) {
    double worst = -kInfinity;
    for (size_t c = 0; c < problem.losses.size(); ++c) {
        double loss = problem.offsets.empty() ? 0.0 : -problem.offsets[c];
        for (size_t g = 0; g < chosen.size(); ++g)
            loss += problem.losses[c][problem.shape.begin[g] + chosen[g]];
        worst = std::max(worst, loss);
    }
    return worst;
}

double bruteForce(const RobustProblem& problem, int64_t budget) {
    double best = kInfinity;
    std::vector<uint32_t> chosen(problem.shape.groups(), 0);
    for (bool more = true; more;) {
        int64_t cost = 0;
        for (size_t g = 0; g < chosen.size(); ++g)
            cost += problem.shape.costs[problem.shape.begin[g] + chosen[g]];
        if (cost <= budget) best = std::min(best, objectiveOf(problem, chosen));
        more = false;
        for (size_t g = 0; g < chosen.size() && !more; ++g) {
            more = ++chosen[g] < 3;
            if (!more) chosen[g] = 0;
        }
    }
    return best;
}

} // namespace

class TestRobustChoice : public QObject {
    Q_OBJECT
private slots:
    // Two experts, each used by one corpus; three bits too few to raise both by two.
    void twoCorporaByHand() {
        RobustProblem problem;
        for (int g = 0; g < 2; ++g) {
            for (const int bits : {2, 3, 4}) problem.shape.addOption(bits, 0.0);
            problem.shape.endGroup();
        }
        problem.losses = {{8, 4, 2, 0, 0, 0}, {0, 0, 0, 6, 5, 1}};
        const auto worst = leastWorst(problem, 6);
        QVERIFY(worst.ok());
        // (3, 3) gives 4 and 5; (4, 2) 2 and 6; (2, 4) 8 and 1.
        QCOMPARE(worst->answer.chosen, (std::vector<uint32_t>{1, 1}));
        QCOMPARE(worst->answer.loss, 5.0);
        QCOMPARE(worst->losses, (std::vector<double>{4, 5}));
        const auto least = leastPerCorpus(problem, 6);
        QVERIFY(least.ok());
        QCOMPARE(*least, (std::vector<double>{2, 1}));
        // Regrets: (3, 3) 2 and 4, (4, 2) 0 and 5, (2, 4) 6 and 0.
        problem.offsets = *least;
        const auto regret = leastWorst(problem, 6);
        QVERIFY(regret.ok());
        QCOMPARE(regret->answer.loss, 4.0);
    }

    void isNearEnumerationAndTheBoundHolds_data() {
        QTest::addColumn<bool>("regret");
        QTest::newRow("worst") << false;
        QTest::newRow("regret") << true;
    }
    void isNearEnumerationAndTheBoundHolds() {
        QFETCH(bool, regret);
        Random random(5);
        int exact = 0;
        constexpr int kTrials = 60;
        for (int trial = 0; trial < kTrials; ++trial) {
            RobustProblem problem = randomProblem(random, 7, 2 + random.below(3));
            const auto budget = static_cast<int64_t>(14 + random.below(15));
            if (regret) problem.offsets = *leastPerCorpus(problem, budget);
            const auto answer = leastWorst(problem, budget);
            QVERIFY(answer.ok());
            QVERIFY(answer->answer.cost <= budget);
            const double best = bruteForce(problem, budget);
            QVERIFY(std::abs(answer->answer.loss - objectiveOf(problem, answer->answer.chosen)) <
                    1e-9);
            QVERIFY(answer->answer.bound <= best + 1e-9);
            QVERIFY(answer->answer.loss >= best - 1e-9);
            QVERIFY(answer->answer.loss <= best * 1.3 + 1e-6);
            exact += answer->answer.loss <= best + 1e-9;
        }
        QVERIFY2(exact >= kTrials * 6 / 10, qPrintable(QString::number(exact)));
    }

    // With many units rounding vanishes: within 0.1 % of the bound.
    void manyUnitsMeetTheBound() {
        Random random(6);
        const RobustProblem problem = randomProblem(random, 2000, 3);
        const auto answer = leastWorst(problem, 6000);
        QVERIFY(answer.ok());
        QVERIFY2(answer->answer.gap() < 1e-3, qPrintable(QString::number(answer->answer.gap())));
        double sum = 0;
        for (double w : answer->weights) sum += w;
        QVERIFY(std::abs(sum - 1.0) < 1e-9);
    }

    void oneCorpusIsThePlainKnapsack() {
        Random random(8);
        const RobustProblem problem = randomProblem(random, 30, 1);
        const auto answer = leastWorst(problem, 85);
        const auto plain = leastPerCorpus(problem, 85);
        QVERIFY(answer.ok() && plain.ok());
        QVERIFY(std::abs(answer->answer.loss - plain->front()) < 1e-12);
    }

    void refusals() {
        Random random(9);
        RobustProblem problem = randomProblem(random, 3, 2);
        QVERIFY(!leastWorst(problem, 5).ok()); // the smallest costs 6
        problem.losses[1].pop_back();
        QVERIFY(!leastWorst(problem, 9).ok());
        problem.losses.clear();
        QVERIFY(!leastWorst(problem, 9).ok());
    }
};

QTEST_APPLESS_MAIN(TestRobustChoice)
#include "tst_robust_choice.moc"
