// SPDX-License-Identifier: GPL-3.0-or-later
// The dequantized export: opens as a checkpoint with the same weights, whole or not at all.
#include "core/checkpoint/checkpoint.h"
#include "core/store/export_safetensors.h"
#include "core/store/open_model.h"
#include "tests/store/tiny_model.h"

#include <QTemporaryDir>
#include <QTest>
#include <csignal>
#include <sys/resource.h>
#include <sys/wait.h>

using namespace moqa;
using namespace moqa::test;
namespace fs = std::filesystem;

class TestExportSafetensors : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    TinyRun m_run;
    std::shared_ptr<const ModelSource> m_model;
    std::string at(const char* name) const { return m_folder.path().toStdString() + "/" + name; }

    // 16-bit weights exactly, the others rounded to bf16.
    void compareWith(const ModelSource& model, const std::string& folder) {
        const auto opened = Checkpoint::open(folder);
        VERIFY_OK(opened);
        const ModelSource& exported = **opened;
        QCOMPARE(exported.weights().size(), model.weights().size());
        for (size_t i = 0; i < model.weights().size(); ++i) {
            const WeightEntry& before = model.weights()[i];
            const WeightEntry& after = exported.weights()[i];
            QCOMPARE(after.name, before.name);
            const bool f16 = before.bits == 16 && before.dtype == DType::F16;
            QCOMPARE(after.dtype, f16 ? DType::F16 : DType::BF16);
            Matrix expected = model.readAll(before.id).value();
            if (!f16)
                for (float& value : expected.data) value = bf16ToF32(f32ToBf16(value));
            QVERIFY2(exported.readAll(after.id)->data == expected.data, after.name.c_str());
        }
    }

    bool nothingBut(std::vector<std::string> names) const {
        std::vector<std::string> found;
        for (const auto& entry : fs::directory_iterator(m_folder.path().toStdString()))
            found.push_back(entry.path().filename().string());
        std::sort(found.begin(), found.end());
        return found == names;
    }

private slots:
    void initTestCase() {
        VERIFY_OK(m_run.write(at("a.h5")));
        m_model = openModel(at("a.h5")).value();
    }
    void cleanup() {
        fs::remove_all(at("out"));
        QVERIFY(nothingBut({"a.h5"}));
    }

    void oneFile() {
        VERIFY_OK(exportSafetensors(*m_model, at("out"), silentProgress()));
        QVERIFY(fs::exists(at("out/model.safetensors")));
        QVERIFY(!fs::exists(at("out/model.safetensors.index.json")));
        QCOMPARE(fileBytes(at("out/tokenizer.json")), *m_model->sideFile("tokenizer.json"));
        const auto config = parseJson(fileBytes(at("out/config.json")), "config.json");
        VERIFY_OK(config);
        QVERIFY(!config->contains("quantization_config"));
        QCOMPARE(config->at("model_type").get<std::string>(), std::string("olmoe"));
        compareWith(*m_model, at("out"));
    }

    void shards() {
        constexpr int64_t kShard = 20000;
        VERIFY_OK(exportSafetensorsSharded(*m_model, at("out"), kShard, silentProgress()));
        int64_t shards = 0;
        for (const auto& entry : fs::directory_iterator(at("out")))
            if (entry.path().extension() == ".safetensors") {
                ++shards;
                QVERIFY(entry.file_size() < kShard + 8192); // header beside the tensors
            }
        QVERIFY(shards > 3);
        compareWith(*m_model, at("out"));
    }

    void unquantizedModelToo() {
        fs::create_directory(at("out")); // an empty folder may be there
        VERIFY_OK(exportSafetensors(m_run.model, at("out"), silentProgress()));
        compareWith(m_run.model, at("out"));
    }

    void doesNotMixWithOtherFiles() {
        fs::create_directory(at("out"));
        setFileBytes(at("out/mine.txt"), "x");
        const Status status = exportSafetensors(*m_model, at("out"), silentProgress());
        QVERIFY(!status.ok());
        QCOMPARE(status.error().code, ErrorCode::BadInput);
        QCOMPARE(fileBytes(at("out/mine.txt")), std::string("x"));
    }

    void cancelLeavesNothing() {
        class Cancelled final : public Progress {
        public:
            void report(double, std::string_view) override { ++m_reports; }
            void note(std::string_view) override {}
            bool cancelled() const override { return m_reports > 3; }

        private:
            int m_reports = 0;
        } progress;
        const Status status = exportSafetensors(*m_model, at("out"), progress);
        QVERIFY(!status.ok());
        QCOMPARE(status.error().code, ErrorCode::Cancelled);
        QVERIFY(!fs::exists(at("out")));
    }

    void fullDiskLeavesNothing() {
        const pid_t child = ::fork();
        if (child == 0) {
            std::signal(SIGXFSZ, SIG_IGN);
            const rlimit size{30000, 30000};
            ::setrlimit(RLIMIT_FSIZE, &size);
            const Status status = exportSafetensors(*m_model, at("out"), silentProgress());
            ::_exit(!status.ok() && status.error().code == ErrorCode::Io &&
                            status.error().where.find(".tmp-") == std::string::npos
                        ? 0
                        : 1);
        }
        int status = 1;
        QCOMPARE(::waitpid(child, &status, 0), child);
        QCOMPARE(status, 0);
        QVERIFY(!fs::exists(at("out")));
        const Status denied = exportSafetensors(*m_model, "/proc/out", silentProgress());
        QCOMPARE(denied.error().code, ErrorCode::Io);
    }
};

QTEST_GUILESS_MAIN(TestExportSafetensors)
#include "tst_export_safetensors.moc"
