// SPDX-License-Identifier: GPL-3.0-or-later
// From a table of losses to a plan: bits and bytes, pins, objectives, floors, parts, and every
// refusal.
#include "core/plan/optimal_plan.h"
#include "core/plan/plan_methods.h"
#include "fake_losses.h"
#include "fake_model.h"

#include <QTest>
#include <cmath>

using namespace moqa;
using moqa::test::FakeLosses;
using moqa::test::FakeModel;
using moqa::test::fakeTable;

namespace {

PlanOptions optimal(double bits, std::vector<int> widths = {2, 3, 4}) {
    PlanOptions options;
    options.method = PlanMethod::Optimal;
    options.bits = bits;
    options.widths = std::move(widths);
    options.unseen = 0;
    return options;
}

Result<Plan> planned(const ModelSource& model, const LossTable& table, const PlanOptions& options) {
    return makePlan(model, PlanInputs{.losses = &table}, options);
}

std::vector<int> widthsOf(const Plan& plan) {
    std::vector<int> widths;
    for (const PlanUnit& unit : plan.units) widths.push_back(unit.format.bits);
    return widths;
}

bool refused(const Result<Plan>& plan, ErrorCode code, const char* words) {
    if (plan.ok() || plan.error().code != code) return false;
    if (plan.error().message().find(words) != std::string::npos) return true;
    qWarning("message: %s", plan.error().message().c_str());
    return false;
}

} // namespace

class TestOptimalPlan : public QObject {
    Q_OBJECT
private slots:
    // Losses (1, 2, 3, 4) x 4^-b: the two larger experts of each layer are worth a bit more.
    void bitsGoWhereTheySaveMost() {
        const FakeModel model;
        const LossTable table = fakeTable(model);
        const auto plan = planned(model, table, optimal(2.5));
        QVERIFY2(plan.ok(), plan.ok() ? "" : plan.error().message().c_str());
        QCOMPARE(widthsOf(*plan), (std::vector<int>{2, 2, 3, 3, 2, 2, 3, 3}));
        QCOMPARE(plan->totals.meanBits, 2.5);
        // 2 layers x (1/16 + 2/16 + 3/64 + 4/64).
        QVERIFY(plan->totals.predictedLoss.has_value());
        QVERIFY(std::abs(*plan->totals.predictedLoss - 2 * (3.0 / 16 + 7.0 / 64)) < 1e-12);
        QCOMPARE(plan->method, std::string("optimal"));
        QCOMPARE(plan->options["loss_table"].get<std::string>(), lossTableDigest(table));
        // The next step: expert 2 of a layer from 2 to 3 bits, 2 (1/16 - 1/64) over its weights.
        const double weights = 3.0 * 128 * 64;
        QVERIFY(std::abs(plan->options["dual"].get<double>() - 2.0 * 3 / 64 / weights) < 1e-15);
        QVERIFY(plan->units[3].why.starts_with("predicted loss 0.0625"));
        const auto read = Plan::fromJson(plan->toJson(), "plan");
        QVERIFY(read.ok());
        QCOMPARE(read->totals.predictedLoss, plan->totals.predictedLoss);
    }

    void otherMethodsGetAPredictionToo() {
        const FakeModel model;
        const LossTable table = fakeTable(model);
        PlanOptions options;
        options.method = PlanMethod::Uniform;
        options.bits = 3;
        const auto plan = planned(model, table, options);
        QVERIFY(plan.ok());
        QVERIFY(std::abs(*plan->totals.predictedLoss - 2 * 10.0 / 64) < 1e-12);
        options.bits = 6; // not measured
        const auto without = planned(model, table, options);
        QVERIFY(without.ok());
        QVERIFY(!without->totals.predictedLoss.has_value());
        QVERIFY(without->toJson()["totals"]["predicted_loss"].is_null());
        QVERIFY(!makePlan(model, nullptr, options)->totals.predictedLoss.has_value());
    }

