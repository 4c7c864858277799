// SPDX-License-Identifier: GPL-3.0-or-later
// GPTQ on a trained model: the error it leaves at the output of every layer against rounding's.
#include "core/checkpoint/checkpoint.h"
#include "core/quantize/memory_sink.h"
#include "core/text/corpus.h"
#include "core/text/tokenizer.h"
#include "look_counter.h"

#include <QFileInfo>
#include <QTest>

using namespace moqa;

namespace {

const std::string kModel = MOQA_SOURCE_DIR "/resources/demo/demo-olmoe";
const std::string kText = MOQA_SOURCE_DIR "/resources/demo/corpora/code.txt";

Plan uniformExperts(const ModelSource& model, int bits) {
    Plan plan;
    plan.modelFingerprint = model.fingerprint();
    plan.unitFormat = {16, 64, false};
    for (int layer : model.spec().moeLayers())
        for (int e = 0; e < model.spec().experts; ++e)
            plan.units.push_back({layer, e, Projection::All, {bits, 64, false}, false, {}});
    return plan;
}

} // namespace

class TestDemoQuality : public QObject {
    Q_OBJECT
private slots:
    void gptqIsFarBelowRounding() {
        if (!QFileInfo::exists(QString::fromStdString(kModel)))
            QSKIP("the demo model is not in resources/demo");
        const auto model = Checkpoint::open(kModel);
        QVERIFY2(model.ok(), model.ok() ? "" : model.error().message().c_str());
        const ModelSource& source = **model;
        const auto json = source.sideFile("tokenizer.json");
        QVERIFY(json.ok());
        const auto tokenizer = Tokenizer::fromJson(*json, "tokenizer.json");
        QVERIFY(tokenizer.ok());
        const auto corpus = loadCorpus({"code", kText, 2, 3, false}, *tokenizer, 4096);
        QVERIFY(corpus.ok());

        QuantizeOptions options;
        options.window = 256;
        const Plan plan = uniformExperts(source, 3);
        MemorySink gptqSink, rtnSink;
        LookCounter looks;
        const auto gptq = quantizeModel(source, plan, {*corpus}, options, gptqSink, looks);
        QVERIFY2(gptq.ok(), gptq.ok() ? "" : gptq.error().message().c_str());
        qInfo("%lld looks for a cancel, the longest time without one %.0f ms",
              static_cast<long long>(looks.looks()), looks.longestMs());
        options.method = QuantMethod::Rtn;
        const auto rtn = quantizeModel(source, plan, {*corpus}, options, rtnSink, silentProgress());
        QVERIFY(rtn.ok());
        QCOMPARE(gptq->layers.size(), size_t{6});
        for (size_t l = 0; l < 6; ++l) {
            const double ratio = gptq->layers[l].outputError / rtn->layers[l].outputError;
            qInfo("layer %zu: gptq %.4f, rtn %.4f of the block's output, %.2f s", l,
                  gptq->layers[l].outputError, rtn->layers[l].outputError, gptq->layers[l].seconds);
            QVERIFY2(ratio < 0.7, qPrintable(QString::number(ratio)));
        }
    }
};

QTEST_GUILESS_MAIN(TestDemoQuality)
#include "tst_demo_quality.moc"
