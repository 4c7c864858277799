// SPDX-License-Identifier: GPL-3.0-or-later
// Pair measures on three experts by hand, clustering against a plain search, the two patterns.
#include "core/analysis/coactivation.h"
#include "core/analysis/statistics.h"
#include "core/base/random.h"
#include "tests/analysis/close_to.h"

#include <algorithm>
#include <tuple>

using namespace moqa;

namespace {

// 10 tokens, 2 of 3 experts each: (0,1) in 6, (0,2) in 3, (1,2) in 1.
const std::vector<double> kPairs{9, 6, 3, 6, 7, 1, 3, 1, 4};

// Average linkage from its definition: the mean of all leaf distances of two clusters.
std::vector<Merge> plainLinkage(const std::vector<double>& distance, int n) {
    std::vector<std::pair<int, std::vector<int>>> clusters;
    for (int i = 0; i < n; ++i) clusters.push_back({i, {i}});
    std::vector<Merge> merges;
    while (clusters.size() > 1) {
        std::tuple<double, int, int> best{1e300, 0, 0};
        for (size_t i = 0; i < clusters.size(); ++i)
            for (size_t j = i + 1; j < clusters.size(); ++j) {
                double sum = 0;
                for (const int a : clusters[i].second)
                    for (const int b : clusters[j].second)
                        sum += distance[static_cast<size_t>(a * n + b)];
                sum /= static_cast<double>(clusters[i].second.size() * clusters[j].second.size());
                best = std::min(best, {sum, static_cast<int>(i), static_cast<int>(j)});
            }
        auto& [d, i, j] = best;
        auto first = clusters[static_cast<size_t>(i)], second = clusters[static_cast<size_t>(j)];
        clusters.erase(clusters.begin() + j);
        clusters.erase(clusters.begin() + i);
        first.second.insert(first.second.end(), second.second.begin(), second.second.end());
        merges.push_back({std::min(first.first, second.first), std::max(first.first, second.first),
                          d, static_cast<int>(first.second.size())});
        clusters.push_back({n + static_cast<int>(merges.size()) - 1, first.second});
    }
    return merges;
}

} // namespace

class TestCoactivation : public QObject {
    Q_OBJECT
private slots:
    void measuresByHand() {
        const PairMeasures m = pairMeasures(kPairs, 3, 2, 10);
        VERIFY_CLOSE(noPreferenceLift(3, 2), 0.75, 1e-15);
        VERIFY_CLOSE(m.support[1], 0.6, 1e-15);
        VERIFY_CLOSE(m.support[0], 0.9, 1e-15);
        VERIFY_CLOSE(m.conditional[1], 6.0 / 9, 1e-15);
        VERIFY_CLOSE(m.conditional[3], 6.0 / 7, 1e-15);
        VERIFY_CLOSE(m.jaccard[1], 6.0 / 10, 1e-15);
        VERIFY_CLOSE(m.expected[1], 6.3 * 0.75, 1e-15);
        VERIFY_CLOSE(m.lift[1], 6.0 / 4.725, 1e-14);
        VERIFY_CLOSE(m.pmi[1], std::log2(60.0 / 63), 1e-14);
        VERIFY_CLOSE(m.npmi[1], std::log2(60.0 / 63) / -std::log2(0.6), 1e-14);
        VERIFY_CLOSE(m.lift[5], 1.0 / (2.8 * 0.75), 1e-14);
        QVERIFY(std::isnan(m.lift[0]) && std::isnan(m.pmi[4]) && std::isnan(m.npmi[8]));
        VERIFY_CLOSE(m.jaccard[0], 1.0, 1e-15);
        for (size_t a = 0; a < 3; ++a)
            for (size_t b = 0; b < 3; ++b)
                if (a != b) QCOMPARE(m.npmi[a * 3 + b], m.npmi[b * 3 + a]);
    }

    void noPreferenceHasLiftOne() {
        // Each pair once: every measure of chance must come out at 1.
        const PairMeasures m =
            pairMeasures(std::vector<double>{2, 1, 1, 1, 2, 1, 1, 1, 2}, 3, 2, 3);
        VERIFY_CLOSE(m.lift[1], 1.0, 1e-15);
        VERIFY_CLOSE(m.lift[5], 1.0, 1e-15);
    }

    void unseenAndNeverTogether() {
        // Expert 2 unseen; 0 and 1 always together; and a pair that never meets.
        const PairMeasures m =
            pairMeasures(std::vector<double>{5, 5, 0, 5, 5, 0, 0, 0, 0}, 3, 2, 5);
        QVERIFY(std::isnan(m.lift[2]) && std::isnan(m.npmi[5]) && std::isnan(m.conditional[6]));
        QCOMPARE(m.conditional[2], 0.0);
        QCOMPARE(m.npmi[1], 1.0);
        QVERIFY(std::isnan(m.jaccard[8]));
        const PairMeasures apart = pairMeasures(std::vector<double>{2, 0, 0, 3}, 2, 1, 5);
        QCOMPARE(apart.npmi[1], -1.0);
        QVERIFY(std::isnan(apart.pmi[1]));
        QVERIFY(std::isnan(apart.lift[1])); // one choice a token: no pair is ever expected
        QVERIFY(std::isnan(noPreferenceLift(1, 1)));
    }

