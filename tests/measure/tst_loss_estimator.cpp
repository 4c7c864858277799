// SPDX-License-Identifier: GPL-3.0-or-later
// The line behind predicted error curves: exact where the experts lie on it, and its uncertainty
// where they scatter.
#include "core/measure/loss_estimator.h"

#include <QTest>
#include <cmath>

using namespace moqa;

class TestLossEstimator : public QObject {
    Q_OBJECT
private slots:
    // Relative error 0.5 * (tokens + 1)^-0.25 in layer 0, three times that in layer 1.
    void findsTheLine() {
        const auto error = [](size_t layer, double tokens) {
            return (layer == 0 ? 0.5 : 1.5) * std::pow(tokens + 1, -0.25);
        };
        std::vector<MeasuredCurve> measured;
        for (const size_t layer : {size_t{0}, size_t{1}})
            for (const double tokens : {10.0, 100.0, 1000.0})
                measured.push_back(
                    {layer, tokens, 4.0, {4 * error(layer, tokens), error(layer, tokens)}});
        const LossEstimator estimator(measured, 2, 2);
        QVERIFY(estimator.uncertainty() < 1e-9);
        QVERIFY(std::abs(estimator.predict(1, 500, 8.0, 0) - 8 * error(1, 500)) < 1e-9);
        QVERIFY(std::abs(estimator.predict(0, 500, 8.0, 1) - 2 * error(0, 500)) < 1e-9);
        QCOMPARE(estimator.predict(0, 500, 0.0, 1), 0.0);
    }

    void saysHowFarExpertsScatter() {
        std::vector<MeasuredCurve> measured;
        for (int i = 0; i < 200; ++i) // e^+0.3 and e^-0.3 in turn, at the same tokens
            measured.push_back({0, 100, 1.0, {std::exp(i % 2 == 0 ? 0.3 : -0.3)}});
        const LossEstimator estimator(measured, 1, 1);
        QVERIFY(std::abs(estimator.predict(0, 100, 1.0, 0) - 1) < 1e-9);
        QVERIFY(std::abs(estimator.uncertainty() - 0.3) < 0.01);
    }

    void withoutACurveIsHardlyAnything() {
        const LossEstimator estimator({{0, 10, 0.0, {0.0}}}, 1, 1);
        QVERIFY(estimator.predict(0, 10, 1.0, 0) < 1e-9);
        QCOMPARE(estimator.uncertainty(), 1.0);
    }
};

QTEST_GUILESS_MAIN(TestLossEstimator)
#include "tst_loss_estimator.moc"