    void bytesCountScalesAndZeroPoints() {
        const FakeModel model;
        FakeLosses fake;
        fake.error = [](const LossUnit& u, const UnitFormat& f, size_t) {
            return std::pow(10.0, u.expert) * std::exp2(-2.0 * f.bits);
        };
        const LossTable table = fakeTable(model, fake);
        const auto three = planned(model, table, optimal(3.0, {3, 4}));
        QVERIFY(three.ok());
        PlanOptions options = optimal(0, {2, 3, 4});
        options.bytes = three->totals.bytes;
        const auto plan = planned(model, table, options);
        QVERIFY(plan.ok());
        QVERIFY(plan->totals.bytes <= options.bytes);
        QVERIFY(*plan->totals.predictedLoss < *three->totals.predictedLoss);
        options.bytes = 1000;
        QVERIFY(refused(planned(model, table, options), ErrorCode::BadInput, "the smallest"));
    }

    // A finer group costs 3 bytes for 32 columns but halves the loss of large experts.
    void groupsAreChosenToo() {
        const FakeModel model;
        FakeLosses fake;
        fake.groups = {64, 32};
        fake.error = [](const LossUnit& u, const UnitFormat& f, size_t) {
            return (u.expert == 3 ? 100.0 : 1.0) * std::exp2(-2.0 * f.bits) *
                   (f.group == 32 ? 0.5 : 1.0);
        };
        const LossTable table = fakeTable(model, fake);
        PlanOptions options = optimal(0, {2, 3});
        options.groups = {64, 32};
        constexpr int64_t kFiner = 3 * 128 * 64 / 64 * 3; // bytes of one expert
        options.bytes = planned(model, table, optimal(3.0, {3}))->totals.bytes + 8 * kFiner;
        PlanOptions tight = options;
        const auto rich = planned(model, table, options);
        QVERIFY(rich.ok());
        for (const PlanUnit& unit : rich->units) QCOMPARE(unit.format.group, 32);
        // Bytes of all at 2 bits and groups of 64, and of one expert at groups of 32.
        PlanOptions coarse = optimal(2.0, {2});
        const int64_t least = planned(model, table, coarse)->totals.bytes;
        tight.bytes = least + 2 * kFiner;
        const auto plan = planned(model, table, tight);
        QVERIFY(plan.ok());
        for (const PlanUnit& unit : plan->units)
            QCOMPARE(unit.format.group, unit.expert == 3 ? 32 : 64);
    }

    void overridesPin() {
        const FakeModel model;
        const LossTable table = fakeTable(model);
        PlanOptions options = optimal(2.5);
        options.overrides = {{"model.layers.0.mlp.experts.0.*", 4, 0}};
        const auto plan = planned(model, table, options);
        QVERIFY(plan.ok());
        QCOMPARE(plan->units[0].format.bits, 4);
        QVERIFY(plan->units[0].locked);
        // The pin takes two bits of the budget: one of the threes has to go, expert 2's.
        QCOMPARE(plan->totals.meanBits, 2.5);
        QVERIFY(plan->totals.predictedLoss.has_value());
        // A width that was not measured: the plan stands, its prediction does not.
        options.overrides = {{"model.layers.0.mlp.experts.0.*", 8, 0}};
        const auto wide = planned(model, table, options);
        QVERIFY(!wide.ok() || !wide->totals.predictedLoss.has_value());
        // Kept as stored is 16 bits: above the budget with everything else at two.
        options.bits = 3.75;
        options.overrides = {{"model.layers.0.mlp.experts.0.*", 16, 0}};
        const auto kept = planned(model, table, options);
        QVERIFY(kept.ok());
        QCOMPARE(kept->units[0].format.bits, 16);
        QVERIFY(kept->totals.predictedLoss.has_value());
    }

