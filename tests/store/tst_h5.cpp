// SPDX-License-Identifier: GPL-3.0-or-later
// The HDF5 wrapper against strangers' files and files made to harm.
#include "core/store/h5_input.h"
#include "core/store/h5_output.h"
#include "core/store/open_model.h"
#include "core/store/workspace.h"
#include "tests/store/tiny_model.h"

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>

using namespace moqa;
using namespace moqa::test;
namespace fs = std::filesystem;

namespace {

// Opens the format "test" version 1.
Result<std::shared_ptr<const h5::InputFile>> openTest(const std::string& path) {
    return h5::InputFile::open(path, "test", 1);
}

// A complete file of format "test" made with the plain library, so that it may hold what our
// writer never makes.
class RawFile {
public:
    explicit RawFile(const std::string& path) {
        const h5::LibraryLock lock;
        const h5::Handle access(H5Pcreate(H5P_FILE_ACCESS));
        H5Pset_libver_bounds(access.id(), H5F_LIBVER_V18, H5F_LIBVER_V110);
        m_file = h5::Handle(H5Fcreate(path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, access.id()));
        text("format", "test");
        integer("format_version", 1);
        integer("complete", 1);
    }
    hid_t id() const { return m_file.id(); }
    void integer(const char* name, int value) {
        const h5::Handle space(H5Screate(H5S_SCALAR));
        const h5::Handle made(
            H5Acreate2(id(), name, H5T_STD_I32LE, space.id(), H5P_DEFAULT, H5P_DEFAULT));
        H5Awrite(made.id(), H5T_NATIVE_INT, &value);
    }
    void text(const char* name, const char* value) {
        const h5::Handle type = h5::makeType(h5::Element::Text, std::strlen(value));
        const h5::Handle space(H5Screate(H5S_SCALAR));
        const h5::Handle made(
            H5Acreate2(id(), name, type.id(), space.id(), H5P_DEFAULT, H5P_DEFAULT));
        H5Awrite(made.id(), type.id(), value);
    }
    void dataset(const char* name, hid_t type, std::vector<hsize_t> dims, hid_t creation) const {
        const h5::Handle space(
            H5Screate_simple(static_cast<int>(dims.size()), dims.data(), nullptr));
        const h5::Handle made(
            H5Dcreate2(id(), name, type, space.id(), H5P_DEFAULT, creation, H5P_DEFAULT));
        QVERIFY(made.ok());
    }

private:
    h5::Handle m_file;
};

} // namespace

class TestH5 : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::string at(const char* name) const { return m_folder.path().toStdString() + "/" + name; }

