// SPDX-License-Identifier: GPL-3.0-or-later
// The plans of the literature by hand: who gets bits, the common budget, what each says about
// itself, and what it refuses.
#include "core/base/random.h"
#include "core/plan/layer_programme.h"
#include "core/plan/plan_methods.h"
#include "core/plan/unit_scores.h"
#include "fake_losses.h"
#include "fake_model.h"

#include <QTest>
#include <atomic>
#include <cmath>
#include <limits>

using namespace moqa;
using moqa::test::addResult;
using moqa::test::fakeAnalysis;
using moqa::test::FakeLosses;
using moqa::test::FakeModel;
using moqa::test::fakeTable;

namespace {

PlanOptions optionsOf(const char* method, double bits, std::vector<int> widths = {2, 3, 4}) {
    PlanOptions options;
    if (!parsePlanMethod(method, options).ok()) qFatal("%s", method);
    options.bits = bits;
    options.widths = std::move(widths);
    return options;
}

std::vector<int> widthsOf(const Result<Plan>& plan) {
    if (!plan.ok()) qWarning("%s", plan.error().message().c_str());
    std::vector<int> widths;
    if (plan.ok())
        for (const PlanUnit& unit : plan->units) widths.push_back(unit.format.bits);
    return widths;
}

bool refused(const Result<Plan>& plan, ErrorCode code, const char* words) {
    if (plan.ok() || plan.error().code != code) return false;
    if (plan.error().message().find(words) != std::string::npos) return true;
    qWarning("message: %s", plan.error().message().c_str());
    return false;
}

Analysis usedAlike(const ModelSource& model, const std::vector<double>& frequency) {
    Analysis analysis = fakeAnalysis(model, {{"code", frequency}});
    addResult(analysis, "frequency", "code", frequency);
    addResult(analysis, "gate_mass", "code", frequency);
    return analysis;
}

// Counts the looks for a cancel, which is asked for at one of them.
class Looks final : public Progress {
public:
    explicit Looks(int64_t askedAt = std::numeric_limits<int64_t>::max()) : m_askedAt(askedAt) {}
    void report(double, std::string_view) override {}
    void note(std::string_view) override {}
    bool cancelled() const override { return m_count++ >= m_askedAt; }
    int64_t count() const { return m_count; }

private:
    int64_t m_askedAt;
    mutable std::atomic<int64_t> m_count = 0; // experts are scored in parallel
};

bool isCited(const Result<Plan>& plan, bool deviates = true) {
    return plan->options.contains("source") && plan->options["deviations"].empty() != deviates;
}

} // namespace

class TestRivalRules : public QObject {
    Q_OBJECT
private slots:
    void layerProgrammeEqualsEnumeration() {
        Random random(12);
        for (int trial = 0; trial < 200; ++trial) {
            const size_t experts = 2 + random.below(4);
            const std::vector<int> widths =
                random.below(2) == 0 ? std::vector<int>{1, 2, 3} : std::vector<int>{2, 3};
            std::vector<std::vector<double>> costs(experts);
            for (auto& of : costs)
                for (size_t w = 0; w < widths.size(); ++w) of.push_back(random.uniform());
            const int budget = static_cast<int>(random.below(3 * experts + 2));
            double best = std::numeric_limits<double>::infinity();
            std::vector<size_t> at(experts, 0);
            for (bool more = true; more;) {
                int bits = 0;
                double cost = 0;
                bool two = false, three = false;
                for (size_t e = 0; e < experts; ++e) {
                    bits += widths[at[e]];
                    cost += costs[e][at[e]];
                    two |= widths[at[e]] == 2;
                    three |= widths[at[e]] == 3;
                }
                if (two && three && bits <= budget) best = std::min(best, cost);
                more = false;
                for (size_t e = 0; e < experts && !more; ++e) {
                    more = ++at[e] < widths.size();
                    if (!more) at[e] = 0;
                }
            }
            const auto chosen = solveLayerProgramme(widths, costs, budget);
            QCOMPARE(chosen.ok(), std::isfinite(best));
            if (!chosen.ok()) continue;
            double cost = 0;
            for (size_t e = 0; e < experts; ++e)
                cost += costs[e][static_cast<size_t>(
                    std::find(widths.begin(), widths.end(), (*chosen)[e]) - widths.begin())];
            QVERIFY(std::abs(cost - best) < 1e-12);
        }
    }

