// SPDX-License-Identifier: GPL-3.0-or-later
// Result, half floats, dtypes, JSON limits, hashes, parallel loops, safe writes,
// rank correlation, CSV.
#include "core/base/csv.h"
#include "core/base/files.h"
#include "core/base/half.h"
#include "core/base/json.h"
#include "core/base/mapped_file.h"
#include "core/base/memory.h"
#include "core/base/parallel.h"
#include "core/base/rank_correlation.h"
#include "core/base/sha256.h"
#include "core/base/tensor.h"

#include <QTemporaryDir>
#include <QTest>
#include <cmath>
#include <limits>

using namespace moqa;

class TestBase : public QObject {
    Q_OBJECT
private slots:
    void errorsMapToExitCodes() {
        QCOMPARE(exitCode(ErrorCode::Usage), 2);
        QCOMPARE(exitCode(ErrorCode::BadInput), 3);
        QCOMPARE(exitCode(ErrorCode::Io), 4);
        QCOMPARE(exitCode(ErrorCode::Cancelled), 5);
        QCOMPARE(exitCode(ErrorCode::Internal), 70);
        QCOMPARE(badInput("too short", "a.txt", "add text").message(),
                 std::string("a.txt: too short; add text"));
    }

    void halvesRoundToNearestEven() {
        // Every f16 bit pattern survives the way through f32.
        for (uint32_t bits = 0; bits < 0x10000; ++bits) {
            const uint16_t half = static_cast<uint16_t>(bits);
            const float wide = f16ToF32(half);
            if (std::isnan(wide)) {
                QVERIFY(std::isnan(f16ToF32(f32ToF16(wide))));
                continue;
            }
            QCOMPARE(f32ToF16(wide), half);
        }
        QCOMPARE(f32ToF16(1.0f + 0x1p-11f), uint16_t{0x3c00});     // tie to even, down
        QCOMPARE(f32ToF16(1.0f + 3 * 0x1p-11f), uint16_t{0x3c02}); // tie to even, up
        QCOMPARE(f32ToF16(65519.0f), uint16_t{0x7bff});
        QCOMPARE(f32ToF16(65520.0f), uint16_t{0x7c00});
        QCOMPARE(f32ToBf16(1.0f + 0x1p-8f), uint16_t{0x3f80});     // tie to even, down
        QCOMPARE(f32ToBf16(1.0f + 3 * 0x1p-8f), uint16_t{0x3f82}); // tie to even, up
        QVERIFY(std::isnan(bf16ToF32(f32ToBf16(std::numeric_limits<float>::quiet_NaN()))));
    }

    void smallFloatsWiden() {
        const uint8_t e4m3[] = {0x00, 0x01, 0x38, 0x7e, 0xb8, 0x7f};
        float out[6];
        QVERIFY(widenToF32(DType::F8E4M3, reinterpret_cast<const std::byte*>(e4m3), 6, out).ok());
        QCOMPARE(out[0], 0.0f);
        QCOMPARE(out[1], 0x1p-9f);
        QCOMPARE(out[2], 1.0f);
        QCOMPARE(out[3], 448.0f);
        QCOMPARE(out[4], -1.0f);
        QVERIFY(std::isnan(out[5]));
        QVERIFY(!widenToF32(DType::F4, reinterpret_cast<const std::byte*>(e4m3), 1, out).ok());
    }

