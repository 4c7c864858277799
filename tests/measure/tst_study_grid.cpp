// SPDX-License-Identifier: GPL-3.0-or-later
// What a grid may say, and that everything else is refused by the key's name.
#include "core/measure/study.h"

#include <QTest>

using namespace moqa;

namespace {

const char* const kGrid = R"({
  "methods": ["uniform", "moqa"], "bits": [2.5, 3],
  "calibration": {"known": ["code=a@2/3:head"], "one": ["b=b", "c=c"]},
  "evaluation": {"known": ["code=a@1/3:tail"], "new": ["d=d"]},
  "widths": [2, 3, 4], "groups": [32], "baseline_bits": 2, "tokens": 100,
  "evaluation_tokens": 50, "window": 16, "attention_bits": 8, "unseen": 0.5,
  "random_plans": [{"low": 2, "high": 3.5, "count": 7}],
  "quantizer": {"method": "rtn", "grid": "off", "damp": 0.02}})";

} // namespace

class TestStudyGrid : public QObject {
    Q_OBJECT
private slots:
    void readsAllKeys() {
        const auto grid = parseStudyGrid(*parseJson(kGrid, "g"), "g");
        QVERIFY2(grid.ok(), grid.ok() ? "" : grid.error().message().c_str());
        QCOMPARE(grid->methods, (std::vector<std::string>{"uniform", "moqa"}));
        QCOMPARE(grid->bits, (std::vector<double>{2.5, 3}));
        QCOMPARE(grid->calibration.size(), size_t{2});
        QCOMPARE(grid->calibration[1].name, std::string("one"));
        QCOMPARE(grid->calibration[1].corpora.size(), size_t{2});
        QCOMPARE(grid->known, (std::vector<std::string>{"code=a@1/3:tail"}));
        QCOMPARE(grid->fresh, (std::vector<std::string>{"d=d"}));
        QCOMPARE(grid->widths, (std::vector<int>{2, 3, 4}));
        QCOMPARE(grid->groups, (std::vector<int>{32}));
        QCOMPARE(grid->baselineBits, 2.0);
        QCOMPARE(grid->calibrationTokens, int64_t{100});
        QCOMPARE(grid->evaluationTokens, int64_t{50});
        QCOMPARE(grid->window, int64_t{16});
        QCOMPARE(grid->quantize.window, int64_t{16});
        QCOMPARE(grid->attentionBits, 8);
        QCOMPARE(grid->sharedBits, 16);
        QCOMPARE(grid->unseen, 0.5);
        QCOMPARE(grid->randomPlans.size(), size_t{1});
        QCOMPARE(grid->randomPlans[0].high, 3.5);
        QCOMPARE(grid->randomPlans[0].count, 7);
        QVERIFY(grid->quantize.method == QuantMethod::Rtn);
        QVERIFY(grid->quantize.grid == GridSearch::Off);
        QCOMPARE(grid->quantize.damp, 0.02);
    }

    void refusesByName_data() {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("value");
        QTest::newRow("empty methods") << "methods"
                                       << "[]";
        QTest::newRow("methods of numbers") << "methods"
                                            << "[3]";
        QTest::newRow("bits of texts") << "bits"
                                       << "[\"3\"]";
        QTest::newRow("calibration a list") << "calibration"
                                            << "[\"a=b\"]";
        QTest::newRow("a mix without texts") << "calibration"
                                             << "{\"x\": []}";
        QTest::newRow("no evaluation text") << "evaluation"
                                            << "{}";
        QTest::newRow("fractional group") << "groups"
                                          << "[32.5]";
        QTest::newRow("baseline of no width") << "baseline_bits"
                                              << "2.5";
        QTest::newRow("negative tokens") << "tokens"
                                         << "-1";
        QTest::newRow("attention of 7 bits") << "attention_bits"
                                             << "7";
        QTest::newRow("quantizer a text") << "quantizer"
                                          << "\"gptq\"";
        QTest::newRow("an empty range") << "random_plans"
                                        << "[{\"low\": 3, \"high\": 3}]";
        QTest::newRow("misspelt") << "metods"
                                  << "[]";
    }
    void refusesByName() {
        QFETCH(QString, key);
        QFETCH(QString, value);
        Json json = *parseJson(kGrid, "g");
        json[key.toStdString()] = *parseJson(value.toStdString(), "v");
        const auto grid = parseStudyGrid(json, "grid.json");
        QVERIFY(!grid.ok());
        QCOMPARE(grid.error().code, ErrorCode::BadInput);
        QVERIFY2(grid.error().message().find(key.toStdString()) != std::string::npos,
                 grid.error().message().c_str());
        QVERIFY(grid.error().message().find("grid.json") != std::string::npos);
    }

    void methodsMayHaveTheirOwnWidths() {
        QCOMPARE(parseStudyMethod("moqa@2,4,6,8")->widths, (std::vector<int>{2, 4, 6, 8}));
        QCOMPARE(parseStudyMethod("moqa@2,4,6,8")->name, std::string("moqa"));
        QVERIFY(parseStudyMethod("score:frequency")->widths.empty());
        for (const char* wrong : {"moqa@", "moqa@2,", "moqa@7", "moqa@2;4", "moqa@16", "moqa@ 2"})
            QVERIFY2(!parseStudyMethod(wrong).ok(), wrong);
    }

    void needsItsParts() {
        for (const char* key : {"methods", "bits", "calibration", "evaluation"}) {
            Json json = *parseJson(kGrid, "g");
            json.erase(key);
            QVERIFY2(!parseStudyGrid(json, "g").ok(), key);
        }
        QVERIFY(!parseStudyGrid(Json::array(), "g").ok());
    }
};

QTEST_GUILESS_MAIN(TestStudyGrid)
#include "tst_study_grid.moc"
