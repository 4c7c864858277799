// SPDX-License-Identifier: GPL-3.0-or-later
// What is known of one expert: favourite tokens, neighbours, channels, and its lines in the
// inspector. And the options of an analysis made again.
#include "tests/views/fake_model.h"
#include "views/panels/unit_facts_view.h"
#include "views/panels/unit_lines.h"
#include "views/state/reanalyze.h"
#include "views/state/unit_facts.h"
#include "views/state/workbench_actions.h"

#include <QStandardPaths>
#include <QTest>
#include <cmath>
#include <limits>

using namespace moqa;

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

std::shared_ptr<Analysis> richAnalysis() {
    auto analysis = std::make_shared<Analysis>(*fakeAnalysis());
    addResult(*analysis, {"favourite_tokens", "code", 2}, {4, 3},
              {7, 5, kNan, kNan, kNan, kNan, 1, 2, 3, 4, kNan, kNan});
    addResult(*analysis, {"favourite_count", "code", 2}, {4, 3},
              {9, 4, kNan, kNan, kNan, kNan, 1, 2, 3, 4, kNan, kNan});
    addResult(*analysis, {"favourite_lift", "code", 2}, {4, 3},
              {6.5, 2, kNan, kNan, kNan, kNan, 1, 2, 3, 4, kNan, kNan});
    addResult(*analysis, {"channel_significance", "prose", 0}, {4, 3},
              {1, 4, 2, 0, 0, 0, 1, 1, 1, 3, 2, 1});
    addResult(*analysis, {"channel_dynamics", "", 0}, {4, 3},
              {0.1, 0.2, 0.3, 0, 0, 0, 0, 0, 0, 0.5, 0, 0});
    addResult(*analysis, {"frequency", "prose", -1}, {2, 4},
              {0.1, 0.3, 0.2, 0.2, 0.4, 0.2, 0.2, 0});
    addResult(*analysis, {"frequency_low", "prose", -1}, {2, 4},
              {0.05, 0.2, 0.1, 0.1, 0.3, 0.1, 0.1, 0});
    addResult(*analysis, {"frequency_high", "prose", -1}, {2, 4},
              {0.15, 0.4, 0.3, 0.3, 0.5, 0.3, 0.3, 0.04});
    return analysis;
}

const UnitLines::Line* lineOf(const UnitLines& lines, const char* metric) {
    const QString title = QString::fromUtf8(findMetric(metric)->title);
    for (const UnitLines::Line& line : lines.lines)
        if (line.name == title) return &line;
    return nullptr;
}

} // namespace

