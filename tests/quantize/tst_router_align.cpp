// SPDX-License-Identifier: GPL-3.0-or-later
// Routers fitted anew: the regression by hand and against a known disturbance, the overlay, and a
// whole model.
#include "core/base/half.h"
#include "core/base/random.h"
#include "core/quantize/memory_sink.h"
#include "core/quantize/router_align.h"
#include "tiny_model.h"

#include <QTest>
#include <cmath>

using namespace moqa;

namespace {

bool near(double a, double b, double tolerance = 1e-5) {
    return std::abs(a - b) <= tolerance * (1 + std::abs(b));
}

class Cancelled final : public Progress {
public:
    void report(double, std::string_view) override {}
    void note(std::string_view) override {}
    bool cancelled() const override { return true; }
};

MemorySink quantized(const TinyModel& model, int bits) {
    QuantizeOptions options;
    options.method = QuantMethod::Rtn;
    MemorySink sink;
    const auto report = quantizeModel(model, model.plan(bits), TinyModel::corpora(256), options,
                                      sink, silentProgress());
    if (!report.ok()) qFatal("%s", report.error().message().c_str());
    return sink;
}

} // namespace

class TestRouterAlign : public QObject {
    Q_OBJECT
private slots:
    // One input, one expert, tokens 1 and 2 with residuals 1 and 3. Both chosen: (1 + 6) / 5. The
    // second in the background at 0.5: (1 + 0.5 * 6) / (1 + 0.5 * 4). Damping adds to the diagonal.
    void regressionByHand() {
        Matrix inputs(2, 1), residual(2, 1);
        inputs.data = {1, 2};
        residual.data = {1, 3};
        std::vector<uint8_t> both = {1, 1}, first = {1, 0};
        RouterAlignOptions options;
        options.background = 0.5;
        options.damp = 0;
        const auto correction = [&](const std::vector<uint8_t>& chosen) {
            return static_cast<double>(
                routerCorrection({inputs, &residual, &chosen}, options, silentProgress())->data[0]);
        };
        QVERIFY(near(correction(both), 7.0 / 5));
        QVERIFY(near(correction(first), 4.0 / 3));
        options.damp = 0.1;
        QVERIFY(near(correction(both), 7.0 / 5.5));
        // Nothing to read, nothing to correct.
        inputs.data = {0, 0};
        QCOMPARE(correction(both), 0.0);
    }

    // Inputs that went through a known matrix: the correction undoes it.
    void aKnownDisturbanceIsUndone() {
        constexpr int64_t kTokens = 400, kInputs = 12, kExperts = 5;
        Random random(3);
        Matrix inputs(kTokens, kInputs), router(kExperts, kInputs), wanted(kExperts, kInputs);
        for (float& v : inputs.data) v = static_cast<float>(random.normal());
        for (float& v : router.data) v = static_cast<float>(random.normal());
        for (size_t i = 0; i < wanted.data.size(); ++i)
            wanted.data[i] = router.data[i] + static_cast<float>(0.1 * random.normal());
        Matrix residual(kTokens, kExperts);
        std::vector<uint8_t> chosen;
        for (int64_t t = 0; t < kTokens; ++t)
            for (int64_t e = 0; e < kExperts; ++e) {
                double sum = 0;
                for (int64_t k = 0; k < kInputs; ++k)
                    sum += static_cast<double>(wanted.row(e)[k] - router.row(e)[k]) *
                           static_cast<double>(inputs.row(t)[k]);
                residual.row(t)[e] = static_cast<float>(sum);
                chosen.push_back(random.below(3) == 0 ? 1 : 0);
            }
        RouterAlignOptions options;
        options.damp = 1e-9;
        const auto correction =
            routerCorrection({inputs, &residual, &chosen}, options, silentProgress());
        QVERIFY(correction.ok());
        for (size_t i = 0; i < wanted.data.size(); ++i)
            QVERIFY(near(static_cast<double>(router.data[i] + correction->data[i]),
                         static_cast<double>(wanted.data[i]), 1e-4));
    }

