// SPDX-License-Identifier: GPL-3.0-or-later
// AWQ: scales by hand, the fold that changes nothing, clipping, whole runs.
#include "core/base/random.h"
#include "core/model/forward.h"
#include "core/quantize/awq.h"
#include "core/quantize/memory_sink.h"
#include "core/quantize/rtn.h"
#include "tiny_model.h"

#include <QTest>
#include <atomic>
#include <cmath>

using namespace moqa;

namespace {

Matrix normals(int64_t rows, int64_t cols, uint64_t seed) {
    Random random(seed);
    Matrix m(rows, cols);
    for (float& value : m.data) value = static_cast<float>(0.1 * random.normal());
    return m;
}

Moment momentOf(const Matrix& x) {
    Moment moment(x.cols);
    [[maybe_unused]] const Status added = moment.add(x, nullptr, silentProgress());
    moment.normalize();
    return moment;
}

double energy(const Matrix& weight, const QuantizedTensor& tensor, const Moment& moment) {
    Matrix difference = dequantize(tensor);
    for (size_t i = 0; i < difference.data.size(); ++i) difference.data[i] -= weight.data[i];
    return *outputEnergy(difference, moment, silentProgress());
}

Matrix lastHidden(const ModelSource& model) {
    const TokenBatch batch = *TokenBatch::windows(TinyModel::corpora(512, 99)[0].ids, 64, "fresh");
    return *Forward(model).run(batch, nullptr, silentProgress());
}

double distance(const Matrix& a, const Matrix& b) {
    double sum = 0;
    for (size_t i = 0; i < a.data.size(); ++i)
        sum += std::pow(static_cast<double>(a.data[i] - b.data[i]), 2);
    return std::sqrt(sum);
}

// A few channels of every norm carry ten times as much as the others.
TinyModel uneven() {
    TinyModel model;
    for (int layer = 0; layer < 3; ++layer)
        for (const size_t channel : {size_t{3}, size_t{17}, size_t{40}})
            model.weight({Role::FfnNorm, layer}).data[channel] = 10.0f;
    return model;
}

Plan expertsOnly(const TinyModel& model, int bits) {
    Plan plan = model.plan(bits);
    plan.defaults.clear();
    return plan;
}

// Says when a layer is done, so that a run can be stopped behind it.
class StopBehind final : public QuantizedSink, public Progress {
public:
    StopBehind(MemorySink& sink, int layer) : m_sink(sink), m_layer(layer) {}
    int finishedLayers() const override { return m_sink.finishedLayers(); }
    Result<std::optional<QuantizedTensor>> readTensor(WeightId id) const override {
        return m_sink.readTensor(id);
    }
    Status add(const LedgerRow& row, const QuantizedTensor* tensor) override {
        return m_sink.add(row, tensor);
    }
    Status addFold(const LayerFold& fold) override { return m_sink.addFold(fold); }
    Status layerDone(const LayerReport& report) override {
        m_stop = report.layer == m_layer;
        return m_sink.layerDone(report);
    }
    void report(double, std::string_view) override {}
    void note(std::string_view) override {}
    bool cancelled() const override { return m_stop; }

private:
    MemorySink& m_sink;
    int m_layer;
    std::atomic<bool> m_stop{false};
};

} // namespace

class TestAwq : public QObject {
    Q_OBJECT
private slots:
    // 1, 4, 16 to the power 1/2 are 1, 2, 4; their middle, sqrt(4 * 1), is 2.
    void scalesByHand() {
        const float m[3] = {1, 4, 16};
        QCOMPARE(awqScale(m, 0.5), (std::vector<float>{0.5f, 1.0f, 2.0f}));
        QCOMPARE(awqScale(m, 0), (std::vector<float>{1, 1, 1}));
        const float dead[2] = {0, 1}; // counts as 1e-4: 0.01 and 1 over 0.1
        const std::vector<float> s = awqScale(dead, 0.5);
        QVERIFY(std::abs(s[0] - 0.1f) < 1e-6f && std::abs(s[1] - 10.0f) < 1e-4f);
        std::vector<float> rounded{0.3f, 0.75f, 1.0f, 3.0f};
        roundToPowersOfTwo(rounded);
        QCOMPARE(rounded, (std::vector<float>{0.25f, 1.0f, 1.0f, 4.0f}));
    }

