// SPDX-License-Identifier: GPL-3.0-or-later
// The forward pass against transformers' numbers for every family that opens.
#include "core/checkpoint/checkpoint.h"
#include "core/model/forward.h"
#include "golden.h"

#include <QDir>
#include <QTest>
#include <algorithm>
#include <cmath>
#include <set>

using namespace moqa;
using namespace moqa::test;

namespace {

// The f32 sums of two implementations in different orders stay well below this.
constexpr double kLimit = 1e-5;

// Both chose the same experts, or such as differ in router logits by less than the limit.
bool sameChoice(const Routing& routing, const std::vector<int32_t>& expected, int64_t token) {
    const auto k = static_cast<int64_t>(routing.topK);
    const auto row = [&](const std::vector<int32_t>& ids) {
        return std::set<int32_t>(ids.begin() + token * k, ids.begin() + (token + 1) * k);
    };
    const std::set<int32_t> ours = row(routing.ids);
    const std::set<int32_t> theirs = row(expected);
    const auto logit = [&](int32_t expert) {
        return routing.logits[static_cast<size_t>(token * routing.experts + expert)];
    };
    for (const int32_t expert : ours) {
        if (theirs.count(expert) != 0) continue;
        const bool tied = std::any_of(theirs.begin(), theirs.end(), [&](int32_t other) {
            return ours.count(other) == 0 && std::abs(logit(expert) - logit(other)) < 1e-5f;
        });
        if (!tied) return false;
    }
    return ours.size() == theirs.size();
}

// Largest difference of the combine weights of experts that both chose.
double weightError(const Routing& routing, const std::vector<int32_t>& ids, const Matrix& weights) {
    double worst = 0.0;
    const auto k = static_cast<size_t>(routing.topK);
    for (size_t i = 0; i < ids.size(); ++i)
        for (size_t j = i / k * k; j < i / k * k + k; ++j)
            if (routing.ids[j] == ids[i])
                worst = std::max(
                    worst, static_cast<double>(std::abs(routing.weights[j] - weights.data[i])));
    return worst;
}

QString goldenFolder(const QString& family) {
    for (const QString& root : {QStringLiteral(MOQA_SOURCE_DIR "/tests/data/golden"),
                                QStringLiteral(MOQA_SHARED_DIR "/golden")})
        if (QDir(root + "/" + family).exists("reference.safetensors")) return root + "/" + family;
    return {};
}

// A family that opened once must go on opening.
const QStringList kRequired{"mixtral",    "mixtral_fused",    "mixtral_sliding", "olmoe",
                            "olmoe_clip", "qwen2_moe",        "qwen3_moe",       "qwen3_moe_fused",
                            "granitemoe", "granitemoeshared", "dots1",           "exaone_moe",
                            "glm4_moe",   "minimax_m2"};

} // namespace

class TestGoldenForward : public QObject {
    Q_OBJECT

private slots:
    void matchesReference_data();
    void matchesReference();

private:
    void compareRoutings(const Recorder& seen, const Golden& golden);
};

void TestGoldenForward::matchesReference_data() {
    QTest::addColumn<QString>("family");
    QStringList families = kRequired;
    for (const QString& name :
         QDir(MOQA_SHARED_DIR "/golden").entryList(QDir::Dirs | QDir::NoDotAndDotDot))
        if (!families.contains(name) && !goldenFolder(name).isEmpty()) families << name;
    for (const QString& family : families) QTest::newRow(qPrintable(family)) << family;
}

void TestGoldenForward::matchesReference() {
    QFETCH(QString, family);
    const QString folder = goldenFolder(family);
    if (folder.isEmpty()) QSKIP("the golden folder is not there");
    const auto checkpoint = Checkpoint::open(folder.toStdString());
    if (!checkpoint.ok() && !kRequired.contains(family))
        QSKIP(checkpoint.error().message().c_str());
    QVERIFY2(checkpoint.ok(), checkpoint.ok() ? "" : checkpoint.error().message().c_str());
    const Golden golden(folder.toStdString());
    QVERIFY(golden.file != nullptr);

    Forward forward(**checkpoint);
    Recorder seen;
    const TokenBatch batch = TokenBatch::single(golden.integers("input_ids"));
    const Result<Matrix> embedded = forward.embed(batch);
    QVERIFY(embedded.ok());
    QVERIFY(relativeError(*embedded, golden.matrix("hidden.0")) <= kLimit);
    Result<Matrix> last = forward.run(batch, &seen, silentProgress());
    QVERIFY2(last.ok(), last.ok() ? "" : last.error().message().c_str());

    const int layers = (*checkpoint)->spec().layerCount();
    for (int l = 1; l <= layers; ++l) {
        const MatrixView ours = l < layers ? MatrixView(seen.hiddens[l - 1]) : MatrixView(*last);
        const double error = relativeError(ours, golden.matrix("hidden." + std::to_string(l)));
        QVERIFY2(error <= kLimit, qPrintable(QString("hidden.%1: %2").arg(l).arg(error)));
    }
    Matrix logits;
    QVERIFY(forward.logits(*last, logits).ok());
    const double error = relativeError(logits, golden.matrix("logits"));
    qInfo("relative error of the logits %.2e", error);
    QVERIFY(error <= kLimit);
    compareRoutings(seen, golden);
}

void TestGoldenForward::compareRoutings(const Recorder& seen, const Golden& golden) {
    for (const auto& [layer, routing] : seen.routings) {
        const std::string suffix = "." + std::to_string(layer);
        const MatrixView logits(routing.logits.data(), routing.tokens, routing.experts,
                                routing.experts);
        const double error = relativeError(logits, golden.matrix("router_logits" + suffix));
        QVERIFY2(error <= kLimit,
                 qPrintable(QString("router of layer %1: %2").arg(layer).arg(error)));
        if (!golden.has("topk_ids" + suffix)) continue;
        const std::vector<int32_t> ids = golden.integers("topk_ids" + suffix);
        QCOMPARE(ids.size(), routing.ids.size());
        for (int64_t t = 0; t < routing.tokens; ++t)
            QVERIFY2(sameChoice(routing, ids, t),
                     qPrintable(QString("experts of token %1, layer %2").arg(t).arg(layer)));
        QVERIFY(weightError(routing, ids, golden.matrix("topk_weights" + suffix)) <= 1e-5);
    }
    for (int layer = 0; golden.has("hidden." + std::to_string(layer)); ++layer)
        QCOMPARE(golden.has("router_logits." + std::to_string(layer)),
                 seen.routings.count(layer) == 1);
}

QTEST_GUILESS_MAIN(TestGoldenForward)
#include "tst_golden_forward.moc"