    void jsonRefusesWhatItMust() {
        QVERIFY(parseJson(R"({"a": [1, 2]})", "x").ok());
        QVERIFY(!parseJson(R"({"a": 1, "a": 2})", "x").ok());
        QVERIFY(parseJson(R"([{"a": 1}, {"a": 2}])", "x").ok());
        QVERIFY(!parseJson("{", "x").ok());
        QVERIFY(!parseJson("{\"a\": \"\xff\"}", "x").ok());
        QVERIFY(!parseJson(std::string(100000, '['), "x").ok());
        std::string wide = "{";
        for (int i = 0; i < 300'000; ++i) wide += "\"" + std::to_string(i) + "\":0,";
        wide.back() = '}';
        QVERIFY(!parseJson(wide, "x").ok());
        const Json object = Json::parse(R"({"n": 3, "s": "t", "z": null})");
        QCOMPARE(*jsonInt(object, "n", 0, "x"), int64_t{3});
        QCOMPARE(*jsonInt(object, "z", 7, "x"), int64_t{7});
        QVERIFY(!jsonInt(object, "s", 0, "x").ok());
    }

    void hashesKnownText() {
        QCOMPARE(sha256Hex(std::string_view("abc")),
                 std::string("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
    }

    void parallelForCoversEachIndexOnce() {
        for (int limit : {1, 2, 5}) {
            setThreadLimit(limit);
            std::vector<int> hits(1001, 0);
            parallelFor(
                1001, [&](int64_t i, int) { ++hits[static_cast<size_t>(i)]; }, 7);
            QCOMPARE(std::count(hits.begin(), hits.end(), 1), 1001);
        }
        setThreadLimit(2);
    }

    void atomicWriteKeepsTheOldFileOnFailure() {
        QTemporaryDir dir;
        const std::string path = dir.filePath("f.txt").toStdString();
        QVERIFY(writeFileAtomically(path, "old").ok());
        const Status failed = writeAtomically(
            path, [](const std::string&) -> Status { return ioError("disk full"); });
        QVERIFY(!failed.ok());
        QCOMPARE(*readFile(path), std::string("old"));
        const Status nowhere = writeFileAtomically(dir.filePath("no/f.txt").toStdString(), "x");
        QCOMPARE(nowhere.error().code, ErrorCode::Io);
        const Status full = writeFileAtomically("/dev/full/x", "x");
        QCOMPARE(full.error().code, ErrorCode::Io);
    }

    void mappedFilesReportWhatIsWrong() {
        QTemporaryDir dir;
        QCOMPARE(MappedFile::open("/nonexistent/x").error().code, ErrorCode::BadInput);
        QCOMPARE(MappedFile::open(dir.path().toStdString()).error().code, ErrorCode::BadInput);
        const std::string path = dir.filePath("e").toStdString();
        QVERIFY(writeFileAtomically(path, "").ok());
        QCOMPARE(MappedFile::open(path)->bytes().size(), size_t{0});
    }

    void memoryLimitRefuses() {
        setMemoryLimit(1);
        QCOMPARE(requireMemory(10, "test").error().code, ErrorCode::BadInput);
        setMemoryLimit(0);
        QVERIFY(requireMemory(int64_t{1} << 40, "test").ok());
        QVERIFY(peakResidentBytes() > 0);
    }

    void rankCorrelationByHand() {
        const auto between = [](std::vector<double> a, std::vector<double> b) {
            return rankCorrelation(a, b);
        };
        const double none = std::nan("");
        QCOMPARE(between({1, 2, 3, 4}, {10, 20, 30, 31}), 1.0);
        QCOMPARE(between({1, 2, 3}, {3, 2, 1}), -1.0);
        QCOMPARE(between({1, 2, 3, 4}, {10, 30, 20, 40}), 0.8); // 1 - 6 * 2 / (4 * 15)
        QCOMPARE(between({1, 2, 3, 4}, {1, 1, 2, 2}), 4 / std::sqrt(20.0));
        // Ranks 0, 1.5, 1.5, 3 and 0, 2, 1, 3.
        QCOMPARE(between({1, 2, 2, 9}, {1, 3, 2, 4}), 4.5 / std::sqrt(4.5 * 5));
        QCOMPARE(between({1, 2, 3, 4}, {1, none, 3, 4}), 1.0); // the pair is left out
        QVERIFY(std::isnan(between({1, 2, 3, 4}, {1, 1, 1, 1})));
        QVERIFY(std::isnan(between({1, 2}, {1, 2})));
        QVERIFY(std::isnan(between({1, none, 3}, {1, 2, 3})));
        QVERIFY(std::isnan(between({1, 2, 3, 4}, {1, 2, 3})));
    }

    void csvFieldsAreQuotedWhereNeeded() {
        QCOMPARE(csvField("moqa at 3 bits"), std::string("moqa at 3 bits"));
        QCOMPARE(csvField("moqa@2,4"), std::string("\"moqa@2,4\""));
        QCOMPARE(csvField("a \"b\""), std::string("\"a \"\"b\"\"\""));
        QCOMPARE(csvField("two\nlines"), std::string("\"two\nlines\""));
    }
};

QTEST_GUILESS_MAIN(TestBase)
#include "tst_base.moc"