    void meanMagnitudesByHand() {
        Matrix x(2, 2);
        x.data = {1, -2, -3, 4};
        QCOMPARE(meanMagnitudes(x), (std::vector<float>{2, 3}));
    }

    // Norm divided, all that reads it multiplied: the same hidden states, bit by bit.
    void foldChangesNothing() {
        const TinyModel model;
        MemorySink sink;
        Random random(4);
        for (int layer = 0; layer < 3; ++layer) {
            LayerFold fold{layer, {}};
            for (int c = 0; c < 64; ++c)
                fold.scale.push_back(std::exp2(static_cast<float>(random.below(7)) - 3.0f));
            QVERIFY(sink.addFold(fold).ok());
        }
        const auto folded = sink.model(model);
        for (const Role role : {Role::FfnNorm, Role::Router, Role::SharedUp})
            QVERIFY(folded->readAll({role, 1})->data != model.readAll({role, 1})->data);
        QVERIFY(folded->readAll({Role::ExpertDown, 1, 2})->data ==
                model.readAll({Role::ExpertDown, 1, 2})->data);
        QVERIFY(lastHidden(*folded).data == lastHidden(model).data);
    }

    void withoutScaleAndClipItRounds() {
        const Matrix w = normals(37, 128, 2);
        for (const UnitFormat format : {UnitFormat{1, 64, false}, UnitFormat{2, 64, false},
                                        UnitFormat{4, 32, true}, UnitFormat{3, -1, false}}) {
            const auto awq = quantizeAwq(w, {}, format, nullptr, false, silentProgress());
            const auto rtn = quantizeRtn(w, {}, format, GridSearch::Off, nullptr, silentProgress());
            QVERIFY(awq.ok() && rtn.ok());
            QCOMPARE(dequantize(*awq).data, dequantize(*rtn).data);
            QCOMPARE(awq->scales, rtn->scales);
            QCOMPARE(awq->zeroPoints, rtn->zeroPoints);
        }
    }

    // One group is the whole input here, so that its clip is judged by the output itself.
    void clippingNeverLosesOutput() {
        for (uint64_t seed = 1; seed <= 5; ++seed) {
            const Matrix w = normals(24, 64, seed);
            const Moment moment = momentOf(normals(300, 64, seed + 50));
            for (int bits : {2, 3, 4}) {
                const UnitFormat format{bits, 64, false};
                const auto whole = quantizeAwq(w, {}, format, &moment, false, silentProgress());
                const auto clipped = quantizeAwq(w, {}, format, &moment, true, silentProgress());
                QVERIFY(whole.ok() && clipped.ok());
                const double before = energy(w, *whole, moment);
                const double after = energy(w, *clipped, moment);
                QVERIFY(after <= before * (1 + 1e-5));
                QVERIFY(bits > 2 || after < 0.95 * before);
            }
        }
    }

    void linearScaleHelpsUnevenInputs() {
        Matrix x = normals(400, 64, 8);
        for (int64_t r = 0; r < x.rows; ++r) x.row(r)[5] *= 30.0f;
        const Moment moment = momentOf(x);
        const Matrix w = normals(48, 64, 9);
        const UnitFormat format{3, 32, false};
        const auto scale = findLinearScale(w, format, moment, silentProgress());
        QVERIFY(scale.ok());
        QVERIFY((*scale)[5] > 2.0f * (*scale)[6]);
        Matrix scaled = w;
        applyScale({{}, *scale}, scaled);
        Matrix back = dequantize(
            *quantizeRtn(scaled, {}, format, GridSearch::Off, nullptr, silentProgress()));
        std::vector<float> inverse;
        for (const float s : *scale) inverse.push_back(1.0f / s);
        applyScale({{}, inverse}, back);
        for (size_t i = 0; i < back.data.size(); ++i) back.data[i] -= w.data[i];
        const auto plain = quantizeRtn(w, {}, format, GridSearch::Off, nullptr, silentProgress());
        QVERIFY(*outputEnergy(back, moment, silentProgress()) < 0.8 * energy(w, *plain, moment));
    }

