// SPDX-License-Identifier: GPL-3.0-or-later
// The safetensors reader against hostile files, and the writer against the layout rules.
#include "core/base/files.h"
#include "core/checkpoint/header_scanner.h"
#include "core/checkpoint/safetensors.h"
#include "core/checkpoint/safetensors_writer.h"

#include <QDir>
#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>
#include <cstring>
#include <fstream>

using namespace moqa;
using namespace std::string_literals;

namespace {

// A file of this header and so many zero bytes behind it; headerBytes overrides the length field.
std::string fileOf(const std::string& header, size_t dataBytes, int64_t headerBytes = -1) {
    const uint64_t length = headerBytes < 0 ? header.size() : static_cast<uint64_t>(headerBytes);
    std::string file(8, '\0');
    std::memcpy(file.data(), &length, 8);
    return file + header + std::string(dataBytes, '\0');
}

std::string tensor(const std::string& name, const std::string& dtype, const std::string& shape,
                   const std::string& offsets) {
    return "\"" + name + "\":{\"dtype\":\"" + dtype + "\",\"shape\":" + shape +
           ",\"data_offsets\":" + offsets + "}";
}

} // namespace

class TestSafetensors : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    std::string path(const char* name) const {
        return m_dir.filePath(QString::fromLatin1(name)).toStdString();
    }
    Result<SafetensorsFile> openBytes(const std::string& bytes) const {
        std::ofstream(path("case.safetensors"), std::ios::binary) << bytes;
        return SafetensorsFile::open(path("case.safetensors"));
    }

