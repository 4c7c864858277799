// SPDX-License-Identifier: GPL-3.0-or-later
// The inter-expert term: losses by hand, searches against brute force, and through a plan.
#include "core/base/random.h"
#include "core/plan/optimal_plan.h"
#include "core/plan/pairwise_search.h"
#include "fake_losses.h"
#include "fake_model.h"

#include <QTest>
#include <cmath>
#include <limits>

using namespace moqa;
using moqa::test::FakeModel;
using moqa::test::fakeTable;

namespace {

// Two experts of one layer, each at cost 1 with loss 4 or at cost 2 with loss 1.
KnapsackProblem twoExperts() {
    KnapsackProblem problem;
    for (int g = 0; g < 2; ++g) {
        problem.addOption(1, 4);
        problem.addOption(2, 1);
        problem.endGroup();
    }
    return problem;
}

PairwiseTerm termOf(const std::vector<double>& factors, uint32_t members, size_t groups) {
    PairwiseTerm term;
    term.members = members;
    term.factors = factors;
    for (uint32_t g = 0; g < groups; ++g) {
        term.block.push_back(g / members);
        term.member.push_back(g % members);
    }
    return term;
}

bool near(double a, double b) { return std::abs(a - b) <= 1e-9 * (1 + std::abs(b)); }

struct Best {
    double loss = std::numeric_limits<double>::infinity();
};

void enumerate(const KnapsackProblem& problem, const PairwiseTerm& term, int64_t budget,
               std::vector<uint32_t>& chosen, Best& best) {
    if (chosen.size() == problem.groups()) {
        int64_t cost = 0;
        for (size_t g = 0; g < chosen.size(); ++g)
            cost += problem.costs[problem.begin[g] + chosen[g]];
        if (cost <= budget) best.loss = std::min(best.loss, pairwiseLoss(problem, term, chosen));
        return;
    }
    const size_t g = chosen.size();
    for (uint32_t o = 0; o < problem.begin[g + 1] - problem.begin[g]; ++o) {
        chosen.push_back(o);
        enumerate(problem, term, budget, chosen, best);
        chosen.pop_back();
    }
}

} // namespace

class TestPairwiseSearch : public QObject {
    Q_OBJECT
private slots:
    // 4 + 1 + 2 * 0.5 * 2 * 1 = 7; both coarse 8 + 2 * 0.5 * 4 = 12.
    void lossByHand() {
        const std::vector<double> factors = {1, 0.5, 0.5, 1};
        const PairwiseTerm term = termOf(factors, 2, 2);
        const std::vector<uint32_t> mixed = {0, 1}, coarse = {0, 0};
        QCOMPARE(pairwiseLoss(twoExperts(), term, mixed), 7.0);
        QCOMPARE(pairwiseLoss(twoExperts(), term, coarse), 12.0);
        // In different layers, or as parts of one expert, there is no term.
        PairwiseTerm apart = term;
        apart.block = {0, 1};
        const std::vector<double> twice = {1, 0.5, 0.5, 1, 1, 0.5, 0.5, 1};
        apart.factors = twice;
        QCOMPARE(pairwiseLoss(twoExperts(), apart, coarse), 8.0);
        PairwiseTerm parts = term;
        parts.member = {1, 1};
        QCOMPARE(pairwiseLoss(twoExperts(), parts, coarse), 8.0);
    }

    // Three experts, one may be fine. Alone the third saves most (5 against 4); but the errors of
    // the first two add up (correlation 0.9), so that mending one of them saves more.
    void pairsThatAddUpArePartedFirst() {
        KnapsackProblem problem;
        for (const double loss : {5.0, 5.0, 6.0}) {
            problem.addOption(1, loss);
            problem.addOption(2, 1);
            problem.endGroup();
        }
        const std::vector<double> factors = {1, 0.9, 0, 0.9, 1, 0, 0, 0, 1};
        const PairwiseTerm term = termOf(factors, 3, 3);
        const PairwiseAnswer answer = searchPairwise(problem, term, {0, 0, 1}, 4);
        QCOMPARE(answer.chosen, (std::vector<uint32_t>{1, 0, 0}));
        QCOMPARE(answer.cost, int64_t{4});
        QVERIFY(near(answer.startLoss, 5 + 5 + 1 + 2 * 0.9 * 5));
        QVERIFY(near(answer.loss, 1 + 5 + 6 + 2 * 0.9 * std::sqrt(5.0)));
        QVERIFY(near(answer.additiveLoss, 12));
        QCOMPARE(answer.moves, 1);
    }

    void withoutCorrelationTheKnapsackStands() {
        const std::vector<double> factors = {1, 0, 0, 1};
        const PairwiseAnswer answer =
            searchPairwise(twoExperts(), termOf(factors, 2, 2), {0, 1}, 3);
        QCOMPARE(answer.moves, 0);
        QCOMPARE(answer.chosen, (std::vector<uint32_t>{0, 1}));
        QCOMPARE(answer.loss, answer.startLoss);
    }

