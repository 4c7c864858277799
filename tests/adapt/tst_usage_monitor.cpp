// SPDX-License-Identifier: GPL-3.0-or-later
// Divergence of expert usage and its null band, on numbers that can be checked by hand.
#include "core/adapt/usage_monitor.h"

#include <QTest>
#include <cmath>

using namespace moqa;

namespace {

bool close(double a, double b) { return std::fabs(a - b) < 1e-12; }

// One layer of three experts, top-1; two texts of four sequences of four tokens, each of which uses
// one expert alone.
CachedModel twoTexts() {
    CachedModel model;
    model.corpora = {"first", "second"};
    LayerCache cache;
    cache.layer = 3;
    cache.baseline = {0.5, 0.5, 0};
    cache.window = 4;
    for (int s = 0; s < 8; ++s) {
        cache.sequenceCorpus.push_back(s / 4);
        const int32_t first = s < 4 ? 4 : 0;
        for (const int32_t count : {first, 4 - first, 0}) cache.usage.push_back(count);
    }
    model.layers.push_back(cache);
    return model;
}

// Between (1, 0) and (1/2, 1/2): 1/2 log2(4/3) + 1/4 log2(2/3) + 1/4 log2(2).
double halfAgainstOne() { return 0.5 * std::log2(4.0 / 3) + 0.25 * std::log2(2.0 / 3) + 0.25; }

} // namespace

class TestUsageMonitor : public QObject {
    Q_OBJECT
private slots:
    void divergenceByHand() {
        using V = std::vector<double>;
        QVERIFY(close(jensenShannon(V{3, 1}, V{6, 2}), 0));
        QVERIFY(close(jensenShannon(V{5, 0}, V{0, 7}), 1));
        QVERIFY(close(jensenShannon(V{1, 0}, V{1, 1}), halfAgainstOne()));
        QVERIFY(close(jensenShannon(V{1, 1}, V{1, 0}), halfAgainstOne()));
        QVERIFY(std::isnan(jensenShannon(V{0, 0}, V{1, 0})));
    }

    void theBandIsWhatOneKnownTextDiffersFromTheMix() {
        const CachedModel model = twoTexts();
        const UsageCounts mixed = {2, 2, 0, 2, 2, 0};
        const auto drift = usageDrift(model, {mixed}, 4);
        QVERIFY(drift.ok());
        QCOMPARE(drift->windowTokens, 4);
        QCOMPARE(drift->windows, 2);
        QCOMPARE(drift->nullWindows, 8);
        QCOMPARE(drift->layers.front().layer, 3);
        QVERIFY(close(drift->nullMean, halfAgainstOne()));
        QVERIFY(close(drift->nullHigh, halfAgainstOne()));
        QVERIFY(close(drift->mean, 0));
        QVERIFY(!drift->recommendsSwitch());
    }

    void aKnownTextAloneFits() {
        const auto drift = usageDrift(twoTexts(), {{4, 0, 0, 4, 0, 0, 4, 0, 0}}, 8);
        QVERIFY(drift.ok());
        QCOMPARE(drift->windowTokens, 8);
        QCOMPARE(drift->windows, 2);
        QVERIFY(close(drift->mean, halfAgainstOne()));
        QVERIFY(!drift->recommendsSwitch());
    }

    void anotherUseIsBeyondTheBand() {
        const auto drift = usageDrift(twoTexts(), {{0, 0, 4, 2, 2, 0, 0, 0, 4}}, 4);
        QVERIFY(drift.ok());
        QVERIFY(close(drift->layers.front().highest, 1));
        QVERIFY(close(drift->layers.front().mean, 2.0 / 3));
        QVERIFY(close(drift->beyond, 2.0 / 3));
        QVERIFY(drift->recommendsSwitch());
    }

    // The plan's weights make the mix: with 3 to 1 it is (3/4, 1/4).
    void weightsMakeTheMix() {
        CachedModel model = twoTexts();
        model.plan.options["corpora"] = {{"first", 3.0}, {"second", 1.0}};
        const auto drift = usageDrift(model, {{3, 1, 0}}, 4);
        QVERIFY(drift.ok());
        QVERIFY(close(drift->mean, 0));
        const auto other = usageDrift(model, {{4, 0, 0}}, 4);
        QVERIFY(close(other->mean,
                      jensenShannon(std::vector<double>{1, 0}, std::vector<double>{0.75, 0.25})));
    }

    void windowsAreCutToWhatThereIs() {
        // 1000 tokens are asked for; half of a calibration text is two sequences, the text has one.
        const auto drift = usageDrift(twoTexts(), {{2, 2, 0}}, 1000);
        QVERIFY(drift.ok());
        QCOMPARE(drift->windowTokens, 4);
        const auto longer = usageDrift(twoTexts(), {{2, 2, 0, 2, 2, 0, 2, 2, 0}}, 1000);
        QCOMPARE(longer->windowTokens, 8);
        QCOMPARE(longer->windows, 2);
    }

    void withoutUsageThereIsNoBand() {
        CachedModel model = twoTexts();
        const auto none = usageDrift(model, {UsageCounts{}}, 4);
        QVERIFY(!none.ok());
        model.layers.front().sequenceCorpus.resize(1);
        const auto single = usageDrift(model, {{2, 2, 0}}, 4);
        QVERIFY(!single.ok());
        QCOMPARE(single.error().code, ErrorCode::BadInput);
    }
};

QTEST_GUILESS_MAIN(TestUsageMonitor)
#include "tst_usage_monitor.moc"
