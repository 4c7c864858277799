// SPDX-License-Identifier: GPL-3.0-or-later
// Intervals, inequality, quantiles, mutual information, token ranks and the long-tail fit, each
// against a case worked out by hand.
#include "core/analysis/statistics.h"
#include "core/analysis/token_statistics.h"
#include "core/text/token_weights.h"
#include "tests/analysis/close_to.h"
#include <numbers>

using namespace moqa;

class TestStatistics : public QObject {
    Q_OBJECT
private slots:
    void wilsonIntervals() {
        const Interval half = wilsonInterval(5, 10); // 0.5 -+ 0.2634
        VERIFY_CLOSE(half.low, 0.23659309, 1e-7);
        VERIFY_CLOSE(half.high, 0.76340691, 1e-7);
        const Interval none = wilsonInterval(0, 10); // high = z^2 / (n + z^2)
        QCOMPARE(none.low, 0.0);
        VERIFY_CLOSE(none.high, 3.8414588206941236 / 13.8414588206941236, 1e-12);
        QCOMPARE(wilsonInterval(10, 10).high, 1.0);
        QVERIFY(std::isnan(wilsonInterval(0, 0).low));
    }

    void inequality() {
        const std::vector<double> rising{1, 2, 3, 4}, one{0, 0, 0, 5}, equal{3, 3, 3};
        VERIFY_CLOSE(gini(rising), 0.25, 1e-15);
        VERIFY_CLOSE(gini(one), 0.75, 1e-15);
        VERIFY_CLOSE(gini(equal), 0.0, 1e-15);
        const std::vector<double> textbook{2, 4, 4, 4, 5, 5, 7, 9}; // mean 5, deviation 2
        VERIFY_CLOSE(coefficientOfVariation(textbook), 0.4, 1e-15);
        VERIFY_CLOSE(maxOverMean(rising), 1.6, 1e-15);
        const std::vector<double> zeros{0, 0};
        QVERIFY(std::isnan(gini(zeros)));
        QVERIFY(std::isnan(gini({})));
        QVERIFY(std::isnan(coefficientOfVariation(zeros)));
        QVERIFY(std::isnan(maxOverMean({})));
    }

    void quantiles() {
        const auto steps = deciles({10, 0, 5, 1, 9, 2, 8, 3, 7, 4, 6});
        for (int i = 0; i <= 10; ++i) VERIFY_CLOSE(steps[static_cast<size_t>(i)], i, 1e-12);
        const auto two = deciles({4, 2});
        VERIFY_CLOSE(two[3], 2.6, 1e-12);
        QVERIFY(std::isnan(deciles({})[5]));
    }

    void studentByTable() {
        // 97.5 % points of the usual tables, and a value integrated by Simpson's rule.
        VERIFY_CLOSE(studentPoint(0.05, 1), 12.7062047364, 1e-8);
        VERIFY_CLOSE(studentPoint(0.05, 18), 2.10092204024, 1e-9);
        VERIFY_CLOSE(studentPoint(0.01, 7), 3.49948329735, 1e-9);
        VERIFY_CLOSE(studentTwoSided(2.0, 3), 0.13932596855884904, 1e-12);
        VERIFY_CLOSE(studentTwoSided(-2.0, 3), 0.13932596855884904, 1e-12);
        VERIFY_CLOSE(studentTwoSided(0.0, 5), 1.0, 1e-15);
        // One degree is Cauchy: 1 - 2 atan(t) / pi, far into the tail as well.
        for (const double t : {0.1, 1.0, 30.0, 1e6})
            VERIFY_CLOSE(studentTwoSided(t, 1) / (2.0 / std::numbers::pi * std::atan(1.0 / t)), 1.0,
                         1e-9);
        QVERIFY(std::isnan(studentTwoSided(kNotSeen, 4)));
    }

