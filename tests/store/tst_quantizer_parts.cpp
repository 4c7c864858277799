// SPDX-License-Identifier: GPL-3.0-or-later
// What single quantizers store beside codes: real zero points, scales folded into norms,
// compensations.
#include "core/quantize/hqq.h"
#include "core/quantize/low_rank.h"
#include "core/quantize/memory_sink.h"
#include "core/store/open_model.h"
#include "core/store/quantized_layout.h"
#include "tests/store/tiny_model.h"

#include <QTemporaryDir>
#include <QTest>
#include <atomic>
#include <cmath>
#include <functional>

using namespace moqa;
using namespace moqa::test;
namespace fs = std::filesystem;

namespace {

// Every tensor of a run, by a function from the weight.
using Make = std::function<std::optional<QuantizedTensor>(const ModelSource&, const WeightEntry&)>;

Status writeModel(const TinyRun& run, const std::string& path, const Make& make) {
    MOQA_TRY(const auto writer, run.writer(path));
    for (int layer = -1; layer < run.model.spec().layerCount(); ++layer) {
        for (const WeightEntry& entry : run.model.weights()) {
            if (entry.id.layer != layer) continue;
            const auto tensor = make(run.model, entry);
            LedgerRow row;
            row.id = entry.id;
            row.name = entry.name;
            row.method = tensor ? "made" : "kept";
            row.storedBytes = tensor ? tensor->storedBytes() : entry.bytes;
            if (tensor) row.format = tensor->format;
            MOQA_CHECK(writer->add(row, tensor ? &*tensor : nullptr));
        }
        LayerReport report;
        report.layer = layer;
        MOQA_CHECK(writer->layerDone(report));
    }
    return writer->finish(silentProgress());
}

std::optional<QuantizedTensor> hqqOf(const ModelSource& model, const WeightEntry& entry) {
    if (partOf(entry.id.role) != Part::Routed) return std::nullopt;
    const Matrix weight = model.readAll(entry.id).value();
    const UnitFormat format{2 + entry.id.expert, 16, entry.id.role == Role::ExpertUp};
    return quantizeHqq(weight, entry.id, format, silentProgress()).value();
}

std::optional<QuantizedTensor> compensatedOf(const ModelSource& model, const WeightEntry& entry) {
    auto tensor = hqqOf(model, entry);
    if (!tensor || entry.id.expert == 0) return tensor; // one without beside those with
    const Matrix weight = model.readAll(entry.id).value();
    Matrix left = dequantize(*tensor);
    for (size_t i = 0; i < left.data.size(); ++i) left.data[i] = weight.data[i] - left.data[i];
    const auto factors = approximate(left, entry.id.expert + 1, nullptr, silentProgress()).value();
    tensor->format.rank = entry.id.expert + 1;
    for (const float x : factors.left.data) tensor->left.push_back(f32ToF16(x));
    for (const float x : factors.right.data) tensor->right.push_back(f32ToF16(x));
    return tensor;
}

// A writer that stops the run behind a layer, once.
class StopBehind final : public QuantizedSink, public Progress {
public:
    StopBehind(QuantizedWriter& writer, int layer) : m_writer(writer), m_layer(layer) {}
    int finishedLayers() const override { return m_writer.finishedLayers(); }
    Result<std::optional<QuantizedTensor>> readTensor(WeightId id) const override {
        return m_writer.readTensor(id);
    }
    Result<std::optional<LayerFold>> readFold(int layer) const override {
        return m_writer.readFold(layer);
    }
    Status add(const LedgerRow& row, const QuantizedTensor* tensor) override {
        return m_writer.add(row, tensor);
    }
    Status addFold(const LayerFold& fold) override { return m_writer.addFold(fold); }
    Status layerDone(const LayerReport& report) override {
        m_stop = report.layer == m_layer;
        return m_writer.layerDone(report);
    }
    void report(double, std::string_view) override {}
    void note(std::string_view) override {}
    bool cancelled() const override { return m_stop; }

private:
    QuantizedWriter& m_writer;
    int m_layer;
    std::atomic<bool> m_stop{false};
};

// Experts of the tiny model at a width, everything else kept.
TinyRun expertRun(QuantMethod method, int bits) {
    TinyRun run;
    run.options.method = method;
    run.plan.unitFormat = {16, 16, false};
    for (const int layer : run.model.spec().moeLayers())
        for (int e = 0; e < run.model.spec().experts; ++e)
            run.plan.units.push_back({layer, e, Projection::All, {bits, 16, false}, false, {}});
    run.calibration[0].ids.clear();
    for (int i = 0; i < 512; ++i) run.calibration[0].ids.push_back((i * i + 3 * i) % 96);
    run.options.window = 64;
    return run;
}

} // namespace

