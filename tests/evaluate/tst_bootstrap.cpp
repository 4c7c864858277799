// SPDX-License-Identifier: GPL-3.0-or-later
// Recovered shares by hand, and the interval's behaviour.
#include "core/evaluate/bootstrap.h"

#include <QTest>
#include <cmath>

using namespace moqa;

namespace {

CorpusScore score(const std::string& corpus, std::vector<double> nll, std::vector<double> kl) {
    CorpusScore s;
    s.corpus = corpus;
    s.windowNll = std::move(nll);
    s.windowKl = std::move(kl);
    return s;
}

EvaluateReport report(std::vector<CorpusScore> corpora) {
    EvaluateReport r;
    r.window = 8;
    r.corpora = std::move(corpora);
    return r;
}

bool near(double a, double b) { return std::abs(a - b) < 1e-12; }

} // namespace

class TestBootstrap : public QObject {
    Q_OBJECT
private slots:
    void sharesAreSumsOverCorpora() {
        // Mean losses: corpus a full 1, uniform 2, plan 1.5; corpus b full 2, uniform 5, plan 3.
        const auto full = report({score("a", {0.5, 1.5}, {}), score("b", {2, 2, 2}, {})});
        const auto uniform =
            report({score("a", {1.5, 2.5}, {0.2, 0.4}), score("b", {4, 5, 6}, {1, 1, 1})});
        const auto plan =
            report({score("a", {1.0, 2.0}, {0.1, 0.3}), score("b", {3, 3, 3}, {0.5, 0.5, 0.2})});
        const auto shares = recoveredShares(full, uniform, plan);
        QVERIFY(shares.ok());
        QVERIFY(near(shares->logPerplexity->value, (0.5 + 2.0) / (1.0 + 3.0)));
        // KL means: plan 0.2 + 0.4, uniform 0.3 + 1.
        QVERIFY(shares->divergence.has_value());
        QVERIFY(near(shares->divergence->value, 1.0 - 0.6 / 1.3));
        for (const ShareInterval& s : {*shares->logPerplexity, *shares->divergence}) {
            QVERIFY(s.low <= s.value && s.value <= s.high);
            QCOMPARE(s.undefinedResamples, 0.0);
        }
    }

    void windowsThatAgreeGiveAPoint() {
        // Every window wins back the same share: pairing leaves nothing to vary.
        std::vector<double> f, u, p;
        for (int i = 0; i < 10; ++i) {
            f.push_back(i);
            u.push_back(i + 1.0 + i);
            p.push_back(i + 0.25 * (1.0 + i));
        }
        const auto shares = recoveredShares(
            report({score("a", f, {})}), report({score("a", u, {})}), report({score("a", p, {})}));
        QVERIFY(near(shares->logPerplexity->value, 0.75) &&
                near(shares->logPerplexity->low, 0.75) && near(shares->logPerplexity->high, 0.75));
        QVERIFY(!shares->divergence.has_value());
    }

    void intervalIsSeededAndNarrowsWithTheLevel() {
        std::vector<double> f(40, 1.0), u, p;
        for (int i = 0; i < 40; ++i) {
            u.push_back(2.0 + 0.5 * std::sin(i));
            p.push_back(1.5 + 0.3 * std::cos(3 * i));
        }
        const auto run = [&](BootstrapOptions o) {
            return recoveredShares(report({score("a", f, {})}), report({score("a", u, {})}),
                                   report({score("a", p, {})}), o)
                ->logPerplexity.value();
        };
        const ShareInterval a = run({}), again = run({}), other = run({.seed = 9});
        const ShareInterval half = run({.level = 0.5});
        QCOMPARE(a.low, again.low);
        QVERIFY(a.low != other.low && std::abs(a.low - other.low) < 0.05);
        QVERIFY(half.low > a.low && half.high < a.high && a.low < a.value && a.value < a.high);
    }

    void windowsWithoutLossAreReported() {
        // Uniform loses in one of two windows only by little: a quarter of the resamples draw the
        // other one twice.
        const auto shares = recoveredShares(report({score("a", {1.0, 1.0}, {})}),
                                            report({score("a", {0.5, 2.0}, {})}),
                                            report({score("a", {0.5, 1.5}, {})}));
        QVERIFY(shares.ok());
        QVERIFY(std::abs(shares->logPerplexity->undefinedResamples - 0.25) < 0.05);
    }

    void differenceOfTwoPlans() {
        // a is 0.2 above b in every window of one corpus and 0.4 in the other: nothing is
        // uncertain.
        const std::vector<double> nll = {1, 1, 1, 1};
        const auto a =
            report({score("x", nll, {0.3, 0.5, 0.7, 0.9}), score("y", nll, {1.0, 1.0, 1.0, 1.0})});
        const auto b =
            report({score("x", nll, {0.1, 0.3, 0.5, 0.7}), score("y", nll, {0.6, 0.6, 0.6, 0.6})});
        const auto d = divergenceDifference(a, b);
        QVERIFY(d.ok());
        QVERIFY(near(d->value, 0.3) && near(d->low, 0.3) && near(d->high, 0.3));
        QVERIFY(near(d->p, 1.0 / 2000)); // none of 2000 resamples on the other side
        QVERIFY(near(divergenceDifference(b, a)->value, -0.3));
        // Differences of both signs that cancel: no plan is better.
        const auto even = divergenceDifference(report({score("x", nll, {0, 1, 0, 1})}),
                                               report({score("x", nll, {1, 0, 1, 0})}));
        QVERIFY(near(even->value, 0) && even->low < -0.4 && even->high > 0.4 && even->p > 0.7);
        QVERIFY(!divergenceDifference(a, report({score("x", nll, {0, 0, 0, 0})})).ok());
        QVERIFY(!divergenceDifference(a, report({score("x", nll, {}), score("y", nll, {})})).ok());
    }

    void eachShareStandsByItself() {
        // By chance uniform has the perplexity of the full model, but it diverges.
        const auto full = report({score("a", {1, 2}, {0, 0})});
        const auto shares = recoveredShares(full, report({score("a", {1, 2}, {4, 4})}),
                                            report({score("a", {1, 2}, {1, 1})}));
        QVERIFY(shares.ok());
        QVERIFY(!shares->logPerplexity.has_value());
        QVERIFY(near(shares->divergence->value, 0.75));
    }

    void unpairedReportsAreRefused() {
        const auto a = report({score("a", {1, 2}, {})}), worse = report({score("a", {2, 3}, {})});
        const auto code = [](const Result<RecoveredShares>& r) {
            return r.ok() ? ErrorCode::Internal : r.error().code;
        };
        QCOMPARE(code(recoveredShares(a, report({score("b", {2, 3}, {})}), worse)),
                 ErrorCode::BadInput);
        QCOMPARE(code(recoveredShares(a, worse, report({score("a", {2}, {})}))),
                 ErrorCode::BadInput);
        EvaluateReport otherWindow = worse;
        otherWindow.window = 16;
        QCOMPARE(code(recoveredShares(a, worse, otherWindow)), ErrorCode::BadInput);
        QCOMPARE(code(recoveredShares(worse, a, a)), ErrorCode::BadInput); // nothing lost
        QCOMPARE(code(recoveredShares(a, worse, worse, {.resamples = 0})), ErrorCode::Usage);
        QCOMPARE(code(recoveredShares(a, worse, worse, {.level = 1.0})), ErrorCode::Usage);
    }
};

QTEST_GUILESS_MAIN(TestBootstrap)
#include "tst_bootstrap.moc"
