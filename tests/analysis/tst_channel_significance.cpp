// SPDX-License-Identifier: GPL-3.0-or-later
// Stage 2 on two experts with two channels, worked out by hand.
#include "core/analysis/channel_significance.h"
#include "core/analysis/statistics.h"
#include "tests/analysis/close_to.h"

using namespace moqa;

namespace {

// Expert 0 sees tokens 0 (weight 1, gate 1/2, h = 1, 2) and 1 (weight 2, gate 1, h = 3, -1); expert
// 1 sees token 2 (weight 1, gate 2, h = 1, 1). Tokens 0 and 2 are in the first half.
ChannelSums smallSums() {
    ChannelSums sums(2, 2);
    const std::vector<double> weights{1, 2, 1};
    const std::vector<uint8_t> halves{0, 1, 0};
    Matrix first(2, 2), second(1, 2);
    first.data = {1, 2, 3, -1};
    second.data = {1, 1};
    const std::vector<int32_t> tokens0{0, 1}, tokens1{2};
    const std::vector<float> gates0{0.5f, 1.0f}, gates1{2.0f};
    sums.add(0, first, gates0, tokens0, weights, halves);
    sums.add(1, second, gates1, tokens1, weights, halves);
    return sums;
}
const std::vector<double> kDownNormSquare{4, 9, 1, 24};

} // namespace

class TestChannelSignificance : public QObject {
    Q_OBJECT
private slots:
    void threeFormulas() {
        const ChannelSums sums = smallSums();
        QCOMPARE(sums.significance(Significance::Activation, SampleHalf::Both, kDownNormSquare),
                 (std::vector<double>{18.25, 3, 4, 4}));
        QCOMPARE(sums.significance(Significance::Energy, SampleHalf::Both, kDownNormSquare),
                 (std::vector<double>{73, 27, 4, 96}));
        const auto magnitude =
            sums.significance(Significance::Magnitude, SampleHalf::Both, kDownNormSquare);
        QCOMPARE(magnitude[0], 6.5 * 2);
        QCOMPARE(magnitude[1], 3.0 * 3);
        QCOMPARE(magnitude[2], 2.0);
        VERIFY_CLOSE(magnitude[3], 2.0 * std::sqrt(24.0), 1e-14);
    }

    void halvesAddUp() {
        const ChannelSums sums = smallSums();
        QCOMPARE(sums.significance(Significance::Energy, SampleHalf::First, kDownNormSquare),
                 (std::vector<double>{1, 9, 4, 96}));
        QCOMPARE(sums.significance(Significance::Energy, SampleHalf::Second, kDownNormSquare),
                 (std::vector<double>{72, 18, 0, 0}));
    }

    void slicesAddUp() {
        ChannelSums whole = smallSums();
        ChannelSums sliced(2, 2);
        const std::vector<double> weights{1, 2, 1};
        const std::vector<uint8_t> halves{0, 1, 0};
        Matrix row(1, 2);
        const std::vector<int32_t> tokens{0, 1};
        const std::vector<float> gates{0.5f, 1.0f};
        row.data = {1, 2};
        sliced.add(0, row, std::span(gates).first(1), std::span(tokens).first(1), weights, halves);
        row.data = {3, -1};
        sliced.add(0, row, std::span(gates).last(1), std::span(tokens).last(1), weights, halves);
        const auto a = whole.significance(Significance::Energy, SampleHalf::Both, kDownNormSquare);
        const auto b = sliced.significance(Significance::Energy, SampleHalf::Both, kDownNormSquare);
        QCOMPARE(b[0], a[0]);
        QCOMPARE(b[1], a[1]);
    }

    void columnNorms() {
        Matrix down(2, 3);
        down.data = {1, 0, -1, 2, 3, 1};
        QCOMPARE(columnNormSquares(down), (std::vector<double>{5, 9, 2}));
    }

    void expertsSumToOne() {
        const std::vector<double> channels{73, 27, 4, 96};
        QCOMPARE(expertSignificance(channels, 2), (std::vector<double>{0.5, 0.5}));
        const std::vector<double> nothing(4, 0.0);
        QVERIFY(std::isnan(expertSignificance(nothing, 2)[0]));
    }

    void jointDistributionByHand() {
        const auto at = [](double log) { return std::exp(log) - 1e-6; };
        const JointDistribution joint = jointDistribution({{at(0), at(-1)}, {at(-2), at(-1)}});
        VERIFY_CLOSE(joint.mean[0], -0.5, 1e-12);
        VERIFY_CLOSE(joint.mean[1], -1.5, 1e-12);
        VERIFY_CLOSE(joint.covariance[0], 0.25, 1e-12);
        VERIFY_CLOSE(joint.covariance[1], -0.25, 1e-12);
        VERIFY_CLOSE(joint.covariance[2], -0.25, 1e-12);
        VERIFY_CLOSE(joint.covariance[3], 0.25, 1e-12);
        VERIFY_CLOSE(joint.dynamics[0], 1.0, 1e-12);
        VERIFY_CLOSE(joint.dynamics[1], 0.0, 1e-12);
        // An expert that adds nothing on one corpus stays finite: log(1e-6).
        VERIFY_CLOSE(jointDistribution({{0.0, 1.0}}).mean[0],
                     (std::log(1e-6) + std::log(1.0 + 1e-6)) / 2, 1e-12);
    }

    void baselineIsLinearInTheShares() {
        const std::vector<double> equal{1, 1}, mostly{3, 1}, first{2, 0};
        QCOMPARE(baselineSignificance({{1, 0}, {0.5, 0.5}}, equal),
                 (std::vector<double>{0.75, 0.25}));
        QCOMPARE(baselineSignificance({{1, 0}, {0, 1}}, mostly), (std::vector<double>{0.75, 0.25}));
        QCOMPARE(baselineSignificance({{1, 0}, {kNotSeen, kNotSeen}}, first),
                 (std::vector<double>{1, 0}));
    }

    void channelDynamicsAreTheRange() {
        QCOMPARE(channelDynamics({{0.5, 0.25}, {0.125, 0.5}, {0.25, 0.25}}),
                 (std::vector<double>{0.375, 0.25}));
        QVERIFY(channelDynamics({}).empty());
    }

    void concentrationByHand() {
        std::vector<double> values(1000, 1.0);
        values[500] = 1001; // of 2000
        const auto carried = concentration(values);
        VERIFY_CLOSE(carried[0], 1001.0 / 2000, 1e-15);
        VERIFY_CLOSE(carried[1], 1010.0 / 2000, 1e-15);
        VERIFY_CLOSE(carried[2], 1050.0 / 2000, 1e-15);
        VERIFY_CLOSE(carried[3], 1100.0 / 2000, 1e-15);
        // Counts round up, as those of the channel cache do: 1 of 3 for every share.
        VERIFY_CLOSE(concentration({1, 2, 1})[3], 0.5, 1e-15);
        QVERIFY(std::isnan(concentration({0, 0})[0]));
        QVERIFY(std::isnan(concentration({1, kNotSeen})[0]));
    }
};

QTEST_GUILESS_MAIN(TestChannelSignificance)
#include "tst_channel_significance.moc"