private slots:
    void columnsRoundTrip() {
        {
            auto file = h5::OutputFile::create(at("a.h5"), at("a.h5"));
            VERIFY_OK(file);
            VERIFY_OK((*file)->attribute("", "format", "test"));
            VERIFY_OK((*file)->attribute("", "format_version", uint32_t{1}));
            VERIFY_OK((*file)->column("g/h/ints", std::vector<int32_t>{-1, 0, 7}));
            VERIFY_OK((*file)->column("g/h/none", std::vector<double>{}));
            VERIFY_OK((*file)->textColumn("g/names", {"a", "", "expert ü"}));
            VERIFY_OK((*file)->attribute("g", "value", 0.1));
            VERIFY_OK((*file)->embedFile("g/config.json", "config.json", "{}"));
            VERIFY_OK((*file)->finish());
        }
        const auto file = openTest(at("a.h5")).value();
        QVERIFY(*file->column<int32_t>("g/h/ints") == (std::vector<int32_t>{-1, 0, 7}));
        QVERIFY(file->column<double>("g/h/none")->empty());
        QVERIFY(*file->textColumn("/g/names/") == (std::vector<std::string>{"a", "", "expert ü"}));
        QCOMPARE(*file->number("g", "value"), 0.1);
        QCOMPARE(*file->embeddedFile("g/config.json"), std::string("{}"));
        QCOMPARE(*file->text("g/config.json", "media_type"), std::string("application/json"));
        QVERIFY(*file->children("g") == (std::vector<std::string>{"config.json", "h", "names"}));
        QVERIFY(*file->has("g/h/ints") && *file->has("g"));
        QVERIFY(!*file->has("g/x") && !*file->has("x/y") && !*file->has("g/h/ints/x"));
        // What does not fit what is asked for.
        for (const Error& error :
             {file->column<int32_t>("g/h/ints", 4).error(),
              file->column<int64_t>("g/h/ints").error(), file->textColumn("g/h/ints").error(),
              file->column<int32_t>("g/missing").error(), file->column<int32_t>("g/h").error(),
              file->children("g/names").error(), file->text("g", "value").error(),
              file->integer("g", "missing").error()}) {
            QCOMPARE(error.code, ErrorCode::BadInput);
            QVERIFY(error.where.find("a.h5:/g") != std::string::npos);
            QVERIFY(!error.what.empty());
        }
    }

    void largeDatasetsComeInSlabs() {
        // 150 MiB: more than two slabs.
        constexpr int64_t kRows = 150, kCols = 1 << 20;
        int64_t calls = 0;
        {
            auto file = h5::OutputFile::create(at("l.h5"), at("l.h5"));
            VERIFY_OK((*file)->attribute("", "format", "test"));
            VERIFY_OK((*file)->attribute("", "format_version", uint32_t{1}));
            VERIFY_OK((*file)->dataset("big", h5::Element::U8, {kRows, kCols},
                                       [&](int64_t first, int64_t count, std::byte* out) -> Status {
                                           ++calls;
                                           for (int64_t r = 0; r < count; ++r)
                                               std::memset(out + r * kCols,
                                                           static_cast<int>(first + r), kCols);
                                           return {};
                                       }));
            VERIFY_OK((*file)->finish());
        }
        QCOMPARE(calls, int64_t{3});
        const auto file = openTest(at("l.h5")).value();
        const auto big = file->dataset("big");
        VERIFY_OK(big);
        VERIFY_OK(file->verify(*big));
        QCOMPARE(std::to_integer<int>(big->bytes[static_cast<size_t>(149 * kCols + 5)]), 149);
        QVERIFY((big->bytes.data() - file->mapping().bytes().data()) % 4096 == 0);
        fs::remove(at("l.h5"));
    }

    void hugeClaimsAllocateNothing() {
        {
            const RawFile raw(at("h.h5"));
            // Space for contiguous data is claimed only when something is written: 2^60 elements
            // in a file of a few KiB.
            const h5::Handle late(H5Pcreate(H5P_DATASET_CREATE));
            H5Pset_alloc_time(late.id(), H5D_ALLOC_TIME_LATE);
            raw.dataset("u8", H5T_STD_U8LE, {hsize_t{1} << 60}, late.id());
            raw.dataset("f64", H5T_IEEE_F64LE, {hsize_t{1} << 57, 4}, late.id());
        }
        const auto file = openTest(at("h.h5"));
        VERIFY_OK(file);
        for (const char* name : {"u8", "f64"}) {
            const auto dataset = (*file)->dataset(name);
            QVERIFY(!dataset.ok());
            QCOMPARE(dataset.error().code, ErrorCode::BadInput);
        }
    }

    void onlyPlainStorageIsRead() {
        {
            const RawFile raw(at("s.h5"));
            const h5::Handle chunked(H5Pcreate(H5P_DATASET_CREATE));
            const hsize_t chunk = 4;
            H5Pset_chunk(chunked.id(), 1, &chunk);
            H5Pset_deflate(chunked.id(), 4);
            raw.dataset("deflated", H5T_STD_I32LE, {8}, chunked.id());
            const h5::Handle external(H5Pcreate(H5P_DATASET_CREATE));
            H5Pset_external(external.id(), "/etc/passwd", 0, 32);
            raw.dataset("external", H5T_STD_I32LE, {8}, external.id());
            const h5::Handle early(H5Pcreate(H5P_DATASET_CREATE));
            H5Pset_alloc_time(early.id(), H5D_ALLOC_TIME_EARLY);
            raw.dataset("bigendian", H5T_STD_I32BE, {8}, early.id());
            raw.dataset("plain", H5T_STD_I32LE, {8}, early.id());
            H5Lcreate_external("/etc/passwd", "/x", raw.id(), "outside", H5P_DEFAULT, H5P_DEFAULT);
            H5Lcreate_soft("/plain", raw.id(), "soft", H5P_DEFAULT, H5P_DEFAULT);
            H5Lcreate_hard(raw.id(), "/", raw.id(), "loop", H5P_DEFAULT, H5P_DEFAULT);
        }
        const auto file = openTest(at("s.h5")).value();
        VERIFY_OK(file->dataset("plain"));
        VERIFY_OK(file->dataset("loop/loop/plain")); // a cycle is only a longer way
        for (const char* name : {"deflated", "external", "bigendian", "outside", "soft"})
            QVERIFY2(!file->dataset(name).ok(), name);
        // Without its hash, plain data is not taken either.
        QVERIFY(file->column<int32_t>("plain").error().what.find("SHA-256") != std::string::npos);
    }

    void strangersFilesAreRefused_data() {
        QTest::addColumn<QString>("path");
        const std::string root = std::string(MOQA_SHARED_DIR) + "/data/hdf5";
        std::error_code none;
        for (const auto& entry : fs::recursive_directory_iterator(root, none))
            if (entry.is_regular_file())
                QTest::newRow(entry.path().filename().c_str())
                    << QString::fromStdString(entry.path().string());
    }
    void strangersFilesAreRefused() {
        if (!fs::exists(std::string(MOQA_SHARED_DIR) + "/data/hdf5"))
            QSKIP("the collection of corrupt HDF5 files is not there");
        QFETCH(QString, path);
        QElapsedTimer timer;
        timer.start();
        const auto model = openQuantizedModel(path.toStdString());
        QVERIFY(!model.ok());
        QCOMPARE(model.error().code, ErrorCode::BadInput);
        QVERIFY(!loadWorkspace(path.toStdString()).ok());
        QVERIFY(!readLedger(path.toStdString()).ok());
        QVERIFY(!readPlan(path.toStdString()).ok());
        QVERIFY(timer.elapsed() < 1000);
    }
};

QTEST_GUILESS_MAIN(TestH5)
#include "tst_h5.moc"
