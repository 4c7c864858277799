// SPDX-License-Identifier: GPL-3.0-or-later
// Published layouts: every golden checkpoint of a family in the table opens and names its weights.
#include "core/checkpoint/checkpoint.h"
#include "core/checkpoint/families.h"

#include <QDir>
#include <QTest>
#include <algorithm>
#include <cmath>

using namespace moqa;

namespace {

// Some references come with the project, all of them are in the shared folder.
std::string golden(const char* folder) {
    const QString own =
        QStringLiteral(MOQA_SOURCE_DIR "/tests/data/golden/") + QLatin1String(folder);
    const QString shared = QStringLiteral(MOQA_SHARED_DIR "/golden/") + QLatin1String(folder);
    return (QDir(own).exists() ? own : shared).toStdString();
}
bool there(std::initializer_list<const char*> folders) {
    return std::all_of(folders.begin(), folders.end(), [](const char* folder) {
        return QDir(QString::fromStdString(golden(folder))).exists();
    });
}
#define NEEDS(...)                                                                                 \
    if (!there({__VA_ARGS__})) QSKIP("needs the golden references beside the project")

// Rows in the file that a weight comes from, read by another way than Checkpoint's.
std::vector<float> rowOf(const ShardSet& shards, const std::string& tensor, int64_t row,
                         int64_t cols) {
    const ShardTensor* found = shards.find(tensor);
    if (!found) return {};
    std::vector<float> values(static_cast<size_t>(cols));
    const int64_t rowBytes = cols * bitsOf(found->info->dtype) / 8;
    const Status status = widenToF32(
        found->info->dtype, shards.bytes(*found).data() + row * rowBytes, cols, values.data());
    return status.ok() ? values : std::vector<float>();
}

} // namespace

class TestGoldenCheckpoints : public QObject {
    Q_OBJECT
private slots:
    void opens_data() {
        QTest::addColumn<QString>("folder");
        for (const char* folder :
             {"mixtral", "mixtral_fused", "mixtral_sliding", "olmoe", "olmoe_clip", "qwen2_moe",
              "qwen3_moe", "qwen3_moe_fused", "granitemoe", "granitemoeshared", "glm4_moe", "dots1",
              "exaone_moe", "minimax_m2"})
            QTest::newRow(folder) << QString::fromLatin1(folder);
    }
    void opens() {
        QFETCH(QString, folder);
        NEEDS(folder.toLatin1().constData());
        const auto opened = Checkpoint::open(golden(folder.toLatin1().constData()));
        if (!opened.ok()) QFAIL(opened.error().message().c_str());
        const Checkpoint& model = **opened;
        QCOMPARE(model.spec().layerCount(), 3);
        QCOMPARE(model.spec().hidden, int64_t{64});
        QCOMPARE(model.spec().vocab, int64_t{160});
        QCOMPARE(model.spec().experts, 8);
        QCOMPARE(model.spec().topK, 2);
        QCOMPARE(model.name(), folder.toStdString());
        QCOMPARE(model.fingerprint().size(), size_t{64});
        for (const WeightEntry& entry : model.weights()) {
            QCOMPARE(model.find(entry.id), &entry);
            QCOMPARE(entry.name, weightName(model.spec(), entry.id));
            const auto weight = model.readAll(entry.id);
            QVERIFY(weight.ok());
            double sum = 0.0;
            for (const float value : weight->data) sum += std::abs(double(value));
            QVERIFY2(sum > 0.0 && std::isfinite(sum), entry.name.c_str());
        }
        for (int layer = 0; layer < 3; ++layer) model.releaseLayer(layer);
    }

    void fusedEqualsUnfused() {
        NEEDS("mixtral", "mixtral_fused");
        const auto plain = Checkpoint::open(golden("mixtral"));
        const auto fused = Checkpoint::open(golden("mixtral_fused"));
        QVERIFY(plain.ok() && fused.ok());
        QVERIFY((*plain)->fingerprint() != (*fused)->fingerprint());
        QCOMPARE((*plain)->weights().size(), (*fused)->weights().size());
        for (const WeightEntry& entry : (*plain)->weights()) {
            QVERIFY2((*fused)->has(entry.id), entry.name.c_str());
            QCOMPARE((*fused)->find(entry.id)->name, entry.name);
            QVERIFY((*plain)->readAll(entry.id)->data == (*fused)->readAll(entry.id)->data);
        }
    }