    void mutualInformation() {
        const std::vector<double> same{1, 0, 0, 1}, independent{1, 2, 2, 4};
        VERIFY_CLOSE(mutualInformationBits(same, 2), 1.0, 1e-15);
        VERIFY_CLOSE(mutualInformationBits(independent, 2), 0.0, 1e-15);
        // All margins 3 of 9: the twos give log2(2 * 9 / 9) = 1, the ones 0. Sum 3 * 2/9.
        const std::vector<double> ring{2, 1, 0, 0, 2, 1, 1, 0, 2};
        VERIFY_CLOSE(mutualInformationBits(ring, 3), 2.0 / 3.0, 1e-15);
        const std::vector<double> empty{0, 0};
        QVERIFY(std::isnan(mutualInformationBits(empty, 1)));
    }

    void ranksBreakTiesById() {
        const std::vector<int32_t> tokens{9, 3, 7, 3, 7, 7, 2};
        const TokenRanks ranks = rankTokens(tokens);
        QCOMPARE(ranks.ids, (std::vector<int32_t>{7, 3, 2, 9}));
        QCOMPARE(ranks.counts, (std::vector<int64_t>{3, 2, 1, 1}));
        QVERIFY(rankTokens({}).ids.empty());
    }

    void weightsHaveMeanOne() {
        const std::vector<int32_t> tokens{7, 7, 3, 7, 3, 9};
        const TokenRanks ranks = rankTokens(tokens);
        // rank^-1 sums to 3 * 1 + 2 * 1/2 + 1/3 = 13/3 over 6 tokens: scale 18/13.
        const auto weights = tokenWeights(tokens, ranks, 1.0);
        VERIFY_CLOSE(weights[0], 18.0 / 13.0, 1e-14);
        VERIFY_CLOSE(weights[2], 9.0 / 13.0, 1e-14);
        VERIFY_CLOSE(weights[5], 6.0 / 13.0, 1e-14);
        QCOMPARE(tokenWeights(tokens, ranks, 0.0), std::vector<double>(6, 1.0));
    }

    void exactPowerLaw() {
        // 60 / r, exactly; the last two ranks are too rare to count, but belong to the total 154.
        const std::vector<int64_t> counts{60, 30, 20, 15, 12, 10, 4, 3};
        const ZipfFit fit = fitZipf(counts);
        QCOMPARE(fit.ranksUsed, int64_t{6});
        VERIFY_CLOSE(fit.beta, 1.0, 1e-12);
        VERIFY_CLOSE(fit.c, 60.0 / 154.0, 1e-12);
        VERIFY_CLOSE(fit.r2, 1.0, 1e-12);
    }

    void weightedFitOfThreePoints() {
        // x = 0, ln 2, ln 3; y = ln of 8, 8, 5 over 21; weights 1, 1/2, 1/3: solved by hand.
        const std::vector<int64_t> counts{8, 8, 5};
        const double x[] = {0.0, std::log(2.0), std::log(3.0)};
        const double y[] = {std::log(8.0 / 21), std::log(8.0 / 21), std::log(5.0 / 21)};
        const double meanX = (x[1] / 2 + x[2] / 3) / (11.0 / 6);
        const double meanY = (y[0] + y[1] / 2 + y[2] / 3) / (11.0 / 6);
        double cov = 0, var = 0;
        for (int i = 0; i < 3; ++i) {
            cov += (x[i] - meanX) * (y[i] - meanY) / (i + 1);
            var += (x[i] - meanX) * (x[i] - meanX) / (i + 1);
        }
        VERIFY_CLOSE(fitZipf(counts).beta, -cov / var, 1e-12);
        const std::vector<int64_t> rare{8, 6, 4}, flat{9, 9, 9};
        QVERIFY(std::isnan(fitZipf(rare).beta));
        VERIFY_CLOSE(fitZipf(flat).beta, 0.0, 1e-12);
        VERIFY_CLOSE(fitZipf(flat).r2, 1.0, 1e-12);
    }
};

QTEST_GUILESS_MAIN(TestStatistics)
#include "tst_statistics.moc"
