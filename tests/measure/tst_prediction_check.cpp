// SPDX-License-Identifier: GPL-3.0-or-later
// Random plans keep to their range and differ; ranks with ties; a prediction that is exact where
// one unit is all there is.
#include "core/measure/measure_losses.h"
#include "core/measure/prediction_check.h"
#include "tests/quantize/tiny_model.h"

#include <QTest>
#include <cmath>
#include <set>

using namespace moqa;

namespace {

LossTable table(int layers, int experts) {
    LossTable t;
    t.modelFingerprint = "m";
    t.corpora = {{"a", "", 1}};
    for (const int bits : {2, 3, 4, 8}) t.formats.push_back({bits, 32, false});
    for (int l = 0; l < layers; ++l)
        for (int e = 0; e < experts; ++e) t.units.push_back({l, e, UnitPart::Expert});
    t.errors.assign(t.units.size() * 4, 1);
    t.scales.assign(t.units.size(), 1);
    t.unseen.assign(t.units.size() * 4, 0);
    t.uncertainty.assign(t.units.size(), 0);
    return t;
}

} // namespace

class TestPredictionCheck : public QObject {
    Q_OBJECT
private slots:
    void randomPlansKeepToTheirRange() {
        const LossTable t = table(4, 16);
        const std::vector<int64_t> weights(64, 100);
        for (const PlanRange& range : {PlanRange{2, 8, 20}, PlanRange{2.98, 3.02, 20}}) {
            const auto plans = randomChoices(t, weights, range, 1);
            QVERIFY(plans.ok());
            QCOMPARE(plans->size(), size_t{20});
            std::set<std::vector<int>> different(plans->begin(), plans->end());
            QCOMPARE(different.size(), size_t{20});
            for (const auto& plan : *plans) {
                double bits = 0;
                for (const int column : plan) bits += t.formats[static_cast<size_t>(column)].bits;
                bits /= 64;
                QVERIFY2(bits >= range.low && bits <= range.high,
                         qPrintable(QString::number(bits)));
            }
            QCOMPARE(*randomChoices(t, weights, range, 1), *plans);
            QVERIFY(*randomChoices(t, weights, range, 2) != *plans);
        }
        QVERIFY(!randomChoices(t, weights, {1, 3, 5}, 1).ok());
        QVERIFY(!randomChoices(t, weights, {3, 9, 5}, 1).ok());
        QVERIFY(!randomChoices(t, weights, {3, 3, 5}, 1).ok());
    }

    // On the texts that it was measured on, the table orders plans as the model does.
    void ordersPlansOfATinyModel() {
        const TinyModel model;
        const std::vector<Corpus> corpora = TinyModel::corpora(512);
        MeasureOptions measure;
        measure.widths = {2, 3, 4, 8};
        measure.groups = {32};
        measure.quantize.window = 16;
        const auto losses = measureLosses(model, corpora, measure, nullptr, {}, silentProgress());
        QVERIFY(losses.ok());
        PredictionOptions options;
        options.ranges = {{2, 8, 12}};
        options.quantize = measure.quantize;
        options.evaluate.window = 16;
        const auto checks =
            checkPredictions(model, *losses, corpora, corpora, options, silentProgress());
        QVERIFY2(checks.ok(), checks.ok() ? "" : checks.error().message().c_str());
        QCOMPARE(checks->size(), size_t{1});
        QCOMPARE(checks->front().points.size(), size_t{12});
        for (const PredictionPoint& point : checks->front().points) {
            QVERIFY(point.meanBits >= 2 && point.meanBits <= 8);
            QVERIFY(point.predicted > 0 && point.measured > 0);
            // At high widths a token that changes its expert costs more than the sum foresees.
            const double ratio = point.measured / point.predicted;
            QVERIFY2(ratio > 0.2 && ratio < 20, qPrintable(QString::number(ratio)));
        }
        QVERIFY2(checks->front().rankCorrelation > 0.9,
                 qPrintable(QString::number(checks->front().rankCorrelation)));
        LossTable other = *losses;
        other.modelFingerprint = "another";
        QVERIFY(!checkPredictions(model, other, corpora, corpora, options, silentProgress()).ok());
    }
};

QTEST_GUILESS_MAIN(TestPredictionCheck)
#include "tst_prediction_check.moc"
