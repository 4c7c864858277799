// SPDX-License-Identifier: GPL-3.0-or-later
// The badges of the pages: there when a result no longer fits, gone when it does again, and their
// buttons compute it again with the options that it had.
#include "core/analysis/coverage.h"
#include "core/plan/make_plan.h"
#include "tests/views/fake_model.h"
#include "views/pages/activation_page.h"
#include "views/pages/correlation_page.h"
#include "views/pages/mapping_page.h"
#include "views/pages/quantize_page.h"
#include "views/panels/staleness_badge.h"
#include "views/state/reanalyze.h"
#include "views/state/workbench_actions.h"

#include <QSignalSpy>
#include <QStandardPaths>
#include <QTest>
#include <QToolButton>

using namespace moqa;

namespace {

CorpusLibrary fittingLibrary() {
    return {{"prose", "/texts/prose.txt"}, {"code", "/texts/code.txt"}};
}

} // namespace

class TestStalenessBadge : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

    void init() {
        m_workbench = std::make_unique<Workbench>();
        addWorkbenchActions(*m_workbench);
        document().openModel(std::make_shared<FakeModel>());
        QVERIFY(document().setCorpora(fittingLibrary()));
        document().setAnalysis(fakeAnalysis(), {});
    }
    void cleanup() { m_page.reset(); }

    void everyPageOfTheAnalysisHasOne() {
        for (const auto make :
             {newPage<ActivationPage>, newPage<MappingPage>, newPage<CorrelationPage>}) {
            show(make(*m_workbench));
            StalenessBadge* const badge = analysisBadge();
            QVERIFY(badge);
            QVERIFY(!badge->isVisible());
            CorpusLibrary library = fittingLibrary();
            library[1].weight = 2;
            QVERIFY(document().setCorpora(library));
            QVERIFY2(badge->isVisible(), qPrintable(m_page->id()));
            QCOMPARE(badge->shown().fit, Fit::Outdated);
            QCOMPARE(badge->accessibleName(),
                     QStringLiteral("Analysis: Outdated: The weight of \"code\" was changed."));
            document().undo();
            QVERIFY(!badge->isVisible());
        }
    }

    void aPageOutOfSightCatchesUp() {
        show(newPage<ActivationPage>(*m_workbench));
        m_page->hide();
        QVERIFY(document().setCorpora({fittingLibrary().front()}));
        QVERIFY(analysisBadge()->isHidden());
        m_page->show();
        QTRY_VERIFY(analysisBadge()->isVisible());
    }

    void theButtonAnalysesAgain() {
        show(newPage<ActivationPage>(*m_workbench));
        CorpusLibrary library = fittingLibrary();
        library[0].weight = 3;
        QVERIFY(document().setCorpora(library));
        auto* const again = analysisBadge()->findChild<QToolButton*>();
        QVERIFY(again->isEnabled() && !again->accessibleName().isEmpty());
        QSignalSpy added(&m_workbench->jobs(), &JobRunner::jobAdded);
        QSignalSpy raised(m_workbench.get(), &Workbench::errorRaised);
        QTest::mouseClick(again, Qt::LeftButton);
        QCOMPARE(added.count(), 1);
        QCOMPARE(m_workbench->jobs().jobs().front().kind, JobKind::Analyze);
        QVERIFY(!again->isEnabled());    // it runs
        QTRY_COMPARE(raised.count(), 1); // the fake has no tokenizer
        QTRY_VERIFY(again->isEnabled());
        QVERIFY(analysisBadge()->isVisible()); // what failed changes nothing
    }

    void withoutAModelThereIsNothingToOffer() {
        auto cut = std::make_shared<Analysis>(*fakeAnalysis());
        setCoverage(
            *cut,
            {.tokensPlanned = 400, .tokensSeen = 200, .layersPlanned = 2, .layersComplete = 2});
        Workspace workspace;
        workspace.analysis = cut;
        document().openWorkspace(std::move(workspace), nullptr, QStringLiteral("/nowhere/a.moqa"));
        show(newPage<ActivationPage>(*m_workbench));
        QVERIFY(analysisBadge()->isVisible());
        auto* const again = analysisBadge()->findChild<QToolButton*>();
        QVERIFY(!again->isEnabled());
        QVERIFY(again->toolTip().contains(QStringLiteral("model")));
    }

    void aQuickLookIsMadeWhole() {
        auto look = std::make_shared<Analysis>(*fakeAnalysis());
        look->optionsJson = R"({"window": 50, "reweight": 0.5, "stages": [1, 2]})";
        setCoverage(
            *look,
            {.tokensPlanned = 8001, .tokensSeen = 200, .layersPlanned = 2, .layersComplete = 2});
        document().setAnalysis(look, {});
        show(newPage<ActivationPage>(*m_workbench));
        QCOMPARE(analysisBadge()->shown().fit, Fit::Partial);
        QVERIFY(analysisBadge()->shown().why.contains(QStringLiteral("200 of 8001")));
        const AnalyzeAgain again = analyzeAgain(*look);
        QCOMPARE(again.maxTokens, int64_t{4001}); // of each of two texts
        QCOMPARE(again.options.window, int64_t{0});
        QVERIFY(again.options.stage3);
        QCOMPARE(again.options.reweight, 0.5);
    }

    void aQuantizationThatNoLongerFits() {
        document().addPlan("four", planOf(4));
        QuantizeRun run;
        run.planName = "four";
        run.planHash = planHash(*document().activePlan());
        run.outputPath = "/nowhere/at/all.h5";
        run.complete = true;
        document().setQuantizeRun(run);
        EvaluateRun measured;
        measured.planName = "four";
        measured.planHash = run.planHash;
        measured.quantizedPath = run.outputPath;
        for (const char* const name : {"prose", "code"}) {
            CorpusScore score;
            score.corpus = name;
            measured.quantized.corpora.push_back(score);
        }
        document().setEvaluateRun(measured);
        show(newPage<QuantizePage>(*m_workbench));
        auto* const quantized = badge("quantizeBadge");
        auto* const evaluated = badge("evaluateBadge");
        QVERIFY(!quantized->isVisible() && !evaluated->isVisible());
        QVERIFY(document().setBits({{0, 0}}, 2));
        QVERIFY(quantized->isVisible() && evaluated->isVisible());
        QVERIFY(quantized->findChild<QToolButton*>()->isEnabled());
        // The old file measured again would be as outdated.
        QVERIFY(!evaluated->findChild<QToolButton*>()->isEnabled());
        document().undo();
        QVERIFY(!quantized->isVisible() && !evaluated->isVisible());
        CorpusLibrary library = fittingLibrary();
        library[1].evaluates = false;
        QVERIFY(document().setCorpora(library));
        QVERIFY(!quantized->isVisible() && evaluated->isVisible());
        QVERIFY(evaluated->findChild<QToolButton*>()->isEnabled());
    }

    void weightsAreNoChoiceWhereAllAreAlike() {
        CorpusLibrary library = fittingLibrary();
        QVERIFY(weightsOf(library).empty());
        library[0].weight = 0.25;
        library[1].calibrates = false;
        const std::vector<std::pair<std::string, double>> wanted{{"prose", 0.25}};
        QCOMPARE(weightsOf(library), wanted);
    }

private:
    template <class T>
    static std::unique_ptr<Page> newPage(Workbench& workbench) {
        return std::make_unique<T>(workbench);
    }
    void show(std::unique_ptr<Page> page) {
        m_page = std::move(page);
        m_page->resize(1200, 800);
        m_page->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
    }
    Plan planOf(int bits) {
        PlanOptions options;
        options.method = PlanMethod::Uniform;
        options.bits = bits;
        return *makePlan(*document().model(), nullptr, options);
    }
    StalenessBadge* badge(const char* name) {
        return m_page->findChild<StalenessBadge*>(QLatin1String(name));
    }
    StalenessBadge* analysisBadge() { return badge("analysisBadge"); }
    Document& document() { return m_workbench->document(); }

    std::unique_ptr<Workbench> m_workbench;
    std::unique_ptr<Page> m_page;
};

QTEST_MAIN(TestStalenessBadge)
#include "tst_staleness_badge.moc"
