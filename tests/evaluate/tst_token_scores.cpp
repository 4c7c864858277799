// SPDX-License-Identifier: GPL-3.0-or-later
// Log-probabilities and divergence of three-entry rows worked out by hand; rows in vectors against
// their definition in long double, from 1e-12 nats to several.
#include "core/base/random.h"
#include "core/evaluate/reference_run.h"
#include "core/evaluate/row_divergence.h"
#include "core/evaluate/token_scores.h"

#include <QTest>
#include <cmath>
#include <limits>

using namespace moqa;

namespace {

// Logits of given probabilities, shifted: only differences may matter.
std::vector<float> logitsOf(std::initializer_list<double> probabilities, double shift) {
    std::vector<float> logits;
    for (double p : probabilities) logits.push_back(static_cast<float>(std::log(p) + shift));
    return logits;
}

bool near(double a, double b, double tolerance) { return std::abs(a - b) <= tolerance; }

std::vector<float> softmaxOf(const std::vector<float>& logits) {
    std::vector<float> p;
    double sum = 0;
    for (const float z : logits) sum += std::exp(static_cast<double>(z));
    for (const float z : logits)
        p.push_back(static_cast<float>(std::exp(static_cast<double>(z)) / sum));
    return p;
}

// sum p (log p - log q), as it is written.
double divergenceByDefinition(const std::vector<float>& full, const std::vector<float>& other) {
    long double fullSum = 0, otherSum = 0;
    for (size_t i = 0; i < full.size(); ++i) {
        fullSum += std::exp(static_cast<long double>(full[i]));
        otherSum += std::exp(static_cast<long double>(other[i]));
    }
    long double sum = 0;
    for (size_t i = 0; i < full.size(); ++i) {
        const long double f = full[i], q = other[i];
        sum += std::exp(f) / fullSum * (f - std::log(fullSum) - q + std::log(otherSum));
    }
    return static_cast<double>(sum);
}

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

    void rowIsTheDefinition_data() {
        QTest::addColumn<double>("step");
        QTest::addColumn<int>("vocab");
        for (const double step : {1e-6, 1e-4, 1e-2, 0.2, 0.3, 3.0, 12.0})
            for (const int vocab : {1, 3, 17, 1024, 2500})
                QTest::addRow("%g of %d", step, vocab) << step << vocab;
    }
    void rowIsTheDefinition() {
        QFETCH(double, step);
        QFETCH(int, vocab);
        Random random(static_cast<uint64_t>(vocab));
        std::vector<float> full, other;
        for (int i = 0; i < vocab; ++i) {
            full.push_back(static_cast<float>(2 * random.normal()));
            other.push_back(full.back() + static_cast<float>(step * random.normal()));
        }
        const std::vector<float> p = softmaxOf(full);
        const RowDifference row = rowDifference(full.data(), p.data(), other.data(), vocab);
        const double kl = row.kl, expected = divergenceByDefinition(full, other);
        QVERIFY2(std::abs(kl - expected) <= 2e-5 * expected + 1e-13,
                 qPrintable(QStringLiteral("%1 for %2").arg(kl).arg(expected)));
        const double sums =
            logitRow(other.data(), vocab).logSum - logitRow(full.data(), vocab).logSum;
        // f32 holds the argument of an exponential to 6e-8 of itself.
        QVERIFY2(near(row.logSum, sums, 1e-6 * (step + std::abs(sums)) + 3e-7),
                 qPrintable(QStringLiteral("%1 for %2").arg(row.logSum).arg(sums)));
        QVERIFY(near(kl, tokenScore(other.data(), full.data(), vocab, 0).kl, 2e-5 * kl + 1e-9));
    }

    void notFiniteStaysSo() {
        const std::vector<float> full = {0, 1, 2}, p = softmaxOf(full);
        const std::vector<float> other = {0, std::numeric_limits<float>::quiet_NaN(), 2};
        QVERIFY(!std::isfinite(rowDifference(full.data(), p.data(), other.data(), 3).kl));
        const std::vector<float> wide = {0, std::numeric_limits<float>::infinity(), 2};
        QVERIFY(!std::isfinite(rowDifference(full.data(), p.data(), wide.data(), 3).kl));
    }

    void softmaxAndLargestOfARow() {
        Random random(11);
        for (const int64_t vocab : {1, 5, 16, 33, 1000, 2500}) {
            std::vector<float> row(static_cast<size_t>(vocab)), p(row.size());
            for (float& x : row) x = static_cast<float>(9 * random.normal());
            row.back() = row.front(); // of equal ones the first
            const LogitRow expected = logitRow(row.data(), vocab);
            QCOMPARE(largestIndex(row.data(), vocab), expected.argmax);
            QVERIFY(near(softmaxRow(row.data(), vocab, p.data()), expected.logSum, 1e-6));
            for (size_t i = 0; i < row.size(); ++i) {
                const double exact = std::exp(static_cast<double>(row[i]) - expected.logSum);
                // f32 holds the argument of an exponential to 6e-8 of itself.
                const double argument = std::abs(static_cast<double>(row[i]) - expected.logSum);
                QVERIFY(near(static_cast<double>(p[i]), exact,
                             (2e-6 + 1e-7 * argument) * exact + 1e-30));
            }
        }
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
