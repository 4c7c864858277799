// SPDX-License-Identifier: GPL-3.0-or-later
// Edits of a whole plan (fill to a budget, one width per layer, rules) and what is read off one
// (memberships, sizes by part, runtimes), on 2 layers x 4 experts of equal size.
#include "core/plan/deployability.h"
#include "core/plan/make_plan.h"
#include "core/plan/plan_origin.h"
#include "core/plan/plan_reshape.h"
#include "core/plan/plan_rules.h"
#include "fake_model.h"

#include <QTest>

using namespace moqa;
using moqa::test::fakeAnalysis;
using moqa::test::FakeModel;

namespace {

Plan uniformPlan(const ModelSource& model, int bits) {
    PlanOptions options;
    options.method = PlanMethod::Uniform;
    options.bits = bits;
    return *makePlan(model, nullptr, options);
}

// Relative significances 1.6 1.2 0.8 0.4 in layer 0, the other way round in layer 1.
Analysis slopes(const ModelSource& model) {
    return fakeAnalysis(model, {{"prose", {0.4, 0.3, 0.2, 0.1, 0.1, 0.2, 0.3, 0.4}}});
}

std::vector<int> bitsAfter(const Plan& plan, const PlanDelta& delta, const ModelSource& model) {
    PlanDraft draft(plan, model);
    draft.apply(delta);
    std::vector<int> bits;
    for (int layer = 0; layer < 2; ++layer)
        for (int expert = 0; expert < 4; ++expert) bits.push_back(draft.bits(layer, expert));
    return bits;
}

Plan locked(Plan plan, const std::vector<size_t>& units) {
    for (const size_t unit : units) plan.units[unit].locked = true;
    return plan;
}

} // namespace

class TestPlanShape : public QObject {
    Q_OBJECT
private slots:
    void fillsDownwardsByTheLeastSignificant() {
        const FakeModel model;
        const Analysis analysis = slopes(model);
        // 8 experts of 4 bit hold 32; 24 are 3 mean bits: four of the least go to 2.
        const Plan plan = uniformPlan(model, 4);
        const auto delta = fillToBudget(plan, model, &analysis, 3.0);
        QVERIFY(delta.ok());
        QCOMPARE(bitsAfter(plan, *delta, model), (std::vector<int>{4, 4, 2, 2, 2, 2, 4, 4}));
        PlanDraft draft(plan, model);
        draft.apply(*delta);
        QCOMPARE(draft.totals().meanBits, 3.0);
    }

    void fillLeavesLockedExpertsAlone() {
        const FakeModel model;
        const Analysis analysis = slopes(model);
        const Plan plan = locked(uniformPlan(model, 4), {3});
        const auto delta = fillToBudget(plan, model, &analysis, 3.0);
        QVERIFY(delta.ok());
        QCOMPARE(bitsAfter(plan, *delta, model), (std::vector<int>{4, 2, 2, 4, 2, 2, 4, 4}));
    }

    void fillsUpwardsByTheMostSignificant() {
        const FakeModel model;
        const Analysis analysis = slopes(model);
        const Plan plan = uniformPlan(model, 4);
        // +8 for 5 mean bits: the two of 1.6 go to 8 bit, 4 each.
        const auto delta = fillToBudget(plan, model, &analysis, 5.0);
        QVERIFY(delta.ok());
        QCOMPARE(bitsAfter(plan, *delta, model), (std::vector<int>{8, 4, 4, 4, 4, 4, 4, 8}));
    }

    void fillKeepsWhatIsPaintedAsAWidth() {
        const FakeModel model;
        Plan plan = uniformPlan(model, 4);
        plan.options["widths"] = {4, 8};
        plan.units[0].format.bits = 3; // painted: not a width of the plan
        const auto same = fillToBudget(plan, model, nullptr, plan.totals.meanBits);
        QVERIFY(same.ok());
        QVERIFY(bitsAfter(plan, *same, model)[0] >= 3);
        const auto back = fillToBudget(plan, model, nullptr, 31.0 / 8.0);
        QVERIFY(back.ok());
        QCOMPARE(bitsAfter(plan, *back, model)[0], 3);
    }

