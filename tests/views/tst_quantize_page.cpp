// SPDX-License-Identifier: GPL-3.0-or-later
// The page Quantize: what a failed run leaves on screen, going on and starting anew, the ledger,
// the plans side by side; errors in the words of the window.
#include "tests/views/fake_model.h"
#include "tests/views/fake_plan.h"
#include "views/pages/quantize_page.h"
#include "views/pages/quantize_series.h"
#include "views/panels/quantize_form.h"
#include "views/plots/trade_view.h"
#include "views/state/window_words.h"
#include "views/state/workbench_actions.h"
#include "views/tables/ledger_source.h"
#include "views/tables/plan_comparison.h"
#include "views/tables/result_tables.h"
#include "views/tables/table_twin.h"

#include <QCheckBox>
#include <QComboBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTabWidget>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <atomic>
#include <cmath>

using namespace moqa;

namespace {

constexpr int kJobMs = 20'000;

QuantizeRun runOf(const Plan& plan, const std::string& name, bool complete) {
    QuantizeRun run;
    run.planName = name;
    run.planHash = planHash(plan);
    run.outputPath = "/nowhere/at/all.h5";
    run.layers = {{0, 0.1, 0.2, 3, 1.0}};
    run.complete = complete;
    run.options.method = QuantMethod::Rtn;
    run.options.grid = GridSearch::Off;
    return run;
}

CorpusScore scoreOf(const std::string& corpus, double ppl, double kl) {
    CorpusScore score;
    score.corpus = corpus;
    score.scored = 100;
    score.nll = std::log(ppl);
    score.ppl = ppl;
    score.hasReference = true;
    score.kl = kl;
    score.routingShift = {0.25, 0.5};
    return score;
}

EvaluateRun evaluationOf(const Plan& plan, const std::string& name, double kl) {
    EvaluateRun run;
    run.planName = name;
    run.planHash = planHash(plan);
    run.totals = plan.totals;
    run.knownCorpora = {"prose", "code"};
    run.quantized.corpora = {scoreOf("prose", 2, kl), scoreOf("code", 8, 3 * kl),
                             scoreOf("drama", 16, 4 * kl)};
    run.full = run.quantized;
    return run;
}

} // namespace

