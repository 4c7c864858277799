// SPDX-License-Identifier: GPL-3.0-or-later
// Edits, locks, undo, and totals that follow: against totals computed anew.
#include "core/base/random.h"
#include "core/plan/make_plan.h"
#include "core/plan/plan_draft.h"
#include "fake_model.h"

#include <QTest>

using namespace moqa;
using moqa::test::FakeModel;
using Cells = std::vector<std::pair<int, int>>;

namespace {

Plan uniformPlan(const FakeModel& model, const std::vector<std::string>& overrides = {}) {
    PlanOptions options;
    options.method = PlanMethod::Uniform;
    options.bits = 4;
    for (const std::string& text : overrides) options.overrides.push_back(*parseOverride(text));
    return *makePlan(model, nullptr, options);
}

bool sameTotals(const PlanTotals& a, const PlanTotals& b) {
    return a.meanBits == b.meanBits && a.meanBitsModel == b.meanBitsModel &&
           a.trueBits == b.trueBits && a.bytes == b.bytes && a.bytesFull == b.bytesFull &&
           a.routedBytes == b.routedBytes;
}

} // namespace

class TestPlanDraft : public QObject {
    Q_OBJECT
private slots:
    void paintsAndUndoes() {
        const FakeModel model;
        const Plan plan = uniformPlan(model);
        PlanDraft draft(plan, model);
        const PlanDelta delta = draft.setBits({{0, 1}, {1, 2}, {0, 1}, {7, 7}}, 2);
        QCOMPARE(delta.changes.size(), size_t{2}); // no cell twice, none that is not there
        QCOMPARE(draft.bits(0, 1), 4);             // a delta alone changes nothing
        draft.apply(delta);
        QCOMPARE(draft.bits(0, 1), 2);
        QCOMPARE(draft.totals().meanBits, 3.5); // 6 of 8 experts at 4, 2 at 2
        QCOMPARE(draft.freeze().method, std::string("manual"));
        QCOMPARE(draft.plan().units[1].why, std::string("by hand: 4 -> 2"));
        draft.apply(delta.inverted());
        QCOMPARE(draft.freeze().method, std::string("uniform"));
        QCOMPARE(draft.plan().units, plan.units);
        QVERIFY(sameTotals(draft.totals(), plan.totals));
        QVERIFY(draft.setBits({{0, 1}}, 4).empty()); // unchanged
        QVERIFY(draft.setBits({{0, 1}}, 7).empty()); // no width
    }

    void stepsAlongTheWidthsAndStopsAtTheEnds() {
        const FakeModel model;
        PlanDraft draft(uniformPlan(model), model);
        const Cells cell = {{1, 0}};
        for (int expected : {5, 6, 8, 16, 16}) {
            draft.apply(draft.stepBits(cell, 1));
            QCOMPARE(draft.bits(1, 0), expected);
        }
        for (int expected : {8, 6, 5, 4, 3, 2, 1, 1}) {
            draft.apply(draft.stepBits(cell, -1));
            QCOMPARE(draft.bits(1, 0), expected);
        }
    }

    void locksHoldAgainstEdits() {
        const FakeModel model;
        PlanDraft draft(uniformPlan(model), model);
        const PlanDelta lock = draft.setLocked({{0, 0}}, true);
        draft.apply(lock);
        QVERIFY(draft.locked(0, 0) && !draft.locked(0, 1) && !draft.locked(9, 9));
        QVERIFY(draft.setBits({{0, 0}}, 8).empty());
        QVERIFY(draft.stepBits({{0, 0}}, 1).empty());
        QVERIFY(draft.setLocked({{0, 0}}, true).empty());
        draft.apply(lock.inverted());
        QCOMPARE(draft.setBits({{0, 0}}, 8).changes.size(), size_t{1});
        QCOMPARE(draft.bits(9, 9), -1);
    }

    void overridesPinTheirUnits() {
        const FakeModel model;
        PlanDraft draft(uniformPlan(model, {"model.layers.0.mlp.experts.1.*=8",
                                            "model.layers.0.mlp.experts.2.up_proj.weight=2"}),
                        model);
        QVERIFY(draft.locked(0, 1) && !draft.locked(0, 2));
        QVERIFY(draft.setLocked({{0, 1}}, false).empty());
        QVERIFY(draft.setBits({{0, 1}}, 2).empty());
        QCOMPARE(draft.bits(0, 2), -1); // its projections differ
        const PlanDelta delta = draft.setBits({{0, 2}}, 6);
        QCOMPARE(delta.changes.size(), size_t{2}); // gate and down
        const Plan before = draft.plan();
        draft.apply(delta);
        QVERIFY(sameTotals(draft.totals(), planTotals(draft.plan(), model)));
        QCOMPARE(draft.plan().formatOf(*model.find({Role::ExpertDown, 0, 2})).bits, 6);
        QCOMPARE(draft.plan().formatOf(*model.find({Role::ExpertUp, 0, 2})).bits, 2);
        draft.apply(delta.inverted());
        QCOMPARE(draft.plan().units, before.units);
    }

    void staleDeltasAreHarmless() {
        const FakeModel model;
        PlanDraft draft(uniformPlan(model), model);
        draft.apply({{{5, 5, Projection::All, 4, 2, false, false},
                      {0, 0, Projection::Up, 4, 2, false, false},
                      {0, 0, Projection::All, 4, 7, false, false}}});
        QVERIFY(sameTotals(draft.totals(), planTotals(uniformPlan(model), model)));
    }

    // Any sequence of edits keeps the running totals exact, and undoing all of them in turn ends at
    // the beginning, bit for bit.
    void randomEditsFollowAndUndo() {
        const uint64_t seed = 7;
        qInfo("seed %llu", static_cast<unsigned long long>(seed));
        Random random(seed);
        const FakeModel model({.layers = 5, .dense = 1, .experts = 6});
        const Plan plan = uniformPlan(model, {"*.experts.3.down_proj.weight=8"});
        PlanDraft draft(plan, model);
        std::vector<PlanDelta> done;
        for (int step = 0; step < 300; ++step) {
            Cells cells;
            for (uint64_t i = 0; i <= random.below(5); ++i)
                cells.emplace_back(static_cast<int>(random.below(6)),
                                   static_cast<int>(random.below(7)));
            const uint64_t kind = random.below(4);
            const int width = kPlanWidths[random.below(kPlanWidths.size())];
            PlanDelta delta = kind == 0   ? draft.setLocked(cells, random.below(2) == 0)
                              : kind == 1 ? draft.stepBits(cells, random.below(2) ? 1 : -1)
                                          : draft.setBits(cells, width);
            draft.apply(delta);
            done.push_back(std::move(delta));
            QVERIFY(sameTotals(draft.totals(), planTotals(draft.plan(), model)));
        }
        QVERIFY(draft.plan().units != plan.units);
        for (; !done.empty(); done.pop_back()) draft.apply(done.back().inverted());
        QCOMPARE(draft.plan().units, plan.units);
        QVERIFY(sameTotals(draft.totals(), plan.totals));
        QCOMPARE(draft.freeze().method, plan.method);
    }
};

QTEST_GUILESS_MAIN(TestPlanDraft)
#include "tst_plan_draft.moc"
