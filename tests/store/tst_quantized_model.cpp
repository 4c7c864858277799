// SPDX-License-Identifier: GPL-3.0-or-later
// Quantized model files: round trip, equal bytes, resume, damage, full disk.
#include "core/base/sha256.h"
#include "core/checkpoint/inspect.h"
#include "core/store/h5_output.h"
#include "core/store/open_model.h"
#include "core/store/quantized_layout.h"
#include "tests/store/tiny_model.h"

#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <csignal>
#include <sys/resource.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace moqa;
using namespace moqa::test;
namespace fs = std::filesystem;

class TestQuantizedModel : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    TinyRun m_run;
    std::string at(const char* name) const { return m_folder.path().toStdString() + "/" + name; }

    // Every weight of a file against what went in.
    void compareAll(const std::string& path) {
        const auto opened = openModel(path);
        QVERIFY2(opened.ok(), opened.ok() ? "" : opened.error().message().c_str());
        const ModelSource& model = **opened;
        QCOMPARE(model.weights().size(), m_run.model.weights().size());
        for (size_t i = 0; i < model.weights().size(); ++i) {
            const WeightEntry& before = m_run.model.weights()[i];
            const WeightEntry& after = model.weights()[i];
            QVERIFY(after.id == before.id);
            QCOMPARE(after.name, before.name);
            QCOMPARE(after.dtype, before.dtype);
            const auto tensor = tinyTensor(before);
            QCOMPARE(after.bits, tensor ? tensor->format.bits : before.bits);
            QCOMPARE(after.bytes, tensor ? tensor->storedBytes() : before.bytes);
            const Matrix expected =
                tensor ? dequantize(*tensor) : m_run.model.readAll(before.id).value();
            // In pieces, as the forward pass reads.
            Matrix read(after.rows, after.cols);
            for (int64_t row = 0; row < after.rows; row += 5) {
                const int64_t count = std::min<int64_t>(5, after.rows - row);
                const Status status = model.readRows(after.id, row, count, read.row(row));
                QVERIFY2(status.ok(), status.ok() ? "" : status.error().message().c_str());
            }
            QVERIFY2(read.data == expected.data, after.name.c_str());
        }
    }

