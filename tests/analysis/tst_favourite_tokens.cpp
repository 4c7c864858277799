// SPDX-License-Identifier: GPL-3.0-or-later
// Favourites of two experts worked out by hand, their order, and what keeps rare tokens out.
#include "core/analysis/favourite_tokens.h"
#include "core/base/parallel.h"
#include "core/base/random.h"
#include "tests/analysis/close_to.h"

#include <algorithm>
#include <map>

using namespace moqa;

namespace {

struct Text {
    std::vector<int32_t> tokens, chosen;
    // count occurrences of a token that all go to one expert
    void add(int32_t token, int32_t expert, int count) {
        tokens.insert(tokens.end(), static_cast<size_t>(count), token);
        chosen.insert(chosen.end(), static_cast<size_t>(count), expert);
    }
    Favourites favourites(int experts) const {
        return favouriteTokens(TokenIndex(tokens), chosen, 1, experts);
    }
};

double at(const std::vector<double>& values, int expert, int rank) {
    return values[static_cast<size_t>(expert * kFavouriteTokens + rank)];
}

} // namespace

class TestFavouriteTokens : public QObject {
    Q_OBJECT
private slots:
    void indexOfTokens() {
        const std::vector<int32_t> tokens{7, 3, 7, 9};
        const TokenIndex index(tokens);
        QCOMPARE(index.ids, (std::vector<int32_t>{3, 7, 9}));
        QCOMPARE(index.counts, (std::vector<int64_t>{1, 2, 1}));
        QCOMPARE(index.of, (std::vector<int32_t>{1, 0, 1, 2}));
    }

    void byHand() {
        Text text; // T = 10, five tokens to each expert
        text.add(10, 0, 4);
        text.add(20, 0, 1);
        text.add(20, 1, 4);
        text.add(30, 1, 1); // seen once: the plain ratio would put it first
        const Favourites found = text.favourites(2);
        QCOMPARE(at(found.ids, 0, 0), 10.0);
        QCOMPARE(at(found.counts, 0, 0), 4.0);
        VERIFY_CLOSE(at(found.lift, 0, 0), 4.5 / 2.5, 1e-15); // E = 4 * 5 / 10
        QVERIFY(std::isnan(at(found.ids, 0, 1)));
        QCOMPARE(at(found.ids, 1, 0), 20.0);
        VERIFY_CLOSE(at(found.lift, 1, 0), 4.5 / 3.0, 1e-15); // E = 5 * 5 / 10
        QVERIFY(std::isnan(at(found.lift, 1, 1)));
    }

    void muchEvidenceBeatsLittle() {
        Text text;
        text.add(1, 0, 3);  // all three to expert 0
        text.add(2, 0, 30); // all thirty as well: the same plain ratio
        text.add(3, 1, 67);
        const Favourites found = text.favourites(2);
        QCOMPARE(at(found.ids, 0, 0), 2.0);
        QCOMPARE(at(found.ids, 0, 1), 1.0);
        VERIFY_CLOSE(at(found.lift, 0, 0), 30.5 / (30 * 0.33 + 0.5), 1e-12);
    }

    void orderOfEqualsAndLimit() {
        Text text;
        for (int32_t token = 40; token > 20; --token) text.add(token, 0, 3);
        text.add(99, 1, 60);
        const Favourites found = text.favourites(2);
        for (int rank = 0; rank < kFavouriteTokens; ++rank)
            QCOMPARE(at(found.ids, 0, rank), 21.0 + rank); // equal lift and count: by id
    }

    void aTokenThatGoesEverywhereIsNoFavourite() {
        Text text;
        text.add(1, 0, 50);
        text.add(1, 1, 50);
        const Favourites found = text.favourites(2);
        QVERIFY(std::isnan(at(found.ids, 0, 0)) && std::isnan(at(found.ids, 1, 0)));
        const Favourites none = favouriteTokens(TokenIndex(std::vector<int32_t>{}), {}, 1, 2);
        QVERIFY(std::isnan(at(none.ids, 1, 0)));
    }

    void againstPlainCountsAndThreads() {
        constexpr int kExperts = 8, kTopK = 2;
        Random random(11);
        std::vector<int32_t> tokens, chosen;
        for (int t = 0; t < 5000; ++t) {
            const auto token = static_cast<int32_t>(random.below(40));
            const auto first =
                static_cast<int32_t>((static_cast<uint64_t>(token) + random.below(3)) % kExperts);
            tokens.push_back(token);
            chosen.push_back(first);
            chosen.push_back((first + 1 + static_cast<int32_t>(random.below(kExperts - 1))) %
                             kExperts);
        }
        const TokenIndex index(tokens);
        const int threads = threadLimit();
        setThreadLimit(1);
        const Favourites one = favouriteTokens(index, chosen, kTopK, kExperts);
        setThreadLimit(3);
        const Favourites three = favouriteTokens(index, chosen, kTopK, kExperts);
        setThreadLimit(threads);
        // Bit patterns: NaN included.
        QVERIFY(std::equal(one.lift.begin(), one.lift.end(), three.lift.begin(),
                           [](double a, double b) { return a == b || (a != a && b != b); }));
        std::map<int32_t, double> all, mine;
        double taken = 0.0;
        for (size_t i = 0; i < chosen.size(); ++i) {
            if (i % kTopK == 0) all[tokens[i / kTopK]] += 1.0;
            if (chosen[i] == 5) mine[tokens[i / kTopK]] += 1.0, taken += 1.0;
        }
        double best = 0.0;
        for (const auto& [token, count] : mine)
            best = std::max(best, (count + 0.5) / (all[token] * taken / 5000.0 + 0.5));
        VERIFY_CLOSE(at(one.lift, 5, 0), best, 1e-12);
        QCOMPARE(at(one.counts, 5, 0), mine[static_cast<int32_t>(at(one.ids, 5, 0))]);
    }
};

QTEST_GUILESS_MAIN(TestFavouriteTokens)
#include "tst_favourite_tokens.moc"
