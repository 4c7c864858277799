// SPDX-License-Identifier: GPL-3.0-or-later
// `moqa inspect`: the JSON of runnable models, of families that cannot be run, of lone files.
#include "core/base/files.h"
#include "core/checkpoint/guess_model.h"
#include "core/checkpoint/inspect.h"
#include "tiny_model.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace moqa;
using namespace std::string_literals;

namespace {

std::string keysOf(const Json& object) {
    std::string keys;
    for (const auto& [key, value] : object.items()) keys += key + " ";
    return keys;
}

std::string jsonText(const Json& value) { return value.dump(); }

bool noted(const Json& json, const std::string& text) {
    for (const Json& note : json["notes"])
        if (note.get<std::string>().find(text) != std::string::npos) return true;
    return false;
}

} // namespace

class TestInspect : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_dir;
    std::string folder() const { return m_dir->filePath(QStringLiteral("model")).toStdString(); }

private slots:
    void init() { m_dir = std::make_unique<QTemporaryDir>(); }

    void runnableModel() {
        tinyMixtral().write(folder());
        QVERIFY(writeFileAtomically(folder() + "/tokenizer.json",
                                    R"({"version":"1.0","added_tokens":[{"type":"no"}],
                "model":{"dropout":null,"type":"Unigram","vocab":[["a",0.0]]}})")
                    .ok());
        const auto json = inspectJson(folder());
        if (!json.ok()) QFAIL(json.error().message().c_str());
        QCOMPARE(keysOf(*json),
                 "family architecture layers moe_layers experts shared_experts top_k hidden "
                 "expert_width vocab parameters active_parameters bytes dtype tokenizer runnable "
                 "notes "s);
        QCOMPARE(keysOf((*json)["bytes"]), "attention router shared routed embedding other "s);
        QCOMPARE(jsonText((*json)["family"]), jsonText("mixtral"));
        QCOMPARE(jsonText((*json)["top_k"]), jsonText(1));
        QCOMPARE(jsonText((*json)["runnable"]), jsonText(true));
        QCOMPARE(jsonText((*json)["dtype"]), jsonText("BF16"));
        QCOMPARE(jsonText((*json)["tokenizer"]), jsonText("Unigram"));
        // By hand: attention 16 + 8 + 8 + 16, router 8, experts 2 x 72, norms 12, tables 2 x 20.
        QCOMPARE(jsonText((*json)["parameters"]), jsonText(48 + 8 + 144 + 12 + 40));
        QCOMPARE(jsonText((*json)["active_parameters"]), jsonText(48 + 8 + 72 + 12 + 20));
        QCOMPARE(jsonText((*json)["bytes"]["attention"]), jsonText(2 * 48));
        QCOMPARE(jsonText((*json)["bytes"]["router"]), jsonText(2 * 8));
        QCOMPARE(jsonText((*json)["bytes"]["shared"]), jsonText(0));
        QCOMPARE(jsonText((*json)["bytes"]["routed"]), jsonText(2 * 144));
        QCOMPARE(jsonText((*json)["bytes"]["embedding"]), jsonText(2 * 40));
        QCOMPARE(jsonText((*json)["bytes"]["other"]), jsonText(2 * 12));
    }

    void guessesEqualWhatTheTableKnows() {
        TinyModel tiny = tinyMixtral();
        tiny.write(folder());
        const auto known = inspectJson(folder());
        tiny.config["model_type"] = "mixtral_of_tomorrow";
        tiny.write(folder() + "2");
        const auto guessed = inspectJson(folder() + "2");
        QVERIFY(known.ok() && guessed.ok());
        for (const char* key :
             {"layers", "moe_layers", "experts", "top_k", "hidden", "expert_width", "vocab",
              "parameters", "active_parameters", "bytes", "dtype"})
            QVERIFY2((*known)[key] == (*guessed)[key], key);
        QCOMPARE(jsonText((*guessed)["runnable"]), jsonText(false));
        QVERIFY(noted(*guessed, "mixtral_of_tomorrow"));
        QVERIFY((*guessed)["tokenizer"].is_null());
    }

    void loneFile() {
        writeTinyFile(m_dir->filePath(QStringLiteral("lone.safetensors")).toStdString(),
                      tinyMixtral().tensors);
        const auto json =
            inspectJson(m_dir->filePath(QStringLiteral("lone.safetensors")).toStdString());
        if (!json.ok()) QFAIL(json.error().message().c_str());
        QVERIFY((*json)["family"].is_null());
        QVERIFY((*json)["top_k"].is_null());
        QVERIFY((*json)["active_parameters"].is_null());
        QCOMPARE(jsonText((*json)["experts"]), jsonText(2));
        QCOMPARE(jsonText((*json)["expert_width"]), jsonText(6));
        QCOMPARE(jsonText((*json)["hidden"]), jsonText(4));
        QCOMPARE(jsonText((*json)["parameters"]), jsonText(252));
        QCOMPARE(jsonText((*json)["runnable"]), jsonText(false));
        QVERIFY(noted(*json, "config.json"));
    }

    void incompleteModelIsShownWithItsReason() {
        TinyModel tiny = tinyMixtral();
        tiny.remove("model.norm.weight");
        tiny.at("lm_head.weight").dtype = DType::F32;
        tiny.write(folder());
        const auto json = inspectJson(folder());
        QVERIFY(json.ok());
        QCOMPARE(jsonText((*json)["runnable"]), jsonText(false));
        QVERIFY(noted(*json, "model.norm.weight"));
        QVERIFY(noted(*json, "F32 (80 bytes)"));
    }

    void packedCodesAreNotTakenForWeights() {
        TinyModel tiny = tinyMixtral();
        tiny.config["quantization_config"] = {{"quant_method", "gptq"}};
        tiny.at("model.layers.0.self_attn.q_proj.weight") = {
            "model.layers.0.self_attn.q_proj.qweight", DType::I32, {1, 4}};
        tiny.write(folder());
        const auto json = inspectJson(folder());
        QVERIFY(json.ok());
        QVERIFY(noted(*json, "gptq"));
        QVERIFY(noted(*json, "packed codes"));
    }

    void damagedFilesAreRefused() {
        tinyMixtral().write(folder());
        const auto bytes = readFile(folder() + "/model.safetensors");
        QVERIFY(bytes.ok());
        QVERIFY(writeFileAtomically(folder() + "/model.safetensors",
                                    bytes->substr(0, bytes->size() / 2))
                    .ok());
        const auto cut = inspectJson(folder());
        QVERIFY(!cut.ok());
        QVERIFY(cut.error().what.find("cut short") != std::string::npos);
        QVERIFY(writeFileAtomically(folder() + "/model.safetensors", *bytes).ok());
        QVERIFY(writeFileAtomically(folder() + "/config.json", "{").ok());
        QVERIFY(!inspectJson(folder()).ok());
        QVERIFY(!inspectJson(folder() + "/nothing").ok());
        const auto other = inspectJson(folder() + "/config.json");
        QVERIFY(!other.ok());
        QVERIFY(other.error().what.find(".safetensors") != std::string::npos);
    }

    void tokenizerTypes_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("type");
        QTest::newRow("type") << R"({"model":{"type":"BPE","vocab":{}}})"
                              << "BPE";
        QTest::newRow("type after vocab") << R"({"model":{"vocab":{"type":3},"type":"WordLevel"}})"
                                          << "WordLevel";
        QTest::newRow("old file") << R"({"model":{"vocab":{},"merges":[]}})"
                                  << "BPE";
        QTest::newRow("other type") << R"({"decoder":{"type":"ByteLevel"},"model":{}})"
                                    << "unknown";
        QTest::newRow("broken") << R"({"model":)"
                                << "unreadable";
    }
    void tokenizerTypes() {
        QFETCH(QString, text);
        QFETCH(QString, type);
        tinyMixtral().write(folder());
        QVERIFY(writeFileAtomically(folder() + "/tokenizer.json", text.toStdString()).ok());
        QCOMPARE(jsonText((*inspectJson(folder()))["tokenizer"]), jsonText(type.toStdString()));
    }

    void partsByName() {
        const std::pair<const char*, Part> cases[] = {
            {"model.layers.0.self_attn.q_norm.weight", Part::Attention},
            {"model.layers.0.post_attention_layernorm.weight", Part::Norm},
            {"model.layers.0.mlp.shared_expert_gate.weight", Part::Shared},
            {"model.layers.0.mlp.experts.gate_up_proj", Part::Routed},
            {"model.layers.0.mlp.gate.weight", Part::Router},
            {"model.layers.0.mlp.gate_proj.weight", Part::Dense},
            {"model.layers.0.feed_forward.experts.3.w1.weight", Part::Routed},
            {"model.layers.0.feed_forward.w1.weight", Part::Dense},
            {"model.layers.0.conv.in_proj.weight", Part::Attention},
            {"language_model.lm_head.weight", Part::Head},
            {"model.embed_tokens.weight", Part::Embedding},
            {"something.else", Part::Other}};
        for (const auto& [name, part] : cases) QVERIFY2(guessPart(name) == part, name);
    }

    // Figures by hand from the shapes in the files' headers.
    void goldenFamilies() {
        const QDir golden(QString::fromLatin1(MOQA_SHARED_DIR "/golden"));
        if (!golden.exists()) QSKIP("needs the golden references beside the project");
        int seen = 0;
        for (const QString& name : golden.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
            if (!golden.exists(name + QStringLiteral("/config.json"))) continue;
            const auto json = inspectJson(golden.filePath(name).toStdString());
            if (!json.ok()) QFAIL(json.error().message().c_str());
            QCOMPARE(jsonText((*json)["layers"]), jsonText(3));
            QCOMPARE(jsonText((*json)["hidden"]), jsonText(64));
            QCOMPARE(jsonText((*json)["vocab"]), jsonText(160));
            QCOMPARE(jsonText((*json)["experts"]), jsonText(8));
            QCOMPARE(jsonText((*json)["top_k"]),
                     jsonText(name == QStringLiteral("llama4_text") ? 1 : 2));
            QVERIFY((*json)["bytes"]["routed"] > 0);
            QVERIFY((*json)["active_parameters"] < (*json)["parameters"]);
            ++seen;
        }
        QVERIFY(seen >= 30);
        // MXFP4: 3 layers x 8 experts x 3 matrices of 96 x 64 and the biases of 192 + 64.
        const auto mxfp4 =
            inspectJson(golden.filePath(QStringLiteral("gpt_oss_mxfp4")).toStdString());
        const int64_t routed = 3 * 8 * (3 * 96 * 64 + 192 + 64);
        QCOMPARE((*mxfp4)["parameters"].get<int64_t>() -
                     (*mxfp4)["active_parameters"].get<int64_t>(),
                 routed * 6 / 8 + 160 * 64);
    }
};

QTEST_GUILESS_MAIN(TestInspect)
#include "tst_inspect.moc"
