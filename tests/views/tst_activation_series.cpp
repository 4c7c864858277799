// SPDX-License-Identifier: GPL-3.0-or-later
// The line plots of stage 1 from an analysis made by hand.
#include "tests/views/fake_model.h"
#include "views/pages/activation_series.h"

#include <QTest>
#include <cmath>

using namespace moqa;

namespace {

void add(Analysis& analysis, ResultKey key, std::vector<double> values) {
    const auto size = static_cast<int64_t>(values.size());
    addResult(analysis, std::move(key), {size}, std::move(values));
}

} // namespace

class TestActivationSeries : public QObject {
    Q_OBJECT
private slots:
    void layersHaveBandsWhereIntervalsAreKnown() {
        Analysis analysis = *fakeAnalysis();
        const double none = std::nan("");
        add(analysis, {"imbalance_gini", "prose", -1}, {0.2, 0.4});
        add(analysis, {"imbalance_gini_low", "prose", -1}, {0.1, 0.3});
        add(analysis, {"imbalance_gini_high", "prose", -1}, {0.3, 0.5});
        add(analysis, {"imbalance_gini", "code", -1}, {0.5, 0.6});
        add(analysis, {"imbalance_gini_low", "code", -1}, {none, none});
        add(analysis, {"imbalance_gini_high", "code", -1}, {none, none});
        const auto source = layerSeries(analysis, *findMetric("imbalance_gini"));
        QVERIFY(source);
        QCOMPARE(source->xs, (std::vector<int>{0, 2}));
        QCOMPARE(source->series.size(), size_t{2});
        QCOMPARE(source->series[0].high, (std::vector<double>{0.3, 0.5}));
        QVERIFY(source->series[1].low.empty()); // one sequence: no interval
        QVERIFY(!layerSeries(analysis, *findMetric("dead_experts")));
    }

    void theLongTailHasItsFit() {
        Analysis analysis = *fakeAnalysis();
        QVERIFY(!longTail(analysis, QStringLiteral("code")));
        add(analysis, {"token_frequency", "code", -1}, {0.5, 0.25, 0.125});
        auto source = longTail(analysis, QStringLiteral("code"));
        QVERIFY(source && source->logarithmic);
        QCOMPARE(source->series.size(), size_t{1}); // no fit, no curve
        const size_t code = analysis.corpora[0].name == "code" ? 0 : 1;
        std::vector<double> c{0.1, 0.1}, beta{3, 3};
        c[code] = 0.5;
        beta[code] = 1;
        add(analysis, {"zipf_c", "", -1}, c);
        add(analysis, {"zipf_beta", "", -1}, beta);
        source = longTail(analysis, QStringLiteral("code"));
        QCOMPARE(source->series.size(), size_t{2});
        QVERIFY(source->series[1].isFit);
        QCOMPARE(source->series[1].values, (std::vector<double>{0.5, 0.25, 0.5 / 3}));
        QCOMPARE(source->tableCell(1, 0).toInt(), 2);
    }
};

QTEST_MAIN(TestActivationSeries)
#include "tst_activation_series.moc"