    // Gate and up were measured as one: a pin on one of them has no loss.
    void pinsOnAPartOfAUnitAreRefused() {
        const FakeModel model;
        FakeLosses fake;
        fake.parts = {UnitPart::GateUp, UnitPart::Down};
        const LossTable halves = fakeTable(model, fake);
        PlanOptions options = optimal(3.0);
        options.overrides = {{"*.0.mlp.experts.1.up_proj*", 4, 0}};
        const auto part = planned(model, halves, options);
        QVERIFY(refused(part, ErrorCode::BadInput, "layer 0, expert 1, gate_up"));
        QVERIFY(refused(part, ErrorCode::BadInput, "pin model.layers.0.mlp.experts.1.gate_proj"));
        options.overrides.push_back({"*.0.mlp.experts.1.gate_proj*", 4, 0});
        const auto both = planned(model, halves, options);
        QVERIFY(both.ok());
        QVERIFY(both->totals.predictedLoss.has_value());
        options.overrides = {{"*down_proj*", 4, 0}};
        QVERIFY(planned(model, halves, options).ok());
        QVERIFY(refused(planned(model, fakeTable(model), options), ErrorCode::BadInput,
                        "--unit projection"));
    }

    void partsMayDiffer() {
        const FakeModel model;
        FakeLosses fake;
        fake.parts = {UnitPart::GateUp, UnitPart::Down};
        fake.error = [](const LossUnit& u, const UnitFormat& f, size_t) {
            return (u.part == UnitPart::Down ? 10.0 : 1.0) * std::exp2(-2.0 * f.bits);
        };
        const auto plan = planned(model, fakeTable(model, fake), optimal(2.0 + 2.0 / 3.0));
        QVERIFY(plan.ok());
        // Down is a third of an expert: two bits more there, none for gate and up.
        QCOMPARE(plan->units.size(), size_t{2 * 4 * 3});
        for (const PlanUnit& unit : plan->units)
            QCOMPARE(unit.format.bits, unit.projection == Projection::Down ? 4 : 2);
        QVERIFY(std::abs(plan->totals.meanBits - 8.0 / 3.0) < 1e-12);
        const auto equal = planned(model, fakeTable(model, fake), optimal(2.0));
        QVERIFY(equal.ok());
        QCOMPARE(equal->units.size(), size_t{2 * 4}); // alike: one unit each
    }

    void objectivesOverCorpora() {
        const FakeModel model({1, 0, 2});
        FakeLosses fake;
        fake.corpora = {"code", "prose"};
        // Expert 0 matters to code (a hundredfold), expert 1 to prose.
        fake.error = [](const LossUnit& u, const UnitFormat& f, size_t c) {
            if (u.expert != static_cast<int>(c)) return 0.0;
            return (c == 0 ? 100.0 : 22.0) * std::exp2(-2.0 * f.bits);
        };
        const LossTable table = fakeTable(model, fake);
        PlanOptions options = optimal(3.0);
        options.corpusWeights = {{"code", 1.0}, {"prose", 99.0}};
        QCOMPARE(widthsOf(*planned(model, table, options)), (std::vector<int>{2, 4}));
        // Largest losses: (3, 3) 100/64 = 1.56, (4, 2) 22/16 = 1.38.
        options.objective = PlanObjective::Worst;
        QCOMPARE(widthsOf(*planned(model, table, options)), (std::vector<int>{4, 2}));
        const auto regret = [&] {
            options.objective = PlanObjective::Regret;
            return planned(model, table, options);
        }();
        // Largest regrets: (3, 3) 100 (1/64 - 1/256) = 1.17, (4, 2) 22 (1/16 - 1/256) = 1.29.
        QVERIFY(regret.ok());
        QCOMPARE(widthsOf(*regret), (std::vector<int>{3, 3}));
        QVERIFY(std::abs(regret->options["objective_value"].get<double>() - 100.0 * 3 / 256) <
                1e-12);
        options.corpusWeights = {{"music", 1.0}};
        QVERIFY(refused(planned(model, table, options), ErrorCode::Usage, "no corpus \"music\""));
    }

