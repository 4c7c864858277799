// SPDX-License-Identifier: GPL-3.0-or-later
// What single quantizers store beside codes: real zero points.
#include "core/quantize/hqq.h"
#include "core/store/open_model.h"
#include "core/store/quantized_layout.h"
#include "tests/store/tiny_model.h"

#include <QTemporaryDir>
#include <QTest>
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
