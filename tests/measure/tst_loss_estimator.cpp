// SPDX-License-Identifier: GPL-3.0-or-later
// Predicted error curves: exact where experts share a curve, never beyond what was measured, and
// with the uncertainty that their scatter leaves.
#include "core/measure/loss_estimator.h"

#include <QTest>
#include <cmath>

using namespace moqa;

class TestLossEstimator : public QObject {
    Q_OBJECT
private slots:
    void findsTheCommonCurve() {
        const LossEstimator estimator({{16, 4, 1}, {8, 2, 0.5}, {400, 100, 25}}, 1);
        QVERIFY(estimator.uncertainty() < 1e-9);
        QVERIFY(std::abs(estimator.predict(3, 0) - 12) < 1e-9);
        QVERIFY(std::abs(estimator.predict(3, 2) - 0.75) < 1e-9);
        QCOMPARE(estimator.predict(3, 1), 3.0);
        QCOMPARE(estimator.predict(0, 0), 0.0);
    }

    // Two experts, as a sample of a few per cent leaves a layer, and another with a million times
    // their error: its share lies between theirs.
    void neverGoesBeyondWhatWasMeasured() {
        const LossEstimator estimator({{4, 1}, {6, 1 + 1e-12}}, 1);
        const double share = estimator.predict(1e6, 0) / 1e6;
        QVERIFY2(share > 4 && share < 6, qPrintable(QString::number(share)));
        QVERIFY(std::isfinite(estimator.uncertainty()));
    }

    // Scatter of 0.3 in the logarithm; with two experts their mean is uncertain too:
    // sqrt(2 0.3^2 (1 + 1/2)).
    void saysHowFarExpertsScatter() {
        const auto scattered = [](int experts) {
            std::vector<std::vector<double>> measured;
            for (int i = 0; i < experts; ++i)
                measured.push_back({std::exp(i % 2 == 0 ? 0.3 : -0.3), 1.0});
            return LossEstimator(measured, 1);
        };
        QVERIFY(std::abs(scattered(200).predict(1, 0) - 1) < 1e-9);
        QVERIFY(std::abs(scattered(200).uncertainty() - 0.3) < 0.01);
        QVERIFY(std::abs(scattered(2).uncertainty() - 0.3 * std::sqrt(3.0)) < 1e-9);
    }

    void withoutACurveIsAsAtTheKnownFormat() {
        const LossEstimator estimator({{0, 0}, {1, 0}}, 1);
        QCOMPARE(estimator.predict(2, 0), 2.0);
        QCOMPARE(estimator.uncertainty(), 1.0);
    }
};

QTEST_GUILESS_MAIN(TestLossEstimator)
#include "tst_loss_estimator.moc"
