// SPDX-License-Identifier: GPL-3.0-or-later
// A study's report read back: what was written is written again, and what nobody wrote is refused
// by its row and key.
#include "tests/measure/sample_study.h"

#include <QTest>
#include <cmath>
#include <functional>

using namespace moqa;

namespace {

using Damage = std::function<void(Json&)>;

} // namespace

Q_DECLARE_METATYPE(Damage)

class TestStudyRead : public QObject {
    Q_OBJECT
private slots:
    void writesTheSameAgain() {
        const Json written = studyJson(test::sampleStudy());
        const std::string text = written.dump(1);
        const auto parsed = parseJson(text, "report");
        QVERIFY(parsed.ok());
        const auto study = readStudy(*parsed, "report");
        QVERIFY2(study.ok(), study.ok() ? "" : study.error().message().c_str());
        QCOMPARE(QString::fromStdString(studyJson(*study).dump(1)), QString::fromStdString(text));
    }

    void readsWhatWasMeant() {
        const auto study = readStudy(studyJson(test::sampleStudy()), "report");
        QVERIFY(study.ok());
        QVERIFY(study->complete);
        QCOMPARE(study->rows.size(), size_t{3});
        QCOMPARE(study->rows[0].predicted, -1.0);
        QCOMPARE(study->rows[1].totals.bytes, int64_t{9'007'199'254'740'993});
        QCOMPARE(study->rows[1].known.klShare->low, 0.755);
        QCOMPARE(study->rows[1].known.logPerplexityShare->undefinedResamples, 0.03);
        QVERIFY(study->rows[1].known.klInterval && !study->rows[1].fresh.klInterval);
        QVERIFY(!study->rows[1].fresh.klShare);
        QCOMPARE(study->rows[1].report.corpora[2].corpus, std::string("law"));
        QCOMPARE(study->rows[2].failure, std::string("no plan has 1.5 mean bits"));
        QVERIFY(!study->comparisons[0].isKnown);
        QCOMPARE(study->predictions.size(), size_t{2});
        QCOMPARE(study->predictions[0].checks.size(), size_t{2});
        QVERIFY(std::isnan(study->predictions[0].checks[0].rankCorrelation));
        QCOMPARE(study->predictions[0].checks[1].rankCorrelation, 0.9625);
        QCOMPARE(study->grid.fresh.size(), size_t{2});
        // CSV and text come out of what was read as out of what was written.
        QCOMPARE(studyCsv(*study), studyCsv(test::sampleStudy()));
        QCOMPARE(studyText(*study), studyText(test::sampleStudy()));
    }

    void reportsAreNamedByTheirEnd() {
        const Study study = test::sampleStudy();
        QCOMPARE(studyReport(study, "a/b.json"), studyJson(study).dump(1) + "\n");
        QCOMPARE(studyReport(study, "a.csv"), studyCsv(study));
        QCOMPARE(studyReport(study, "csv"), studyText(study));
    }

    void aGridIsWrittenAsItIsRead() {
        const Json once = studyGridJson(*parseStudyGrid(*parseJson(test::kStudyGrid, "g"), "g"));
        const auto again = parseStudyGrid(once, "g");
        QVERIFY2(again.ok(), again.ok() ? "" : again.error().message().c_str());
        QCOMPARE(studyGridJson(*again).dump(), once.dump());
        const Json given = *parseJson(test::kStudyGrid, "g");
        for (const auto& [key, value] : given.items())
            if (key != "quantizer") QVERIFY2(once[key] == value, key.c_str());
        StudyGrid plain = *again;
        plain.unseen = -1; // the default is not said
        plain.known.clear();
        plain.randomPlans.clear(); // are for known texts
        QVERIFY(parseStudyGrid(studyGridJson(plain), "g").ok());
        for (const auto& [key, value] : given["quantizer"].items())
            QVERIFY2(once["quantizer"][key] == value, key.c_str());
    }

    void refusesWhatNobodyWrote_data() {
        QTest::addColumn<Damage>("damage");
        QTest::addColumn<QString>("said");
        const auto row = [](const char* name, const char* said, Damage damage) {
            QTest::newRow(name) << damage << QString::fromLatin1(said);
        };
        row("a list", "no report of a study", [](Json& j) { j = Json::array(); });
        row("another file", "no report of a study", [](Json& j) {
            j = {{"architectures", {"Olmoe"}}};
        });
        row("without a grid", "no report of a study", [](Json& j) { j.erase("grid"); });
        row("a grid of its own", "grid has no \"colour\"",
            [](Json& j) { j["grid"]["colour"] = 1; });
        row("rows of numbers", "row 1", [](Json& j) { j["rows"] = {1, 2}; });
        row("rows of text", "\"rows\" must be a list", [](Json& j) { j["rows"] = "many"; });
        row("too many rows", "more than the 10000",
            [](Json& j) { j["rows"] = Json::array_t(10'001, j["rows"][2]); });
        row("bits without end", "\"mean_bits\" must be bits",
            [](Json& j) { j["rows"][1]["mean_bits"] = 1e300; });
        row("negative size", "\"bytes\" must be", [](Json& j) { j["rows"][1]["bytes"] = -1; });
        row("size of a fraction", "\"bytes\" must be",
            [](Json& j) { j["rows"][1]["bytes"] = 1.5; });
        row("KL of a text", "\"kl\" must be a number",
            [](Json& j) { j["rows"][1]["known"]["kl"] = "low"; });
        row("KL is null", "row 2", [](Json& j) { j["rows"][1]["new"]["kl"] = nullptr; });
        row("interval inside out", "low before high",
            [](Json& j) { j["rows"][1]["known"]["recovered_kl"]["low"] = 2; });
        row("half an interval", "\"kl_high\" must be",
            [](Json& j) { j["rows"][1]["known"]["kl_high"] = nullptr; });
        row("a text too few", "2 texts are scored, and the grid names 3",
            [](Json& j) { j["rows"][1]["corpora"].erase("law"); });
        row("a new text called known", "\"known\" must be",
            [](Json& j) { j["rows"][1]["corpora"]["law"]["known"] = true; });
        row("empty failure", "\"failure\" must be", [](Json& j) { j["rows"][2]["failure"] = ""; });
        row("endless name", "at most 4096 bytes",
            [](Json& j) { j["rows"][1]["method"] = std::string(5000, 'x'); });
        row("group of nothing", "\"group\" must be", [](Json& j) { j["rows"][1]["group"] = 0; });
        row("p above 1", "comparison 1", [](Json& j) { j["comparisons"][0]["p"] = 1.5; });
        row("neither known nor new", "known or new",
            [](Json& j) { j["comparisons"][0]["corpora"] = "old"; });
        row("correlation of 2", "prediction 2",
            [](Json& j) { j["predictions"][1]["rank_correlation"] = 2; });
        row("points of two", "three numbers", [](Json& j) {
            j["predictions"][0]["bits_predicted_measured"] = {{1, 2}};
        });
        row("another baseline", "\"baseline_bits\" must be",
            [](Json& j) { j["baseline_bits"] = 4; });
        row("no full model", "\"full\" must be", [](Json& j) { j.erase("full"); });
    }

    void refusesWhatNobodyWrote() {
        QFETCH(Damage, damage);
        QFETCH(QString, said);
        Json json = studyJson(test::sampleStudy());
        damage(json);
        const auto study = readStudy(json, "report.json");
        QVERIFY(!study.ok());
        QCOMPARE(study.error().code, ErrorCode::BadInput);
        const QString message = QString::fromStdString(study.error().message());
        QVERIFY2(message.contains(said), qPrintable(message));
        QVERIFY2(message.contains(QStringLiteral("report.json")), qPrintable(message));
    }
};

QTEST_APPLESS_MAIN(TestStudyRead)
#include "tst_study_read.moc"
