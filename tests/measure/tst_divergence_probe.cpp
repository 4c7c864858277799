// SPDX-License-Identifier: GPL-3.0-or-later
// Where corpora and probed windows lie; a disturbance behind a layer seen at the logits.
#include "core/base/random.h"
#include "core/evaluate/token_scores.h"
#include "core/measure/divergence_probe.h"
#include "tests/quantize/tiny_model.h"

#include <QTest>
#include <cmath>

using namespace moqa;

class TestDivergenceProbe : public QObject {
    Q_OBJECT
private slots:
    void rowsOfCorporaAndProbes() {
        std::vector<Corpus> corpora = {{"a", "", "", std::vector<int32_t>(70)},
                                       {"b", "", "", std::vector<int32_t>(40)}};
        for (int i = 0; i < 70; ++i) corpora[0].ids[static_cast<size_t>(i)] = i;
        const StreamRows rows = *StreamRows::of(corpora, 16);
        QCOMPARE(rows.begin, (std::vector<int64_t>{0, 64, 96}));
        QCOMPARE(rows.corpusOf(63), size_t{0});
        QCOMPARE(rows.corpusOf(64), size_t{1});
        QCOMPARE(rows.tokens(1), int64_t{32});

        const ProbeRows probe = *ProbeRows::choose(corpora, 16, 32);
        // Two of a's four windows, the second and the fourth; both of b's.
        QCOMPARE(probe.tokens, (std::vector<int64_t>{32, 32}));
        QCOMPARE(probe.streamRows[0], int64_t{16});
        QCOMPARE(probe.streamRows[16], int64_t{48});
        QCOMPARE(probe.batch.ids[16], 48);
        QCOMPARE(probe.batchRows[48], 16);
        QCOMPARE(probe.batchRows[0], -1);
        QCOMPARE(probe.corpus[32], 1);
        QCOMPARE(probe.batch.starts.size(), size_t{4});
        // Never less than a window, never more than there is.
        QCOMPARE(ProbeRows::choose(corpora, 16, 1)->tokens, (std::vector<int64_t>{16, 16}));
        QCOMPARE(ProbeRows::choose(corpora, 16, 1000)->tokens, (std::vector<int64_t>{64, 32}));
        QVERIFY(!ProbeRows::choose(corpora, 64, 1000).ok());
    }

    // A disturbed stream goes to the logits as the forward pass takes it there.
    void disturbanceAtTheLogits() {
        const TinyModel model;
        const std::vector<Corpus> corpora = TinyModel::corpora(64);
        const ProbeRows rows = *ProbeRows::choose(corpora, 16, 32);
        const auto probe = DivergenceProbe::create(model, rows, silentProgress());
        QVERIFY(probe.ok());

        Forward forward(model);
        Matrix hidden = *forward.embed(rows.batch);
        for (int layer = 0; layer <= 1; ++layer)
            QVERIFY(forward.layer(layer, rows.batch, hidden, nullptr, silentProgress()).ok());
        const Matrix clean = hidden;
        Random random(3);
        for (float& v : hidden.data) v += static_cast<float>(0.05 * random.normal());
        const auto none = (*probe)->divergence(1, clean, silentProgress());
        const auto divergence = (*probe)->divergence(1, hidden, silentProgress());
        QVERIFY(none.ok() && divergence.ok());
        QCOMPARE(divergence->size(), size_t{2});
        for (const double kl : *none) QVERIFY(kl < 1e-12);

        Matrix full = *forward.run(rows.batch, nullptr, silentProgress());
        QVERIFY(forward.layer(2, rows.batch, hidden, nullptr, silentProgress()).ok());
        QVERIFY(forward.finalNorm(hidden).ok());
        std::vector<TokenScore> scores;
        const std::vector<int32_t> targets(rows.batch.ids.size(), 0);
        QVERIFY(scoreRows(forward, &forward, {model.spec().vocab, hidden, full, std::span(targets)},
                          silentProgress(), scores)
                    .ok());
        std::vector<double> expected(2, 0.0);
        for (size_t i = 0; i < scores.size(); ++i)
            expected[static_cast<size_t>(rows.corpus[i])] += scores[i].kl / 32;
        for (size_t c = 0; c < 2; ++c) {
            QVERIFY(expected[c] > 1e-6);
            QVERIFY(std::abs(divergence->at(c) - expected[c]) < 1e-4 * expected[c]);
        }
    }
};

QTEST_GUILESS_MAIN(TestDivergenceProbe)
#include "tst_divergence_probe.moc"