class TestUnitFacts : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

    void readsFavouriteTokens() {
        const auto analysis = richAnalysis();
        // Not kept for prose: what there is for code answers, and says so.
        const auto found = favouritesOf(*analysis, 2, 0, "prose");
        QVERIFY(found);
        QCOMPARE(found->corpus, std::string("code"));
        QCOMPARE(found->facts.size(), size_t{2});
        QCOMPARE(found->facts[0].id, 7);
        QCOMPARE(found->facts[0].count, 9.0);
        QCOMPARE(found->facts[1].lift, 2.0);
        QVERIFY(favouritesOf(*analysis, 2, 1, "code")->facts.empty());
        QVERIFY(!favouritesOf(*analysis, 0, 0, "code"));
        QVERIFY(favouritesOf(*analysis, 2, 9, "code")->facts.empty());
    }

    void ranksNeighboursWithoutTheExpertItself() {
        const auto analysis = richAnalysis();
        const auto found = neighboursOf(*analysis, "lift", 0, 1, "prose", 2);
        QVERIFY(found);
        QCOMPARE(found->facts.size(), size_t{2});
        QCOMPARE(found->facts[0].expert, 3);
        QCOMPARE(found->facts[0].value, 5.0);
        QCOMPARE(found->facts[1].expert, 2);
        QVERIFY(!neighboursOf(*analysis, "output_similarity", 0, 1, "prose", 2));
    }

    void sortsChannels() {
        const auto analysis = richAnalysis();
        const auto found = channelsOf(*analysis, 0, 0, "prose");
        QVERIFY(found);
        QCOMPARE(found->facts[0].channel, 1);
        QCOMPARE(found->facts[2].channel, 0);
        QCOMPARE(found->facts[0].dynamics, 0.2);
        QVERIFY(!channelsOf(*analysis, 2, 0, "prose"));
    }

    void linesUpTexts() {
        const auto analysis = richAnalysis();
        const UnitLines lines = unitLines(*analysis, 2, 3, "code");
        QCOMPARE(lines.columns, QStringLiteral("code,prose,all texts").split(QLatin1Char(',')));
        const UnitLines::Line* const load = lineOf(lines, "load");
        QVERIFY(load);
        QCOMPARE(load->values, QStringLiteral("0.5,not seen,").split(QLatin1Char(',')));
        // A count of nothing is a nought.
        QCOMPARE(lineOf(lines, "count")->values[1], QStringLiteral("0 tokens"));
        QVERIFY(!lineOf(lines, "frequency_low"));
        QVERIFY(unitLines(*analysis, 1, 0, "code").lines.empty());
        QVERIFY(unitLines(*analysis, 2, 4, "code").lines.empty());
    }

    void putsIntervalsUnderTheirMetric() {
        const auto analysis = richAnalysis();
        const UnitLines lines = unitLines(*analysis, 0, 1, "prose");
        for (size_t i = 0; i < lines.lines.size(); ++i) {
            if (lines.lines[i].name != QString::fromUtf8(findMetric("load")->title)) continue;
            // N / K = 2 times that of the frequency.
            QCOMPARE(lines.lines[i + 1].values[0], QStringLiteral("0.4 \u2013 0.8"));
            return;
        }
        QFAIL("no load");
    }

    void offersWhatWasNotComputed() {
        Workbench workbench;
        addWorkbenchActions(workbench);
        workbench.document().openModel(std::make_shared<FakeModel>());
        workbench.document().setAnalysis(richAnalysis(), {});
        UnitFactsView view(workbench);
        view.setUnit(ObjectRef::ofExpert(0, 1));
        QTRY_VERIFY(view.toPlainText().contains(QStringLiteral("Most often chosen together")));
        const QString text = view.toPlainText();
        QVERIFY(text.contains(QStringLiteral("Not computed")));      // favourites of layer 0
        QVERIFY(text.contains(QStringLiteral("Not seen")));          // channels: all zero
        QVERIFY(view.toHtml().contains(QStringLiteral("expert:3"))); // the nearest neighbour
        emit view.anchorClicked(QUrl(QStringLiteral("expert:3")));
        QCOMPARE(workbench.selection().cursor(), ObjectRef::ofExpert(0, 3));
        view.setUnit({});
        QTRY_VERIFY(view.toPlainText().isEmpty());
    }

    void makesAnAnalysisAgain() {
        Analysis analysis = *fakeAnalysis();
        analysis.corpora[1].droppedTokens = 20;
        analysis.corpora[1].weight = 3;
        analysis.optionsJson = R"({"stages":[1,2],"window":128,"reweight":0.5,"seed":7,
            "significance":"magnitude","similarity_sample":64,"keep_channels":false})";
        const AnalyzeAgain again = analyzeAgain(analysis);
        QCOMPARE(again.maxTokens, 120);
        QCOMPARE(again.options.window, 128);
        QCOMPARE(again.options.reweight, 0.5);
        QCOMPARE(again.options.seed, uint64_t{7});
        QCOMPARE(again.options.similaritySample, 64);
        QVERIFY(again.options.stage1 && again.options.stage2 && !again.options.stage3);
        QVERIFY(again.options.significance == Significance::Magnitude);
        QCOMPARE(again.options.corpusWeights[1].second, 3.0);
    }

    void makesDoWithDamagedOptions_data() {
        QTest::addColumn<QString>("json");
        QTest::newRow("empty") << QString();
        QTest::newRow("no JSON") << QStringLiteral("{");
        QTest::newRow("a list") << QStringLiteral("[1]");
        QTest::newRow("other types")
            << QStringLiteral(R"({"window":"x","stages":3,"significance":1,"seed":null})");
    }
    void makesDoWithDamagedOptions() {
        QFETCH(QString, json);
        Analysis analysis = *fakeAnalysis();
        analysis.optionsJson = json.toStdString();
        const AnalyzeAgain again = analyzeAgain(analysis);
        QCOMPARE(again.options.window, 0);
        QVERIFY(again.options.stage1 && again.options.stage2 && again.options.stage3);
    }
};

QTEST_MAIN(TestUnitFacts)
#include "tst_unit_facts.moc"
