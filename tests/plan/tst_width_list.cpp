// SPDX-License-Identifier: GPL-3.0-or-later
// Widths with groups of their own: how they are written, and that plans choose among them by bytes.
#include "core/plan/optimal_plan.h"
#include "core/plan/width_list.h"
#include "fake_losses.h"
#include "fake_model.h"

#include <QTest>
#include <cmath>
#include <limits>

using namespace moqa;
using moqa::test::FakeLosses;
using moqa::test::FakeModel;
using moqa::test::fakeTable;

namespace {

// Losses that fall with bits and with finer groups, each expert in its own way.
double errorOf(const LossUnit& unit, const UnitFormat& format) {
    const double group = format.group < 0 ? 256 : format.group;
    return (1.0 + unit.expert * 3 + unit.layer) * std::exp2(-2.0 * format.bits) *
           std::pow(group / 64.0, 0.3 + 0.2 * unit.expert);
}

LossTable tableOf(const FakeModel& model) {
    FakeLosses fake;
    fake.groups = {64, 32}; // 2g64 2g32 3g64 3g32 4g64 4g32
    fake.error = [](const LossUnit& u, const UnitFormat& f, size_t) { return errorOf(u, f); };
    return fakeTable(model, fake);
}

PlanOptions optimal() {
    PlanOptions options;
    options.method = PlanMethod::Optimal;
    options.unseen = 0;
    options.widths = {2, 3, 4};
    options.pairs = {{3, 32, false}};
    return options;
}

int64_t bytesOf(const FakeModel& model, const LossUnit& unit, const UnitFormat& format) {
    int64_t bytes = 0;
    const ExpertWeights experts = expertWeights(model);
    for (const WeightEntry* entry : experts.at({unit.layer, unit.expert}))
        bytes += storedBytes(*entry, format);
    return bytes;
}

} // namespace

class TestWidthList : public QObject {
    Q_OBJECT
private slots:
    void reads() {
        const auto list =
            parseWidthList({"2", "3g32", "3", "4gr", "16", "5g64s", "3g32"}, "--widths");
        QVERIFY(list.ok());
        QCOMPARE(list->widths, (std::vector<int>{2, 3, 16}));
        QCOMPARE(list->pairs.size(), size_t{3});
        QVERIFY(list->pairs[0] == (UnitFormat{3, 32, false}));
        QVERIFY(list->pairs[1] == (UnitFormat{4, -1, false}));
        QVERIFY(list->pairs[2] == (UnitFormat{5, 64, true}));
        QCOMPARE(pairNames(list->pairs), (std::vector<std::string>{"3g32", "4gr", "5g64s"}));
        QCOMPARE(parseWidthList(pairNames(list->pairs), "")->pairs.size(), size_t{3});
    }

    void refuses_data() {
        QTest::addColumn<QString>("text");
        for (const char* text : {"", "7", "0", "-3", "3g", "3g0", "3g-32", "g32", "3x32", "3g32t",
                                 "3g32ss", "3 ", "16g32", "3.0", "99999999999", "3g99999999999"})
            QTest::newRow(text) << QString::fromLatin1(text);
    }
    void refuses() {
        QFETCH(QString, text);
        const auto list = parseWidthList({"2", text.toStdString()}, "--widths");
        QVERIFY(!list.ok());
        QCOMPARE(list.error().code, ErrorCode::Usage);
        QVERIFY(list.error().message().find("3g32") != std::string::npos);
    }

