// SPDX-License-Identifier: GPL-3.0-or-later
// Second moments: weights, normalization, shrinkage, and the energy of outputs.
#include "core/base/random.h"
#include "core/quantize/moments.h"

#include <QTest>
#include <cmath>

using namespace moqa;

class TestMoments : public QObject {
    Q_OBJECT
private slots:
    // x = (1,2), (3,-1) with weights 2 and 1: sum = [[2+9, 4-3], [1, 8+1]].
    void sumsByHand() {
        Matrix x(2, 2);
        x.data = {1, 2, 3, -1};
        const float weights[2] = {2, 1};
        Moment moment(2);
        QVERIFY(moment.empty());
        QVERIFY(moment.add(x, weights, silentProgress()).ok());
        const double expected[4] = {11, 1, 1, 9};
        for (int i = 0; i < 4; ++i) QCOMPARE(moment.data()[i], expected[i]);
        QCOMPARE(moment.tokens(), int64_t{2});
        moment.normalize();
        for (int i = 0; i < 4; ++i) QCOMPARE(moment.data()[i], expected[i] / 3);
    }

    void emptyStaysEmpty() {
        Moment moment(2);
        Matrix x(1, 2);
        x.data = {1, 1};
        const float zero = 0;
        QVERIFY(moment.add(x, &zero, silentProgress()).ok());
        moment.normalize();
        QVERIFY(moment.empty());
        QCOMPARE(moment.data()[0], 0.0);
    }

    // t = 1, k = 3: (1 * H + 3 * L) / 4.
    void shrinksTowardTheLayer() {
        Matrix x(1, 2);
        x.data = {2, 0};
        Moment own(2), layer(2), none(2);
        QVERIFY(own.add(x, nullptr, silentProgress()).ok());
        x.data = {0, 4};
        QVERIFY(layer.add(x, nullptr, silentProgress()).ok());
        own.normalize();
        layer.normalize();
        own.shrinkToward(layer, 3);
        QCOMPARE(own.data()[0], 1.0);
        QCOMPARE(own.data()[3], 12.0);
        none.shrinkToward(layer, 3);
        QVERIFY(!none.empty());
        QCOMPARE(none.data()[0], 0.0);
        QCOMPARE(none.data()[3], 16.0);
    }

    // sum_t |A x_t|^2 straight from the rows, sizes that are no multiple of a panel.
    void energyIsThatOfTheOutputs() {
        Random random(3);
        Matrix x(50, 150), a(7, 150);
        for (float& v : x.data) v = static_cast<float>(random.normal());
        for (float& v : a.data) v = static_cast<float>(random.normal());
        Moment moment(150);
        QVERIFY(moment.add(x, nullptr, silentProgress()).ok());
        double expected = 0;
        for (int64_t t = 0; t < x.rows; ++t)
            for (int64_t r = 0; r < a.rows; ++r) {
                double y = 0;
                for (int64_t c = 0; c < 150; ++c)
                    y += static_cast<double>(a.row(r)[c]) * static_cast<double>(x.row(t)[c]);
                expected += y * y;
            }
        QVERIFY(std::fabs(*outputEnergy(a, moment, silentProgress()) / expected - 1) <
                1e-5); // products are f32
    }
};

QTEST_GUILESS_MAIN(TestMoments)
#include "tst_moments.moc"