private slots:
    void readsTheFormatsExample() {
        std::string header = R"({"t":{"dtype":"BF16","shape":[2,2],"data_offsets":[0,8]}})";
        QCOMPARE(header.size(), size_t{57});
        header += std::string(7, ' ');
        std::string bytes = fileOf(header, 8);
        QCOMPARE(bytes.size(), size_t{80});
        bytes[72] = char(0x80), bytes[73] = char(0x3f); // 1.0
        const auto file = openBytes(bytes);
        QVERIFY(file.ok());
        const auto view = file->view("t");
        QVERIFY(view.ok());
        QCOMPARE(view->shape, std::vector<int64_t>({2, 2}));
        float values[4];
        QVERIFY(widenToF32(view->dtype, view->bytes.data(), 4, values).ok());
        QCOMPARE(values[0], 1.0f);
        QCOMPARE(values[3], 0.0f);
        QVERIFY(!file->view("u").ok());
    }

    void accepts_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("tensors");
        const auto row = [](const char* name, const std::string& bytes, int tensors) {
            QTest::newRow(name) << QByteArray::fromStdString(bytes) << tensors;
        };
        row("no tensors", fileOf("{}", 0), 0);
        row("white space around", fileOf(" \n{} \t\r\n", 0), 0);
        row("scalar", fileOf("{" + tensor("s", "F32", "[]", "[0,4]") + "}", 4), 1);
        row("zero dimension", fileOf("{" + tensor("z", "F32", "[0,3]", "[0,0]") + "}", 0), 1);
        row("empty tensors between others",
            fileOf("{" + tensor("b", "U8", "[2]", "[0,2]") + "," +
                       tensor("e", "F64", "[0]", "[2,2]") + "," +
                       tensor("f", "I8", "[0]", "[0,0]") + "," + tensor("a", "U8", "[1]", "[2,3]") +
                       "}",
                   3),
            4);
        row("sub-byte in whole bytes", fileOf("{" + tensor("q", "F4", "[3,2]", "[0,3]") + "}", 3),
            1);
        row("metadata", fileOf(R"({"__metadata__":{"format":"pt","n":""}})", 0), 0);
        row("escapes in a name",
            fileOf("{" + tensor(R"(a\u00e9\ud83d\ude00\n\"\/)", "U8", "[1]", "[0,1]") + "}", 1), 1);
        row("eight dimensions",
            fileOf("{" + tensor("r", "U8", "[1,1,1,1,1,1,1,2]", "[0,2]") + "}", 2), 1);
        row("unaligned data", fileOf("{" + tensor("f", "F32", "[1]", "[0,4]") + "}  ", 4), 1);
        row("keys in any order",
            fileOf(R"({"k":{"shape":[1],"data_offsets":[0,2],"dtype":"F16"}})", 2), 1);
    }
    void accepts() {
        QFETCH(QByteArray, bytes);
        QFETCH(int, tensors);
        const auto file = openBytes(bytes.toStdString());
        if (!file.ok()) QFAIL(file.error().message().c_str());
        QCOMPARE(static_cast<int>(file->tensors().size()), tensors);
    }

    void unescapesNamesAndMetadata() {
        const auto file =
            openBytes(fileOf(R"({"__metadata__":{"k\t":"v\\"},)" +
                                 tensor(R"(a\u00e9\ud83d\ude00\n\"\/)", "U8", "[1]", "[0,1]") + "}",
                             1));
        QVERIFY(file.ok());
        QVERIFY(file->find("a\xc3\xa9\xf0\x9f\x98\x80\n\"/"));
        QCOMPARE(file->metadata().at("k\t"), "v\\"s);
    }

    void refuses_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("reason"); // must stand in the message
        const auto row = [](const char* name, const std::string& bytes, const char* reason) {
            QTest::newRow(name) << QByteArray::fromStdString(bytes) << QString::fromLatin1(reason);
        };
        // One tensor t with these values, and so much data.
        const auto one = [](const char* dtype, const char* shape, const char* offsets,
                            size_t data) {
            return fileOf("{" + tensor("t", dtype, shape, offsets) + "}", data);
        };
        row("empty", "", "too few");
        row("seven bytes", "1234567", "too few");
        row("length past the end", fileOf("{}", 0, 3), "cut short");
        row("length beyond the limit", fileOf("{}", 0, 100'000'001), "allowed");
        row("length 2^64 - 1", fileOf("{}", 0, INT64_MAX), "allowed");
        row("length 0", fileOf("", 0), "object expected");
        row("not UTF-8", fileOf("{\"\xff\":1}", 0), "UTF-8");
        row("overlong UTF-8", fileOf("{\"\xc0\x80\":1}", 0), "UTF-8");
        row("surrogate in UTF-8", fileOf("{\"\xed\xa0\x80\":1}", 0), "UTF-8");
        row("half an escaped surrogate",
            fileOf("{" + tensor(R"(\ud83d)", "U8", "[1]", "[0,1]") + "}", 1), "surrogate");
        row("NUL in a name", fileOf("{" + tensor("a\0b"s, "U8", "[1]", "[0,1]") + "}", 1),
            "control");
        row("array", fileOf("[]", 0), "object expected");
        row("unfinished object", fileOf("{", 0), "string");
        row("comma at the end", fileOf("{" + tensor("t", "U8", "[1]", "[0,1]") + ",}", 1),
            "string");
        row("text behind", fileOf("{} x", 0), "follows");
        row("two objects", fileOf("{}{}", 0), "follows");
        row("tensor is a number", fileOf(R"({"t":1})", 0), "object of a tensor");
        row("deep nesting", fileOf(R"({"t":)" + std::string(1 << 20, '['), 0),
            "object of a tensor");
        row("deep shape", one("U8", "[[[[1]]]]", "[0,1]", 1), "whole number");
        row("no shape", fileOf(R"({"t":{"dtype":"U8","data_offsets":[0,1]}})", 1), "lacks");
        row("unknown key",
            fileOf(R"({"t":{"dtype":"U8","shape":[1],"data_offsets":[0,1],"x":0}})", 1),
            "unknown key");
        row("key twice",
            fileOf(R"({"t":{"dtype":"U8","dtype":"I8","shape":[1],"data_offsets":[0,1]}})", 1),
            "twice");
        row("unknown dtype", one("F33", "[1]", "[0,4]", 4), "F33");
        row("lower-case dtype", one("bf16", "[1]", "[0,2]", 2), "bf16");
        row("dtype is null", fileOf(R"({"t":{"dtype":null,"shape":[1],"data_offsets":[0,1]}})", 1),
            "string");
        row("negative dimension", one("U8", "[-1]", "[0,1]", 1), "whole number");
        row("fraction", one("U8", "[1.0]", "[0,1]", 1), "whole number");
        row("exponent", one("U8", "[1e0]", "[0,1]", 1), "whole number");
        row("leading zero", one("U8", "[01]", "[0,1]", 1), "whole number");
        row("dimension as string", one("U8", "[\"1\"]", "[0,1]", 1), "whole number");
        row("dimension 2^64", one("U8", "[18446744073709551616]", "[0,1]", 1), "too large");
        row("product overflows", one("U8", "[4294967296,4294967296]", "[0,0]", 0), "overflows");
        row("product times bits overflows", one("F64", "[288230376151711744]", "[0,0]", 0),
            "overflows");
        row("nine dimensions", one("U8", "[1,1,1,1,1,1,1,1,1]", "[0,1]", 1), "8 dimensions");
        row("half a byte", one("F4", "[3]", "[0,2]", 2), "whole bytes");
        row("six bits", one("F6_E2M3", "[3]", "[0,3]", 3), "whole bytes");
        row("size is not the range", one("F32", "[2]", "[0,4]", 4), "span");
        row("end before begin", one("U8", "[1]", "[1,0]", 1), "ends before");
        row("three offsets", one("U8", "[1]", "[0,1,2]", 1), "]");
        row("one offset", one("U8", "[1]", "[1]", 1), ",");
        row("negative offset", one("U8", "[1]", "[-1,0]", 1), "whole number");
        row("offset past the end", one("U8", "[5]", "[0,5]", 4), "cut short");
        row("huge offset", one("U8", "[9223372036854775807]", "[0,9223372036854775807]", 4),
            "overflows");
        row("bytes behind the last tensor", one("U8", "[4]", "[0,4]", 5), "follow");
        row("bytes without tensors", fileOf("{}", 1), "follow");
        row("hole at the start", one("U8", "[1]", "[1,2]", 2), "hole");
        row("hole between",
            fileOf("{" + tensor("a", "U8", "[1]", "[0,1]") + "," +
                       tensor("b", "U8", "[1]", "[2,3]") + "}",
                   3),
            "hole");
        row("overlap",
            fileOf("{" + tensor("a", "U8", "[2]", "[0,2]") + "," +
                       tensor("b", "U8", "[2]", "[1,3]") + "}",
                   3),
            "overlaps");
        row("two tensors share bytes",
            fileOf("{" + tensor("a", "U8", "[2]", "[0,2]") + "," +
                       tensor("b", "U8", "[2]", "[0,2]") + "}",
                   2),
            "overlaps");
        row("tensor twice",
            fileOf("{" + tensor("a", "U8", "[1]", "[0,1]") + "," +
                       tensor("a", "U8", "[1]", "[1,2]") + "}",
                   2),
            "twice");
        row("same name, once escaped",
            fileOf("{" + tensor("a", "U8", "[1]", "[0,1]") + "," +
                       tensor(R"(\u0061)", "U8", "[1]", "[1,2]") + "}",
                   2),
            "twice");
        row("long name",
            fileOf("{" + tensor(std::string(1025, 'n'), "U8", "[1]", "[0,1]") + "}", 1), "longer");
        row("metadata is a list", fileOf(R"({"__metadata__":[]})", 0), "__metadata__");
        row("metadata value is a number", fileOf(R"({"__metadata__":{"a":1}})", 0), "string");
        row("metadata twice", fileOf(R"({"__metadata__":{},"__metadata__":{}})", 0), "twice");
        row("metadata key twice", fileOf(R"({"__metadata__":{"a":"","a":""}})", 0), "twice");
    }
    void refuses() {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, reason);
        QElapsedTimer timer;
        timer.start();
        const auto file = openBytes(bytes.toStdString());
        QVERIFY(timer.elapsed() < 1000);
        QVERIFY(!file.ok());
        QCOMPARE(file.error().code, ErrorCode::BadInput);
        const std::string message = file.error().message();
        QVERIFY2(message.find(reason.toStdString()) != std::string::npos, message.c_str());
        QVERIFY(message.find("case.safetensors") != std::string::npos);
    }

    void refusesManyTensorsAndLongHeadersFast() {
        std::string header = "{";
        for (int i = 0; i <= 500'000; ++i)
            header += tensor(std::to_string(i), "U8", "[0]", "[0,0]") + ",";
        header.back() = '}';
        QVERIFY(writeFileAtomically(path("many.safetensors"), fileOf(header, 0)).ok());
        QVERIFY(writeFileAtomically(path("blank.safetensors"),
                                    fileOf("{" + std::string(99'999'998, ' ') + "]", 0))
                    .ok());
        QElapsedTimer timer;
        timer.start();
        const auto tooMany = SafetensorsFile::open(path("many.safetensors"));
        QVERIFY(!tooMany.ok());
        QVERIFY(tooMany.error().what.find("500000 tensors") != std::string::npos);
        qInfo("500,001 tensors, %.0f MB: refused in %lld ms", double(header.size()) / 1e6,
              static_cast<long long>(timer.elapsed()));
        timer.restart();
        QVERIFY(!SafetensorsFile::open(path("blank.safetensors")).ok());
        qInfo("100 MB of blanks: refused in %lld ms", static_cast<long long>(timer.elapsed()));
    }

    void everyTruncationIsRefused() {
        const std::string whole = fileOf("{" + tensor("a", "U8", "[2]", "[0,2]") + "," +
                                             tensor("b", "F16", "[1]", "[2,4]") + "}",
                                         4);
        QVERIFY(openBytes(whole).ok());
        for (size_t size = 0; size < whole.size(); ++size)
            QVERIFY(!openBytes(whole.substr(0, size)).ok());
    }

    // Every byte of a small file changed in every bit: whatever still opens has tensors that cover
    // the data, and nothing crashes.
    void flippedBitsNeverBreakTheCover() {
        const std::string whole = fileOf("{" + tensor("a", "U8", "[2]", "[0,2]") + "," +
                                             tensor("b", "F16", "[1]", "[2,4]") + "}",
                                         4);
        for (size_t at = 0; at < whole.size() - 4; ++at)
            for (int bit = 0; bit < 8; ++bit) {
                std::string changed = whole;
                changed[at] = static_cast<char>(changed[at] ^ (1 << bit));
                std::string_view text = std::string_view(changed).substr(8);
                const auto header =
                    parseSafetensorsHeader(text.substr(0, text.size() - 4), 4, "flipped");
                if (!header.ok()) continue;
                int64_t bytes = 0;
                for (const TensorInfo& info : header->tensors) bytes += info.bytes();
                QCOMPARE(bytes, int64_t{4});
            }
    }

    void missingAndOddFiles() {
        QVERIFY(!SafetensorsFile::open(path("absent.safetensors")).ok());
        QVERIFY(!SafetensorsFile::open(m_dir.path().toStdString()).ok());
    }

    void sharedMalformedFiles() {
        const QDir folder(QString::fromLatin1(MOQA_SHARED_DIR "/data/malformed"));
        if (!folder.exists()) QSKIP("needs the malformed files beside the project");
        const QStringList files = folder.entryList({QStringLiteral("st_*.safetensors")});
        QVERIFY(files.size() >= 12);
        for (const QString& name : files) {
            QElapsedTimer timer;
            timer.start();
            const auto file = SafetensorsFile::open(folder.filePath(name).toStdString());
            QVERIFY(timer.elapsed() < 1000);
            QVERIFY2(file.ok() == name.contains(QStringLiteral("valid")), qPrintable(name));
        }
        const auto real =
            SafetensorsFile::open(MOQA_SHARED_DIR "/data/safetensors-real/hadamards.safetensors");
        QVERIFY(real.ok() && !real->tensors().empty());
    }

    void utf8() {
        QVERIFY(isUtf8("plain and long enough for eight"));
        QVERIFY(isUtf8("\xc3\xa9 \xe2\x82\xac \xf0\x9f\x98\x80 \xf4\x8f\xbf\xbf"));
        for (const char* bad :
             {"\x80", "\xc3", "\xe2\x82", "\xf0\x9f\x98", "\xc1\xbf", "\xe0\x9f\xbf",
              "\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80", "\xf5", "12345678\xff"})
            QVERIFY(!isUtf8(bad));
    }

    void writesTheLayoutOfTheFormat() {
        auto writer =
            SafetensorsWriter::create(path("out.safetensors"), {{"b", DType::BF16, {2}},
                                                                {"z", DType::F32, {1}},
                                                                {"a", DType::BF16, {1, 2}},
                                                                {"i", DType::I64, {0}}});
        QVERIFY(writer.ok());
        QCOMPARE(writer->tensors()[0].name, "i"s); // dtype falling, then name
        QCOMPARE(writer->tensors()[1].name, "z"s);
        QCOMPARE(writer->tensors()[2].name, "a"s);
        const std::string data = "zzzzaaaabbbb";
        for (size_t i = 0; i < data.size(); i += 5)
            QVERIFY(writer
                        ->append(std::as_bytes(
                            std::span(data).subspan(i, std::min<size_t>(5, data.size() - i))))
                        .ok());
        QVERIFY(!QFile::exists(QString::fromStdString(path("out.safetensors"))));
        QVERIFY(writer->finish().ok());
        const auto bytes = readFile(path("out.safetensors"));
        QVERIFY(bytes.ok());
        uint64_t headerBytes = 0;
        std::memcpy(&headerBytes, bytes->data(), 8);
        QCOMPARE(headerBytes % 8, uint64_t{0});
        QCOMPARE((*bytes)[8], '{');
        QCOMPARE(bytes->substr(8 + headerBytes), data);
        const auto file = SafetensorsFile::open(path("out.safetensors"));
        QVERIFY(file.ok());
        QCOMPARE(file->metadata().at("format"), "pt"s);
        const auto b = file->view("b");
        QVERIFY(b.ok());
        QCOMPARE(b->shape, std::vector<int64_t>({2}));
        QVERIFY(std::memcmp(b->bytes.data(), "bbbb", 4) == 0);
    }

    void writerRefusesAndCleansUp() {
        using Tensors = std::vector<SafetensorsWriter::Tensor>;
        const auto refused = [&](Tensors tensors) {
            return !SafetensorsWriter::create(path("no.safetensors"), std::move(tensors)).ok();
        };
        QVERIFY(refused({{"a", DType::U8, {1}}, {"a", DType::F32, {1}}}));
        QVERIFY(refused({{"\xff", DType::U8, {1}}}));
        QVERIFY(refused({{"__metadata__", DType::U8, {1}}}));
        QVERIFY(refused({{"a", DType::F64, {INT64_MAX}}}));
        QVERIFY(refused({{"a", DType::U8, {-1}}}));
        QVERIFY(refused({{"a", DType::F4, {3}}}));
        {
            auto writer =
                SafetensorsWriter::create(path("half.safetensors"), {{"a", DType::U8, {4}}});
            QVERIFY(writer.ok());
            const std::string two = "22", three = "333";
            QVERIFY(writer->append(std::as_bytes(std::span(two))).ok());
            QCOMPARE(writer->append(std::as_bytes(std::span(three))).error().code,
                     ErrorCode::Internal);
            QCOMPARE(writer->finish().error().code, ErrorCode::Internal);
        }
        const QStringList left = QDir(m_dir.path()).entryList({QStringLiteral("half*")});
        QVERIFY2(left.isEmpty(), qPrintable(left.join(u' ')));
        const auto nowhere = SafetensorsWriter::create(path("none/x.safetensors"), {});
        QVERIFY(!nowhere.ok());
        QCOMPARE(nowhere.error().code, ErrorCode::Io);
    }
};

QTEST_GUILESS_MAIN(TestSafetensors)
#include "tst_safetensors.moc"