    void fillRefusesWhatCannotBeReached() {
        const FakeModel model;
        const Plan plan = locked(uniformPlan(model, 4), {0, 1, 2, 3, 4, 5, 6, 7});
        const auto delta = fillToBudget(plan, model, nullptr, 3.0);
        QVERIFY(!delta.ok());
        QCOMPARE(delta.error().code, ErrorCode::BadInput);
        QVERIFY(QString::fromStdString(delta.error().what).contains(QStringLiteral("least is 4")));
        QCOMPARE(fillToBudget(plan, model, nullptr, 0.5).error().code, ErrorCode::Usage);
        QVERIFY(!fillToBudget(plan, model, nullptr, std::nan("")).ok());
        Plan damaged = plan;
        damaged.options["widths"] = "2,4";
        QCOMPARE(fillToBudget(damaged, model, nullptr, 4.0).error().code, ErrorCode::BadInput);
    }

    void uniformTakesTheWidthAboveTheMeanOfALayer() {
        const FakeModel model;
        Plan plan = uniformPlan(model, 3);
        plan.units[0].format.bits = 2;
        plan.units[1].format.bits = 5; // 2 + 5 + 3 + 3 = 13, mean 3.25: 4
        QCOMPARE(deployabilityOf(plan, model).mixedLayers, 1);
        const PlanDelta delta = uniformPerLayer(plan, model);
        QCOMPARE(bitsAfter(plan, delta, model), (std::vector<int>{4, 4, 4, 4, 3, 3, 3, 3}));
        plan = locked(plan, {0});
        // Unlocked 5 + 3 + 3 = 11, mean 3.67: 4; what is locked stays.
        QCOMPARE(bitsAfter(plan, uniformPerLayer(plan, model), model),
                 (std::vector<int>{2, 4, 4, 4, 3, 3, 3, 3}));
        QVERIFY(uniformPerLayer(uniformPlan(model, 3), model).empty());
    }

    void runtimesAreJudgedByTheWidthsOfALayer() {
        const FakeModel model;
        for (const RuntimeFit& fit : deployabilityOf(uniformPlan(model, 4), model).runtimes)
            QVERIFY2(fit.fits(), runtimeName(fit.runtime));
        const auto three = deployabilityOf(uniformPlan(model, 3), model);
        QCOMPARE(three.layers, 2);
        QCOMPARE(three.mixedLayers, 0);
        QVERIFY(three.runtimes[1].fits());
        QCOMPARE(three.runtimes[2].obstacle, Obstacle::Width);
        QCOMPARE(three.runtimes[2].firstBits, 3);
        Plan mixed = uniformPlan(model, 4);
        mixed.units[6].format.bits = 8;
        const auto found = deployabilityOf(mixed, model);
        QCOMPARE(found.mixedLayers, 1);
        QVERIFY(found.runtimes[0].fits());
        QCOMPARE(found.runtimes[1].obstacle, Obstacle::MixedTensor);
        QCOMPARE(found.runtimes[2].obstacle, Obstacle::MixedLayer);
        QCOMPARE(found.runtimes[1].layer, 1);
        QCOMPARE(found.runtimes[1].otherBits, 8);
        // Projections may differ in llama.cpp, whose tensors hold one each.
        const auto split =
            withOverrides(uniformPlan(model, 4), {PlanOverride{"*.down_proj.weight", 8, 0}}, model);
        QVERIFY(split.ok());
        QVERIFY(deployabilityOf(*split, model).runtimes[1].fits());
        QVERIFY(!deployabilityOf(*split, model).runtimes[2].fits());
    }