    // Gate rows come first, then up rows, expert after expert; the down projection is whole.
    void fusedSlicesLieWhereTheLayoutSays_data() {
        QTest::addColumn<QString>("folder");
        QTest::addColumn<QString>("gateUp");
        QTest::addColumn<QString>("down");
        QTest::newRow("qwen3_moe_fused") << "qwen3_moe_fused"
                                         << "model.layers.1.mlp.experts.gate_up_proj"
                                         << "model.layers.1.mlp.experts.down_proj";
        QTest::newRow("granitemoe") << "granitemoe"
                                    << "model.layers.1.block_sparse_moe.input_linear.weight"
                                    << "model.layers.1.block_sparse_moe.output_linear.weight";
    }
    void fusedSlicesLieWhereTheLayoutSays() {
        QFETCH(QString, folder);
        QFETCH(QString, gateUp);
        QFETCH(QString, down);
        NEEDS(folder.toLatin1().constData());
        const auto model = Checkpoint::open(golden(folder.toLatin1().constData()));
        const auto shards = ShardSet::open(golden(folder.toLatin1().constData()));
        QVERIFY(model.ok() && shards.ok());
        const int64_t width = (*model)->spec().expertWidth, hidden = (*model)->spec().hidden;
        const int expert = 5;
        std::vector<float> row(static_cast<size_t>(hidden));
        for (const int64_t r : {int64_t{0}, width - 1}) {
            QVERIFY((*model)->readRows({Role::ExpertGate, 1, expert}, r, 1, row.data()).ok());
            const int64_t gateRow = expert * 2 * width + r;
            QVERIFY(row == rowOf(*shards, gateUp.toStdString(), gateRow, hidden));
            QVERIFY((*model)->readRows({Role::ExpertUp, 1, expert}, r, 1, row.data()).ok());
            QVERIFY(row == rowOf(*shards, gateUp.toStdString(), gateRow + width, hidden));
        }
        row.resize(static_cast<size_t>(width));
        QVERIFY((*model)->readRows({Role::ExpertDown, 1, expert}, 7, 1, row.data()).ok());
        QVERIFY(row == rowOf(*shards, down.toStdString(), expert * hidden + 7, width));
    }

    void mappedBf16EqualsReadRows() {
        const auto model = Checkpoint::open(golden("qwen2_moe"));
        QVERIFY(model.ok());
        const WeightId id{Role::ExpertUp, 1, 3};
        const void* mapped = (*model)->mappedBf16(id, 4, 2);
        QVERIFY(mapped);
        std::vector<float> read(2 * 64), widened(2 * 64);
        QVERIFY((*model)->readRows(id, 4, 2, read.data()).ok());
        QVERIFY(widenToF32(DType::BF16, static_cast<const std::byte*>(mapped), 128, widened.data())
                    .ok());
        QVERIFY(read == widened);
        NEEDS("olmoe");
        const auto wide = Checkpoint::open(golden("olmoe")); // stored as f32
        QVERIFY(wide.ok());
        QVERIFY(!(*wide)->mappedBf16(id, 0, 1));
    }

    void variantsReadTheirSettings() {
        const auto spec = [](const char* folder) {
            return (*Checkpoint::open(golden(folder)))->spec();
        };
        QCOMPARE(spec("mixtral_sliding").layers[2].slidingWindow, int64_t{16});
        QCOMPARE(spec("olmoe_clip").clipQkv, 1.5);
        QVERIFY(spec("olmoe_clip").normTopK && spec("olmoe_clip").tiedHead);
        QCOMPARE(spec("qwen2_moe").moeLayers(), std::vector<int>({1}));
        QVERIFY(spec("qwen2_moe").qkvBias && spec("qwen2_moe").sharedMix);
        QCOMPARE(spec("qwen2_moe").sharedWidth, int64_t{64});
        QCOMPARE(spec("qwen3_moe").moeLayers(), std::vector<int>({0, 2}));
        QCOMPARE(spec("qwen3_moe").headDim, int64_t{20});
        QVERIFY(spec("qwen3_moe").qkNorm == QkNorm::PerHead);
        NEEDS("mixtral", "olmoe", "granitemoe", "granitemoeshared", "glm4_moe", "dots1",
              "exaone_moe", "minimax_m2");
        QCOMPARE(spec("mixtral").layers[2].slidingWindow, int64_t{0});
        QCOMPARE(spec("mixtral").rope.theta, 1e6);
        QVERIFY(spec("mixtral").normTopK);
        QCOMPARE(spec("olmoe").clipQkv, 0.0);
        QVERIFY(!spec("olmoe").normTopK && spec("olmoe").qkNorm == QkNorm::FullWidth);
        QCOMPARE(spec("granitemoe").attentionScale, 0.0625);
        QCOMPARE(spec("granitemoe").logitsDivisor, 6.0);
        QCOMPARE(spec("granitemoeshared").sharedWidth, int64_t{56});
        QCOMPARE(spec("glm4_moe").rope.rotaryDims, int64_t{8});
        QCOMPARE(spec("glm4_moe").moeLayers(), std::vector<int>({1, 2}));
        QVERIFY(spec("glm4_moe").qkvBias && !spec("glm4_moe").oBias);
        QCOMPARE(spec("dots1").sharedWidth, int64_t{96});
        QCOMPARE(spec("dots1").routedScaling, 2.5);
        QVERIFY(spec("exaone_moe").layers[0].rope && !spec("exaone_moe").layers[1].rope);
        QCOMPARE(spec("minimax_m2").rope.rotaryDims, int64_t{8});
    }

    void familiesNotInTheTableAreNamed() {
        NEEDS("llama4_text");
        const auto model = Checkpoint::open(golden("llama4_text"));
        QVERIFY(!model.ok());
        QCOMPARE(exitCode(model.error().code), 3);
        QVERIFY(model.error().what.find("llama4_text") != std::string::npos);
        QVERIFY(model.error().hint.find("mixtral") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(TestGoldenCheckpoints)
#include "tst_golden_checkpoints.moc"
