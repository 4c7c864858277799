// SPDX-License-Identifier: GPL-3.0-or-later
// Asymmetric calibration: by hand, against the least squares solution, and through a whole model.
#include "core/base/random.h"
#include "core/quantize/input_drift.h"
#include "core/quantize/memory_sink.h"
#include "core/quantize/moments.h"
#include "random_matrix.h"
#include "tiny_model.h"

#include <QTest>
#include <cmath>

using namespace moqa;

namespace {

// sum_t |V seen_t - W full_t|^2
double misfit(const Matrix& v, const Matrix& seen, const Matrix& w, const Matrix& full) {
    double sum = 0;
    for (int64_t t = 0; t < seen.rows; ++t)
        for (int64_t r = 0; r < w.rows; ++r) {
            double y = 0;
            for (int64_t c = 0; c < w.cols; ++c)
                y += static_cast<double>(v.row(r)[c]) * static_cast<double>(seen.row(t)[c]) -
                     static_cast<double>(w.row(r)[c]) * static_cast<double>(full.row(t)[c]);
            sum += y * y;
        }
    return sum;
}

GptqFactor factorOf(const Matrix& seen, double damp, bool actOrder = true) {
    Moment moment(seen.cols);
    if (!moment.add(seen, nullptr, silentProgress()).ok()) return {};
    moment.normalize();
    auto factor = makeGptqFactor(moment.data(), seen.cols, actOrder, damp, silentProgress());
    return factor.ok() && factor->has_value() ? std::move(**factor) : GptqFactor();
}

Result<QuantizeReport> quantized(const TinyModel& model, double share, MemorySink& sink) {
    QuantizeOptions options;
    options.asymmetric = share;
    options.window = 64;
    return quantizeModel(model, model.plan(2), TinyModel::corpora(1024), options, sink,
                         silentProgress());
}

} // namespace

class TestInputDrift : public QObject {
    Q_OBJECT
private slots:
    // Two tokens of one channel: seen 2 and 1, full 3 and 1, the first counts three times.
    // H = (3 * 4 + 1) / 4, D = 3 * (3 - 2) * 2 / 4: the correction is 6 / 13.
    void oneChannelByHand() {
        Matrix seen(2, 1), full(2, 1);
        seen.data = {2, 1};
        full.data = {3, 1};
        const float weights[] = {3, 1};
        Moment moment(1);
        QVERIFY(moment.add(seen, weights, silentProgress()).ok());
        moment.normalize();
        auto factor = makeGptqFactor(moment.data(), 1, true, 1e-9, silentProgress());
        QVERIFY(factor.ok() && factor->has_value());
        InputDrift drift(1);
        QVERIFY(drift.add(full, seen, weights, silentProgress()).ok());
        const auto whole = drift.correction(**factor, 1, silentProgress());
        const auto quarter = drift.correction(**factor, 0.25, silentProgress());
        QVERIFY(whole.ok() && quarter.ok());
        QVERIFY(std::abs(whole->data[0] - 6.0f / 13) < 1e-6f);
        QVERIFY(std::abs(quarter->data[0] - 1.5f / 13) < 1e-6f);
    }

    void whatDidNotMoveIsNotCorrected() {
        const Matrix seen = normals(100, 8, 1);
        InputDrift drift(8);
        QVERIFY(drift.add(seen, seen, nullptr, silentProgress()).ok());
        const auto none = drift.correction(factorOf(seen, 0.01), 1, silentProgress());
        QVERIFY(none.ok() && none->data.empty());
    }

    // With all of it and next to no damping: no other weight fits better.
    void isTheLeastSquaresSolution_data() {
        QTest::addColumn<bool>("actOrder");
        QTest::newRow("act-order") << true;
        QTest::newRow("own order") << false;
    }
    void isTheLeastSquaresSolution() {
        QFETCH(bool, actOrder);
        constexpr int64_t kWidth = 17, kTokens = 3000; // more than a slice
        Matrix seen = normals(kTokens, kWidth, 2);
        for (int64_t t = 0; t < kTokens; ++t) seen.row(t)[3] *= 5; // the orders differ
        Matrix full = seen;
        const Matrix noise = normals(kTokens, kWidth, 3);
        for (int64_t t = 0; t < kTokens; ++t)
            for (int64_t c = 0; c < kWidth; ++c)
                full.row(t)[c] += 0.3f * seen.row(t)[(c + 1) % kWidth] + 0.1f * noise.row(t)[c];
        const Matrix weight = normals(5, kWidth, 4);
        InputDrift drift(kWidth);
        QVERIFY(drift.add(full, seen, nullptr, silentProgress()).ok());
        const auto correction =
            drift.correction(factorOf(seen, 1e-7, actOrder), 1, silentProgress());
        QVERIFY(correction.ok());
        Matrix corrected = weight;
        correctDrift(*correction, corrected);
        const double least = misfit(corrected, seen, weight, full);
        QVERIFY(least < 0.2 * misfit(weight, seen, weight, full));
        Random random(5);
        for (int trial = 0; trial < 20; ++trial) {
            Matrix other = corrected;
            for (float& value : other.data) value += 0.01f * static_cast<float>(random.normal());
            QVERIFY(misfit(other, seen, weight, full) > least);
        }
    }

    // Nothing is quantized before the first block: what it reads did not move, what comes later
    // did.
    void onlyWhatDriftedChanges() {
        const TinyModel model;
        MemorySink plain, corrected;
        QVERIFY(quantized(model, 0, plain).ok());
        const auto report = quantized(model, 1, corrected);
        QVERIFY2(report.ok(), report.ok() ? "" : report.error().message().c_str());
        const auto same = [&](WeightId id) {
            const auto a = plain.readTensor(id), b = corrected.readTensor(id);
            return a.ok() && b.ok() && a->has_value() && b->has_value() &&
                   dequantize(**a).data == dequantize(**b).data;
        };
        QVERIFY(same({Role::AttnQ, 0, -1}));
        QVERIFY(same({Role::DenseGate, 0, -1})); // not an expert
        QVERIFY(!same({Role::ExpertGate, 2, 0}));
        QVERIFY(!same({Role::ExpertDown, 2, 0}));
        // An expert without tokens knows of no drift.
        QVERIFY(same({Role::ExpertGate, 1, TinyModel::kUnusedExpert}));
    }

    void argumentsAreChecked() {
        const TinyModel model;
        MemorySink sink;
        for (const double share : {-0.1, 1.5, std::nan("")}) {
            const auto refused = quantized(model, share, sink);
            QVERIFY(!refused.ok());
            QCOMPARE(refused.error().code, ErrorCode::Usage);
        }
        QuantizeOptions options;
        options.asymmetric = 0.5;
        options.method = QuantMethod::Rtn;
        const auto refused = quantizeModel(model, model.plan(2), TinyModel::corpora(1024), options,
                                           sink, silentProgress());
        QVERIFY(!refused.ok());
        QCOMPARE(refused.error().code, ErrorCode::Usage);
    }
};

QTEST_GUILESS_MAIN(TestInputDrift)
#include "tst_input_drift.moc"