    // Equal errors (4^-b): the two experts that are used most get 3 bits of a budget of 8.
    void mcMoeWeighsErrorsByUse() {
        const FakeModel model({1, 0, 4});
        FakeLosses fake;
        fake.widths = {1, 2, 3};
        fake.error = [](const LossUnit&, const UnitFormat& f, size_t) {
            return std::exp2(-2.0 * f.bits);
        };
        const LossTable table = fakeTable(model, fake);
        const Analysis analysis = usedAlike(model, {0.1, 0.6, 0.05, 0.25});
        const PlanInputs inputs{&analysis, &table};
        const auto plan = makePlan(model, inputs, optionsOf("mc-moe", 2.0));
        // Used 0.1^2.5, 0.6^2.5, 0.05^2.5, 0.25^2.5 = .0032, .28, .00056, .031; one must have 2.
        QCOMPARE(widthsOf(plan), (std::vector<int>{2, 3, 1, 2}));
        QVERIFY(isCited(plan));
        QCOMPARE(plan->options["gamma"].get<double>(), 2.0);
        QCOMPARE(plan->method, std::string("mc-moe"));
        QVERIFY(refused(makePlan(model, inputs, optionsOf("mc-moe", 1.5)), ErrorCode::BadInput,
                        "too few"));
        QVERIFY(refused(makePlan(model, inputs, optionsOf("mc-moe", 3.5)), ErrorCode::BadInput,
                        "the largest has 3"));
        QVERIFY(refused(makePlan(model, {&analysis}, optionsOf("mc-moe", 2)), ErrorCode::Usage,
                        "table of measured losses"));
        QVERIFY(refused(makePlan(model, {nullptr, &table}, optionsOf("mc-moe", 2)),
                        ErrorCode::Usage, "needs an analysis"));
        PlanOptions bytes = optionsOf("mc-moe", 0);
        bytes.bytes = 1 << 30;
        QVERIFY(refused(makePlan(model, inputs, bytes), ErrorCode::Usage, "byte target"));
        fake.widths = {2, 3};
        const LossTable without = fakeTable(model, fake);
        const auto two = makePlan(model, {&analysis, &without}, optionsOf("mc-moe", 2.5));
        QCOMPARE(widthsOf(two), (std::vector<int>{2, 3, 2, 3}));
        QCOMPARE(two->options["deviations"].size(), size_t{4});
        fake.parts = {UnitPart::GateUp, UnitPart::Down};
        const LossTable halves = fakeTable(model, fake);
        const auto summed = makePlan(model, {&analysis, &halves}, optionsOf("mc-moe", 2.5));
        QVERIFY(summed.ok());
        QVERIFY(summed->options["deviations"].dump().find("two halves") != std::string::npos);
    }

    void gemqMovesBitsBetweenLayers() {
        const FakeModel model;
        FakeLosses fake;
        fake.widths = {1, 2, 3};
        fake.parts = {UnitPart::GateUp, UnitPart::Down};
        fake.error = [](const LossUnit& u, const UnitFormat& f, size_t) {
            return (u.layer == 1 ? 1000.0 : 1.0) * std::exp2(-2.0 * f.bits);
        };
        const LossTable table = fakeTable(model, fake);
        const auto plan = makePlan(model, {.losses = &table}, optionsOf("gemq", 2.0));
        QCOMPARE(widthsOf(plan), (std::vector<int>{1, 1, 1, 1, 3, 3, 3, 3}));
        QVERIFY(isCited(plan));
        QVERIFY(refused(makePlan(model, {.losses = &table}, optionsOf("gemq", 3.5)),
                        ErrorCode::BadInput, "the largest"));
    }