    // Never above the budget, never worse than the start, and mostly the best there is.
    void randomInstancesAgainstBruteForce() {
        constexpr uint64_t kSeed = 20;
        Random random(kSeed);
        int exact = 0;
        constexpr int kCases = 60;
        for (int i = 0; i < kCases; ++i) {
            KnapsackProblem problem;
            for (int g = 0; g < 6; ++g) {
                double loss = 1 + random.uniform();
                for (int o = 0; o < 3; ++o, loss *= 0.2 + 0.3 * random.uniform())
                    problem.addOption(2 + o, loss);
                problem.endGroup();
            }
            std::vector<double> factors(2 * 9);
            for (size_t b = 0; b < 2; ++b)
                for (size_t r = 0; r < 3; ++r)
                    for (size_t c = 0; c <= r; ++c)
                        factors[b * 9 + r * 3 + c] = factors[b * 9 + c * 3 + r] =
                            r == c ? 1 : random.uniform() - 0.3;
            const PairwiseTerm term = termOf(factors, 3, 6);
            const int64_t budget = 12 + static_cast<int64_t>(random.below(12));
            const auto hulls = KnapsackHulls::build(problem);
            const auto start = hulls->solve(budget);
            const PairwiseAnswer answer = searchPairwise(problem, term, start->chosen, budget);
            QVERIFY(answer.cost <= budget);
            QVERIFY(answer.loss <= answer.startLoss + 1e-12);
            QVERIFY(near(answer.loss, pairwiseLoss(problem, term, answer.chosen)));
            std::vector<uint32_t> chosen;
            Best best;
            enumerate(problem, term, budget, chosen, best);
            QVERIFY(answer.loss >= best.loss - 1e-9);
            exact += near(answer.loss, best.loss) ? 1 : 0;
        }
        QVERIFY2(exact >= kCases * 8 / 10,
                 qPrintable(QString("seed %1: %2").arg(kSeed).arg(exact)));
    }

    // What pairs add at the width of the probe is taken from the scale: both sums agree there.
    void scalesAreThoseOfTheSumWithPairs() {
        const FakeModel model;
        LossTable table = fakeTable(model);
        const size_t n = table.expertCount();
        Random random(5);
        table.correlation.assign(table.layerCount() * n * n, 0.0);
        for (size_t b = 0; b < table.layerCount(); ++b)
            for (size_t r = 0; r < n; ++r)
                for (size_t c = 0; c < r; ++c)
                    table.correlation[b * n * n + r * n + c] =
                        table.correlation[b * n * n + c * n + r] = random.uniform() - 0.3;
        PlanOptions options;
        options.method = PlanMethod::Optimal;
        options.bits = 3;
        options.widths = {3};
        options.unseen = 0;
        options.pairwise = true;
        const auto plan = makePlan(model, PlanInputs{.losses = &table}, options);
        QVERIFY2(plan.ok(), plan.ok() ? "" : plan.error().message().c_str());
        const auto predicted = meanPredictedLoss(table, *plan);
        QVERIFY(predicted.has_value());
        QVERIFY(near(plan->options["pairwise"]["value"].get<double>() / *predicted, 1.0));
    }

    // By hand: losses 4 and 1 that go together by 0.5 are 4 + 1 + 2 * 0.5 * 2 = 7 in the sum with
    // pairs; a scale that was measured on both together is 5/7 of itself. A whole cancellation
    // leaves four times the scale, no more.
    void scalesByHand() {
        LossTable table;
        table.units = {{0, 0, UnitPart::Expert}, {0, 1, UnitPart::Expert}};
        const std::vector<double> factors = {1, 0.5, 0.5, 1}, against = {1, -1, -1, 1};
        const std::vector<double> probed = {4, 1}, equal = {2, 2};
        QVERIFY(near(pairwiseScales(table, termOf(factors, 2, 2), probed)[0], 5.0 / 7));
        QVERIFY(near(pairwiseScales(table, termOf(against, 2, 2), equal)[0], 4.0));
        const std::vector<double> nothing = {0, 0};
        QVERIFY(near(pairwiseScales(table, termOf(factors, 2, 2), nothing)[0], 1.0));
    }

    void throughAPlan() {
        const FakeModel model;
        LossTable table = fakeTable(model);
        PlanOptions options;
        options.method = PlanMethod::Optimal;
        options.bits = 2.5;
        options.widths = {2, 3, 4};
        options.unseen = 0;
        options.pairwise = true;
        const auto plan = [&] { return makePlan(model, PlanInputs{.losses = &table}, options); };
        const auto without = plan();
        QVERIFY(!without.ok());
        QVERIFY(without.error().message().find("measure") != std::string::npos);
        const size_t n = table.expertCount();
        table.correlation.assign(table.layerCount() * n * n, 0.0);
        const auto flat = plan();
        QVERIFY2(flat.ok(), flat.ok() ? "" : flat.error().message().c_str());
        QCOMPARE(flat->options["pairwise"]["moves"].get<int>(), 0);
        options.pairwise = false;
        const auto plain = plan();
        QVERIFY(plain->units == flat->units && !plain->options.contains("pairwise"));
        options.pairwise = true;
        // The two lesser experts of the first layer add up: they get the bits of the larger.
        table.correlation[1] = table.correlation[n] = 1.0;
        const auto paired = plan();
        QVERIFY(paired.ok());
        QVERIFY(paired->options["pairwise"]["value"].get<double>() <=
                paired->options["pairwise"]["without_search"].get<double>());
        QVERIFY(paired->totals.meanBits <= 2.5);
        options.objective = PlanObjective::Worst;
        QVERIFY(!plan().ok());
        options.objective = PlanObjective::Mean;
        options.layerBits = {2, 4};
        QVERIFY(!plan().ok());
        options.layerBits = {};
        table.correlation.back() = 1.5;
        QVERIFY(!table.check("table").ok());
        table.correlation.pop_back();
        QVERIFY(!table.check("table").ok());
    }
};

QTEST_GUILESS_MAIN(TestPairwiseSearch)
#include "tst_pairwise_search.moc"