    void unseenTextCountsByItsShare() {
        const FakeModel model({1, 0, 2});
        FakeLosses fake;
        fake.error = [](const LossUnit& u, const UnitFormat& f, size_t) {
            return u.expert == 0 ? std::exp2(-2.0 * f.bits) : 0.0; // expert 1 is never reached
        };
        fake.unseen = [](const LossUnit& u, const UnitFormat& f) {
            return u.expert == 1 ? 5.0 * std::exp2(-2.0 * f.bits) : 0.0;
        };
        const LossTable table = fakeTable(model, fake);
        PlanOptions options = optimal(3.0);
        QCOMPARE(widthsOf(*planned(model, table, options)), (std::vector<int>{4, 2}));
        options.unseen = 0.2;
        QCOMPARE(widthsOf(*planned(model, table, options)), (std::vector<int>{3, 3}));
        const auto half = planned(model, table, options);
        QVERIFY(std::abs(*half->totals.predictedLoss - 1.0 / 64) < 1e-15); // measured text alone
    }

    void layersKeepTheirMeanBits() {
        const FakeModel model;
        FakeLosses fake;
        fake.error = [](const LossUnit& u, const UnitFormat& f, size_t) {
            return (u.layer == 1 ? 1000.0 : 1.0) * (1.0 + u.expert) * std::exp2(-2.0 * f.bits);
        };
        const LossTable table = fakeTable(model, fake);
        PlanOptions options = optimal(3.0);
        QCOMPARE(widthsOf(*planned(model, table, options)),
                 (std::vector<int>{2, 2, 2, 2, 4, 4, 4, 4}));
        options.layerBits = {2.5, 3.5};
        QCOMPARE(widthsOf(*planned(model, table, options)),
                 (std::vector<int>{2, 2, 3, 3, 3, 3, 4, 4}));
        options.layerBits = {4.5, 0};
        QVERIFY(refused(planned(model, table, options), ErrorCode::BadInput, "floor"));
        options.layerBits = {3.2, 3.2};
        QVERIFY(refused(planned(model, table, options), ErrorCode::BadInput,
                        "--layer-bits, layer 0: no choice was found"));
        options.layerBits = {0, 1.5};
        QVERIFY(refused(planned(model, table, options), ErrorCode::BadInput,
                        "layer 0 cannot keep its ceiling of 1.5 mean bits"));
        options.layerBits = {3.5, 2.5};
        QVERIFY(refused(planned(model, table, options), ErrorCode::Usage, "--layer-bits"));
    }

    // In one format bytes and mean bits differ by what no plan can change.
    void layersKeepTheirMeanBitsInBytes() {
        const FakeModel model;
        FakeLosses fake;
        fake.error = [](const LossUnit& u, const UnitFormat& f, size_t) {
            return (u.layer == 1 ? 1000.0 : 1.0) * (1.0 + u.expert) * std::exp2(-2.0 * f.bits);
        };
        const LossTable table = fakeTable(model, fake);
        PlanOptions options = optimal(3.0);
        options.layerBits = {2.5, 3.5};
        const auto bits = planned(model, table, options);
        QVERIFY(bits.ok());
        options.bits = 0;
        options.bytes = bits->totals.bytes;
        const auto bytes = planned(model, table, options);
        QVERIFY2(bytes.ok(), bytes.ok() ? "" : bytes.error().message().c_str());
        QCOMPARE(widthsOf(*bytes), widthsOf(*bits));
    }

    // One unit of the target above the largest plan that the options leave is refused.
    void moreThanTheLargestIsRefused() {
        const FakeModel model;
        const LossTable table = fakeTable(model);
        PlanOptions options = optimal(4.0);
        options.layerBits = {0, 3.0};
        QVERIFY(refused(planned(model, table, options), ErrorCode::BadInput, "the largest has 3"));
        options.bits = 2.7;
        options.layerBits = {0, 2.7}; // each layer's ceiling rounded down
        QVERIFY(planned(model, table, options).ok());
        options = optimal(0);
        options.bytes = planned(model, table, optimal(4.0))->totals.bytes;
        QCOMPARE(widthsOf(*planned(model, table, options)), std::vector<int>(8, 4));
        ++options.bytes;
        QVERIFY(refused(planned(model, table, options), ErrorCode::BadInput, "--bytes: no plan"));
    }