    void mostFrequentExpertsOfEachLayer() {
        const FakeModel model;
        const Analysis analysis = usedAlike(model, {0.1, 0.6, 0.2, 0.1, 0.3, 0.1, 0.4, 0.2});
        const auto plan = makePlan(model, &analysis, optionsOf("quantmoe-frequency", 3.0));
        QCOMPARE(widthsOf(plan), (std::vector<int>{2, 4, 4, 2, 4, 2, 4, 2}));
        QVERIFY(isCited(plan));
        const auto fewer = makePlan(model, &analysis, optionsOf("quantmoe-frequency", 2.9));
        QCOMPARE(widthsOf(fewer), (std::vector<int>{2, 4, 2, 2, 2, 2, 4, 2}));
        const auto wide = makePlan(model, &analysis, optionsOf("quantmoe-frequency", 8.0));
        QCOMPARE(widthsOf(wide), std::vector<int>(8, 8));
        QVERIFY(refused(makePlan(model, &analysis, optionsOf("quantmoe-frequency", 1.9)),
                        ErrorCode::BadInput, "widths 2 and 4 only"));
    }

    // Two layers of four experts; the second turns the stream more.
    void layersWhoseBlockTurnsMost() {
        const FakeModel model;
        Analysis analysis = usedAlike(model, {0.1, 0.6, 0.2, 0.1, 0.3, 0.1, 0.4, 0.2});
        QVERIFY(refused(makePlan(model, &analysis, optionsOf("quantmoe-block", 3.0)),
                        ErrorCode::BadInput, "block_cosine"));
        addResult(analysis, "block_cosine", "code", {0.9, 0.4});
        const auto plan = makePlan(model, &analysis, optionsOf("quantmoe-block", 3.0));
        QVERIFY2(plan.ok(), plan.ok() ? "" : plan.error().message().c_str());
        QCOMPARE(widthsOf(plan), (std::vector<int>{2, 2, 2, 2, 4, 4, 4, 4}));
        QVERIFY(isCited(plan));
    }

    void structuralPresets() {
        const FakeModel model;
        const auto first = makePlan(model, nullptr, optionsOf("quantmoe-first-k", 3.0));
        QCOMPARE(widthsOf(first), (std::vector<int>{4, 4, 4, 4, 2, 2, 2, 2}));
        QVERIFY(isCited(first, false));
        const auto attention = makePlan(model, nullptr, optionsOf("quantmoe-attention", 3.0));
        QCOMPARE(widthsOf(attention), std::vector<int>(8, 2));
        QCOMPARE(attention->defaults.at(Part::Attention), 4);
        QVERIFY(refused(makePlan(model, nullptr, optionsOf("quantmoe-shared", 3.0)),
                        ErrorCode::BadInput, "no shared weights"));
    }

    void outlyingLinearsFirst() {
        FakeModel model({1, 0, 2});
        model.value = [](WeightId id, int64_t row, int64_t col) {
            return id.expert == 1 && id.role == Role::ExpertUp && row == 0 && col == 0 ? 9.0 : 1.0;
        };
        // Of six linears of equal size the outlying one comes first, then in order.
        const auto plan =
            makePlan(model, nullptr, optionsOf("quantmoe-linear-scorer", 2.0 + 2.0 / 6));
        QVERIFY(plan.ok());
        for (const PlanUnit& unit : plan->units)
            QCOMPARE(unit.format.bits,
                     unit.expert == 1 && unit.projection == Projection::Up ? 4 : 2);
        QVERIFY(isCited(plan));
    }

    // Spread 1, 2, 3, 4 times 0.01 over experts: entropy falls with it.
    void ewqGivesLowEntropyFewerBits() {
        FakeModel model({1, 0, 4});
        model.value = [](WeightId id, int64_t row, int64_t col) {
            return ((row + col) % 2 == 0 ? 0.01 : -0.01) * (1 + id.expert);
        };
        const auto plan = makePlan(model, nullptr, optionsOf("ewq", 3.0));
        QVERIFY(plan.ok());
        // Entropies fall by 1, 4, 9, 16 (x 5e-5): mean between the second and third; the last is
        // below mean - deviation: 4, 4, 3, 2 has a mean of 3.25, the last but one goes down first.
        QCOMPARE(widthsOf(plan), (std::vector<int>{4, 4, 2, 2}));
        QVERIFY(plan->options["threshold"].get<double>() < plan->options["mean"].get<double>());
        QVERIFY(isCited(plan));
        QVERIFY(refused(makePlan(model, nullptr, optionsOf("ewq", 3.0, {2, 4})), ErrorCode::Usage,
                        "three levels"));
    }