private slots:
    void init() { ::unsetenv("SOURCE_DATE_EPOCH"); }

    void roundTrip() {
        VERIFY_OK(m_run.write(at("a.h5")));
        QVERIFY(!fs::exists(at("a.h5.partial")));
        compareAll(at("a.h5"));
        const auto model = openModel(at("a.h5")).value();
        QCOMPARE(model->fingerprint(), m_run.model.fingerprint());
        QCOMPARE(model->spec().experts, 4);
        QCOMPARE(model->sideFile("config.json").value(), std::string(tinyConfig()));
        QCOMPARE(model->sideFiles(), m_run.model.sideFiles());
        QVERIFY(!model->sideFile("vocab.json").ok());
        QVERIFY(!model->has({Role::SharedMix, 0, -1}));
    }

    void bf16IsServedFromTheMapping() {
        VERIFY_OK(m_run.write(at("a.h5")));
        const auto model = openModel(at("a.h5")).value();
        const WeightId embedding{Role::Embedding, -1, -1};
        const auto* mapped = static_cast<const uint16_t*>(model->mappedBf16(embedding, 3, 2));
        QVERIFY(mapped);
        const Matrix expected = m_run.model.readAll(embedding).value();
        for (int64_t c = 0; c < 2 * expected.cols; ++c)
            QCOMPARE(bf16ToF32(mapped[c]), expected.row(3)[c]);
        QVERIFY(!model->mappedBf16({Role::ExpertUp, 0, 1}, 0, 1));
        QVERIFY(!model->mappedBf16({Role::AttnNorm, 0, -1}, 0, 1)); // f32
        model->releaseLayer(0);
        compareAll(at("a.h5"));
    }

    void carriesPlanAndLedger() {
        VERIFY_OK(m_run.write(at("a.h5")));
        const auto ledger = readLedger(at("a.h5"));
        QVERIFY(ledger.ok());
        QCOMPARE(ledger->size(), m_run.model.weights().size());
        for (size_t i = 0; i < ledger->size(); ++i) {
            const LedgerRow expected = tinyRow(m_run.model.weights()[i]);
            const LedgerRow& row = ledger.value()[i];
            QVERIFY(row.id == expected.id);
            QVERIFY(row.format == expected.format);
            QCOMPARE(row.name, expected.name);
            QCOMPARE(row.method, expected.method);
            QCOMPARE(row.weightError, expected.weightError);
            QCOMPARE(row.outputError, expected.outputError);
            QCOMPARE(row.tokensSeen, expected.tokensSeen);
            QCOMPARE(row.fallback, expected.fallback);
            QCOMPARE(row.reason, expected.reason);
            QCOMPARE(row.storedBytes, expected.storedBytes);
        }
        const auto plan = readPlan(at("a.h5"));
        QVERIFY(plan.ok());
        QCOMPARE(plan->toJson().dump(), m_run.plan.toJson().dump());
    }

    void inspectSaysItsBits() {
        VERIFY_OK(m_run.write(at("a.h5")));
        const auto model = openModel(at("a.h5"));
        VERIFY_OK(model);
        const ModelSummary summary = summarize(**model);
        double weights = 0, bits = 0, bytes = 0;
        for (const WeightEntry& entry : (*model)->weights()) {
            if (partOf(entry.id.role) != Part::Routed) continue;
            weights += static_cast<double>(entry.count());
            bits += static_cast<double>(entry.bits * entry.count());
            bytes += static_cast<double>(entry.bytes);
        }
        QVERIFY(summary.meanBits && summary.trueBits);
        QCOMPARE(*summary.meanBits, bits / weights);
        QCOMPARE(*summary.trueBits, 8 * bytes / weights);
        QVERIFY(*summary.trueBits > *summary.meanBits);
        QCOMPARE(toJson(summary).at("mean_bits").get<double>(), *summary.meanBits);
        QVERIFY(!toJson(summarize(m_run.model)).contains("mean_bits"));
    }

    void sameRunGivesSameBytes() {
        VERIFY_OK(m_run.write(at("a.h5")));
        QTest::qSleep(1100); // a time stamp in seconds would differ
        VERIFY_OK(m_run.write(at("b.h5")));
        QVERIFY(fileBytes(at("a.h5")) == fileBytes(at("b.h5")));
        VERIFY_OK(m_run.write(at("a.h5"))); // over an old file
        QVERIFY(fileBytes(at("a.h5")) == fileBytes(at("b.h5")));
        ::setenv("SOURCE_DATE_EPOCH", "86400", 1);
        VERIFY_OK(m_run.write(at("c.h5")));
        QVERIFY(fileBytes(at("c.h5")).find("1970-01-02T00:00:00Z") != std::string::npos);
    }

    void killedRunGoesOn() {
        VERIFY_OK(m_run.write(at("whole.h5")));
        setFileBytes(at("a.h5"), "an older file");
        const pid_t child = ::fork();
        if (child == 0) { // dies in the middle of layer 1
            auto writer = m_run.writer(at("a.h5"));
            const WeightEntry* expert = m_run.model.find({Role::ExpertGate, 1, 0});
            const auto tensor = tinyTensor(*expert);
            const bool done = writer.ok() && m_run.addLayer(**writer, -1).ok() &&
                              m_run.addLayer(**writer, 0).ok() &&
                              (*writer)->add(tinyRow(*expert), &*tensor).ok();
            ::_exit(done ? 0 : 1);
        }
        int status = 1;
        QCOMPARE(::waitpid(child, &status, 0), child);
        QCOMPARE(status, 0);
        QCOMPARE(fileBytes(at("a.h5")), std::string("an older file"));

        const auto writer = m_run.writer(at("a.h5"));
        QVERIFY(writer.ok());
        QCOMPARE((*writer)->finishedLayers(), 1);
        const auto report = (*writer)->finishedReport(0);
        QVERIFY(report.ok());
        QCOMPARE(report->layer, 0);
        QCOMPARE(report->weightError, 0.5);
        QCOMPARE(report->outputError, 0.25);
        QCOMPARE(report->fallbacks, 2);
        QCOMPARE(report->seconds, 1.5);
        QCOMPARE((*writer)->finishedReport(1).error().code, ErrorCode::Internal);
        const WeightEntry* expert = m_run.model.find({Role::ExpertDown, 0, 2});
        const auto stored = (*writer)->readTensor(expert->id);
        QVERIFY(stored.ok() && stored->has_value());
        QVERIFY((*stored)->codes == tinyTensor(*expert)->codes);
        QVERIFY((*stored)->scales == tinyTensor(*expert)->scales);
        const auto kept = (*writer)->readTensor({Role::Router, 0, -1});
        QVERIFY(kept.ok() && !kept->has_value());
        QVERIFY(m_run.addLayer(**writer, 1).ok());
        QVERIFY((*writer)->finish(silentProgress()).ok());
        QVERIFY(fileBytes(at("a.h5")) == fileBytes(at("whole.h5")));
        QVERIFY(!fs::exists(at("a.h5.partial")));
    }

    void cutOffLayerIsDoneAgain() {
        {
            const auto writer = m_run.writer(at("a.h5"));
            QVERIFY(m_run.addLayer(**writer, -1).ok() && m_run.addLayer(**writer, 0).ok() &&
                    m_run.addLayer(**writer, 1).ok());
            QCOMPARE((*writer)->finishedLayers(), 2);
        }
        const std::string layer = at("a.h5.partial/layer-000.h5");
        setFileBytes(layer, fileBytes(layer).substr(0, fileBytes(layer).size() / 2));
        const auto writer = m_run.writer(at("a.h5"));
        QCOMPARE((*writer)->finishedLayers(), 0);
    }

    void otherRunIsRefused() {
        {
            const auto writer = m_run.writer(at("r.h5"));
            QVERIFY(writer.ok());
            // A second writer meanwhile.
            const auto second = m_run.writer(at("r.h5"));
            QVERIFY(!second.ok());
            QCOMPARE(second.error().code, ErrorCode::Io);
            QVERIFY(m_run.addLayer(**writer, 0).ok());
        }
        const auto refused = [&](const TinyRun& other, const char* what) {
            const auto writer = other.writer(at("r.h5"));
            if (writer.ok() || writer.error().code != ErrorCode::BadInput) return false;
            return writer.error().what.find(what) != std::string::npos &&
                   writer.error().hint.find("delete") != std::string::npos;
        };
        TinyRun other;
        other.options.damp = 0.02;
        QVERIFY(refused(other, "options"));
        other = TinyRun();
        other.options.reweight = 0.25;
        QVERIFY(refused(other, "options"));
        other = TinyRun();
        other.calibration[0].ids.push_back(4);
        QVERIFY(refused(other, "calibration"));
        other = TinyRun();
        other.plan.method = "manual";
        QVERIFY(refused(other, "plan"));
        other = TinyRun();
        other.model.setFingerprint("another");
        QVERIFY(refused(other, "model"));
        other = TinyRun();
        other.model.changeWeights();
        QVERIFY(refused(other, "weights"));
        const auto same = m_run.writer(at("r.h5"));
        QVERIFY(same.ok());
        QCOMPARE((*same)->finishedLayers(), 1);
    }

    // What kill -9 leaves of a run that finished no layer stands in nobody's way.
    void aPartialWithoutALayerIsTakenOver() {
        const pid_t child = ::fork();
        if (child == 0) {
            const auto writer = m_run.writer(at("k.h5"));
            const WeightEntry* expert = m_run.model.find({Role::ExpertGate, 0, 0});
            const auto tensor = tinyTensor(*expert);
            ::_exit(writer.ok() && (*writer)->add(tinyRow(*expert), &*tensor).ok() ? 0 : 1);
        }
        int status = 1;
        QCOMPARE(::waitpid(child, &status, 0), child);
        QCOMPARE(status, 0);
        QVERIFY(fs::exists(at("k.h5.partial/state.json")));
        setFileBytes(at("k.h5.partial/layer-000.h5"), "cut off");
        TinyRun other;
        other.plan.method = "manual";
        VERIFY_OK(other.write(at("k.h5")));
        QVERIFY(!fs::exists(at("k.h5.partial")));
        QCOMPARE(readPlan(at("k.h5"))->method, std::string("manual"));
    }

    void anUnreadableStateIsNamedWhereLayersAreLost() {
        const std::string state = at("s.h5.partial/state.json");
        {
            const auto writer = m_run.writer(at("s.h5"));
            setFileBytes(state, "{\"format\": ");
            QVERIFY(m_run.addLayer(**writer, 0).ok());
        }
        const auto refused = m_run.writer(at("s.h5"));
        QVERIFY(!refused.ok());
        QCOMPARE(refused.error().code, ErrorCode::BadInput);
        QCOMPARE(refused.error().where, state);
        QVERIFY(refused.error().hint.find("delete") != std::string::npos);
        QVERIFY(fs::exists(at("s.h5.partial/layer-000.h5")));
        fs::remove(state); // layers of which nobody knows what they were made from
        QCOMPARE(m_run.writer(at("s.h5")).error().code, ErrorCode::BadInput);
        setFileBytes(state, "");
        fs::remove(at("s.h5.partial/layer-000.h5"));
        const auto taken = m_run.writer(at("s.h5"));
        QVERIFY(taken.ok());
        QCOMPARE((*taken)->finishedLayers(), 0);
        QVERIFY(fileBytes(state).find("moqa-partial") != std::string::npos);
    }

    void aQuantizedSourceIsRecorded() {
        VERIFY_OK(m_run.write(at("first.h5")));
        const auto codesOf = [&](const char* file) {
            const auto opened =
                h5::InputFile::open(at(file), kQuantizedFormat, kQuantizedVersion).value();
            const auto codes = opened->integer("provenance", "source_quantized_weights");
            return codes.ok() ? *codes : -1;
        };
        QCOMPARE(codesOf("first.h5"), int64_t{-1});
        const auto source = openModel(at("first.h5")).value();
        int64_t expected = 0;
        for (const WeightEntry& weight : m_run.model.weights())
            expected += tinyTensor(weight) ? 1 : 0;
        QCOMPARE(quantizedWeights(*source), expected);
        QCOMPARE(quantizedWeights(m_run.model), int64_t{0});
        {
            const auto writer =
                QuantizedWriter::create(at("second.h5"), *source,
                                        {&m_run.plan, &m_run.options, &m_run.calibration, "moqa"});
            QVERIFY(writer.ok());
            for (int layer : {-1, 0, 1}) QVERIFY(m_run.addLayer(**writer, layer).ok());
            VERIFY_OK((*writer)->finish(silentProgress()));
        }
        QCOMPARE(codesOf("second.h5"), expected);
    }

    void aRunWithoutALayerLeavesNothing() {
        { QVERIFY(m_run.writer(at("e.h5")).ok()); }
        QVERIFY(!fs::exists(at("e.h5.partial")));
    }

    void aStoppedJoinIsGoneOnWith() {
        // Two looks at layers, then some at weights.
        struct StopAt final : Progress {
            explicit StopAt(int at) : left(at) {}
            void report(double, std::string_view) override {}
            void note(std::string_view) override {}
            bool cancelled() const override { return left-- <= 0; }
            mutable int left;
        };
        QVERIFY(m_run.write(at("whole.h5")).ok());
        for (const int look : {0, 2, 9}) {
            const auto writer = m_run.writer(at("j.h5"));
            for (int layer : {-1, 0, 1})
                if (look == 0) QVERIFY(m_run.addLayer(**writer, layer).ok());
            QCOMPARE((*writer)->finishedLayers(), 2);
            const Status status = (*writer)->finish(StopAt(look));
            QVERIFY(!status.ok());
            QCOMPARE(status.error().code, ErrorCode::Cancelled);
            QVERIFY(!fs::exists(at("j.h5")));
        }
        QVERIFY((*m_run.writer(at("j.h5")))->finish(silentProgress()).ok());
        QVERIFY(fileBytes(at("j.h5")) == fileBytes(at("whole.h5")));
        QVERIFY(!fs::exists(at("j.h5.partial")));
    }

    void missingWeightIsOurDefect() {
        const auto writer = m_run.writer(at("m.h5"));
        QVERIFY(m_run.addLayer(**writer, -1).ok() && m_run.addLayer(**writer, 0).ok());
        const Status status = (*writer)->finish(silentProgress());
        QVERIFY(!status.ok());
        QCOMPARE(status.error().code, ErrorCode::Internal);
        QVERIFY(!fs::exists(at("m.h5")));
        QVERIFY(fs::exists(at("m.h5.partial")));
    }

    void flippedByteNamesTheModule_data() {
        QTest::addColumn<QString>("part");
        for (const char* part : {"codes", "scales", "zero_points", "kept"})
            QTest::newRow(part) << part;
    }
    void flippedByteNamesTheModule() {
        QFETCH(QString, part);
        VERIFY_OK(m_run.write(at("f.h5")));
        // An asymmetric module, found by the place the index gives for it.
        const WeightEntry* entry = nullptr;
        for (const WeightEntry& weight : m_run.model.weights()) {
            const auto tensor = tinyTensor(weight);
            const bool wanted = part == "kept" ? weight.id.role == Role::Router
                                               : tensor && !tensor->zeroPoints.empty();
            if (wanted) entry = &weight;
        }
        QVERIFY(entry);
        std::string path = groupPathOf(entry->id) + "/";
        path += part == "kept" ? "weight" : part.toStdString();
        int64_t offset = 0;
        {
            const auto file = h5::InputFile::open(at("f.h5"), kQuantizedFormat, kQuantizedVersion);
            const auto dataset = (*file)->dataset(path);
            QVERIFY(dataset.ok());
            offset = dataset->bytes.data() - (*file)->mapping().bytes().data();
        }
        std::string bytes = fileBytes(at("f.h5"));
        bytes[static_cast<size_t>(offset) + 5] ^= 0x10;
        setFileBytes(at("f.h5"), bytes);
        const auto model = openModel(at("f.h5"));
        QVERIFY(model.ok()); // data is looked at when it is read
        QVERIFY((*model)->readAll({Role::Embedding, -1, -1}).ok());
        const auto read = (*model)->readAll(entry->id);
        QVERIFY(!read.ok());
        QCOMPARE(read.error().code, ErrorCode::BadInput);
        QVERIFY2(read.error().message().find(entry->name) != std::string::npos,
                 read.error().message().c_str());
        QVERIFY(!(*model)->mappedBf16(entry->id, 0, 1));
    }

    void everyTruncationIsRefused() {
        VERIFY_OK(m_run.write(at("t.h5")));
        const std::string bytes = fileBytes(at("t.h5"));
        for (size_t size :
             {size_t{0}, size_t{7}, size_t{47}, size_t{100}, bytes.size() / 2, bytes.size() - 1}) {
            setFileBytes(at("t.h5"), bytes.substr(0, size));
            const auto model = openModel(at("t.h5"));
            QVERIFY(!model.ok());
            QCOMPARE(model.error().code, ErrorCode::BadInput);
        }
        setFileBytes(at("t.h5"), bytes + "x");
        QVERIFY(!openModel(at("t.h5")).ok());
    }

    void unfinishedAndUnknownAreRefused() {
        const auto write = [&](const char* format, uint32_t version) {
            auto file = h5::OutputFile::create(at("u.h5"), at("u.h5"));
            return (*file)->attribute("", "format", format).ok() &&
                   (*file)->attribute("", "format_version", version).ok() && (*file)->finish().ok();
        };
        const auto message = [&] {
            const auto model = openModel(at("u.h5"));
            return model.ok() ? QString() : QString::fromStdString(model.error().message());
        };
        QVERIFY(write("other", 1));
        QVERIFY2(message().contains("moeq-h5"), qPrintable(message()));
        QVERIFY(write("moeq-h5", 2));
        QVERIFY2(message().contains("version 2"), qPrintable(message()));
        { // closed before finish()
            auto file = h5::OutputFile::create(at("u.h5"), at("u.h5"));
            QVERIFY((*file)->attribute("", "format", "moeq-h5").ok());
            QVERIFY((*file)->attribute("", "format_version", uint32_t{1}).ok());
        }
        QVERIFY2(message().contains("not complete"), qPrintable(message()));
    }

    void fullDiskLeavesNothingAndGoesOn() {
        VERIFY_OK(m_run.write(at("whole.h5")));
        setFileBytes(at("d.h5"), "an older file");
        {
            const auto writer = m_run.writer(at("d.h5"));
            QVERIFY(m_run.addLayer(**writer, -1).ok() && m_run.addLayer(**writer, 0).ok() &&
                    m_run.addLayer(**writer, 1).ok());
        }
        // A limit on file sizes stops writes like a full disk does. In a child, which must end in
        // order: the library would crash at exit after a failed flush.
        for (const rlim_t limit : {rlim_t{0}, rlim_t{3000}, rlim_t{20000}, rlim_t{60000}}) {
            const pid_t child = ::fork();
            if (child == 0) {
                std::signal(SIGXFSZ, SIG_IGN);
                const auto writer = m_run.writer(at("d.h5"));
                const rlimit size{limit, limit};
                ::setrlimit(RLIMIT_FSIZE, &size);
                const bool opened = writer.ok();
                const Status status = opened ? (*writer)->finish(silentProgress()) : Status();
                H5close(); // what the library does at exit
                ::_exit(opened && !status.ok() && status.error().code == ErrorCode::Io ? 0 : 1);
            }
            int status = 1;
            QCOMPARE(::waitpid(child, &status, 0), child);
            QCOMPARE(status, 0);
            QCOMPARE(fileBytes(at("d.h5")), std::string("an older file"));
            for (const auto& entry : fs::directory_iterator(m_folder.path().toStdString()))
                QVERIFY(entry.path().string().find(".tmp-") == std::string::npos);
        }
        QCOMPARE((*m_run.writer(at("d.h5")))->finishedLayers(), 2);
        QVERIFY((*m_run.writer(at("d.h5")))->finish(silentProgress()).ok());
        QVERIFY(fileBytes(at("d.h5")) == fileBytes(at("whole.h5")));
    }

    void placesThatCannotBeWritten() {
        for (const char* path : {"/proc/nowhere/x.h5", "/proc/x.h5", "/nonexistent-folder/x.h5"}) {
            const auto writer = m_run.writer(path);
            QVERIFY(!writer.ok());
            QCOMPARE(writer.error().code, ErrorCode::Io);
        }
        // The name taken by a folder is found out only at the rename.
        QVERIFY(fs::create_directory(at("taken.h5")));
        const Status status = m_run.write(at("taken.h5"));
        QVERIFY(!status.ok());
        QCOMPARE(status.error().code, ErrorCode::Io);
        QVERIFY(fs::exists(at("taken.h5.partial")));
    }

    void readsFromManyThreads() {
        VERIFY_OK(m_run.write(at("p.h5")));
        const auto model = openModel(at("p.h5")).value();
        std::atomic<int> wrong{0};
        const auto readAll = [&] {
            for (const WeightEntry& entry : model->weights()) {
                const auto tensor = tinyTensor(entry);
                const auto read = model->readAll(entry.id);
                const Matrix expected =
                    tensor ? dequantize(*tensor) : m_run.model.readAll(entry.id).value();
                if (!read.ok() || read->data != expected.data) ++wrong;
            }
        };
        std::vector<std::thread> threads;
        for (int i = 0; i < 4; ++i) threads.emplace_back(readAll);
        for (std::thread& thread : threads) thread.join();
        QCOMPARE(wrong.load(), 0);
    }

    void otherModelsAreNamed() {
        QVERIFY(openModel(at("nothing")).error().message().find("no such") != std::string::npos);
        setFileBytes(at("x.gguf"), "GGUF");
        QCOMPARE(openModel(at("x.gguf")).error().code, ErrorCode::Usage);
        setFileBytes(at("x.txt"), "text");
        QCOMPARE(openModel(at("x.txt")).error().code, ErrorCode::BadInput);
        setFileBytes(at("x.h5"), "text");
        QVERIFY(openModel(at("x.h5")).error().what.find("not an HDF5") != std::string::npos);
    }

    void h5dumpOpensIt() {
        const QString tool = QStandardPaths::findExecutable("h5dump");
        if (tool.isEmpty()) QSKIP("h5dump is not installed");
        VERIFY_OK(m_run.write(at("v.h5")));
        QProcess dump;
        dump.start(tool, {"-H", QString::fromStdString(at("v.h5"))});
        QVERIFY(dump.waitForFinished());
        QCOMPARE(dump.exitCode(), 0);
        const QByteArray text = dump.readAllStandardOutput();
        QVERIFY(text.contains("GROUP \"experts\"") && text.contains("DATASET \"codes\""));
    }

    void h5pyReadsIt() {
        const QString python = QStandardPaths::findExecutable("python3");
        if (python.isEmpty() || QProcess::execute(python, {"-c", "import h5py"}) != 0)
            QSKIP("python3 with h5py is not installed");
        VERIFY_OK(m_run.write(at("v.h5")));
        const WeightEntry* entry = m_run.model.find({Role::ExpertUp, 1, 3});
        const char* script = R"(
import sys, h5py, json, hashlib
f = h5py.File(sys.argv[1], "r")
assert f.attrs["format"] == b"moeq-h5" and f.attrs["complete"] == 1, dict(f.attrs)
json.loads(f["config/config.json"][()].tobytes())
i = [n.decode() for n in f["index/module"][()]].index(sys.argv[2])
g = f[f["index/path"][i].decode()]
assert g.attrs["bits"] == f["index/bits"][i] and g.attrs["hf_name"].decode() == sys.argv[2]
codes = g["codes"][()]
assert hashlib.sha256(codes.tobytes()).hexdigest() == g["codes"].attrs["sha256"].decode()
assert g["codes"].id.get_offset() == f["index/codes_file_offset"][i]
assert g["scales"].dtype == "float16" and g["codes"].compression is None
print(hashlib.sha256(codes.tobytes()).hexdigest())
)";
        QProcess run;
        run.start(python, {"-c", script, QString::fromStdString(at("v.h5")),
                           QString::fromStdString(moduleNameOf(entry->name))});
        QVERIFY(run.waitForFinished());
        QCOMPARE(QString(run.readAllStandardError()), QString());
        QCOMPARE(run.readAllStandardOutput().trimmed().toStdString(),
                 sha256Hex(std::as_bytes(std::span(tinyTensor(*entry)->codes))));
    }
};

QTEST_GUILESS_MAIN(TestQuantizedModel)
#include "tst_quantized_model.moc"
