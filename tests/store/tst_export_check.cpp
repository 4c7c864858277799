// SPDX-License-Identifier: GPL-3.0-or-later
// What was written is read again: equal, changed by a bit, of another model, not there.
#include "core/base/sha256.h"
#include "core/store/export_check.h"
#include "core/store/open_model.h"
#include "tests/store/tiny_model.h"

#include <QTemporaryDir>
#include <QTest>
#include <cmath>

using namespace moqa;
using namespace moqa::test;
namespace fs = std::filesystem;

namespace {

// Of a weight in f32, by hand.
double errorOf(const ModelSource& original, const ModelSource& read, WeightId id) {
    const Matrix a = original.readAll(id).value(), b = read.readAll(id).value();
    double distance = 0, norm = 0;
    for (size_t i = 0; i < a.data.size(); ++i) {
        distance += std::pow(static_cast<double>(a.data[i]) - b.data[i], 2);
        norm += std::pow(static_cast<double>(a.data[i]), 2);
    }
    return std::sqrt(distance / norm);
}

class CancelAtOnce final : public Progress {
public:
    void report(double, std::string_view) override {}
    void note(std::string_view) override {}
    bool cancelled() const override { return true; }
};

} // namespace

class TestExportCheck : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    TinyRun m_run;
    std::shared_ptr<const ModelSource> m_model;
    std::string at(const char* name) const { return m_folder.path().toStdString() + "/" + name; }

private slots:
    void initTestCase() {
        VERIFY_OK(m_run.write(at("a.h5")));
        m_model = openModel(at("a.h5")).value();
        VERIFY_OK(exportSafetensors(*m_model, at("out"), silentProgress()));
    }

    void anExportComesBackAsItWasMeant() {
        const auto check = checkSafetensorsFolder(*m_model, at("out"), silentProgress());
        VERIFY_OK(check);
        QCOMPARE(check->tensors.size(), m_model->weights().size());
        QCOMPARE(check->mismatches(), 0);
        // Every file of the folder, with the sum that sha256sum prints.
        QCOMPARE(check->files.size(), size_t{3});
        int64_t bytes = 0;
        for (const WrittenFile& file : check->files) {
            const std::string content = fileBytes(at("out") + "/" + file.name);
            QCOMPARE(file.bytes, static_cast<int64_t>(content.size()));
            QCOMPARE(file.sha256, sha256Hex(content));
            bytes += file.bytes;
        }
        QCOMPARE(check->bytes(), bytes);
    }

    void oneWrongBitIsFound() {
        const std::string path = at("out") + "/model.safetensors";
        const std::string before = fileBytes(path);
        std::string bent = before;
        bent.back() = static_cast<char>(bent.back() ^ 0x01);
        setFileBytes(path, bent);
        const auto check = checkSafetensorsFolder(*m_model, at("out"), silentProgress());
        setFileBytes(path, before);
        VERIFY_OK(check);
        QCOMPARE(check->mismatches(), 1);
        for (const TensorCheck& tensor : check->tensors)
            QCOMPARE(tensor.matches, tensor.found == 0);
    }

    // Good values that follow must not hide it: it is the last value but one of a tensor.
    void whatIsNotANumberIsFound() {
        const std::string path = at("out") + "/model.safetensors";
        const std::string before = fileBytes(path);
        std::string bent = before; // of 16 bits a value, either kind: a NaN in both
        bent[bent.size() - 4] = '\xff';
        bent[bent.size() - 3] = '\x7f';
        setFileBytes(path, bent);
        const auto check = checkSafetensorsFolder(*m_model, at("out"), silentProgress());
        setFileBytes(path, before);
        VERIFY_OK(check);
        QCOMPARE(check->mismatches(), 1);
        int64_t undefined = 0;
        for (const TensorCheck& tensor : check->tensors) undefined += std::isnan(tensor.found);
        QCOMPARE(undefined, 1);
    }

    void aFileHasTheErrorsOfItsLedger() {
        const auto check = checkQuantizedFile(m_run.model, at("a.h5"), silentProgress());
        VERIFY_OK(check);
        QCOMPARE(check->files.size(), size_t{1});
        QCOMPARE(check->files[0].sha256, sha256Hex(fileBytes(at("a.h5"))));
        QCOMPARE(check->tensors.size(), m_run.model.weights().size());
        int64_t kept = 0;
        for (const TensorCheck& tensor : check->tensors) {
            if (tinyTensor(*m_run.model.find(tensor.id))) {
                // The made-up ledger claims 0.125 of each, which is not what the codes say.
                QCOMPARE(tensor.expected, 0.125);
                QVERIFY(std::abs(tensor.found - errorOf(m_run.model, *m_model, tensor.id)) < 1e-12);
                QVERIFY(!tensor.matches);
                continue;
            }
            ++kept;
            QCOMPARE(tensor.found, 0.0);
            QVERIFY(tensor.matches);
        }
        QVERIFY(kept > 0);
        QCOMPARE(check->mismatches(), static_cast<int64_t>(check->tensors.size()) - kept);
    }

    void aKeptTensorMustBeTheOriginal() {
        TinyModel other;
        other.changeWeights();
        const auto check = checkQuantizedFile(other, at("a.h5"), silentProgress());
        VERIFY_OK(check);
        QCOMPARE(check->mismatches(), static_cast<int64_t>(check->tensors.size()));
    }

    void whatCannotBeComparedIsRefused() {
        TinyModel other;
        other.setFingerprint("another");
        const auto stranger = checkQuantizedFile(other, at("a.h5"), silentProgress());
        QVERIFY(!stranger.ok());
        QCOMPARE(stranger.error().code, ErrorCode::BadInput);
        QVERIFY(stranger.error().message().find("another model") != std::string::npos);
        QVERIFY(!checkQuantizedFile(m_run.model, at("none.h5"), silentProgress()).ok());
        QVERIFY(!checkSafetensorsFolder(*m_model, at("none"), silentProgress()).ok());
        std::string bent = fileBytes(at("a.h5"));
        bent[bent.size() / 2] = static_cast<char>(bent[bent.size() / 2] ^ 0x55);
        setFileBytes(at("bent.h5"), bent);
        const auto damaged = checkQuantizedFile(m_run.model, at("bent.h5"), silentProgress());
        QVERIFY(!damaged.ok() || damaged->mismatches() > 0);
        CancelAtOnce cancelled;
        const auto stopped = checkQuantizedFile(m_run.model, at("a.h5"), cancelled);
        QVERIFY(!stopped.ok());
        QCOMPARE(stopped.error().code, ErrorCode::Cancelled);
        QCOMPARE(checkSafetensorsFolder(*m_model, at("out"), cancelled).error().code,
                 ErrorCode::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestExportCheck)
#include "tst_export_check.moc"
