// SPDX-License-Identifier: GPL-3.0-or-later
// Differences of two corpora: one case by hand, the fall-backs, and a simulation in which only the
// windows differ.
#include "core/analysis/corpus_difference.h"
#include "core/analysis/routing_tally.h"
#include "core/base/random.h"
#include "tests/analysis/close_to.h"

#include <algorithm>
#include <cmath>

using namespace moqa;

namespace {

struct Side {
    const char* name;
    int64_t tokens, windows;
    std::vector<double> frequency, error;
};

Analysis analysisOf(const std::vector<Side>& sides, int topK = 1) {
    Analysis analysis;
    analysis.moeLayers = {2};
    analysis.experts = static_cast<int>(sides[0].frequency.size());
    analysis.topK = topK;
    for (const Side& side : sides) {
        CorpusInfo info{side.name, "", ""};
        info.tokens = side.tokens;
        info.sequences = side.windows;
        analysis.corpora.push_back(info);
        const auto add = [&](const char* metric, const std::vector<double>& values) {
            if (values.empty()) return;
            const ResultKey key{metric, side.name, -1};
            analysis.results[key] = std::make_shared<const ResultArray>(
                ResultArray{key, {1, analysis.experts}, values, side.tokens});
        };
        add("frequency", side.frequency);
        add("frequency_se", side.error);
    }
    return analysis;
}

Result<CorpusDifference> differenceOf(const Analysis& analysis, const char* metric = "frequency") {
    return corpusDifference(analysis, metric, "a", "b");
}

} // namespace

class TestCorpusDifference : public QObject {
    Q_OBJECT
private slots:
    void byHand() {
        const Analysis analysis =
            analysisOf({{"a", 1000, 10, {0.6, 0.3, kNotSeen}, {0.05, 0.05, kNotSeen}},
                        {"b", 1000, 10, {0.4, 0.3, 0.5}, {0.05, 0.05, 0.1}}});
        const auto d = differenceOf(analysis);
        QVERIFY2(d.ok(), d.ok() ? "" : d.error().message().c_str());
        VERIFY_CLOSE(d->difference[0], 0.2, 1e-15);
        // Variance 2 * 0.05^2 = 0.005; Welch: 18 degrees of freedom; t = 0.2 / sqrt(0.005) =
        // sqrt 8.
        constexpr double kPoint = 2.10092204024096; // 97.5 % of t with 18, from tables
        VERIFY_CLOSE(d->low[0], 0.2 - kPoint * std::sqrt(0.005), 1e-9);
        VERIFY_CLOSE(d->high[0], 0.2 + kPoint * std::sqrt(0.005), 1e-9);
        VERIFY_CLOSE(d->p[0], 0.011136413, 1e-8); // Simpson's rule over the density
        VERIFY_CLOSE(d->p[1], 1.0, 1e-12);
        VERIFY_CLOSE(d->pAdjusted[0], 2 * d->p[0], 1e-15); // two cells with a p
        QCOMPARE(d->significant, (std::vector<uint8_t>{1, 0, 0}));
        QVERIFY(std::isnan(d->difference[2]) && std::isnan(d->pAdjusted[2]));
        QCOMPARE(d->cells, int64_t{2});
        QVERIFY(d->clustered);
        QVERIFY2(d->note.find("10 and 10 windows") != std::string::npos, d->note.c_str());
    }

    void loadIsFrequencyOverFairShare() {
        const Analysis analysis = analysisOf(
            {{"a", 1000, 10, {0.6, 0.3}, {0.05, 0.05}}, {"b", 1000, 10, {0.4, 0.3}, {0.05, 0.05}}},
            2);
        const auto frequency = differenceOf(analysis), load = differenceOf(analysis, "load");
        QVERIFY(frequency.ok() && load.ok());
        VERIFY_CLOSE(load->difference[0], 0.2, 1e-15); // N / K = 1
        const Analysis one = analysisOf(
            {{"a", 1000, 10, {0.6, 0.3}, {0.05, 0.05}}, {"b", 1000, 10, {0.4, 0.3}, {0.05, 0.05}}});
        VERIFY_CLOSE(differenceOf(one, "load")->difference[0], 0.4, 1e-15);
        VERIFY_CLOSE(differenceOf(one, "load")->low[0], 2 * frequency->low[0], 1e-12);
        QCOMPARE(load->p, frequency->p);
    }

    void expertsWithoutATokenKeepAVariance() {
        const auto d = differenceOf(analysisOf(
            {{"a", 1000, 10, {0.0, 0.0}, {0.0, 0.0}}, {"b", 1000, 10, {0.0, 0.01}, {0.0, 0.001}}}));
        QVERIFY(d.ok());
        // (0 + 1) / 1002 of 1002 tokens in both.
        const double variance = 2 * (1.0 / 1002) * (1001.0 / 1002) / 1002;
        VERIFY_CLOSE(d->high[0] / std::sqrt(variance), 1.9623, 1e-3);
        VERIFY_CLOSE(d->p[0], 1.0, 1e-12);
        QVERIFY(d->p[1] < 1e-3);
    }

