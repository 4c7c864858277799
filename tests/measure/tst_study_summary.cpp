// SPDX-License-Identifier: GPL-3.0-or-later
// What a study says in short: which intervals make a gain, a loss or neither, by hand.
#include "core/measure/study_summary.h"
#include "tests/measure/sample_study.h"

#include <QTest>

using namespace moqa;
using moqa::test::rowOf;
using moqa::test::sampleStudy;

namespace {

StudyRow withShare(const char* method, double bits, double low, double high) {
    StudyRow row = rowOf(method, bits, 0.01);
    row.known.klShare = ShareInterval{(low + high) / 2, low, high, 0};
    return row;
}

bool says(const std::string& text, const char* words) {
    if (text.find(words) != std::string::npos) return true;
    qWarning("no \"%s\" in\n%s", words, text.c_str());
    return false;
}

} // namespace

class TestStudySummary : public QObject {
    Q_OBJECT
private slots:
    void intervalsDecide() {
        Study study = sampleStudy(); // baseline uniform 2
        study.comparisons.clear();
        study.predictions.clear();
        study.rows = {withShare("uniform", 2, -0.1, 0.1), // the baseline says nothing of itself
                      withShare("gain", 2, 0.1, 0.3),     withShare("cheap", 1.5, 0.001, 0.3),
                      withShare("bought", 3, 0.1, 0.9), // more bits gain: no finding
                      withShare("zero", 2, -0.1, 0.3),    withShare("touches", 2, 0.0, 0.3),
                      withShare("lost", 2, -0.8, -0.2),   withShare("wasted", 3, -0.8, -0.2),
                      withShare("poor", 1.5, -0.8, -0.2)}; // fewer bits lose: no finding
        const StudySummary summary = summarize(study);
        const auto names = [](const std::vector<ShareFinding>& findings) {
            QStringList list;
            for (const ShareFinding& f : findings) list << QString::fromStdString(f.method);
            return list.join(QLatin1Char(' '));
        };
        QCOMPARE(names(summary.better), QStringLiteral("gain cheap"));
        QCOMPARE(names(summary.unclear), QStringLiteral("zero touches"));
        QCOMPARE(names(summary.worse), QStringLiteral("lost wasted"));
        QCOMPARE(summary.plans, size_t{9});
        QCOMPARE(summary.refused, size_t{0});
        const std::string text = summaryText(summary);
        QVERIFY(says(text, "in short: 9 plans were scored\n"));
        QVERIFY(says(text, "better than uniform 2 bit at no more bits"));
        QVERIFY(says(text, "  gain at 2 bits, known texts, calibrated on mix, group row: 20.0 % "
                           "[10.0, 30.0]\n"));
        QVERIFY(says(text, "not told from uniform 2 bit (the interval includes zero)"));
        QVERIFY(says(text, "worse than uniform 2 bit at no fewer bits:\n  lost at 2 bits"));
        for (const char* const none : {"bought", "poor"})
            QVERIFY2(text.find(none) == std::string::npos, none);
    }

    void knownAndNewTextsCountApart() {
        Study study = sampleStudy();
        StudyRow row = withShare("moqa", 2, 0.1, 0.2);
        row.fresh.klShare = ShareInterval{-0.5, -0.6, -0.4, 0};
        study.rows = {row};
        const StudySummary summary = summarize(study);
        QCOMPARE(summary.better.size(), size_t{1});
        QCOMPARE(summary.worse.size(), size_t{1});
        QVERIFY(summary.better[0].isKnown && !summary.worse[0].isKnown);
        QVERIFY(says(summaryText(summary), "moqa at 2 bits, new texts"));
    }

    void predictionsAreHeldToWhatIsRequired() {
        Study study = sampleStudy();
        PredictionCheck wide, narrow, few;
        wide.range = {2.1, 6, 60};
        wide.points.resize(60);
        wide.rankCorrelation = 0.98;
        narrow.range = {2.98, 3.02, 60};
        narrow.points.resize(59);
        narrow.rankCorrelation = 0.66;
        few.range = {2, 4, 2};
        few.points.resize(2);
        few.rankCorrelation = std::nan("");
        study.predictions = {{"mix", 64, {wide, narrow, few}}};
        const StudySummary summary = summarize(study);
        QCOMPARE(summary.order.size(), size_t{3});
        QVERIFY(!summary.order[0].isOneBudget && summary.order[0].holds());
        QCOMPARE(summary.order[0].required, kRequiredOrder);
        QVERIFY(summary.order[1].isOneBudget && !summary.order[1].holds());
        QCOMPARE(summary.order[1].required, kRequiredOrderOfBudget);
        QVERIFY(!summary.order[2].holds()); // nothing is known of it
        const std::string text = summaryText(summary);
        QVERIFY(says(text, "60 random plans of all budgets, 2.1 to 6 bits, with rank correlation "
                           "0.98: reaches the required 0.95"));
        QVERIFY(says(text, "59 random plans of one budget, 2.98 to 3.02 bits, with rank "
                           "correlation 0.66: below the required 0.70"));
        QVERIFY(says(text, "2 random plans of all budgets, 2 to 4 bits are too few"));
    }

    void aDifferenceAroundZeroIsATie() {
        Study study = sampleStudy();
        StudyComparison tie{"moqa", "optimal", "mix", 3, -1, true, 0.25, -0.125, 0.375, 0.2};
        study.comparisons.push_back(tie); // beside the one of the sample, which is clear
        study.complete = false;
        const StudySummary summary = summarize(study);
        QCOMPARE(summary.ties.size(), size_t{1});
        QCOMPARE(summary.ties[0].comparison.a, std::string("moqa"));
        QCOMPARE(summary.refused, size_t{1});
        const std::string text = summaryText(summary);
        QVERIFY(says(text, "2 plans were scored, 1 budgets were out of a method's reach; the study "
                           "was stopped before its end\n"));
        QVERIFY(says(text, "  moqa from optimal at 3 bits, known texts"));
    }

    void anEmptyStudySaysNothingMore() {
        QCOMPARE(summaryText(summarize(Study())),
                 std::string("in short: 0 plans were scored; the study was stopped before its "
                             "end\n"));
    }
};

QTEST_APPLESS_MAIN(TestStudySummary)
#include "tst_study_summary.moc"
