// SPDX-License-Identifier: GPL-3.0-or-later
// Windows that reach the experts evenly: choices worked out by hand, and on a model against the
// first windows of the same text.
#include "core/base/parallel.h"
#include "core/measure/balanced_windows.h"
#include "core/model/forward.h"
#include "tests/quantize/tiny_model.h"

#include <QTest>
#include <cmath>

using namespace moqa;

namespace {

using Windows = std::vector<std::vector<int64_t>>;

std::vector<double> loadsOf(const ModelSource& model, const std::vector<Corpus>& corpora,
                            int64_t window) {
    struct Counter final : LayerObserver {
        std::vector<double> loads = std::vector<double>(16);
        void ffnInput(int layer, MatrixView, const Routing* routing) override {
            if (routing == nullptr) return;
            for (const int32_t e : routing->ids)
                ++loads[static_cast<size_t>((layer - 1) * TinyModel::kExperts + e)];
        }
    } counter;
    for (const Corpus& corpus : corpora) {
        const auto batch = TokenBatch::windows(corpus.ids, window, corpus.name);
        if (!batch.ok() || !Forward(model).run(*batch, &counter, silentProgress()).ok())
            qFatal("pass");
    }
    return counter.loads;
}

} // namespace

class TestBalancedWindows : public QObject {
    Q_OBJECT
private slots:
    void cleanup() { setThreadLimit(2); }

    // Two units. Sums of squares with each window alone are 10, 8, 10, 16: window 1. From (2, 2) on
    // 34, -, 34, 40: window 0, the first of the equal ones. From (5, 3) on (6, 6) has 72, (9, 3)
    // has 90: window 2.
    void greedyByHand() {
        const WindowLoads text{2, {3, 1, 2, 2, 1, 3, 4, 0}};
        QCOMPARE(chooseBalanced({text}, 1), (Windows{{1}}));
        QCOMPARE(chooseBalanced({text}, 2), (Windows{{0, 1}}));
        QCOMPARE(chooseBalanced({text}, 3), (Windows{{0, 1, 2}}));
        QCOMPARE(chooseBalanced({text}, 9), (Windows{{0, 1, 2, 3}}));
        QCOMPARE(chooseBalanced({text}, 0), (Windows{{}}));
        QVERIFY(chooseBalanced({}, 3).empty());
    }

    // Texts in turn, against the loads of both: the first takes (3, 1), so the second takes (1, 3)
    // although its (2, 2) is more even in itself: (4, 4) has 32, (5, 3) has 34.
    void textsAreBalancedTogether() {
        const WindowLoads first{2, {3, 1}}, second{2, {2, 2, 1, 3}};
        QCOMPARE(chooseBalanced({first, second}, 1), (Windows{{0}, {1}}));
        QCOMPARE(chooseBalanced({first, second}, 2), (Windows{{0}, {0, 1}}));
    }

    // Loads (1, 3) and (2, 2): deviations 1 of mean 2, and 0. An empty layer says nothing.
    void variationByHand() {
        QCOMPARE(loadVariation({1, 3, 2, 2}, 2), 0.25);
        QCOMPARE(loadVariation({1, 3, 0, 0}, 2), 0.25);
        QCOMPARE(loadVariation({}, 2), 0.0);
    }

    void chosenWindowsAreMoreEvenThanTheFirst() {
        const TinyModel model;
        const std::vector<Corpus> corpora = TinyModel::corpora(1024);
        const auto balanced = balanceCorpora(model, corpora, 128, 16, silentProgress());
        QVERIFY2(balanced.ok(), balanced.ok() ? "" : balanced.error().message().c_str());
        QCOMPARE(balanced->corpora.size(), size_t{2});
        std::vector<Corpus> first = corpora;
        for (size_t c = 0; c < 2; ++c) {
            const Corpus& chosen = balanced->corpora[c];
            QCOMPARE(chosen.ids.size(), size_t{128});
            QCOMPARE(chosen.name, corpora[c].name);
            QVERIFY(chosen.textSha256 != corpora[c].textSha256 && chosen.textSha256.size() == 64);
            first[c].ids.resize(128);
            // Whole windows of the text, in its order.
            size_t from = 0;
            for (size_t w = 0; w < 8; ++w) {
                const auto begin = chosen.ids.begin() + static_cast<long>(16 * w);
                while (from < 64 &&
                       !std::equal(begin, begin + 16,
                                   corpora[c].ids.begin() + static_cast<long>(16 * from)))
                    ++from;
                QVERIFY(from < 64);
                ++from;
            }
        }
        const double before = loadVariation(loadsOf(model, first, 16), TinyModel::kExperts);
        const double after =
            loadVariation(loadsOf(model, balanced->corpora, 16), TinyModel::kExperts);
        QVERIFY(std::abs(balanced->variationOfFirst - before) < 1e-12);
        QVERIFY(std::abs(balanced->variation - after) < 1e-12);
        QVERIFY2(after < before, qPrintable(QString("%1 %2").arg(after).arg(before)));
    }

    void sameChoiceEachTime() {
        const TinyModel model;
        const std::vector<Corpus> corpora = TinyModel::corpora(512);
        setThreadLimit(1);
        const auto one = balanceCorpora(model, corpora, 64, 16, silentProgress());
        setThreadLimit(3);
        const auto three = balanceCorpora(model, corpora, 64, 16, silentProgress());
        QVERIFY(one.ok() && three.ok());
        for (size_t c = 0; c < 2; ++c) {
            QCOMPARE(one->corpora[c].ids, three->corpora[c].ids);
            QCOMPARE(one->corpora[c].textSha256, three->corpora[c].textSha256);
        }
    }

    void shortTexts() {
        const TinyModel model;
        const auto all =
            balanceCorpora(model, TinyModel::corpora(40), 1 << 20, 16, silentProgress());
        QVERIFY(all.ok());
        QCOMPARE(all->corpora[0].ids.size(), size_t{32}); // both whole windows
        QCOMPARE(all->variation, all->variationOfFirst);
        const auto one = balanceCorpora(model, TinyModel::corpora(40), 1, 16, silentProgress());
        QCOMPARE(one->corpora[0].ids.size(), size_t{16});
        const auto none = balanceCorpora(model, TinyModel::corpora(8), 64, 16, silentProgress());
        QVERIFY(!none.ok() && none.error().code == ErrorCode::BadInput);
    }
};

QTEST_GUILESS_MAIN(TestBalancedWindows)
#include "tst_balanced_windows.moc"
