// SPDX-License-Identifier: GPL-3.0-or-later
// The way from text to a plan on the shipped demo model: analysis, base rule, budget, file.
#include "core/analysis/analyze.h"
#include "core/plan/make_plan.h"
#include "core/plan/plan_draft.h"
#include "tests/evaluate/demo_model.h"

#include <QTest>
#include <cmath>
#include <set>

using namespace moqa;
using moqa::test::demoCorpus;
using moqa::test::demoModel;

class TestDemoPlan : public QObject {
    Q_OBJECT
private slots:
    void threeMeanBitsOfTheDemoModel() {
        const auto model = demoModel();
        QVERIFY(model);
        const std::vector<Corpus> corpora = {demoCorpus(*model, "code", 512),
                                             demoCorpus(*model, "maths", 512)};
        AnalyzeOptions analyzeOptions;
        analyzeOptions.window = 256;
        analyzeOptions.stage3 = false;
        const auto analysis = analyze(*model, corpora, analyzeOptions, silentProgress());
        QVERIFY2(analysis.ok(), analysis.ok() ? "" : analysis.error().message().c_str());
        PlanOptions options;
        options.bits = 3.0;
        const auto plan = makePlan(*model, &*analysis, options);
        QVERIFY2(plan.ok(), plan.ok() ? "" : plan.error().message().c_str());
        QCOMPARE(plan->units.size(), size_t{6 * 32});
        // All experts are of one size and all steps of 2 bits: the target is met within one step.
        QVERIFY(plan->totals.meanBits <= 3.0 && plan->totals.meanBits > 3.0 - 2.0 / (6 * 32));
        // Group 64, f16 scales and byte zero points add 24 bits to 64 weights.
        QVERIFY(std::abs(plan->totals.trueBits - plan->totals.meanBits - 24.0 / 64.0) < 1e-9);
        QVERIFY(plan->totals.bytes < plan->totals.bytesFull);
        std::set<int> widths;
        for (const PlanUnit& unit : plan->unitsBeforeRepair()) widths.insert(unit.format.bits);
        QCOMPARE(widths, (std::set<int>{2, 4, 6, 8}));
        const auto again = Plan::fromJson(plan->toJson(), "plan");
        QVERIFY(again.ok() && again->fits(*model).ok());
        QCOMPARE(again->toJson().dump(), plan->toJson().dump());
        const PlanDraft draft(*plan, *model);
        QCOMPARE(draft.totals().bytes, plan->totals.bytes);
    }
};

QTEST_GUILESS_MAIN(TestDemoPlan)
#include "tst_demo_plan.moc"