    void rulesDecideLockAndLetGo() {
        const FakeModel model;
        const Plan plan = uniformPlan(model, 4);
        const std::vector<PlanOverride> rules = {{"model.layers.0.mlp.experts.0.*", 8, 0},
                                                 {"*.experts.*.down_proj.weight", 6, 32},
                                                 {"nothing*", 2, 0}};
        const auto reach = ruleReach(rules, model);
        QCOMPARE(reach[0].matched, 3);
        QCOMPARE(reach[0].decided, 2); // its down projection belongs to the later rule
        QCOMPARE(reach[1].matched, 8);
        QCOMPARE(reach[2].matched, 0);

        const auto ruled = withOverrides(plan, rules, model);
        QVERIFY2(ruled.ok(), ruled.ok() ? "" : ruled.error().message().c_str());
        PlanDraft draft(*ruled, model);
        QCOMPARE(draft.bits(0, 0), -1); // 8, 8, 6
        QCOMPARE(ruled->units.size(), size_t{24});
        // (8 + 8 + 6 + 7 * (4 + 4 + 6)) / 24
        QCOMPARE(ruled->totals.meanBits, 120.0 / 24.0);
        QVERIFY(draft.setBits({{0, 0}}, 2).empty());

        const auto freed = withOverrides(*ruled, {rules[0]}, model);
        QVERIFY(freed.ok());
        PlanDraft after(*freed, model);
        QCOMPARE(after.bits(0, 0), 8);
        QCOMPARE(after.locked(0, 0), true);
        QCOMPARE(after.bits(1, 0), -1); // its down projection keeps 6
        QVERIFY(!after.locked(1, 0));
        QCOMPARE(after.totals().bytes, planTotals(*freed, model).bytes);

        QCOMPARE(withOverrides(plan, {{"*", 7, 0}}, model).error().code, ErrorCode::Usage);
        QVERIFY(!withOverrides(plan, {{"*.q_proj.weight", 4, 100}}, model).ok());
        const auto none = withOverrides(plan, {}, model);
        QVERIFY(none.ok());
        QVERIFY(none->units == plan.units);
    }

    void membershipsAreThoseThePlanWasMadeWith() {
        const FakeModel model;
        const Analysis analysis = slopes(model);
        PlanOptions options;
        options.widths = {4, 2};
        options.overlap = 0.05;
        const auto plan = makePlan(model, &analysis, options);
        QVERIFY(plan.ok());
        const auto found = planMemberships(*plan, analysis, silentProgress());
        QVERIFY(found.ok());
        QCOMPARE(found->origin.widths, (std::vector<int>{2, 4}));
        QCOMPARE(found->origin.overlap, 0.05);
        QCOMPARE(found->decisions.size(), plan->units.size());
        for (size_t i = 0; i < plan->units.size(); ++i) {
            QCOMPARE(found->decisions[i].why, plan->units[i].why);
            QCOMPARE(found->decisions[i].width, plan->units[i].format.bits);
            const auto& u = found->decisions[i].memberships;
            QVERIFY(std::abs(u[0] + u[1] - 1.0) < 1e-9);
        }
        QCOMPARE(planMemberships(uniformPlan(model, 4), analysis, silentProgress()).error().code,
                 ErrorCode::BadInput);
        Plan foreign = *plan;
        foreign.modelFingerprint = "beef";
        QVERIFY(!planMemberships(foreign, analysis, silentProgress()).ok());
    }

    void partsAddUpToTheWhole() {
        const FakeModel model;
        const Plan plan = uniformPlan(model, 4);
        int64_t bytes = 0, full = 0;
        const auto sizes = partSizes(plan, model);
        for (const auto& [part, size] : sizes) {
            bytes += size.bytes;
            full += size.bytesFull;
        }
        QCOMPARE(bytes, plan.totals.bytes);
        QCOMPARE(full, plan.totals.bytesFull);
        QCOMPARE(sizes.at(Part::Routed).bytes, plan.totals.routedBytes);
        QVERIFY(!sizes.contains(Part::Shared));
    }
};

QTEST_GUILESS_MAIN(TestPlanShape)
#include "tst_plan_shape.moc"