class TestQuantizePage : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

    void init() {
        m_workbench = std::make_unique<Workbench>();
        addWorkbenchActions(*m_workbench);
        document().openModel(m_model);
        document().addPlan("three", uniformPlan(*m_model, 3));
        document().addPlan("four", uniformPlan(*m_model, 4));
        m_page = std::make_unique<QuantizePage>(*m_workbench);
        m_page->resize(1300, 800);
        m_page->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
    }

    void aFailedRunLeavesWhatWasShown() {
        document().setQuantizeRun(runOf(*document().activePlan(), "four", false));
        auto* const layers = m_page->findChild<LayerTable*>();
        QCOMPARE(layers->rowCount(), 1);
        QSignalSpy raised(m_workbench.get(), &Workbench::errorRaised);
        auto* const run = m_page->findChild<QPushButton*>(QStringLiteral("quantizeRun"));
        QCOMPARE(run->text(), QStringLiteral("&Go on...")); // asks nothing, and fails
        QTest::mouseClick(run, Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(raised.count(), 1, kJobMs);
        QTRY_VERIFY(!m_workbench->jobs().isActive(JobKind::Quantize));
        QCOMPARE(layers->rowCount(), 1);
    }

    void goingOnLocksTheOptionsUntilStartedAnew() {
        auto* const form = m_page->findChild<QuantizeForm*>();
        auto* const anew = m_page->findChild<QPushButton*>(QStringLiteral("quantizeAnew"));
        auto* const method = form->findChildren<QComboBox*>().front();
        QVERIFY(method->isEnabled() && !anew->isVisible());
        document().setQuantizeRun(runOf(*document().activePlan(), "four", false));
        QVERIFY(!method->isEnabled() && anew->isVisible());
        QCOMPARE(form->options().method, QuantMethod::Rtn); // the run's, not the form's
        QCOMPARE(form->options().grid, GridSearch::Off);
        document().setActivePlan("three"); // has no run
        QVERIFY(method->isEnabled() && !anew->isVisible());
        document().setActivePlan("four");
        document().setBits({{0, 0}}, 2); // the unfinished layers fit no more
        QVERIFY(method->isEnabled() && !anew->isVisible());
    }

    void optionsOfARunAreKept() {
        QuantizeRun run = runOf(*document().activePlan(), "four", false);
        run.options.reweight = 0.75;
        run.options.window = 32;
        run.options.shrink = 12.5;
        run.options.seed = 7;
        const auto again = QuantizeRun::fromJson(run.toJson(), "test");
        QVERIFY(again.ok());
        QCOMPARE(again->options.method, QuantMethod::Rtn);
        QCOMPARE(again->options.grid, GridSearch::Off);
        QCOMPARE(again->options.reweight, 0.75);
        QCOMPARE(again->options.window, int64_t{32});
        QCOMPARE(again->options.shrink, std::optional(12.5));
        QCOMPARE(again->options.seed, uint64_t{7});
        run.options.shrink.reset(); // automatic
        QVERIFY(!QuantizeRun::fromJson(run.toJson(), "test")->options.shrink);
        Json older = run.toJson();
        older.erase("options"); // of an earlier program
        QCOMPARE(QuantizeRun::fromJson(older, "test")->options.grid, GridSearch::Power24);
        Json damaged = run.toJson();
        damaged["options"]["damp"] = "much";
        QVERIFY(!QuantizeRun::fromJson(damaged, "test").ok());
    }

    void theLedgerTellsEveryTensor() {
        LedgerRow kept;
        kept.name = "embed.weight";
        kept.method = "kept";
        LedgerRow fallen;
        fallen.name = "layers.0.experts.3.up_proj.weight";
        fallen.format = {2, -1, false};
        fallen.method = "rtn";
        fallen.weightError = 0.5;
        fallen.outputError = std::nan("");
        fallen.tokensSeen = 37;
        fallen.fallback = "rtn";
        fallen.reason = "37 of 512 tokens needed";
        const auto source = std::make_shared<LedgerSource>(std::vector<LedgerRow>{kept, fallen});
        QCOMPARE(source->fallbacks(), 1);
        QCOMPARE(source->tableCell(1, LedgerSource::Reason).toString(),
                 QStringLiteral("37 of 512 tokens needed"));
        QCOMPARE(source->tableCell(1, LedgerSource::Group).toString(), QStringLiteral("row"));
        QVERIFY(!source->tableCell(1, LedgerSource::OutputError).isValid()); // no data, not 0
        QCOMPARE(source->tableCell(0, LedgerSource::OutputError).toDouble(), 0.0);
        TableTwin table(QStringLiteral("ledger"));
        table.setSource(source);
        table.table().sortByColumn(LedgerSource::TokensSeen, Qt::DescendingOrder);
        QCOMPARE(table.table().model()->index(0, 0).data().toString(),
                 QStringLiteral("layers.0.experts.3.up_proj.weight"));
        QVERIFY(source->tableCsv().find("37 of 512") != std::string::npos);
    }

    void plansStandSideBySide() {
        document().setEvaluateRun(evaluationOf(*document().plan("three"), "three", 0.25));
        document().setEvaluateRun(evaluationOf(*document().plan("four"), "four", 0.125));
        const auto plans = comparePlans(document());
        QCOMPARE(plans->tableRows(), 2);
        const PlanScore& three = plans->plans[static_cast<size_t>(plans->indexOf("three"))];
        QCOMPARE(three.klKnown, 0.5);                  // mean of 0.25 and 0.75
        QVERIFY(std::abs(three.pplKnown - 4) < 1e-12); // geometric mean of 2 and 8
        QCOMPARE(three.klNew, 1.0);
        QVERIFY(!three.outdated);
        auto* const tabs = m_page->findChild<QTabWidget*>(QStringLiteral("quantizeTabs"));
        tabs->setCurrentIndex(3);
        auto* const trade = m_page->findChild<TradeView*>();
        QTRY_VERIFY(trade->isVisible());
        trade->replot();
        QCOMPARE(document().activePlanName(), std::string("four"));
        QTest::mouseClick(trade, Qt::LeftButton, {},
                          trade->placeOf(plans->indexOf("three")).toPoint());
        QCOMPARE(document().activePlanName(), std::string("three"));
        trade->setFocus();
        QTest::keyClick(trade, Qt::Key_Right);
        QTest::keyClick(trade, Qt::Key_Return);
        QCOMPARE(document().activePlanName(), std::string("four"));
        // A row of the table is a plan too.
        QTableView& table = comparison()->table();
        table.sortByColumn(PlanComparison::Name, Qt::AscendingOrder);
        table.setFocus();
        const QModelIndex row = table.model()->match(table.model()->index(0, 0), Qt::DisplayRole,
                                                     QStringLiteral("three"))[0];
        QTest::mouseClick(table.viewport(), Qt::LeftButton, {}, table.visualRect(row).center());
        QTRY_COMPARE(document().activePlanName(), std::string("three"));
        QCOMPARE(table.currentIndex().data().toString(), QStringLiteral("three"));
    }

    // What was measured stays where it was measured; the plan as it is now is not measured.
    void aPointBelongsToThePlanThatWasMeasured() {
        const int64_t bytes = document().plan("four")->totals.bytes;
        document().setEvaluateRun(evaluationOf(*document().plan("four"), "four", 0.125));
        auto* const tabs = m_page->findChild<QTabWidget*>(QStringLiteral("quantizeTabs"));
        tabs->setCurrentIndex(3);
        auto* const trade = m_page->findChild<TradeView*>();
        QTRY_VERIFY(trade->isVisible());
        QVERIFY(trade->unmeasured().empty());
        QVERIFY(document().setBits({{0, 0}, {0, 1}, {0, 2}}, 2));
        const auto plans = std::dynamic_pointer_cast<const PlanComparison>(trade->source());
        QVERIFY(plans);
        QCOMPARE(plans->tableRows(), 3); // four as measured, four as it is, three
        const int now = plans->indexOf("four"), measured = now - 1;
        const PlanScore& before = plans->plans[static_cast<size_t>(measured)];
        QVERIFY(before.outdated && before.evaluated && !before.edited);
        QCOMPARE(before.totals->bytes, bytes);
        QCOMPARE(before.klKnown, 0.25);
        QCOMPARE(plans->nameOf(measured), QStringLiteral("four as measured"));
        QVERIFY(plans->readout(measured).contains(QStringLiteral("edited since")));
        const PlanScore& after = plans->plans[static_cast<size_t>(now)];
        QVERIFY(after.edited && !after.evaluated && !after.outdated);
        QVERIFY(after.totals->bytes < bytes);
        QVERIFY(std::isnan(after.klKnown) && std::isnan(after.klNew));
        QCOMPARE(plans->tableCell(now, PlanComparison::Fits).toString(),
                 QStringLiteral("not measured: edited"));
        QVERIFY(!plans->tableCell(now, PlanComparison::KlKnown).isValid());
        // The line that says so stands at the size of now.
        QCOMPARE(trade->unmeasured(),
                 std::vector<double>{static_cast<double>(after.totals->bytes) / 1e6});
        trade->replot();
        QTest::mouseClick(trade, Qt::LeftButton, {}, trade->placeOf(measured).toPoint());
        QCOMPARE(document().activePlanName(), std::string("four"));
        // Taken back, the point is the plan's again; and it is kept with the workspace.
        Document again;
        again.openWorkspace(document().snapshot(), m_model, QStringLiteral("/tmp/x.moqa"));
        QCOMPARE(comparePlans(again)->tableRows(), 3);
        QCOMPARE(comparePlans(again)->plans[static_cast<size_t>(measured)].totals->bytes, bytes);
        document().undo();
        QCOMPARE(comparePlans(document())->tableRows(), 2);
        QVERIFY(trade->unmeasured().empty());
    }

    // A report of an older program does not say how large the plan was: no point is made up.
    void aReportWithoutItsSizeIsNoPoint() {
        EvaluateRun run = evaluationOf(*document().plan("four"), "four", 0.125);
        run.totals.reset();
        document().setEvaluateRun(run);
        QCOMPARE(comparePlans(document())->tableRows(), 2);
        QVERIFY(comparePlans(document())->plans[0].totals); // unedited: the plan's own
        QVERIFY(document().setBits({{0, 0}}, 2));
        const auto plans = comparePlans(document());
        const int measured = plans->indexOf("four") - 1;
        QVERIFY(plans->plans[static_cast<size_t>(measured)].outdated);
        QVERIFY(!plans->tableCell(measured, PlanComparison::Megabytes).isValid());
        QCOMPARE(plans->tableCell(measured, PlanComparison::KlKnown).toDouble(), 0.25);
    }

    void routingShiftIsACurveForEachText() {
        const auto source =
            routingShiftSeries(evaluationOf(*document().activePlan(), "four", 0.1), {0, 2});
        QVERIFY(source);
        QCOMPARE(source->series.size(), size_t{3});
        QCOMPARE(source->series[0].values, (std::vector<double>{0.25, 0.5}));
        QCOMPARE(source->xs, (std::vector<int>{0, 2}));
        QVERIFY(!routingShiftSeries(EvaluateRun(), {0, 2}));
    }

    void errorsSpeakOfFields() {
        const Error error = inWindowWords(usageError("--bits and --bytes contradict each other",
                                                     "--bytes", "add a lower width to --widths"));
        QCOMPARE(error.what, std::string("mean bits and size contradict each other"));
        QCOMPARE(error.where, std::string("size"));
        QCOMPARE(error.hint, std::string("add a lower width to widths"));
        const Error path = inWindowWords(
            badInput("no", "/tmp/a --bits.txt", "remove it or choose another name with -o"));
        QCOMPARE(path.where, std::string("/tmp/a --bits.txt"));
        QCOMPARE(path.hint, std::string("remove it or choose another name"));
        QCOMPARE(inWindowWords(usageError("x", "--act-order")).where, std::string("act order"));
        QCOMPARE(inWindowWords(badInput("pre-order and self-o stay")).what,
                 std::string("pre-order and self-o stay"));
    }

    void aStoppedRunIsNoDoneJob() {
        JobRunner runner;
        bool delivered = false;
        std::atomic<bool> begun = false;
        const int number = runner.run<int>(
            JobKind::Quantize, QStringLiteral("long"),
            [&begun](JobContext& context) -> Result<int> {
                begun = true;
                while (!context.cancelled()) QThread::msleep(5);
                return 1; // layers that it finished
            },
            this, [&](Result<int> result) { delivered = result.ok(); });
        QTRY_VERIFY(begun); // what has not begun is cancelled without a result
        runner.cancel(number);
        QTRY_VERIFY(delivered);
        QCOMPARE(runner.job(number)->state, JobState::Cancelled);
    }

    void linksOpenTheFolder() {
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("a & b.h5"));
        const QString link = folderLink(path);
        QVERIFY2(link.contains(QUrl::fromLocalFile(folder.path()).toString(QUrl::FullyEncoded)),
                 qPrintable(link));
        QVERIFY(link.contains(QStringLiteral(">a &amp; b.h5<")));
    }

private:
    Document& document() { return m_workbench->document(); }
    TableTwin* comparison() {
        for (auto* const twin : m_page->findChildren<TableTwin*>())
            if (twin->table().accessibleName().contains(QStringLiteral("Plans side by side")))
                return twin;
        return nullptr;
    }

    std::shared_ptr<const ModelSource> m_model = std::make_shared<FakeModel>();
    std::unique_ptr<Workbench> m_workbench;
    std::unique_ptr<QuantizePage> m_page;
};

QTEST_MAIN(TestQuantizePage)
#include "tst_quantize_page.moc"