class TestQuantizerParts : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    TinyRun m_run;
    std::string at(const char* name) const { return m_folder.path().toStdString() + "/" + name; }

    void compare(const std::string& path, const Make& make) {
        const auto opened = openModel(path);
        QVERIFY2(opened.ok(), opened.ok() ? "" : opened.error().message().c_str());
        for (const WeightEntry& entry : m_run.model.weights()) {
            const auto tensor = make(m_run.model, entry);
            const auto read = (*opened)->readAll(entry.id);
            QVERIFY2(read.ok(), read.ok() ? "" : read.error().message().c_str());
            QVERIFY(read->data ==
                    (tensor ? dequantize(*tensor).data : m_run.model.readAll(entry.id)->data));
            // From the middle, as a pass reads.
            Matrix rows(2, entry.cols);
            if (entry.rows < 5) continue;
            QVERIFY((*opened)->readRows(entry.id, 3, 2, rows.row(0)).ok());
            QVERIFY(std::equal(rows.data.begin(), rows.data.end(), read->row(3)));
            if (tensor) QCOMPARE((*opened)->find(entry.id)->bytes, tensor->storedBytes());
        }
    }
    // Reading the weight must fail and name what is wrong.
    void refused(const std::string& path, WeightId id, const char* word) {
        const auto opened = openModel(path);
        const std::string message = !opened.ok() ? opened.error().message() : [&] {
            const auto read = (*opened)->readAll(id);
            return read.ok() ? std::string("nothing") : read.error().message();
        }();
        QVERIFY2(message.find(word) != std::string::npos, message.c_str());
    }

