// SPDX-License-Identifier: GPL-3.0-or-later
// How finely a quantization looks for a cancel: at every sequence of the attention, every weight
// tile, every expert, every tile of rows of a quantizer; and that it then stops.
#include "core/base/parallel.h"
#include "core/model/forward.h"
#include "core/quantize/memory_sink.h"
#include "core/quantize/moments.h"
#include "core/quantize/rtn.h"
#include "look_counter.h"
#include "tiny_model.h"

#include <QTest>

using namespace moqa;

namespace {

TokenBatch sequences(int64_t count, int64_t length) {
    TokenBatch batch;
    for (int64_t s = 0; s < count; ++s) {
        batch.starts.push_back(batch.tokens());
        for (int64_t t = 0; t < length; ++t)
            batch.ids.push_back(static_cast<int32_t>((7 * s + 3 * t) % 96));
    }
    return batch;
}

} // namespace

class TestCancel : public QObject {
    Q_OBJECT

    TinyModel m_model;

private slots:
    void init() { setThreadLimit(1); }
    void cleanup() { setThreadLimit(2); }

    void attentionLooksAtEverySequence() {
        Forward forward(m_model);
        const auto looks = [&](int64_t count) {
            const TokenBatch batch = sequences(count, 8);
            Matrix hidden = *forward.embed(batch);
            LookCounter progress;
            const bool done = forward.attentionBlock(1, batch, hidden, nullptr, progress).ok();
            return done ? progress.looks() : -1;
        };
        QCOMPARE(looks(20) - looks(5), int64_t{15});
        QVERIFY(looks(1) >= 5); // q, k, v, the sequence, o
    }

    void ffnLooksAtEveryExpert() {
        Forward forward(m_model);
        Matrix hidden = *forward.embed(sequences(8, 32));
        LookCounter progress;
        QVERIFY(forward.ffnBlock(1, hidden, nullptr, progress).ok());
        // Router, shared gate, up and down; gate, up and down of the 7 experts that are chosen.
        QVERIFY(progress.looks() >= 4 + 3 * 7);
    }

    void cancelledBlocksSaySo() {
        Forward forward(m_model);
        const TokenBatch batch = sequences(4, 8);
        Matrix hidden = *forward.embed(batch);
        LookCounter third(3), first(1), head(1);
        QCOMPARE(forward.attentionBlock(1, batch, hidden, nullptr, third).error().code,
                 ErrorCode::Cancelled);
        QCOMPARE(third.looks(), int64_t{3});
        QCOMPARE(forward.ffnBlock(1, hidden, nullptr, first).error().code, ErrorCode::Cancelled);
        Matrix logits;
        QCOMPARE(forward.logits(hidden, logits, head).error().code, ErrorCode::Cancelled);
        QCOMPARE(head.looks(), int64_t{1});
        // What was cancelled is not remembered.
        QVERIFY(forward.ffnBlock(1, hidden, nullptr).ok());
        QVERIFY(forward.logits(hidden, logits).ok());
    }

    void roundingLooksAtEveryTile() {
        const Matrix weight(160, 64);
        const UnitFormat format{3, 32, false};
        const auto round = [&](const Matrix& from, const Progress& progress) {
            return quantizeRtn(from, {Role::Embedding}, format, GridSearch::Off, nullptr, progress);
        };
        LookCounter small, large, cancel(1);
        QVERIFY(round(Matrix(16, 64), small).ok());
        QVERIFY(round(weight, large).ok());
        QCOMPARE(large.looks() - small.looks(), int64_t{4}); // tiles of 32 rows
        QCOMPARE(round(weight, cancel).error().code, ErrorCode::Cancelled);
    }

    void energyLooksAtEveryPanel() {
        const Matrix weight(3, 300), inputs(4, 300);
        Moment moment(300);
        QVERIFY(moment.add(inputs, nullptr, silentProgress()).ok());
        LookCounter progress, cancel(2);
        QVERIFY(outputEnergy(weight, moment, progress).ok());
        QCOMPARE(progress.looks(), int64_t{3}); // panels of 128 columns
        QCOMPARE(outputEnergy(weight, moment, cancel).error().code, ErrorCode::Cancelled);
        QCOMPARE(cancel.looks(), int64_t{2});
    }

    // Wherever the cancel comes, the run ends with few looks more: none of its loops goes on.
    void aRunStopsWhereverItIs() {
        const std::vector<Corpus> corpora = TinyModel::corpora(512);
        MemorySink whole;
        LookCounter all;
        QVERIFY(quantizeModel(m_model, m_model.plan(3), corpora, {}, whole, all).ok());
        qInfo("%lld looks, the longest time without one %.1f ms",
              static_cast<long long>(all.looks()), all.longestMs());
        QVERIFY(all.looks() > 500);
        int64_t most = 0;
        for (int64_t part = 0; part < 40; ++part) {
            const int64_t at = 1 + part * (all.looks() - 1) / 40;
            LookCounter progress(at);
            MemorySink sink;
            const auto report =
                quantizeModel(m_model, m_model.plan(3), corpora, {}, sink, progress);
            QVERIFY(!report.ok());
            QCOMPARE(report.error().code, ErrorCode::Cancelled);
            most = std::max(most, progress.looks() - at);
        }
        // One for each expert that is not yet begun, or for each tile of a weight.
        QVERIFY2(most <= 3 * TinyModel::kExperts, qPrintable(QString::number(most)));
    }
};

QTEST_GUILESS_MAIN(TestCancel)
#include "tst_cancel.moc"