    void runsAndBeatsRounding() {
        const TinyModel model = uneven();
        const Plan plan = expertsOnly(model, 3);
        MemorySink awq, rtn;
        QuantizeOptions options;
        options.method = QuantMethod::Awq;
        const auto corpora = TinyModel::corpora(2048);
        const auto report = quantizeModel(model, plan, corpora, options, awq, silentProgress());
        QVERIFY2(report.ok(), report.ok() ? "" : report.error().message().c_str());
        options.method = QuantMethod::Rtn;
        options.grid = GridSearch::Off;
        QVERIFY(quantizeModel(model, plan, corpora, options, rtn, silentProgress()).ok());
        const Matrix full = lastHidden(model);
        const double awqError = distance(lastHidden(*awq.model(model)), full);
        const double rtnError = distance(lastHidden(*rtn.model(model)), full);
        QVERIFY2(awqError < 0.9 * rtnError,
                 qPrintable(QStringLiteral("%1 %2").arg(awqError).arg(rtnError)));
        int64_t bytes = 0;
        for (const LedgerRow& row : report->ledger) {
            QCOMPARE(row.method, std::string(row.format.bits == 16 ? "kept" : "awq"));
            bytes += row.storedBytes;
        }
        QCOMPARE(bytes, planTotals(plan, model).bytes);
    }

    // Router times norm is what it was, exactly, where a scale was found.
    void routerStaysExact() {
        const TinyModel model = uneven();
        MemorySink sink;
        QuantizeOptions options;
        options.method = QuantMethod::Awq;
        QVERIFY(quantizeModel(model, expertsOnly(model, 2), TinyModel::corpora(1024), options, sink,
                              silentProgress())
                    .ok());
        const auto quantized = sink.model(model);
        QVERIFY(sink.readFold(1)->has_value());
        const auto product = [](const ModelSource& source) {
            Matrix router = *source.readAll({Role::Router, 1});
            const Matrix norm = *source.readAll({Role::FfnNorm, 1});
            applyScale({{}, norm.data}, router);
            return router.data;
        };
        QVERIFY(product(*quantized) == product(model));
        QVERIFY(quantized->readAll({Role::Router, 1})->data !=
                model.readAll({Role::Router, 1})->data);
    }

    void goesOnBehindAFoldedLayer() {
        const TinyModel model = uneven();
        const Plan plan = expertsOnly(model, 3);
        QuantizeOptions options;
        options.method = QuantMethod::Awq;
        const auto corpora = TinyModel::corpora(1024);
        MemorySink once, twice;
        QVERIFY(quantizeModel(model, plan, corpora, options, once, silentProgress()).ok());
        StopBehind stop(twice, 1);
        const auto stopped = quantizeModel(model, plan, corpora, options, stop, stop);
        QVERIFY(!stopped.ok());
        QCOMPARE(stopped.error().code, ErrorCode::Cancelled);
        QVERIFY(quantizeModel(model, plan, corpora, options, twice, silentProgress()).ok());
        QVERIFY(lastHidden(*once.model(model)).data == lastHidden(*twice.model(model)).data);
        for (const auto& [id, tensor] : once.tensors())
            QVERIFY(tensor->codes == twice.tensors().at(id)->codes);
    }

    void badOptions() {
        const TinyModel model;
        MemorySink sink;
        QuantizeOptions options;
        options.method = QuantMethod::Awq;
        const auto without =
            quantizeModel(model, model.plan(3), {}, options, sink, silentProgress());
        QVERIFY(!without.ok());
        QVERIFY(without.error().message().find("calibration tokens") != std::string::npos);
        options.cache = std::make_shared<const CacheRequest>();
        const auto cached = quantizeModel(model, model.plan(3), TinyModel::corpora(128), options,
                                          sink, silentProgress());
        QVERIFY(!cached.ok());
        QCOMPARE(cached.error().code, ErrorCode::Usage);
    }

    // A sink that knows nothing of scales refuses them instead of losing them.
    void noSinkSwallowsAScale() {
        class Plain final : public QuantizedSink {
        public:
            Result<std::optional<QuantizedTensor>> readTensor(WeightId) const override {
                return std::optional<QuantizedTensor>();
            }
            Status add(const LedgerRow&, const QuantizedTensor*) override { return {}; }
            Status layerDone(const LayerReport&) override { return {}; }
        };
        Plain sink;
        QVERIFY(!sink.addFold({1, {2.0f}}).ok());
    }
};

QTEST_GUILESS_MAIN(TestAwq)
#include "tst_awq.moc"