    void theQuantizerOfTheLossesIsKept() {
        const FakeModel model;
        LossTable table = fakeTable(model);
        QVERIFY(!planned(model, table, optimal(3.0))->options.contains("quantizer"));
        table.optionsJson = R"({"method": "rtn", "grid": 1, "window": 256})";
        const auto plan = planned(model, table, optimal(3.0));
        QCOMPARE(plan->options["quantizer"].dump(), std::string(R"({"method":"rtn","grid":1})"));
    }

    void keptExpertsAreAnOption() {
        const FakeModel model({1, 0, 2});
        FakeLosses fake;
        fake.error = [](const LossUnit& u, const UnitFormat& f, size_t) {
            return (u.expert == 0 ? 1e6 : 1e-6) * std::exp2(-2.0 * f.bits);
        };
        const auto plan = planned(model, fakeTable(model, fake), optimal(9.0, {2, 4, 16}));
        QVERIFY(plan.ok());
        QCOMPARE(widthsOf(*plan), (std::vector<int>{16, 2}));
    }

    void refusals() {
        const FakeModel model;
        LossTable table = fakeTable(model);
        QVERIFY(refused(planned(model, table, optimal(0)), ErrorCode::Usage, "needs a budget"));
        QVERIFY(refused(planned(model, table, optimal(1.5)), ErrorCode::BadInput, "the smallest"));
        QVERIFY(refused(planned(model, table, optimal(4.5)), ErrorCode::BadInput, "the largest"));
        QVERIFY(refused(planned(model, table, optimal(3, {2, 6})), ErrorCode::BadInput,
                        "width 6 was not measured"));
        QVERIFY(refused(makePlan(model, nullptr, optimal(3)), ErrorCode::Usage,
                        "needs a table of measured losses"));
        table.modelFingerprint = "other";
        QVERIFY(refused(planned(model, table, optimal(3)), ErrorCode::BadInput, "another model"));
        LossTable stranger = fakeTable(model);
        stranger.units.back().expert = 1'000'000; // of a file that was made by hand
        QVERIFY(refused(planned(model, stranger, optimal(3)), ErrorCode::BadInput,
                        "an expert that the model has not"));
        table = fakeTable(model);
        table.errors[0] = std::nan("");
        QVERIFY(refused(planned(model, table, optimal(3)), ErrorCode::BadInput, "not finite"));
    }

    void exactlyTheSmallestAndTheLargest() {
        const FakeModel model;
        const LossTable table = fakeTable(model);
        QCOMPARE(widthsOf(*planned(model, table, optimal(2.0))), std::vector<int>(8, 2));
        QCOMPARE(widthsOf(*planned(model, table, optimal(4.0))), std::vector<int>(8, 4));
    }

    void methodsByName() {
        PlanOptions options;
        for (const PlanMethodInfo& info : planMethodTable()) {
            const bool needsId = info.method == PlanMethod::Score;
            QCOMPARE(parsePlanMethod(info.id, options).ok(), !needsId);
            if (needsId) QVERIFY(parsePlanMethod("score:kurtosis", options).ok());
            QVERIFY(options.method == info.method);
            QVERIFY(*info.source != 0);
        }
        const auto unknown = parsePlanMethod("magic", options);
        QVERIFY(!unknown.ok() && unknown.error().code == ErrorCode::Usage);
        QVERIFY(unknown.error().message().find("optimal") != std::string::npos);
    }
};

QTEST_APPLESS_MAIN(TestOptimalPlan)
#include "tst_optimal_plan.moc"