    // Two experts of one layer: all 16 ways against the answer, at every number of bytes.
    void choosesByBytesLikeBruteForce() {
        FakeModel model({.layers = 1, .experts = 2});
        const LossTable table = tableOf(model);
        PlanOptions options = optimal();
        const std::vector<UnitFormat> formats{
            {2, 64, false}, {3, 64, false}, {3, 32, false}, {4, 64, false}};
        PlanOptions uniform;
        uniform.method = PlanMethod::Uniform;
        uniform.bits = 2;
        uniform.widths = {2};
        const auto least = makePlan(model, PlanInputs{.losses = &table}, uniform);
        QVERIFY(least.ok());
        int64_t lowest = 0;
        for (const LossUnit& unit : table.units) lowest += bytesOf(model, unit, formats[0]);
        const int64_t fixed = least->totals.bytes - lowest;
        int pairs = 0;
        for (int64_t extra = 0; extra <= 12'000; extra += 500) {
            options.bytes = least->totals.bytes + extra;
            double best = std::numeric_limits<double>::infinity();
            for (const UnitFormat& a : formats)
                for (const UnitFormat& b : formats)
                    if (fixed + bytesOf(model, table.units[0], a) +
                            bytesOf(model, table.units[1], b) <=
                        options.bytes)
                        best =
                            std::min(best, errorOf(table.units[0], a) + errorOf(table.units[1], b));
            const auto plan = makePlan(model, PlanInputs{.losses = &table}, options);
            QVERIFY2(plan.ok(), plan.ok() ? "" : plan.error().message().c_str());
            QVERIFY(std::abs(*plan->totals.predictedLoss - best) < 1e-12);
            QVERIFY(plan->totals.bytes <= options.bytes);
            for (const PlanUnit& unit : plan->units) {
                QVERIFY(std::find(formats.begin(), formats.end(), unit.format) != formats.end());
                pairs += unit.format.group == 32 ? 1 : 0;
            }
        }
        QVERIFY(pairs > 0);
    }

    // Mean bits count no scales: the bytes of the uniform plan of so many bits are the target.
    void meanBitsStandForBytes() {
        const FakeModel model;
        const LossTable table = tableOf(model);
        PlanOptions options = optimal();
        options.bits = 3;
        const auto plan = makePlan(model, PlanInputs{.losses = &table}, options);
        QVERIFY2(plan.ok(), plan.ok() ? "" : plan.error().message().c_str());
        PlanOptions uniform;
        uniform.method = PlanMethod::Uniform;
        uniform.bits = 3;
        const auto even = makePlan(model, PlanInputs{.losses = &table}, uniform);
        QVERIFY(even.ok());
        QVERIFY(plan->totals.bytes <= even->totals.bytes);
        QVERIFY(*plan->totals.predictedLoss < *even->totals.predictedLoss);
        QCOMPARE(plan->options["pairs"], Json(std::vector<std::string>{"3g32"}));
        const auto again = Plan::fromJson(plan->toJson(), "plan");
        QVERIFY(again.ok() && again->units == plan->units);
        QCOMPARE(planTotals(*again, model).bytes, plan->totals.bytes);
    }

    void unmeasuredAndMisplacedPairsAreRefused() {
        const FakeModel model;
        const LossTable table = tableOf(model);
        PlanOptions options = optimal();
        options.bits = 3;
        options.pairs = {{3, 16, false}};
        const auto unmeasured = makePlan(model, PlanInputs{.losses = &table}, options);
        QVERIFY(!unmeasured.ok());
        QVERIFY(unmeasured.error().message().find("3g16 was not measured") != std::string::npos);
        options.pairs = {{3, 32, true}}; // measured with zero points alone
        QVERIFY(!makePlan(model, PlanInputs{.losses = &table}, options).ok());
        options.method = PlanMethod::Uniform;
        const auto elsewhere = makePlan(model, PlanInputs{.losses = &table}, options);
        QVERIFY(!elsewhere.ok());
        QCOMPARE(elsewhere.error().code, ErrorCode::Usage);
    }

    void pairsAloneWillDo() {
        const FakeModel model;
        const LossTable table = tableOf(model);
        PlanOptions options = optimal();
        options.widths = {};
        options.pairs = {{2, 32, false}, {4, 32, false}};
        options.bits = 3.2;
        const auto plan = makePlan(model, PlanInputs{.losses = &table}, options);
        QVERIFY2(plan.ok(), plan.ok() ? "" : plan.error().message().c_str());
        for (const PlanUnit& unit : plan->units) QCOMPARE(unit.format.group, 32);
    }
};

QTEST_GUILESS_MAIN(TestWidthList)
#include "tst_width_list.moc"
