// SPDX-License-Identifier: GPL-3.0-or-later
// A study's table and CSV: what was not measured is not a number, refusals have their line, and
// shares that are missing or shaky are explained below the table, once.
#include "tests/measure/sample_study.h"

#include <QRegularExpression>
#include <QStringList>
#include <QTest>

using namespace moqa;

namespace {

// The sample on its known text alone, as a study without new texts writes it.
Study withoutNewTexts() {
    Study study = test::sampleStudy();
    study.grid.fresh.clear();
    study.full.corpora.resize(1);
    study.comparisons.clear();
    for (StudyRow& row : study.rows) {
        if (row.failure.empty()) row.report.corpora.resize(1);
        row.fresh = {};
    }
    return study;
}

QStringList linesOf(const std::string& text) {
    return QString::fromStdString(text).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
}

QString lineWith(const std::string& text, const char* part) {
    return linesOf(text).filter(QLatin1String(part)).value(0);
}

// Fields of a line; commas within quotes are not ends.
QStringList fieldsOf(const QString& line) {
    static const QRegularExpression ends(QStringLiteral(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)"));
    return line.split(ends);
}

QString fieldOf(const QStringList& csv, int line, const char* name) {
    const auto column = fieldsOf(csv[0]).indexOf(QLatin1String(name));
    return column < 0 ? QStringLiteral("no such column") : fieldsOf(csv[line])[column];
}

} // namespace

class TestStudyReport : public QObject {
    Q_OBJECT
private slots:
    void whatWasNotMeasuredIsNoNumber() {
        const Study study = withoutNewTexts();
        const Json json = studyJson(study);
        QVERIFY(json["rows"][1]["new"]["kl"].is_null());
        QVERIFY(json["rows"][1]["new"]["nll"].is_null());
        QVERIFY(json["rows"][1]["known"]["kl"].is_number());
        const QString line = lineWith(studyText(study), "optimal");
        QVERIFY2(line.contains(QLatin1String("0.012346")), qPrintable(line));
        QVERIFY2(!line.contains(QLatin1String("0.000000")), qPrintable(line));
        // KL, R_KL and R of new texts.
        QVERIFY2(line.simplified().endsWith(QLatin1String(" - - -")), qPrintable(line));
        const QStringList csv = linesOf(studyCsv(study));
        QCOMPARE(fieldOf(csv, 2, "kl_new"), QString());
        QCOMPARE(fieldOf(csv, 2, "kl_known"), QStringLiteral("0.0123456789012345"));
        const auto again = readStudy(json, "report");
        QVERIFY2(again.ok(), again.ok() ? "" : again.error().message().c_str());
        QCOMPARE(studyJson(*again).dump(), json.dump());
    }

    // Zeros in place of null, as reports had them before.
    void earlierReportsAreRead() {
        Json json = studyJson(withoutNewTexts());
        for (size_t row : {0, 1}) json["rows"][row]["new"]["kl"] = 0.0;
        const auto study = readStudy(json, "report");
        QVERIFY2(study.ok(), study.ok() ? "" : study.error().message().c_str());
        QVERIFY(studyJson(*study)["rows"][0]["new"]["kl"].is_null());
    }

    void csvHasSharesAndRefusals() {
        Study study = test::sampleStudy();
        study.comparisons[0].bits = 2; // of the first row
        const QStringList csv = linesOf(studyCsv(study));
        QVERIFY(csv[0].startsWith(QLatin1String(
            "method,bits,calibration,group,mean_bits,true_bits,bytes,predicted_kl,corpus,known,"
            "scored,nll,ppl,kl,same_top1,kl_known,kl_known_low,kl_known_high,recovered_kl_"
            "known,")));
        QCOMPARE(csv.size(), 1 + 2 * 3 + 1); // two plans on three texts, one refusal
        for (const QString& line : csv) QCOMPARE(fieldsOf(line).size(), 15 + 2 * 10 + 1);
        QCOMPARE(fieldOf(csv, 4, "corpus"), QStringLiteral("code"));
        QCOMPARE(fieldOf(csv, 4, "recovered_kl_known"), QStringLiteral("0.77"));
        QCOMPARE(fieldOf(csv, 4, "recovered_kl_known_low"), QStringLiteral("0.755"));
        QCOMPARE(fieldOf(csv, 4, "recovered_log_ppl_known_high"), QStringLiteral("1.5"));
        QCOMPARE(fieldOf(csv, 4, "recovered_kl_new"), QString());
        QCOMPARE(fieldOf(csv, 1, "p_new"), QStringLiteral("0.0005"));
        QCOMPARE(fieldOf(csv, 1, "p_known"), QString());
        QCOMPARE(fieldOf(csv, 1, "failure"), QString());
        QCOMPARE(fieldOf(csv, 7, "method"), QStringLiteral("\"moqa@2,4,6,8\""));
        QCOMPARE(fieldOf(csv, 7, "bits"), QStringLiteral("1.5"));
        QCOMPARE(fieldOf(csv, 7, "kl_known"), QString());
        QCOMPARE(fieldOf(csv, 7, "failure"), QStringLiteral("no plan has 1.5 mean bits"));
    }

    void missingAndShakySharesAreExplainedOnce() {
        Study study = test::sampleStudy();
        const std::string text = studyText(study);
        QCOMPARE(linesOf(text).filter(QLatin1String("does not raise the perplexity")).size(), 1);
        QCOMPARE(linesOf(text).filter(QLatin1String("near zero")).size(), 1);
        const QString line = lineWith(text, "optimal");
        QVERIFY2(line.contains(QLatin1String("[-25.0, 150.0]*")), qPrintable(line));
        QVERIFY2(line.contains(QLatin1String("[ 75.5,  78.5] ")), qPrintable(line));
        // Nothing is said where nothing is missing; the baseline has no share of itself.
        for (StudyRow& row : study.rows) {
            row.known.logPerplexityShare = ShareInterval{0.5, 0.4, 0.6, 0};
            row.fresh.logPerplexityShare = row.known.logPerplexityShare;
        }
        study.rows[0].known.logPerplexityShare = study.rows[0].fresh.logPerplexityShare = {};
        const std::string whole = studyText(study);
        QVERIFY(!QString::fromStdString(whole).contains(QLatin1String("does not raise")));
        QVERIFY(!QString::fromStdString(whole).contains(QLatin1Char('*')));
    }

    void anUnfinishedTableSaysSo() {
        Study study = test::sampleStudy();
        QVERIFY(!linesOf(studyText(study))[0].contains(QLatin1String("unfinished")));
        study.complete = false;
        QVERIFY(linesOf(studyText(study))[0].endsWith(QLatin1String("; unfinished")));
    }
};

QTEST_APPLESS_MAIN(TestStudyReport)
#include "tst_study_report.moc"