    void fewWindowsFallBackAndSaySo() {
        // Four windows that agree by chance: the variance of independent tokens is larger.
        const auto d = differenceOf(
            analysisOf({{"a", 1000, 4, {0.6}, {0.001}}, {"b", 1000, 4, {0.4}, {0.2}}}));
        QVERIFY(d.ok());
        QVERIFY(!d->clustered);
        QVERIFY2(d->note.find("too narrow") != std::string::npos, d->note.c_str());
        const double p = 601.0 / 1002;
        const double variance = p * (1 - p) / 1002 + 0.2 * 0.2;
        // Welch: the second side alone counts, 3 degrees of freedom: t = 3.18245.
        VERIFY_CLOSE(d->high[0] - d->difference[0], 3.182446305 * std::sqrt(variance), 1e-6);
        // Without frequency_se (workspaces of an older version): independent tokens.
        const auto old =
            differenceOf(analysisOf({{"a", 1000, 20, {0.6}, {}}, {"b", 1000, 20, {0.4}, {}}}));
        QVERIFY(old.ok());
        QVERIFY(!old->clustered);
        QVERIFY(old->significant[0] == 1);
    }

    void windowsThatDifferAreNotTakenForCorporaThatDiffer() {
        // 200 experts, both corpora with the same mean share 0.2, but each window has its own: 0.1
        // or 0.3. Independent tokens would call most cells different.
        constexpr int kExperts = 200;
        constexpr int64_t kWindows = 24, kWindow = 500;
        Random random(3);
        std::vector<Side> sides{{"a", kWindows * kWindow, kWindows, {}, {}},
                                {"b", kWindows * kWindow, kWindows, {}, {}}};
        std::vector<Side> naive = sides;
        for (size_t s = 0; s < sides.size(); ++s) {
            RoutingTally tally;
            tally.experts = kExperts;
            tally.tokens = sides[s].tokens;
            tally.count.assign(kExperts, 0.0);
            for (int64_t w = 0; w < kWindows; ++w)
                for (size_t e = 0; e < kExperts; ++e) {
                    const double share = random.uniform() < 0.5 ? 0.1 : 0.3;
                    double hits = 0;
                    for (int64_t t = 0; t < kWindow; ++t) hits += random.uniform() < share;
                    tally.sequenceCounts.push_back(hits);
                    tally.count[e] += hits;
                }
            for (const double count : tally.count)
                sides[s].frequency.push_back(count / static_cast<double>(tally.tokens));
            naive[s].frequency = sides[s].frequency;
            sides[s].error = frequencyErrors(tally);
        }
        const auto d = differenceOf(analysisOf(sides)), blind = differenceOf(analysisOf(naive));
        QVERIFY(d.ok() && blind.ok());
        const auto count = [](const CorpusDifference& x) {
            return std::count(x.significant.begin(), x.significant.end(), 1);
        };
        QVERIFY2(count(*d) <= 2, qPrintable(QString::number(count(*d))));
        QVERIFY2(count(*blind) > 60, qPrintable(QString::number(count(*blind))));
        int64_t covered = 0;
        for (size_t e = 0; e < kExperts; ++e) covered += d->low[e] <= 0.0 && d->high[e] >= 0.0;
        QVERIFY2(covered >= 180, qPrintable(QString::number(covered))); // 95 % of 200, +- 3 sigma
    }

    void falseDiscoveryByHand() {
        const std::vector<double> p{0.01, 0.04, 0.03, kNotSeen, 0.5};
        const std::vector<double> adjusted = adjustedForFalseDiscovery(p);
        VERIFY_CLOSE(adjusted[0], 0.04, 1e-15);
        VERIFY_CLOSE(adjusted[1], 0.16 / 3, 1e-15);
        VERIFY_CLOSE(adjusted[2], 0.16 / 3, 1e-15); // 0.06 by itself, never above the next
        QVERIFY(std::isnan(adjusted[3]));
        VERIFY_CLOSE(adjusted[4], 0.5, 1e-15);
        QVERIFY(adjustedForFalseDiscovery({}).empty());
    }

    void errors() {
        const Analysis analysis = analysisOf(
            {{"a", 100, 10, {0.5}, {0.1}}, {"b", 100, 10, {0.5}, {0.1}}, {"c", 100, 10, {}, {}}});
        const auto codeOf = [&](const char* metric, const char* a, const char* b) {
            const auto d = corpusDifference(analysis, metric, a, b);
            return d.ok() ? ErrorCode::Internal : d.error().code;
        };
        QCOMPARE(codeOf("count", "a", "b"), ErrorCode::Usage);
        QCOMPARE(codeOf("load", "a", "a"), ErrorCode::Usage);
        QCOMPARE(codeOf("load", "a", "x"), ErrorCode::BadInput);
        QCOMPARE(codeOf("load", "a", ""), ErrorCode::BadInput);
        QCOMPARE(codeOf("load", "c", "b"), ErrorCode::BadInput); // stage 1 not run
    }
};

QTEST_GUILESS_MAIN(TestCorpusDifference)
#include "tst_corpus_difference.moc"