private slots:
    void realZerosRoundTrip() {
        VERIFY_OK(writeModel(m_run, at("hqq.h5"), hqqOf));
        compare(at("hqq.h5"), hqqOf);
        Progress& silent = silentProgress();
        const auto model = openModel(at("hqq.h5")).value();
        VERIFY_OK(exportSafetensors(*model, at("hub"), silent));
        const auto exported = openModel(at("hub"));
        VERIFY_OK(exported);
        const WeightId id{Role::ExpertDown, 1, 2};
        const Matrix before = *model->readAll(id), after = *(*exported)->readAll(id);
        for (size_t i = 0; i < before.data.size(); ++i) // bf16 keeps 8 bits
            QVERIFY(std::fabs(before.data[i] - after.data[i]) <=
                    0x1p-8f * std::fabs(before.data[i]));
    }

    void compensationsRoundTrip() {
        VERIFY_OK(writeModel(m_run, at("rank.h5"), compensatedOf));
        compare(at("rank.h5"), compensatedOf);
    }

    void damagedCompensationsAreRefused_data() {
        QTest::addColumn<int>("fault");
        QTest::newRow("left not finite") << 0;
        QTest::newRow("right not finite") << 1;
        QTest::newRow("left truncated") << 2;
        QTest::newRow("right truncated") << 3;
        QTest::newRow("rank above the shape") << 4;
    }
    void damagedCompensationsAreRefused() {
        QFETCH(int, fault);
        const WeightId id{Role::ExpertGate, 1, 3};
        const auto make = [&](const ModelSource& model, const WeightEntry& entry) {
            auto tensor = compensatedOf(model, entry);
            if (!(entry.id == id)) return tensor;
            if (fault == 0) tensor->left[3] = 0x7e00;
            if (fault == 1) tensor->right.back() = 0xfc00;
            if (fault == 2) tensor->left.pop_back();
            if (fault == 3) tensor->right.resize(tensor->right.size() / 2);
            if (fault == 4) tensor->format.rank = 1000;
            return tensor;
        };
        const Status written = writeModel(m_run, at("bad.h5"), make);
        QVERIFY(!written.ok());
        QVERIFY(!written.error().message().empty());
        QVERIFY(!fs::exists(at("bad.h5")));
        fs::remove_all(at("bad.h5.partial"));
    }

    // A changed byte of a factor names the weight.
    void flippedFactorNamesTheWeight() {
        const WeightId id{Role::ExpertUp, 0, 2};
        for (const char* factor : {kLeftFactor, kRightFactor}) {
            VERIFY_OK(writeModel(m_run, at("flip.h5"), compensatedOf));
            int64_t offset = 0;
            {
                const auto file =
                    h5::InputFile::open(at("flip.h5"), kQuantizedFormat, kQuantizedVersion);
                const auto found = (*file)->dataset(groupPathOf(id) + factor);
                VERIFY_OK(found);
                offset = found->bytes.data() - (*file)->mapping().bytes().data();
            }
            std::string bytes = fileBytes(at("flip.h5"));
            bytes[static_cast<size_t>(offset) + 4] ^= 0x01;
            setFileBytes(at("flip.h5"), bytes);
            refused(at("flip.h5"), id, "compensation");
        }
    }

    // The file holds what memory holds, however often the run was stopped: scaled norms, routers
    // and codes.
    void scaledNormsRoundTrip() {
        const TinyRun run = expertRun(QuantMethod::Awq, 3);
        MemorySink memory;
        const auto report = quantizeModel(run.model, run.plan, run.calibration, run.options, memory,
                                          silentProgress());
        VERIFY_OK(report);
        QVERIFY(memory.readFold(0)->has_value() || memory.readFold(1)->has_value());
        for (const bool interrupted : {false, true}) {
            const std::string path = at(interrupted ? "again.h5" : "awq.h5");
            if (interrupted) {
                const auto writer = run.writer(path);
                VERIFY_OK(writer);
                StopBehind stop(**writer, 0);
                QVERIFY(
                    !quantizeModel(run.model, run.plan, run.calibration, run.options, stop, stop)
                         .ok());
            }
            const auto writer = run.writer(path);
            VERIFY_OK(writer);
            QCOMPARE((*writer)->finishedLayers(), interrupted ? 1 : 0);
            VERIFY_OK(quantizeModel(run.model, run.plan, run.calibration, run.options, **writer,
                                    silentProgress()));
            VERIFY_OK((*writer)->finish(silentProgress()));
            const auto file = openModel(path);
            VERIFY_OK(file);
            const auto expected = memory.model(run.model);
            for (const WeightEntry& entry : run.model.weights()) {
                QVERIFY2((*file)->readAll(entry.id)->data == expected->readAll(entry.id)->data,
                         entry.name.c_str());
                QCOMPARE((*file)->find(entry.id)->bytes, expected->find(entry.id)->bytes);
            }
        }
        QVERIFY(fileBytes(at("awq.h5")) == fileBytes(at("again.h5")));
    }

    void zeroPointsThatAreNotNumbersAreRefused() {
        const WeightId id{Role::ExpertGate, 1, 3};
        for (const uint16_t bad : {uint16_t{0x7e00}, uint16_t{0x7c00}, uint16_t{0xfc00}}) {
            const auto make = [&](const ModelSource& model, const WeightEntry& entry) {
                auto tensor = hqqOf(model, entry);
                if (entry.id == id) tensor->realZeros[7] = bad;
                return tensor;
            };
            // The writer reads its own layer files back with the same checks.
            const Status written = writeModel(m_run, at("bad.h5"), make);
            QVERIFY(!written.ok());
            QVERIFY2(written.error().message().find("finite") != std::string::npos,
                     written.error().message().c_str());
            QVERIFY(!fs::exists(at("bad.h5")));
            fs::remove_all(at("bad.h5.partial"));
        }
    }
};

QTEST_GUILESS_MAIN(TestQuantizerParts)
#include "tst_quantizer_parts.moc"
