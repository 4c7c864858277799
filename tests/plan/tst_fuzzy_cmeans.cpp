// SPDX-License-Identifier: GPL-3.0-or-later
// Fuzzy c-means against fractions worked out by hand, degenerate inputs, and a property test.
#include "core/base/random.h"
#include "core/plan/fuzzy_cmeans.h"

#include <QTest>
#include <cmath>

using namespace moqa;

namespace {
bool near(double a, double b, double tolerance = 1e-12) { return std::abs(a - b) <= tolerance; }
} // namespace

class TestFuzzyCMeans : public QObject {
    Q_OBJECT
private slots:
    // {0, 1, 3} in two clusters: the 25 and 75 % quantiles are 0.5 and 2.
    void startMembershipsAreTheFractions() {
        const std::vector<double> values = {0, 1, 3};
        const FuzzyClusters r = fuzzyCMeans(values, 2, {.maxIterations = 0});
        QCOMPARE(r.iterations, 0);
        QCOMPARE(r.clusters, 2);
        QVERIFY(near(r.centres[0], 2.0) && near(r.centres[1], 0.5));
        QVERIFY(near(r.membership(0, 1), 16.0 / 17.0)); // 1 / (1 + (0.5 / 2)^2)
        QVERIFY(near(r.membership(1, 1), 4.0 / 5.0));   // 1 / (1 + (0.5 / 1)^2)
        QVERIFY(near(r.membership(2, 1), 4.0 / 29.0));  // 1 / (1 + (2.5 / 1)^2)
        QVERIFY(near(r.membership(2, 0), 25.0 / 29.0));
    }

    void oneUpdateMovesTheCentres() {
        const std::vector<double> values = {0, 1, 3};
        const FuzzyClusters r = fuzzyCMeans(values, 2, {.maxIterations = 1});
        const double a = 16.0 / 17.0, b = 4.0 / 5.0, c = 4.0 / 29.0;
        const double low = (b * b * 1 + c * c * 3) / (a * a + b * b + c * c);
        const double p = 1 - a, q = 1 - b, s = 1 - c;
        const double high = (q * q * 1 + s * s * 3) / (p * p + q * q + s * s);
        QCOMPARE(r.iterations, 1);
        QVERIFY(near(r.centres[1], low) && near(r.centres[0], high));
        const double dLow = std::abs(1 - low), dHigh = std::abs(1 - high);
        QVERIFY(near(r.membership(1, 1), 1 / (1 + dLow * dLow / (dHigh * dHigh))));
    }

    // The exponent is 2 / (m - 1): with m = 3 the ratio of distances enters once.
    void fuzzifierSetsTheExponent() {
        const std::vector<double> values = {0, 1, 3};
        const FuzzyClusters r = fuzzyCMeans(values, 2, {.fuzzifier = 3.0, .maxIterations = 0});
        QVERIFY(near(r.membership(0, 1), 4.0 / 5.0)); // 1 / (1 + 0.5 / 2)
    }

    void convergesToSeparateGroups() {
        const std::vector<double> values = {0.0, 0.1, 5.0, 5.1, 9.0, 9.1};
        const FuzzyClusters r = fuzzyCMeans(values, 3);
        QVERIFY(r.iterations > 1 && r.iterations < 50);
        QVERIFY(near(r.centres[0], 9.05, 0.01) && near(r.centres[1], 5.05, 0.01) &&
                near(r.centres[2], 0.05, 0.01));
        QVERIFY(r.membership(0, 2) > 0.99 && r.membership(3, 1) > 0.99 &&
                r.membership(5, 0) > 0.99);
    }

    void aValueOnACentreBelongsToItWholly() {
        // Quantiles of {0, 2, 4} at 25 and 75 %: 1 and 3; of {0, 4, 4, 4, 8}: 4 and 4.
        const std::vector<double> values = {0, 4, 4, 4, 8};
        const FuzzyClusters r = fuzzyCMeans(values, 2);
        QVERIFY(near(r.centres[0], 4.0) && near(r.centres[1], 4.0)); // they coincide and share
        for (size_t i = 0; i < values.size(); ++i) QVERIFY(near(r.membership(i, 0), 0.5));
        const std::vector<double> spread = {1, 2, 3, 4, 5}; // centres 2 and 4 are values
        const FuzzyClusters s = fuzzyCMeans(spread, 2, {.maxIterations = 0});
        QCOMPARE(s.membership(1, 1), 1.0);
        QCOMPARE(s.membership(1, 0), 0.0);
    }

    void fewerDistinctValuesThanClusters() {
        const std::vector<double> values = {2, 7, 2, 7};
        const FuzzyClusters r = fuzzyCMeans(values, 4);
        QCOMPARE(r.clusters, 2);
        QCOMPARE(r.centres, (std::vector<double>{7, 2}));
        QCOMPARE(r.memberships, (std::vector<double>{0, 1, 1, 0, 0, 1, 1, 0}));
        const std::vector<double> equal(5, 0.25);
        QCOMPARE(fuzzyCMeans(equal, 4).clusters, 1);
        QCOMPARE(fuzzyCMeans({}, 4).clusters, 0);
    }

    void tinyValuesDoNotUnderflow() {
        const std::vector<double> values = {1e-200, 2e-200, 8e-200, 9e-200};
        const FuzzyClusters r = fuzzyCMeans(values, 2);
        QVERIFY(r.membership(0, 1) > 0.9 && r.membership(3, 0) > 0.9);
    }

    void membershipsArePartitionsAndCentresFall() {
        const uint64_t seed = 20260101;
        qInfo("seed %llu", static_cast<unsigned long long>(seed));
        Random random(seed);
        for (int round = 0; round < 200; ++round) {
            const int clusters = 1 + static_cast<int>(random.below(6));
            std::vector<double> values(1 + random.below(40));
            for (double& v : values) // many ties and a heavy tail
                v = random.below(3) == 0 ? 0.0 : std::exp(3.0 * random.normal());
            const FuzzyClusters r = fuzzyCMeans(values, clusters);
            QVERIFY(r.clusters >= 1 && r.clusters <= clusters && r.iterations <= 300);
            QVERIFY(std::is_sorted(r.centres.rbegin(), r.centres.rend()));
            for (size_t i = 0; i < values.size(); ++i) {
                double sum = 0.0;
                for (int k = 0; k < r.clusters; ++k) {
                    QVERIFY(r.membership(i, k) >= 0.0 && r.membership(i, k) <= 1.0 + 1e-12);
                    sum += r.membership(i, k);
                }
                QVERIFY(near(sum, 1.0, 1e-9));
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestFuzzyCMeans)
#include "tst_fuzzy_cmeans.moc"
