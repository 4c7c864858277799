// SPDX-License-Identifier: GPL-3.0-or-later
// Log-probabilities and divergence of three-entry rows worked out by hand.
#include "core/base/random.h"
#include "core/evaluate/reference_run.h"
#include "core/evaluate/token_scores.h"

#include <QTest>
#include <cmath>

using namespace moqa;

namespace {

// Logits of given probabilities, shifted: only differences may matter.
std::vector<float> logitsOf(std::initializer_list<double> probabilities, double shift) {
    std::vector<float> logits;
    for (double p : probabilities) logits.push_back(static_cast<float>(std::log(p) + shift));
    return logits;
}

bool near(double a, double b, double tolerance) { return std::abs(a - b) <= tolerance; }

} // namespace

class TestTokenScores : public QObject {
    Q_OBJECT
private slots:
    void nllIsMinusLogProbability() {
        const std::vector<float> logits = logitsOf({0.5, 0.25, 0.25}, 3.0);
        QVERIFY(near(logitRow(logits.data(), 3).logSum, 3.0, 1e-6));
        QVERIFY(near(tokenScore(logits.data(), nullptr, 3, 0).nll, std::log(2.0), 1e-6));
        QVERIFY(near(tokenScore(logits.data(), nullptr, 3, 2).nll, std::log(4.0), 1e-6));
        QVERIFY(tokenScore(logits.data(), nullptr, 3, 0).greedy);
        QVERIFY(!tokenScore(logits.data(), nullptr, 3, 1).greedy);
        QCOMPARE(tokenScore(logits.data(), nullptr, 3, 0).kl, 0.0);
    }

    // KL of (1/2, 1/4, 1/4) from (1/4, 1/2, 1/4) = 1/2 ln 2 - 1/4 ln 2 = ln(2) / 4.
    void divergenceOfKnownRows() {
        const std::vector<float> full = logitsOf({0.5, 0.25, 0.25}, -7.0);
        const std::vector<float> own = logitsOf({0.25, 0.5, 0.25}, 2.0);
        const TokenScore score = tokenScore(own.data(), full.data(), 3, 0);
        QVERIFY(near(score.kl, std::log(2.0) / 4.0, 1e-6)); // logits are f32
        QVERIFY(!score.sameTop1);
        // KL is not symmetric: (1/2, 1/4, 1/4) from (1/3, 1/3, 1/3) against the reverse.
        const std::vector<float> flat = logitsOf({1.0 / 3, 1.0 / 3, 1.0 / 3}, 0.0);
        QVERIFY(near(tokenScore(flat.data(), full.data(), 3, 0).kl,
                     std::log(3.0) - 1.5 * std::log(2.0), 1e-6));
        QVERIFY(near(tokenScore(full.data(), flat.data(), 3, 0).kl,
                     5.0 / 3 * std::log(2.0) - std::log(3.0), 1e-6));
    }

    void aRowFromItselfDivergesByNothing() {
        Random random(3);
        std::vector<float> row(5000);
        for (float& x : row) x = static_cast<float>(8.0 * random.normal());
        const TokenScore score = tokenScore(row.data(), row.data(), 5000, 17);
        QCOMPARE(score.kl, 0.0);
        QVERIFY(score.sameTop1);
        std::vector<float> shifted = row; // the same distribution, up to f32
        for (float& x : shifted) x += 1.0f;
        QVERIFY(tokenScore(shifted.data(), row.data(), 5000, 17).kl < 1e-9);
    }

    void extremeLogitsStayFinite() {
        const std::vector<float> steep = {3e38f, -3e38f, 0.0f};
        const TokenScore score = tokenScore(steep.data(), nullptr, 3, 0);
        QCOMPARE(score.nll, 0.0);
        const float nan[] = {0.0f, std::nanf("")};
        QVERIFY(std::isnan(tokenScore(nan, nullptr, 2, 0).nll));
        QVERIFY(std::isnan(tokenScore(steep.data() + 1, nan, 2, 0).kl));
    }

    void routingShiftCountsSets() {
        // Two layers, three tokens of two experts, rising within a token.
        const std::vector<std::vector<uint16_t>> full = {{0, 1, 2, 3, 0, 3}, {1, 2, 1, 2, 1, 2}};
        const std::vector<std::vector<uint16_t>> own = {{0, 1, 2, 4, 1, 3}, {1, 2, 1, 2, 1, 2}};
        const std::vector<double> shift = routingShift(full, own, 2);
        QCOMPARE(shift, (std::vector<double>{2.0 / 3.0, 0.0}));
    }
};

QTEST_GUILESS_MAIN(TestTokenScores)
#include "tst_token_scores.moc"