    void overlayGivesItsRouters() {
        const TinyModel model;
        RouterOverlay overlay(model);
        QVERIFY(overlay.empty());
        const WeightId id{Role::Router, 1, -1};
        const Matrix own = *model.readAll(id);
        QCOMPARE(overlay.readAll(id)->data, own.data);
        Matrix other = own;
        for (float& v : other.data) v += 0.123456f;
        overlay.put(1, other);
        const Matrix read = *overlay.readAll(id);
        QVERIFY(read.data != own.data);
        const DType stored = model.find(id)->dtype;
        for (size_t i = 0; i < read.data.size(); ++i)
            QCOMPARE(read.data[i],
                     stored == DType::BF16 ? bf16ToF32(f32ToBf16(other.data[i])) : other.data[i]);
        QCOMPARE(overlay.readAll({Role::Router, 2, -1})->data,
                 model.readAll({Role::Router, 2, -1})->data);
        QVERIFY(overlay.mappedBf16(id, 0, 1) == nullptr);
        QCOMPARE(overlay.fingerprint(), model.fingerprint());
    }

    // No layer sends more calibration tokens astray than before, and some fewer.
    void aQuantizedModelKeepsMoreOfItsRouting() {
        const TinyModel model;
        const MemorySink sink = quantized(model, 2);
        const auto rounded = sink.model(model);
        RouterOverlay routers(model);
        std::vector<int> loaded;
        RouterAlignOptions options;
        options.load = [&](int layer) -> Status {
            loaded.push_back(layer);
            return {};
        };
        const auto shifts = alignRouters(model, *rounded, TinyModel::corpora(512), options, routers,
                                         silentProgress());
        QVERIFY2(shifts.ok(), shifts.ok() ? "" : shifts.error().message().c_str());
        QCOMPARE(loaded, (std::vector<int>{0, 1, 2}));
        QCOMPARE(shifts->size(), size_t{2}); // the first layer is dense
        double before = 0, after = 0;
        for (const RouterShift& shift : *shifts) {
            QVERIFY(shift.after <= shift.before);
            before += shift.before;
            after += shift.after;
        }
        QVERIFY2(after < 0.9 * before, qPrintable(QString("%1 %2").arg(before).arg(after)));
        QVERIFY(!routers.empty());
    }

    void refusals() {
        class Other final : public ModelSource {
        public:
            const ModelSpec& spec() const override { return m_model.spec(); }
            std::string path() const override { return "other"; }
            std::string name() const override { return "other"; }
            std::string fingerprint() const override { return "other"; }
            Result<std::string> sideFile(const std::string& n) const override {
                return m_model.sideFile(n);
            }
            std::vector<std::string> sideFiles() const override { return {}; }
            const std::vector<WeightEntry>& weights() const override { return m_model.weights(); }
            const WeightEntry* find(WeightId id) const override { return m_model.find(id); }
            Status readRows(WeightId id, int64_t row, int64_t count, float* out) const override {
                return m_model.readRows(id, row, count, out);
            }

        private:
            TinyModel m_model;
        };
        const TinyModel model;
        RouterOverlay routers(model);
        const auto other =
            alignRouters(model, Other(), TinyModel::corpora(64), {}, routers, silentProgress());
        QVERIFY(!other.ok() && other.error().code == ErrorCode::BadInput);
        QVERIFY(!alignRouters(model, model, {}, {}, routers, silentProgress()).ok());
        Cancelled cancelled;
        const auto stopped =
            alignRouters(model, model, TinyModel::corpora(64), {}, routers, cancelled);
        QVERIFY(!stopped.ok() && stopped.error().code == ErrorCode::Cancelled);
        RouterAlignOptions broken;
        broken.load = [](int) -> Status { return badInput("not readable", "layer"); };
        QVERIFY(
            !alignRouters(model, model, TinyModel::corpora(64), broken, routers, silentProgress())
                 .ok());
        QVERIFY(routers.empty());
        // Nothing was disturbed: nothing moves.
        const auto same =
            alignRouters(model, model, TinyModel::corpora(64), {}, routers, silentProgress());
        QVERIFY(same.ok());
        for (const RouterShift& shift : *same) QCOMPARE(shift.after, 0.0);
    }
};

QTEST_GUILESS_MAIN(TestRouterAlign)
#include "tst_router_align.moc"
