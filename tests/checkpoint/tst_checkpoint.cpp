// SPDX-License-Identifier: GPL-3.0-or-later
// Opening checkpoints: layouts, resolution order, and one clear message for each way to be wrong.
#include "core/base/files.h"
#include "core/checkpoint/checkpoint.h"
#include "tiny_model.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <filesystem>

using namespace moqa;
using namespace std::string_literals;
namespace fs = std::filesystem;

class TestCheckpoint : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_dir;
    std::string folder() const { return m_dir->filePath(QStringLiteral("model")).toStdString(); }
    std::string file(const char* name) const { return folder() + "/" + name; }

    // The error message of opening must hold all of these.
    void refused(const std::string& path, std::initializer_list<const char*> parts,
                 ErrorCode code = ErrorCode::BadInput) {
        const auto model = Checkpoint::open(path);
        QVERIFY(!model.ok());
        QCOMPARE(model.error().code, code);
        const std::string message = model.error().message();
        for (const char* part : parts)
            QVERIFY2(message.find(part) != std::string::npos, message.c_str());
    }
    void write(const char* name, const std::string& text) {
        QVERIFY(writeFileAtomically(file(name), text).ok());
    }

private slots:
    void init() { m_dir = std::make_unique<QTemporaryDir>(); }

    void opensAFolder() {
        tinyMixtral().write(folder());
        const auto opened = Checkpoint::open(folder());
        if (!opened.ok()) QFAIL(opened.error().message().c_str());
        const Checkpoint& model = **opened;
        QCOMPARE(model.name(), "model"s);
        QCOMPARE(model.path(), folder());
        QCOMPARE(model.weights().size(), size_t{16});
        // Embedding first, then the layer by role and expert, then norm and head.
        QCOMPARE(model.weights().front().id, (WeightId{Role::Embedding, -1, -1}));
        QCOMPARE(model.weights()[7].name, "model.layers.0.block_sparse_moe.gate.weight"s);
        QCOMPARE(model.weights()[8].id, (WeightId{Role::ExpertGate, 0, 0}));
        QCOMPARE(model.weights()[9].id, (WeightId{Role::ExpertGate, 0, 1}));
        QCOMPARE(model.weights()[14].id, (WeightId{Role::FinalNorm, -1, -1}));
        QCOMPARE(model.weights()[15].id, (WeightId{Role::Head, -1, -1}));
        const WeightEntry* up = model.find({Role::ExpertUp, 0, 1});
        QVERIFY(up);
        QCOMPARE(up->name, "model.layers.0.block_sparse_moe.experts.1.w3.weight"s);
        QCOMPARE(up->rows, int64_t{6});
        QCOMPARE(up->cols, int64_t{4});
        QCOMPARE(up->bytes, int64_t{48});
        QCOMPARE(up->bits, 16);
        // Tensor 13 of the list, so 14 + i / 64; row 2 begins at element 8.
        float row[4];
        QVERIFY(model.readRows(up->id, 2, 1, row).ok());
        QCOMPARE(row[0], 14.125f);
        const auto whole = model.readAll(up->id);
        QVERIFY(whole.ok());
        QCOMPARE(whole->row(2)[0], 14.125f);
        QVERIFY(!model.has({Role::SharedGate, 0, -1}));
        QVERIFY(!model.readAll({Role::SharedGate, 0, -1}).ok());
        QVERIFY(!model.mappedBf16({Role::SharedGate, 0, -1}, 0, 1));
        QVERIFY(model.notes().empty());
    }

    void opensOneFileAndShards() {
        const TinyModel tiny = tinyMixtral();
        tiny.write(folder());
        const auto one = Checkpoint::open(file("model.safetensors"));
        QVERIFY(one.ok());
        QCOMPARE((*one)->name(), "model.safetensors"s);
        const std::string sharded = folder() + "-sharded";
        tiny.write(sharded, 3);
        const auto many = Checkpoint::open(sharded);
        if (!many.ok()) QFAIL(many.error().message().c_str());
        QCOMPARE((*one)->fingerprint(), (*many)->fingerprint());
        // Without the index all files of the folder are taken.
        QVERIFY(QFile::remove(QString::fromStdString(sharded + "/model.safetensors.index.json")));
        const auto loose = Checkpoint::open(sharded);
        QVERIFY(loose.ok());
        QCOMPARE((*loose)->fingerprint(), (*one)->fingerprint());
        refused(sharded + "/part-0.safetensors", {"missing", "name their folder"});
    }

    void fingerprintSeesConfigAndShapes() {
        TinyModel tiny = tinyMixtral();
        tiny.write(folder());
        const std::string first = (*Checkpoint::open(folder()))->fingerprint();
        tiny.at("lm_head.weight").dtype = DType::F32;
        tiny.write(folder() + "2");
        QVERIFY((*Checkpoint::open(folder() + "2"))->fingerprint() != first);
        tiny.at("lm_head.weight").dtype = DType::BF16;
        tiny.config["rope_theta"] = 5.0;
        tiny.write(folder() + "3");
        QVERIFY((*Checkpoint::open(folder() + "3"))->fingerprint() != first);
    }

    void mixedDtypesAndUnalignedData() {
        TinyModel tiny = tinyMixtral();
        tiny.at("model.embed_tokens.weight").dtype = DType::F32;
        tiny.at("model.norm.weight").dtype = DType::F16;
        tiny.write(folder());
        const auto model = Checkpoint::open(folder());
        QVERIFY(model.ok());
        float row[4];
        QVERIFY((*model)->readRows({Role::Embedding, -1, -1}, 1, 1, row).ok());
        QCOMPARE(row[3], 1.0f + 7.0f / 64.0f);
        QVERIFY((*model)->readRows({Role::FinalNorm, -1, -1}, 0, 1, row).ok());
        QCOMPARE(row[1], 15.0f + 1.0f / 64.0f);
        QCOMPARE((*model)->find({Role::Embedding, -1, -1})->bits, 32);
        QVERIFY(!(*model)->mappedBf16({Role::FinalNorm, -1, -1}, 0, 1));
        QVERIFY((*model)->mappedBf16({Role::Head, -1, -1}, 0, 1));
    }

    void oddHeaderLengthReadsButIsNotMapped() {
        tinyMixtral().write(folder());
        auto bytes = readFile(file("model.safetensors"));
        QVERIFY(bytes.ok());
        // One more blank behind the header: every tensor now begins at an odd address.
        const uint8_t low = static_cast<uint8_t>((*bytes)[0]);
        QVERIFY(low != 255);
        (*bytes)[0] = static_cast<char>(low + 1);
        const size_t header = low + 256 * static_cast<uint8_t>((*bytes)[1]);
        bytes->insert(8 + header, " ");
        write("model.safetensors", *bytes);
        const auto model = Checkpoint::open(folder());
        if (!model.ok()) QFAIL(model.error().message().c_str());
        QVERIFY(!(*model)->mappedBf16({Role::Head, -1, -1}, 0, 1));
        float row[4];
        QVERIFY((*model)->readRows({Role::Head, -1, -1}, 0, 1, row).ok());
        QCOMPARE(row[0], 16.0f);
    }

    void sideFiles() {
        tinyMixtral().write(folder());
        write("tokenizer.json", "{}");
        write("secret.txt", "no");
        const auto model = Checkpoint::open(folder());
        QVERIFY(model.ok());
        QCOMPARE((*model)->sideFiles(),
                 std::vector<std::string>({"config.json", "tokenizer.json"}));
        QCOMPARE(*(*model)->sideFile("tokenizer.json"), "{}"s);
        QVERIFY(!(*model)->sideFile("merges.txt").ok());
        QVERIFY(!(*model)->sideFile("secret.txt").ok());
        QVERIFY(!(*model)->sideFile("../model/tokenizer.json").ok());
    }

    void tiedHead() {
        TinyModel tiny = tinyMixtral();
        tiny.config["tie_word_embeddings"] = true;
        tiny.write(folder());
        const auto both = Checkpoint::open(folder());
        QVERIFY(both.ok());
        QVERIFY(!(*both)->has({Role::Head, -1, -1}));
        QCOMPARE((*both)->notes().size(), size_t{1});
        tiny.remove("lm_head.weight");
        tiny.write(folder() + "2");
        const auto tied = Checkpoint::open(folder() + "2");
        QVERIFY(tied.ok());
        QVERIFY((*tied)->notes().empty());
        tiny.config["tie_word_embeddings"] = false;
        tiny.write(folder() + "3");
        refused(folder() + "3", {"lm_head.weight", "tie_word_embeddings"});
    }

    void ignorableTensors() {
        TinyModel tiny = tinyMixtral();
        for (const char* name :
             {"model.layers.0.self_attn.rotary_emb.inv_freq", "model.layers.1.mlp.gate.weight",
              "model.layers.1.eh_proj.weight", "mtp.norm.weight"})
            tiny.tensors.push_back({name, DType::F32, {3}});
        tiny.write(folder());
        const auto model = Checkpoint::open(folder());
        if (!model.ok()) QFAIL(model.error().message().c_str());
        QCOMPARE((*model)->weights().size(), size_t{16});
        // Layer 1 of a model of one layer is named, because config.json may be wrong.
        QCOMPARE((*model)->notes().size(), size_t{1});
        QVERIFY((*model)->notes()[0].starts_with("2 tensors of layers behind the 1 "));
    }

    void bothSpellingsOfMixtral() {
        TinyModel tiny = tinyMixtral();
        for (TinyTensor& tensor : tiny.tensors) {
            const size_t found = tensor.name.find("block_sparse_moe");
            if (found != std::string::npos) tensor.name.replace(found, 16, "mlp");
        }
        tiny.write(folder());
        const auto model = Checkpoint::open(folder());
        if (!model.ok()) QFAIL(model.error().message().c_str());
        QCOMPARE((*model)->weights()[7].name, "model.layers.0.block_sparse_moe.gate.weight"s);
    }

    void missingFiles() {
        refused(folder(), {"no such file or folder", "model"});
        QVERIFY(QDir().mkpath(QString::fromStdString(folder())));
        refused(folder(), {"no .safetensors file"});
        tinyMixtral().write(folder());
        QVERIFY(QFile::remove(QString::fromStdString(file("config.json"))));
        refused(folder(), {"config.json"});
    }

    void wrongFamily() {
        TinyModel tiny = tinyMixtral();
        tiny.config["model_type"] = "llama";
        tiny.write(folder());
        refused(folder(), {"\"llama\"", "config.json", "olmoe", "qwen3_moe"});
    }

    void quantizedAlready() {
        TinyModel tiny = tinyMixtral();
        tiny.config["quantization_config"] = {{"quant_method", "gptq"}};
        tiny.write(folder());
        refused(folder(), {"gptq", "original"});
    }

    void missingTensor() {
        TinyModel tiny = tinyMixtral();
        tiny.remove("model.layers.0.block_sparse_moe.experts.1.w2.weight");
        tiny.write(folder());
        refused(folder(), {"experts.1.w2.weight", "[4, 6]", "missing"});
    }

    void wrongShapes() {
        TinyModel tiny = tinyMixtral();
        tiny.at("model.layers.0.self_attn.k_proj.weight").shape = {4, 4};
        tiny.write(folder());
        refused(folder(), {"k_proj.weight", "[4, 4]", "[2, 4]", "model.safetensors"});
        tiny.at("model.layers.0.self_attn.k_proj.weight").shape = {4, 2}; // the same count
        tiny.write(folder() + "2");
        refused(folder() + "2", {"[4, 2]", "[2, 4]"});
        tiny.at("model.layers.0.self_attn.k_proj.weight").shape = {2, 4};
        tiny.at("model.norm.weight").shape = {1, 4};
        tiny.write(folder() + "3");
        refused(folder() + "3", {"model.norm.weight", "[1, 4]", "[4]"});
    }

    void strangeDtype() {
        TinyModel tiny = tinyMixtral();
        tiny.at("model.layers.0.self_attn.q_proj.weight").dtype = DType::F8E4M3;
        tiny.write(folder());
        refused(folder(), {"q_proj.weight", "F8_E4M3"});
    }

    void unaccountedTensors() {
        TinyModel tiny = tinyMixtral();
        tiny.tensors.push_back({"model.layers.0.self_attn.q_norm.weight", DType::BF16, {2}});
        tiny.write(folder());
        refused(folder(), {"1 tensors", "q_norm.weight"});
    }

    void experts16TimesTooFew() {
        TinyModel tiny = tinyMixtral();
        tiny.config["num_local_experts"] = 60000; // only what the file holds is ever stored
        tiny.write(folder());
        refused(folder(), {"gate.weight", "[60000, 4]"});
    }

    void truncatedShard() {
        tinyMixtral().write(folder(), 2);
        const auto bytes = readFile(file("part-1.safetensors"));
        QVERIFY(bytes.ok());
        write("part-1.safetensors", bytes->substr(0, bytes->size() - 3));
        refused(folder(), {"part-1.safetensors", "cut short", "again"});
    }

    void indexNamesAMissingShard() {
        tinyMixtral().write(folder(), 2);
        QVERIFY(QFile::remove(QString::fromStdString(file("part-1.safetensors"))));
        refused(folder(), {"part-1.safetensors", "missing"});
    }

    void hostileIndexes_data() {
        QTest::addColumn<QString>("index");
        QTest::addColumn<QString>("reason");
        const auto row = [](const char* name, const char* index, const char* reason) {
            QTest::newRow(name) << QString::fromUtf8(index) << QString::fromUtf8(reason);
        };
        row("parent", R"({"weight_map":{"t":"../outside.safetensors"}})", "out of the folder");
        row("absolute", R"({"weight_map":{"t":"/etc/passwd"}})", "out of the folder");
        row("subfolder", R"({"weight_map":{"t":"sub/part.safetensors"}})", "out of the folder");
        row("backslash", R"({"weight_map":{"t":"..\\part.safetensors"}})", "out of the folder");
        row("dots", R"({"weight_map":{"t":".."}})", "out of the folder");
        row("NUL", R"({"weight_map":{"t":"a\u0000b"}})", "out of the folder");
        row("empty name", R"({"weight_map":{"t":""}})", "out of the folder");
        row("link", R"({"weight_map":{"t":"link.safetensors"}})", "link");
        row("number", R"({"weight_map":{"t":1}})", "not a string");
        row("list", R"({"weight_map":[]})", "weight_map");
        row("empty map", R"({"weight_map":{}})", "weight_map");
        row("no map", R"({})", "weight_map");
        row("array", R"([])", "weight_map");
        row("not JSON", R"({"weight_map":)", "JSON");
        row("key twice", R"({"weight_map":{"t":"a","t":"b"}})", "twice");
    }
    void hostileIndexes() {
        QFETCH(QString, index);
        QFETCH(QString, reason);
        const TinyModel tiny = tinyMixtral();
        tiny.write(folder(), 2);
        writeTinyFile(folder() + "/../outside.safetensors", tiny.tensors);
        fs::create_symlink("../outside.safetensors", file("link.safetensors"));
        write("model.safetensors.index.json", index.toStdString());
        refused(folder(), {reason.toUtf8().constData(), "model.safetensors.index.json"});
    }

    // The hub's cache links each file of a snapshot to a blob beside the snapshots.
    void hubCacheLinks() {
        const std::string repository = folder(), snapshot = repository + "/snapshots/abc";
        tinyMixtral().write(snapshot, 2);
        fs::create_directories(repository + "/blobs");
        fs::rename(snapshot + "/part-0.safetensors", repository + "/blobs/f00d");
        fs::create_symlink("../../blobs/f00d", snapshot + "/part-0.safetensors");
        const auto model = Checkpoint::open(snapshot);
        if (!model.ok()) QFAIL(model.error().message().c_str());
    }

    void staleIndex() {
        TinyModel tiny = tinyMixtral();
        tiny.write(folder(), 1);
        fs::rename(file("model.safetensors"), file("a.safetensors"));
        // Lists one tensor of another name, and not the rest: the shard's own header counts.
        write("model.safetensors.index.json",
              R"({"metadata":{"total_size":1},"weight_map":{"old.name":"a.safetensors"}})");
        const auto model = Checkpoint::open(folder());
        if (!model.ok()) QFAIL(model.error().message().c_str());
        QCOMPARE((*model)->notes().size(), size_t{2});
    }

    void oneTensorInTwoShards() {
        const TinyModel tiny = tinyMixtral();
        tiny.write(folder(), 1);
        fs::rename(file("model.safetensors"), file("a.safetensors"));
        fs::copy_file(file("a.safetensors"), file("b.safetensors"));
        QVERIFY(Checkpoint::open(folder()).ok()); // the same bytes
        writeTinyFile(file("b.safetensors"), {{"lm_head.weight", DType::BF16, {5, 4}}});
        refused(folder(), {"lm_head.weight", "a.safetensors", "b.safetensors", "different"});
    }

    void overlayReplacesSomeWeights() {
        tinyMixtral().write(folder());
        const auto base = Checkpoint::open(folder());
        QVERIFY(base.ok());
        OverlaySource overlay(**base);
        const WeightId replaced{Role::ExpertDown, 0, 1}, kept{Role::ExpertDown, 0, 0};
        Matrix weight(4, 6);
        weight.row(3)[5] = 7.0f;
        overlay.replace(replaced, weight);
        float rows[12];
        QVERIFY(overlay.readRows(replaced, 2, 2, rows).ok());
        QCOMPARE(rows[11], 7.0f);
        QVERIFY(!overlay.mappedBf16(replaced, 0, 1));
        QVERIFY(overlay.mappedBf16(kept, 0, 1));
        float same[12];
        QVERIFY(overlay.readRows(kept, 2, 2, rows).ok());
        QVERIFY((*base)->readRows(kept, 2, 2, same).ok());
        QVERIFY(std::equal(rows, rows + 12, same));
        overlay.clear();
        QVERIFY(overlay.mappedBf16(replaced, 0, 1));
        QCOMPARE(overlay.fingerprint(), (*base)->fingerprint());
    }
};

QTEST_GUILESS_MAIN(TestCheckpoint)
#include "tst_checkpoint.moc"
