// SPDX-License-Identifier: GPL-3.0-or-later
// The loss table as a value: what it refuses, where it finds rows, what it predicts of a plan.
#include "core/plan/loss_table.h"

#include <QTest>
#include <functional>
#include <limits>

using namespace moqa;

namespace {

// Two layers of one expert each, gate/up and down, widths 2 and 4, corpora a and b.
LossTable table() {
    LossTable t;
    t.modelName = t.modelFingerprint = "m";
    t.corpora = {{"a", "x", 10}, {"b", "y", 20}};
    t.formats = {{2, 64, false}, {4, 64, false}};
    for (const int layer : {0, 1})
        for (const UnitPart part : {UnitPart::GateUp, UnitPart::Down})
            t.units.push_back({layer, 0, part});
    for (int i = 0; i < 16; ++i) t.errors.push_back(i);
    t.scales = {1, 1, 1, 1, 10, 100, 10, 100};
    t.unseen.assign(8, 0.5);
    t.uncertainty.assign(4, 0);
    return t;
}

PlanUnit unit(int layer, Projection projection, int bits) {
    return {layer, 0, projection, {bits, 64, false}, false, ""};
}

Plan plan(std::vector<PlanUnit> units) {
    Plan p;
    p.modelFingerprint = "m";
    p.units = std::move(units);
    return p;
}

} // namespace

class TestLossTable : public QObject {
    Q_OBJECT
private slots:
    void findsRowsAndColumns() {
        const LossTable t = table();
        QVERIFY(t.check("here").ok());
        QCOMPARE(t.find(LossUnit{1, 0, UnitPart::Down}), int64_t{3});
        QCOMPARE(t.find(LossUnit{1, 0, UnitPart::Expert}), int64_t{-1});
        QCOMPARE(t.find(UnitFormat{4, 64, false}), int64_t{1});
        QCOMPARE(t.find(UnitFormat{4, 32, false}), int64_t{-1});
        // errors [unit 3][format 1][corpus 1] is the last: 15, times its scale.
        QCOMPARE(t.loss(3, 1, 1), 1500.0);
        QCOMPARE(t.unseenLoss(3, 1), 0.5);
    }

    void anotherMeasurementOfTheNameGetsItsOwnKey() {
        std::map<std::string, std::shared_ptr<const LossTable>> tables;
        LossTable first = table(), other = table(), longer = table();
        other.optionsJson = "{\"grid\":0}";
        longer.corpora[1].tokens = 21;
        QCOMPARE(lossTableKey(tables, "gptq", first), std::string("gptq"));
        tables["gptq"] = std::make_shared<const LossTable>(first);
        QCOMPARE(lossTableKey(tables, "gptq", first), std::string("gptq"));
        const std::string key = lossTableKey(tables, "gptq", other);
        QVERIFY(key.starts_with("gptq-") && key.size() == 13);
        QVERIFY(lossTableKey(tables, "gptq", longer).size() == 13);
        QVERIFY(lossTableKey(tables, "gptq", longer) != key);
        QCOMPARE(lossTableKey(tables, "gptq", other), key); // the same again
    }

    void refusesWhatDoesNotFitTogether() {
        const auto refused = [](const std::function<void(LossTable&)>& change) {
            LossTable t = table();
            change(t);
            const Status status = t.check("here");
            return !status.ok() && status.error().code == ErrorCode::BadInput;
        };
        QVERIFY(refused([](LossTable& t) { t.errors.pop_back(); }));
        QVERIFY(refused([](LossTable& t) { t.unseen.push_back(0); }));
        QVERIFY(refused([](LossTable& t) { t.uncertainty.clear(); }));
        QVERIFY(refused([](LossTable& t) { std::swap(t.units[0], t.units[1]); }));
        QVERIFY(refused([](LossTable& t) { t.units[1] = t.units[0]; }));
        QVERIFY(refused([](LossTable& t) { t.units[0].part = UnitPart::Expert; }));
        QVERIFY(refused([](LossTable& t) { std::swap(t.formats[0], t.formats[1]); }));
        QVERIFY(refused([](LossTable& t) { t.formats[0].bits = 7; }));
        QVERIFY(refused([](LossTable& t) { t.formats[1].bits = 16; }));
        QVERIFY(refused([](LossTable& t) { t.errors[3] = -1; }));
        QVERIFY(
            refused([](LossTable& t) { t.scales[0] = std::numeric_limits<double>::quiet_NaN(); }));
        QVERIFY(refused([](LossTable& t) { t.corpora.clear(); }));
    }

    void predictsByUnits() {
        // Layer 0 wholly at 4 bits; layer 1: gate and up at 2, down kept.
        const Plan p = plan({unit(0, Projection::All, 4), unit(1, Projection::Gate, 2),
                             unit(1, Projection::Up, 2), unit(1, Projection::Down, 16)});
        const auto losses = predictedLoss(table(), p);
        QVERIFY(losses.ok());
        // a: (2 + 6) * 1 + 8 * 10; b: (3 + 7) * 1 + 9 * 100.
        QCOMPARE(*losses, (std::vector<double>{88, 910}));
        const auto layers = predictedLossByLayer(table(), p, 3);
        QVERIFY(layers.ok());
        QCOMPARE(*layers, (std::vector<double>{8, 10, 80, 900, 0, 0}));
        QVERIFY(!predictedLossByLayer(table(), p, 1).ok());
    }

    void refusesPlansItDidNotMeasure() {
        const auto message = [](const Plan& p) {
            const auto losses = predictedLoss(table(), p);
            return losses.ok() ? QString() : QString::fromStdString(losses.error().message());
        };
        const PlanUnit second = unit(1, Projection::All, 4);
        QVERIFY(message(plan({unit(0, Projection::All, 3), second})).contains("3"));
        QVERIFY(message(plan({unit(0, Projection::All, 4)})).contains("layer 1"));
        QVERIFY(message(plan({unit(0, Projection::Gate, 2), unit(0, Projection::Up, 4),
                              unit(0, Projection::Down, 4), second}))
                    .contains("splits"));
        Plan other = plan({unit(0, Projection::All, 4), second});
        other.modelFingerprint = "n";
        QVERIFY(message(other).contains("different models"));
    }
};

QTEST_GUILESS_MAIN(TestLossTable)
#include "tst_loss_table.moc"