    void clusteringByHand() {
        // 0-1 at 0.1, 2-3 at 0.2, then the mean of 0.4, 0.6, 0.8, 1.0.
        const std::vector<double> d{0, .1, .4, .6, .1, 0, .8, 1, .4, .8, 0, .2, .6, 1, .2, 0};
        const Dendrogram tree = averageLinkage(d, 4);
        QCOMPARE(tree.merges.size(), size_t{3});
        QCOMPARE(tree.merges[0].a, 0);
        QCOMPARE(tree.merges[0].b, 1);
        QCOMPARE(tree.merges[1].a, 2);
        QCOMPARE(tree.merges[1].b, 3);
        QCOMPARE(tree.merges[2].a, 4);
        QCOMPARE(tree.merges[2].b, 5);
        VERIFY_CLOSE(tree.merges[2].distance, 0.7, 1e-15);
        QCOMPARE(tree.merges[2].size, 4);
        QCOMPARE(tree.order, (std::vector<int>{0, 1, 2, 3}));
    }

    void orderPutsTogetherWhatMerges() {
        // 0-2 close, 1-3 close.
        const std::vector<double> d{0, 1, .1, 1, 1, 0, 1, .2, .1, 1, 0, 1, 1, .2, 1, 0};
        QCOMPARE(averageLinkage(d, 4).order, (std::vector<int>{0, 2, 1, 3}));
    }

    void tiesAreDeterministic() {
        const std::vector<double> equal(16, 0.5);
        const Dendrogram tree = averageLinkage(equal, 4);
        QCOMPARE(tree.merges[0].b, 1);
        QCOMPARE(tree.merges[1].a, 2);
        QCOMPARE(tree.merges[1].b, 3);
        const std::vector<double> nothing(9, kNotSeen);
        QCOMPARE(averageLinkage(nothing, 3).merges[0].distance, 1.0);
        QCOMPARE(averageLinkage(nothing, 3).order, (std::vector<int>{2, 0, 1}));
        QCOMPARE(averageLinkage(std::vector<double>{0}, 1).order, (std::vector<int>{0}));
        QVERIFY(averageLinkage({}, 0).order.empty());
    }

    void clusteringMatchesItsDefinition() {
        for (const uint64_t seed : {1u, 2u, 3u, 4u, 5u}) {
            Random random(seed);
            const int n = 17;
            std::vector<double> d(static_cast<size_t>(n * n), 0.0);
            for (int i = 0; i < n; ++i)
                for (int j = i + 1; j < n; ++j)
                    d[static_cast<size_t>(i * n + j)] = d[static_cast<size_t>(j * n + i)] =
                        random.uniform();
            const Dendrogram tree = averageLinkage(d, n);
            const auto plain = plainLinkage(d, n);
            for (size_t i = 0; i < plain.size(); ++i) {
                QVERIFY2(tree.merges[i].a == plain[i].a && tree.merges[i].b == plain[i].b,
                         qPrintable(QStringLiteral("seed %1, merge %2").arg(seed).arg(i)));
                VERIFY_CLOSE(tree.merges[i].distance, plain[i].distance, 1e-12);
                QCOMPARE(tree.merges[i].size, plain[i].size);
            }
            std::vector<int> sorted = tree.order;
            std::sort(sorted.begin(), sorted.end());
            for (int i = 0; i < n; ++i) QCOMPARE(sorted[static_cast<size_t>(i)], i);
        }
    }

    void distanceOfNpmi() {
        const std::vector<double> npmi{1, 0, -1};
        QCOMPARE(clusterDistance(npmi), (std::vector<double>{0, 0.5, 1}));
    }

    void patternsNeedBothSides() {
        // Four experts, 2 of 4 in 600 tokens: pairs 0-1 and 2-3 in 200 each, the other four in 50.
        std::vector<double> pairs(16, 50.0);
        for (size_t e = 0; e < 4; ++e) pairs[e * 4 + e] = 300;
        pairs[1] = pairs[4] = pairs[11] = pairs[14] = 200;
        std::vector<double> similarity(16, 0.5);
        similarity[1] = similarity[4] = 0.9;
        similarity[11] = similarity[14] = 0.1;
        const Patterns found = findPatterns(pairMeasures(pairs, 4, 2, 600), similarity, 4);
        QCOMPARE(found.overlap.size(), size_t{1});
        QCOMPARE(found.overlap[0].a, 0);
        QCOMPARE(found.overlap[0].b, 1);
        // 300 * 300 / 600 * 2/3 = 100 expected.
        VERIFY_CLOSE(found.overlap[0].lift, 2.0, 1e-12);
        QCOMPARE(found.complement.size(), size_t{1});
        QCOMPARE(found.complement[0].a, 2);
        // A hundredth of the tokens: too few to say anything.
        for (double& c : pairs) c /= 100;
        const Patterns few = findPatterns(pairMeasures(pairs, 4, 2, 6), similarity, 4);
        QVERIFY(few.overlap.empty() && few.complement.empty());
    }
};

QTEST_GUILESS_MAIN(TestCoactivation)
#include "tst_coactivation.moc"