    void alphaQFollowsVarianceAndTail() {
        FakeModel model({1, 0, 2});
        model.value = [](WeightId id, int64_t row, int64_t col) {
            Random random(static_cast<uint64_t>(row * 1000 + col) + 1);
            return random.normal() * (id.expert == 1 ? 4.0 : 1.0);
        };
        const auto plan = makePlan(model, nullptr, optionsOf("alphaq", 3.0, {2, 3, 4}));
        // Four times the spread is two bits by 4^-b: 2 and 4.
        QVERIFY(plan.ok());
        for (const PlanUnit& unit : plan->units)
            QCOMPARE(unit.format.bits, unit.expert == 1 ? 4 : 2);
        QVERIFY(isCited(plan));
        QVERIFY(plan->options["median_alpha"].get<double>() > 1.0);
        QCOMPARE(plan->totals.meanBits, 3.0);
    }

    void bitsFollowAScore() {
        const FakeModel model({1, 0, 4});
        const Analysis analysis = usedAlike(model, {0.64, 0.16, 0.16, 0.04});
        const auto plan = makePlan(model, &analysis, optionsOf("score:frequency", 3.0));
        // A factor of four is one bit.
        QCOMPARE(widthsOf(plan), (std::vector<int>{4, 3, 3, 2}));
        QCOMPARE(plan->method, std::string("score:frequency"));
        const auto user = scoreFromCsv("0,0,1\n0,1,1\n0,2,4\n0,3,0\n", model, "my.csv");
        QVERIFY(user.ok());
        const auto own =
            makePlan(model, PlanInputs{.userScore = &*user}, optionsOf("score:csv", 3));
        QCOMPARE(widthsOf(own), (std::vector<int>{3, 3, 4, 2}));
        PlanOptions round = optionsOf("score:csv", 3);
        round.flipScore = true;
        const auto flipped = makePlan(model, PlanInputs{.userScore = &*user}, round);
        QCOMPARE(widthsOf(flipped), (std::vector<int>{3, 3, 2, 4}));
        QVERIFY(Plan::fromJson(flipped->toJson(), "plan").ok());
        round = optionsOf("ewq", 3);
        round.flipScore = true;
        QVERIFY(refused(makePlan(model, nullptr, round), ErrorCode::Usage, "--flip-score"));
        QVERIFY(refused(makePlan(model, nullptr, optionsOf("score:csv", 3)), ErrorCode::Usage,
                        "--score-file"));
        QVERIFY(refused(makePlan(model, nullptr, optionsOf("score:frequency", 3)), ErrorCode::Usage,
                        "needs an analysis"));
        PlanOptions options;
        QVERIFY(!parsePlanMethod("score:magic", options).ok());
        QVERIFY(!parsePlanMethod("score", options).ok());
    }

