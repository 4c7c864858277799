// SPDX-License-Identifier: GPL-3.0-or-later
// The main job in the window on the shipped demo: open, analyse, look, plan, paint, quantize, stop,
// go on, evaluate, save, open again. Few tokens, so that it takes seconds.
#include "app/gui/main_window.h"
#include "core/analysis/show.h"
#include "core/store/demo_files.h"
#include "core/store/workspace.h"
#include "views/heatmap/heat_map_view.h"
#include "views/panels/frontier_panel.h"
#include "views/panels/layer_loss_panel.h"
#include "views/panels/message_bar.h"
#include "views/plots/plot_export.h"
#include "views/state/staleness.h"
#include "views/state/workbench_actions.h"
#include "views/theme/theme.h"

#include <QApplication>
#include <QDoubleSpinBox>
#include <QFileInfo>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QTest>

using namespace moqa;

namespace {
constexpr int kJobMs = 120'000; // sanitizers are ten times slower
constexpr int64_t kTokens = 1024;
} // namespace

class TestWorkflow : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() {
        QStandardPaths::setTestModeEnabled(true);
        const auto demo = findDemoFiles();
        QVERIFY2(demo.ok(), demo.ok() ? "" : demo.error().message().c_str());
        m_demo = demo.value();
        QVERIFY(m_folder.isValid());
        m_workbench = std::make_unique<Workbench>();
        m_workbench->settings().clearWindowLayout();
        addWorkbenchActions(*m_workbench);
        m_window = std::make_unique<MainWindow>(*m_workbench);
        connect(m_workbench.get(), &Workbench::errorRaised, this, [this](const Error& error) {
            m_errors << QString::fromStdString(error.message());
        });
        m_window->show();
    }

    void opensTheModel() {
        m_workbench->openPaths({QString::fromStdString(m_demo.modelPath)});
        QTRY_VERIFY_WITH_TIMEOUT(doc().model() != nullptr, kJobMs);
        CorpusChoice choice;
        for (const DemoCorpus& corpus : m_demo.corpora) {
            if (corpus.name == "code" || corpus.name == "maths")
                choice.calibration.push_back(corpus.calibration());
            if (corpus.name == "code" || corpus.name == "drama")
                choice.evaluation.push_back(corpus.evaluation());
        }
        QCOMPARE(choice.calibration.size(), size_t{2});
        doc().setCorpusChoice(choice);
    }

    void cancelsAnAnalysis() {
        m_workbench->analyze({}, 0);
        QVERIFY(m_workbench->jobs().isActive(JobKind::Analyze));
        cancelAnalysis();
        QVERIFY(doc().analysis() == nullptr);
    }

    // The quick look is there before the whole is; what is stopped then is kept and says so.
    void keepsTheQuickLookOfAStoppedAnalysis() {
        m_workbench->analyze({}, 0);
        QTRY_VERIFY_WITH_TIMEOUT(doc().analysis() != nullptr, kJobMs);
        QVERIFY(m_workbench->jobs().isActive(JobKind::Analyze));
        cancelAnalysis();
        QCOMPARE(analysisFit(doc()).fit, Fit::Partial);
    }

    void analysesAndDraws() {
        m_workbench->analyze({}, kTokens);
        QTRY_VERIFY_WITH_TIMEOUT(!m_workbench->jobs().isActive(JobKind::Analyze), kJobMs);
        QVERIFY2(m_errors.isEmpty(), qPrintable(m_errors.join(QLatin1Char('\n'))));
        const auto analysis = doc().analysis();
        QCOMPARE(analysis->corpora.size(), size_t{2});
        showPage(QStringLiteral("activation"));
        m_workbench->view().setMetric(QStringLiteral("load"));
        m_workbench->view().setCorpus(QStringLiteral("code"));
        auto* const map = visibleMap();
        QVERIFY(map && map->grid());
        QCOMPARE(map->grid()->rows(), static_cast<int>(analysis->moeLayers.size()));
        QCOMPARE(map->grid()->columns(), analysis->experts);
        QCOMPARE(
            map->grid()->at(1, 2),
            analysis->find("load", "code")->values[static_cast<size_t>(analysis->experts) + 2]);
        // The window's CSV is the command line's, byte for byte.
        const auto csv = exportedPlot(*map, {ExportFormat::Csv});
        const auto shown = showCsv(*analysis, "load", "code", -1);
        QVERIFY(csv.ok() && shown.ok());
        QCOMPARE(csv.value().toStdString(), shown.value());
        map->setCurrentCell({3, 1});
        m_workbench->selection().setCursor(ObjectRef::ofExpert(1, 3));
        picture(QStringLiteral("activation"));
        for (const char* page : {"mapping", "correlation"}) {
            showPage(QLatin1String(page));
            PlotView* shownPlot = nullptr;
            for (PlotView* const plot : m_window->findChildren<PlotView*>())
                if (plot->isVisible()) shownPlot = plot;
            QVERIFY(shownPlot);
            QVERIFY2(shownPlot->source() != nullptr, page);
            picture(QLatin1String(page));
        }
    }

    void plansAndPaints() {
        PlanOptions options;
        options.bits = 3.0;
        m_workbench->makePlan(options);
        QTRY_VERIFY_WITH_TIMEOUT(doc().activePlan() != nullptr, kJobMs);
        const PlanTotals made = doc().activePlan()->totals;
        QVERIFY(made.meanBits <= 3.0 && made.meanBits > 2.8);
        showPage(QStringLiteral("plan"));
        auto* const map = visibleMap();
        QVERIFY(map && map->grid() && map->grid()->kind == GridKind::Bits);
        map->setTool(PlotTool::Paint);
        const auto at = [&](int row, int column) {
            return cellBox(*map, row, column).center().toPoint();
        };
        map->replot();
        QTest::mousePress(map, Qt::LeftButton, {}, at(0, 0));
        QTest::mouseMove(map, at(0, 5));
        QTest::mouseRelease(map, Qt::LeftButton, {}, at(0, 5));
        for (int expert = 0; expert <= 5; ++expert) QCOMPARE(doc().bits(0, expert), 4);
        QVERIFY(doc().activePlan()->totals.bytes != made.bytes);
        picture(QStringLiteral("plan"));
        m_workbench->actions().action(QStringLiteral("edit.undo"))->trigger();
        QCOMPARE(doc().activePlan()->totals.bytes, made.bytes);
        // The same edit without a mouse.
        map->setTool(PlotTool::Select);
        map->setFocus();
        QTest::keyClick(map, Qt::Key_Home);
        const int before = doc().bits(m_workbench->selection().cursor().layer, 0);
        QVERIFY(doc().stepBits(m_workbench->targetCells(), before < 8 ? 1 : -1));
        QVERIFY(doc().bits(m_workbench->selection().cursor().layer, 0) != before);
        m_workbench->actions().action(QStringLiteral("edit.undo"))->trigger();
    }

    // Two widths rounded to nearest: seconds, and all that the slider needs.
    void measuresAndSlides() {
        MeasureOptions options = m_workbench->measureDefaults();
        options.widths = {2, 4};
        options.probeTokens = 256;
        options.quantize.method = QuantMethod::Rtn;
        m_workbench->measureLosses(options);
        QTRY_VERIFY_WITH_TIMEOUT(doc().losses() != nullptr, kJobMs);
        QVERIFY2(m_errors.isEmpty(), qPrintable(m_errors.join(QLatin1Char('\n'))));
        showPage(QStringLiteral("plan"));
        auto* const panel = m_window->findChild<FrontierPanel*>();
        auto* const tabs = m_window->findChild<QTabWidget*>(QStringLiteral("planSide"));
        tabs->setCurrentWidget(panel);
        QTRY_VERIFY_WITH_TIMEOUT(panel->budget().has_value(), kJobMs);
        auto* const bits = panel->findChild<QDoubleSpinBox*>(QStringLiteral("frontierBits"));
        bits->setValue(2.5);
        const FrontierPoint at = *panel->budget();
        QVERIFY(at.meanBits <= 2.5 && at.meanBits > 2.45);
        bits->setValue(3.5);
        QVERIFY(panel->budget()->loss < at.loss);
        picture(QStringLiteral("plan"), QStringLiteral("frontier"));
        tabs->setCurrentWidget(m_window->findChild<LayerLossPanel*>());
        picture(QStringLiteral("plan"), QStringLiteral("layers"));
    }

    void quantizesStopsAndGoesOn() {
        m_window->showPage(QStringLiteral("quantize"));
        m_output = m_folder.filePath(QStringLiteral("demo-3bit.h5"));
        QSignalSpy layers(m_workbench.get(), &Workbench::layerQuantized);
        QuantizeOptions options;
        m_workbench->quantize(options, m_output);
        QTRY_VERIFY_WITH_TIMEOUT(layers.count() >= 2, kJobMs);
        m_workbench->jobs().cancelAll();
        QTRY_VERIFY_WITH_TIMEOUT(!m_workbench->jobs().isActive(JobKind::Quantize), 20'000);
        QVERIFY(!QFileInfo::exists(m_output)); // nothing half-written under the final name
        const auto stopped = doc().quantizeRun(doc().activePlanName());
        QVERIFY(stopped && !stopped->complete);
        const size_t finished = stopped->layers.size();
        QVERIFY(finished >= 2);

        // The texts are read in other windows meanwhile, and the form says something else.
        AnalyzeOptions narrower;
        narrower.window = stopped->options.window / 2;
        m_workbench->analyze(narrower, kTokens);
        QTRY_VERIFY_WITH_TIMEOUT(!m_workbench->jobs().isActive(JobKind::Analyze), kJobMs);
        QCOMPARE(doc().analysis()->corpora.front().window, narrower.window);
        options.damp *= 2;

        m_workbench->quantize(options, m_output);
        QTRY_VERIFY_WITH_TIMEOUT(!m_workbench->jobs().isActive(JobKind::Quantize), kJobMs);
        QVERIFY2(m_errors.isEmpty(), qPrintable(m_errors.join(QLatin1Char('\n'))));
        const auto run = doc().quantizeRun(doc().activePlanName());
        QVERIFY(run && run->complete);
        QCOMPARE(run->options.window, stopped->options.window);
        QCOMPARE(run->options.damp, stopped->options.damp);
        QVERIFY(QFileInfo::exists(m_output));
        // Every layer is in the report, those of the first run too.
        int moeLayers = 0;
        for (const LayerReport& layer : run->layers) moeLayers += layer.layer >= 0;
        QCOMPARE(moeLayers, doc().model()->spec().layerCount());
    }

    void evaluatesKnownAgainstNew() {
        m_workbench->evaluate(kTokens);
        QTRY_VERIFY_WITH_TIMEOUT(doc().evaluateRun(doc().activePlanName()).has_value(), kJobMs);
        const auto run = doc().evaluateRun(doc().activePlanName());
        QCOMPARE(run->quantized.corpora.size(), size_t{2});
        for (const CorpusScore& score : run->quantized.corpora) {
            QVERIFY(score.hasReference);
            QVERIFY2(score.kl > 0 && score.kl < 1, qPrintable(QString::number(score.kl)));
            QVERIFY(score.sameTop1 > 0.5);
        }
        QVERIFY(doc().isCurrent(run->planName, run->planHash));
        picture(QStringLiteral("quantize"));
        picture(QStringLiteral("welcome"));
    }

    void savesAndOpensAgain() {
        const QString path = m_folder.filePath(QStringLiteral("demo.moqa"));
        m_workbench->save(path);
        QTRY_VERIFY_WITH_TIMEOUT(!doc().isModified(), kJobMs);
        const auto totals = doc().activePlan()->totals;
        m_workbench->openPaths({path});
        QTRY_VERIFY_WITH_TIMEOUT(doc().path() == path && doc().undoStack().count() == 0, kJobMs);
        QVERIFY(doc().model() != nullptr);
        QVERIFY(doc().analysis() != nullptr);
        QCOMPARE(doc().activePlan()->totals.bytes, totals.bytes);
        QVERIFY(doc().evaluateRun(doc().activePlanName()).has_value());
        QVERIFY(doc().losses() && doc().losses()->fits(*doc().model()).ok());
        QVERIFY(!doc().isModified());
        QVERIFY2(m_errors.isEmpty(), qPrintable(m_errors.join(QLatin1Char('\n'))));
    }

    void opensTheQuantizedFileByItself() {
        m_workbench->openPaths({m_output});
        QTRY_VERIFY_WITH_TIMEOUT(doc().model() && doc().model()->path() == m_output.toStdString(),
                                 kJobMs);
        QVERIFY2(m_errors.isEmpty(), qPrintable(m_errors.join(QLatin1Char('\n'))));
    }

    void cleanupTestCase() {
        m_window.reset();
        m_workbench.reset();
    }

private:
    void cancelAnalysis() {
        QElapsedTimer clock;
        clock.start();
        m_workbench->jobs().cancelAll();
        QTRY_VERIFY_WITH_TIMEOUT(!m_workbench->jobs().isActive(JobKind::Analyze), kJobMs);
        qInfo("cancelled within %lld ms", static_cast<long long>(clock.elapsed()));
        QVERIFY2(m_errors.isEmpty(), qPrintable(m_errors.join(QLatin1Char('\n'))));
    }

    // Pictures of what the test sees, light and dark, where MOQA_PICTURES names a folder.
    void picture(const QString& page, const QString& part = {}) {
        const QString folder = qEnvironmentVariable("MOQA_PICTURES");
        if (folder.isEmpty()) return;
        showPage(page);
        for (const auto& [choice, name] :
             {std::pair{ThemeChoice::Dark, "dark"}, std::pair{ThemeChoice::Light, "light"}}) {
            applyThemeChoice(*qApp, choice);
            QTest::qWait(300);
            m_window->grab().save(QStringLiteral("%1/%2%4-%3.png")
                                      .arg(folder, page, QLatin1String(name),
                                           part.isEmpty() ? part : QLatin1Char('-') + part));
        }
    }

    // A page is composed when first shown; what it is composed of shows with the next event.
    void showPage(const QString& page) {
        m_window->showPage(page);
        QApplication::processEvents();
    }

    Document& doc() { return m_workbench->document(); }
    HeatMapView* visibleMap() {
        for (HeatMapView* const map : m_window->findChildren<HeatMapView*>())
            if (map->isVisible()) return map;
        return nullptr;
    }

    DemoFiles m_demo;
    QTemporaryDir m_folder;
    QString m_output;
    QStringList m_errors;
    std::unique_ptr<Workbench> m_workbench;
    std::unique_ptr<MainWindow> m_window;
};

QTEST_MAIN(TestWorkflow)
#include "tst_workflow.moc"