    void everyMethodKeepsTheBudget() {
        FakeModel model;
        model.value = [](WeightId id, int64_t row, int64_t col) {
            Random random(static_cast<uint64_t>(id.expert * 7919 + row * 131 + col) + 5);
            return random.normal() * (1 + id.expert);
        };
        Analysis analysis = usedAlike(model, {0.1, 0.6, 0.2, 0.1, 0.3, 0.1, 0.4, 0.2});
        addResult(analysis, "block_cosine", "code", {0.9, 0.4});
        FakeLosses fake;
        fake.widths = {1, 2, 3, 4};
        const LossTable table = fakeTable(model, fake);
        for (const PlanMethodInfo& info : planMethodTable()) {
            if (info.method == PlanMethod::QuantMoeShared) continue; // no shared experts here
            const std::string name =
                info.method == PlanMethod::Score ? "score:kurtosis" : std::string(info.id);
            const double bits = info.method == PlanMethod::Uniform ? 3.0 : 2.6;
            const auto plan =
                makePlan(model, PlanInputs{&analysis, &table}, optionsOf(name.c_str(), bits));
            QVERIFY2(plan.ok(), plan.ok() ? "" : plan.error().message().c_str());
            QVERIFY(plan->totals.meanBits <= bits + 1e-12);
            // The table measured experts as a whole: it says nothing of split ones.
            const bool splits =
                info.method == PlanMethod::QuantMoeLinear || info.method == PlanMethod::AlphaQ;
            QVERIFY2(splits || plan->totals.predictedLoss.has_value(), name.c_str());
            QVERIFY(Plan::fromJson(plan->toJson(), "plan").ok());
        }
    }

    // Wherever on its way it is asked for, a cancel ends the plan: of each method, and of each
    // objective of the optimal one. What reads weights or solves looks at every layer at least.
    void everyMethodLooksForACancel_data() {
        QTest::addColumn<QString>("method");
        QTest::addColumn<int>("objective");
        QTest::addColumn<int>("leastLooks");
        for (const PlanMethodInfo& info : planMethodTable()) {
            if (info.method == PlanMethod::QuantMoeShared) continue; // no shared experts here
            const bool isLong = info.needsLosses || info.method == PlanMethod::Ewq ||
                                info.method == PlanMethod::AlphaQ ||
                                info.method == PlanMethod::Score ||
                                info.method == PlanMethod::QuantMoeLinear;
            const std::string name =
                info.method == PlanMethod::Score ? "score:spectral_fit" : std::string(info.id);
            QTest::newRow(name.c_str()) << QString::fromStdString(name) << 0 << (isLong ? 4 : 1);
        }
        const auto optimal = QStringLiteral("optimal");
        QTest::newRow("worst text") << optimal << static_cast<int>(PlanObjective::Worst) << 4;
        QTest::newRow("regret") << optimal << static_cast<int>(PlanObjective::Regret) << 4;
    }

    void everyMethodLooksForACancel() {
        QFETCH(QString, method);
        QFETCH(int, objective);
        QFETCH(int, leastLooks);
        FakeModel model;
        model.value = [](WeightId id, int64_t row, int64_t col) {
            Random random(static_cast<uint64_t>(id.expert * 7919 + row * 131 + col) + 5);
            return random.normal() * (1 + id.expert);
        };
        Analysis analysis = usedAlike(model, {0.1, 0.6, 0.2, 0.1, 0.3, 0.1, 0.4, 0.2});
        addResult(analysis, "block_cosine", "code", {0.9, 0.4});
        FakeLosses fake;
        fake.widths = {1, 2, 3, 4};
        fake.corpora = {"code"};
        const LossTable table = fakeTable(model, fake);
        PlanOptions options =
            optionsOf(method.toUtf8().constData(), method == QLatin1String("uniform") ? 3.0 : 2.6);
        options.objective = static_cast<PlanObjective>(objective);
        const auto planWith = [&](Progress& progress) {
            return makePlan(model, PlanInputs{&analysis, &table, nullptr, &progress}, options);
        };
        Looks whole;
        const auto plan = planWith(whole);
        QVERIFY2(plan.ok(), plan.ok() ? "" : plan.error().message().c_str());
        QVERIFY2(whole.count() >= leastLooks, std::to_string(whole.count()).c_str());
        for (int64_t at = 0; at < whole.count(); at += std::max<int64_t>(1, whole.count() / 16)) {
            Looks asked(at);
            const auto stopped = planWith(asked);
            QVERIFY(!stopped.ok());
            QCOMPARE(stopped.error().code, ErrorCode::Cancelled);
            // It ends at once: a few looks on the way out, one of each expert that was begun.
            QVERIFY(asked.count() <= at + 16);
        }
    }
};

QTEST_APPLESS_MAIN(TestRivalRules)
#include "tst_rival_rules.moc"
