// SPDX-License-Identifier: GPL-3.0-or-later
// Measured losses in the window: the budget slider, the frontier with its plans, losses by layer,
// measuring and stopping, and what stands there without a table.
#include "core/analysis/analyze.h"
#include "core/plan/plan_methods.h"
#include "core/store/workspace.h"
#include "tests/plan/fake_losses.h"
#include "tests/quantize/tiny_model.h"
#include "tests/views/fake_model.h"
#include "views/pages/plan_page.h"
#include "views/panels/budget_panel.h"
#include "views/panels/frontier_panel.h"
#include "views/panels/layer_loss_panel.h"
#include "views/panels/measure_form.h"
#include "views/panels/plan_form.h"
#include "views/state/staleness.h"
#include "views/state/text.h"
#include "views/state/workbench_actions.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QFileInfo>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QSlider>
#include <QStandardItemModel>
#include <QStandardPaths>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QTest>
#include <cmath>
#include <numeric>

using namespace moqa;

namespace {

constexpr int kJobMs = 60'000;

bool near(double a, double b) { return std::abs(a - b) <= 1e-9 * std::max(1.0, std::abs(b)); }

Plan planOf(const ModelSource& model, PlanMethod method, double bits,
            const LossTable* losses = nullptr) {
    PlanOptions options;
    options.method = method;
    options.bits = bits;
    if (method == PlanMethod::Optimal) options.widths = {2, 3, 4};
    PlanInputs inputs;
    inputs.losses = losses;
    auto plan = makePlan(model, inputs, options);
    if (!plan.ok()) qFatal("%s", plan.error().message().c_str());
    return *plan;
}

MeasureOptions quickMeasure() {
    MeasureOptions options;
    options.widths = {2, 4};
    options.groups = {32};
    options.probeTokens = 32;
    options.quantize.method = QuantMethod::Rtn;
    options.quantize.grid = GridSearch::Off;
    options.quantize.window = 32;
    return options;
}

std::shared_ptr<const Analysis> analysisOf(const ModelSource& model,
                                           const std::vector<Corpus>& corpora) {
    AnalyzeOptions options;
    options.window = 32;
    auto analysis = analyze(model, corpora, options, silentProgress());
    if (!analysis.ok()) qFatal("%s", analysis.error().message().c_str());
    return std::make_shared<const Analysis>(std::move(analysis).value());
}

} // namespace

class TestFrontier : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() {
        QStandardPaths::setTestModeEnabled(true);
        QLocale::setDefault(QLocale::c());
    }

    void init() {
        m_workbench = std::make_unique<Workbench>();
        addWorkbenchActions(*m_workbench);
        m_page = std::make_unique<PlanPage>(*m_workbench);
        m_page->resize(1300, 900);
        m_errors = std::make_unique<QSignalSpy>(m_workbench.get(), &Workbench::errorRaised);
        connect(m_workbench.get(), &Workbench::errorRaised, this,
                [](const Error& error) { qInfo("raised: %s", error.message().c_str()); });
    }

    void cleanup() {
        m_errors.reset();
        m_page.reset();
        m_workbench.reset();
    }

    void aSampledTableSaysWhatIsPredicted() {
        openWithTable();
        const auto* const state = m_page->findChild<QLabel*>(QStringLiteral("frontierState"));
        QVERIFY2(state->isHidden(), qPrintable(state->text()));
        LossTable sampled = test::fakeTable(*m_model);
        sampled.optionsJson = R"({"sample": 0.5})";
        for (size_t u = 1; u < sampled.unitCount(); ++u) sampled.uncertainty[u] = 0.25;
        const auto units = static_cast<qulonglong>(sampled.unitCount());
        QVERIFY(document().setLosses("sampled", std::make_shared<const LossTable>(sampled)).ok());
        const QString expected = QStringLiteral("1 of %1 units").arg(units);
        QTRY_VERIFY_WITH_TIMEOUT(state->text().contains(expected), kJobMs);
        QVERIFY2(state->text().contains(QStringLiteral("25 %")), qPrintable(state->text()));
        QVERIFY(!state->isHidden());
    }

    void theSliderSolvesWithinItsBudget() {
        openWithTable();
        auto* const slider = m_page->findChild<QSlider*>(QStringLiteral("frontierSlider"));
        auto* const bits = m_page->findChild<QDoubleSpinBox*>(QStringLiteral("frontierBits"));
        QCOMPARE(slider->minimum(), 200);
        QCOMPARE(slider->maximum(), 400);
        slider->setFocus();
        QTest::keyClick(slider, Qt::Key_Home);
        QVERIFY(near(panel()->budget()->meanBits, 2.0));
        double last = panel()->budget()->loss;
        int falls = 0;
        for (int step = 0; step < 8; ++step) {
            QTest::keyClick(slider, Qt::Key_PageUp);
            QVERIFY(near(bits->value(), 2.25 + 0.25 * step));
            const FrontierPoint point = *panel()->budget();
            QVERIFY(point.meanBits <= bits->value() + 1e-9);
            QVERIFY(point.loss <= last + 1e-12);
            falls += point.loss < last - 1e-12;
            last = point.loss;
            // The plan that it stands for: no better one exists, and its size is the real one.
            const Plan exact =
                planOf(*m_model, PlanMethod::Optimal, bits->value(), document().losses().get());
            QVERIFY(point.loss >= *exact.totals.predictedLoss - 1e-12);
            QVERIFY(point.loss <= *exact.totals.predictedLoss * 1.05 + 1e-12);
            if (near(point.meanBits, exact.totals.meanBits))
                QCOMPARE(point.bytes, exact.totals.bytes);
        }
        QVERIFY(falls >= 6);
        QVERIFY(near(last, *planOf(*m_model, PlanMethod::Uniform, 4, document().losses().get())
                                .totals.predictedLoss));
        const int before = slider->value();
        QTest::keyClick(slider, Qt::Key_Left);
        QCOMPARE(slider->value(), before - 1);
        QVERIFY(text("frontierLoss").contains(figure(panel()->budget()->loss)));
    }

    void usingThePlanIsOneStep() {
        openWithTable();
        m_page->findChild<QDoubleSpinBox*>(QStringLiteral("frontierBits"))->setValue(2.5);
        const FrontierPoint point = *panel()->budget();
        const int before = document().undoStack().index();
        QTest::mouseClick(m_page->findChild<QPushButton*>(QStringLiteral("frontierUse")),
                          Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(document().undoStack().index(), before + 1, kJobMs);
        const Plan* const made = document().activePlan();
        QCOMPARE(QString::fromStdString(made->method), QStringLiteral("optimal"));
        QVERIFY(made->totals.meanBits <= 2.5);
        QVERIFY(*made->totals.predictedLoss <= point.loss + 1e-12);
        QVERIFY(text("predictedLoss").contains(figure(*made->totals.predictedLoss)));
        document().undo();
        QCOMPARE(document().planNames().size(), size_t{1});
        QCOMPARE(m_errors->count(), 0);
    }

    void plansAreDotsThatChoose() {
        openWithTable();
        document().addPlan("three", planOf(*m_model, PlanMethod::Uniform, 3));
        document().addPlan("eight", planOf(*m_model, PlanMethod::Uniform, 8)); // not measured
        document().setActivePlan("two");
        auto* const view = panel()->findChild<FrontierView*>();
        QTRY_VERIFY(view->frontier() && view->frontier()->plans.size() == 2);
        QVERIFY(view->frontier()->caption.contains(QStringLiteral("1 plan")));
        QCOMPARE(view->frontier()->indexOf("eight"), -1);
        const int three = view->frontier()->indexOf("three");
        // Sum over 2 layers of (1 + 2 + 3 + 4) * 4^-3.
        QVERIFY(near(view->frontier()->pointAt(three).loss, 20.0 / 64));
        view->replot();
        const QPoint place = view->placeOf(three).toPoint();
        QTest::mouseMove(view, place);
        QVERIFY2(view->readout().contains(QStringLiteral("three")), qPrintable(view->readout()));
        QTest::mouseClick(view, Qt::LeftButton, {}, place);
        QCOMPARE(document().activePlanName(), std::string("three"));
        // By keys: the uniform widths and plans in the order of their bits.
        view->setFocus();
        QTest::keyClick(view, Qt::Key_Left);
        QTest::keyClick(view, Qt::Key_Left);
        QTest::keyClick(view, Qt::Key_Left);
        QTest::keyClick(view, Qt::Key_Left);
        QTRY_VERIFY(view->currentRow() >= 0);
        view->goToRow(view->frontier()->indexOf("two"));
        QCOMPARE(document().activePlanName(), std::string("two"));
        // No plan is below the curve.
        const auto& curve = view->frontier()->curve;
        QVERIFY(near(curve.front().loss,
                     view->frontier()->pointAt(view->frontier()->indexOf("two")).loss));
        for (size_t i = 1; i < curve.size(); ++i) QVERIFY(curve[i].loss <= curve[i - 1].loss);
    }

    void lossesByLayerStandBesideTheUniformPlan() {
        openWithTable();
        document().setBits({{0, 3}, {2, 0}}, 4);
        auto* const view = m_page->findChild<LayerLossView*>();
        tabs()->setCurrentWidget(m_page->findChild<LayerLossPanel*>());
        // Layer 0: 1 + 2 + 3 at 2 bits, 4 at 4 bits; layer 2: 1 at 4 bits, 2 + 3 + 4 at 2.
        QTRY_VERIFY(view->losses() && near(view->losses()->losses[0], 6.0 / 16 + 4.0 / 256));
        QVERIFY(near(view->losses()->losses[1], 1.0 / 256 + 9.0 / 16));
        QCOMPARE(view->losses()->layers, (std::vector<int>{0, 2}));                  // 1 is dense
        QTRY_COMPARE(view->losses()->baselineName, QStringLiteral("uniform 2 bit")); // mean 2.5
        QVERIFY(near(view->losses()->baseline[0], 10.0 / 16));
        view->replot();
        QTest::keyClick(view, Qt::Key_Right);
        QVERIFY(view->readout().contains(QStringLiteral("layer")));
        document().setBits({{0, 0}}, 8); // not measured: nothing is drawn in its place
        QTRY_VERIFY(view->losses() == nullptr);
        QCOMPARE(text("predictedLoss"), QStringLiteral("\u2013"));
    }

    void withoutATableItOffersToMeasure() {
        document().openModel(m_model);
        document().setAnalysis(fakeAnalysis(), {});
        document().addPlan("p", planOf(*m_model, PlanMethod::Uniform, 3));
        showFrontier();
        auto* const offer = panel()->findChild<QPushButton*>(QStringLiteral("measureLosses"));
        QVERIFY(offer->isVisible());
        QVERIFY(!m_page->findChild<QSlider*>(QStringLiteral("frontierSlider"))->isVisible());
        QVERIFY(!panel()->budget());
        QCOMPARE(text("predictedLoss"), QStringLiteral("\u2013"));
        QSignalSpy asked(m_workbench->actions().action(QStringLiteral("work.measure")),
                         &QAction::triggered);
        QTest::mouseClick(offer, Qt::LeftButton);
        QCOMPARE(asked.count(), 1);
        // No tokens to measure on: said in one sentence, nothing begun.
        m_workbench->measureLosses(quickMeasure());
        QCOMPARE(m_errors->count(), 1);
        QVERIFY(!m_workbench->jobs().isActive(JobKind::Measure));
    }

    void measuringFillsThePanelAndIsKept() {
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("tiny.moqa"));
        openTiny(64);
        showFrontier();
        QVERIFY(!document().losses());
        m_workbench->measureLosses(quickMeasure());
        QTRY_VERIFY_WITH_TIMEOUT(document().losses() != nullptr, kJobMs);
        QTRY_VERIFY_WITH_TIMEOUT(panel()->budget().has_value(), kJobMs);
        QVERIFY(document().isModified());
        QCOMPARE(lossesFit(document()).fit, Fit::Current);
        QVERIFY(!panel()->findChild<QPushButton*>(QStringLiteral("measureLosses"))->isVisible());
        QVERIFY(m_page->findChild<QSlider*>(QStringLiteral("frontierSlider"))->isEnabled());
        const FrontierPoint low = *panel()->budget();
        QVERIFY(low.loss > 0);
        const auto measured = document().losses();
        const std::string name = document().lossTableName();
        m_workbench->save(path);
        QTRY_VERIFY_WITH_TIMEOUT(!document().isModified(), kJobMs);
        m_workbench->openPaths({path}); // without its model, which lies in no file
        QTRY_VERIFY_WITH_TIMEOUT(document().path() == path && !document().model(), kJobMs);
        QVERIFY(document().losses());
        QCOMPARE(document().lossTableName(), name);
        QCOMPARE(document().losses()->errors, measured->errors);
        QVERIFY(!panel()->budget()); // nothing can be planned without the model
        QVERIFY(document().setModel(std::make_shared<TinyModel>()).ok());
        QTRY_VERIFY_WITH_TIMEOUT(panel()->budget().has_value(), kJobMs);
        // On other texts than are analysed now: said, not hidden.
        auto corpora = TinyModel::corpora(64, 9);
        for (Corpus& corpus : corpora) corpus.textSha256 = "another";
        document().setAnalysis(analysisOf(*document().model(), corpora), corpora);
        QCOMPARE(lossesFit(document()).fit, Fit::Outdated);
        QVERIFY(panel()->findChild<QPushButton*>(QStringLiteral("measureLosses"))->isVisible());
    }

    void stoppingKeepsWhatWas() {
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("tiny.moqa"));
        const QString partial = path + QStringLiteral(".losses.partial");
        openTiny(2048);
        m_workbench->save(path);
        QTRY_VERIFY_WITH_TIMEOUT(!document().isModified(), kJobMs);
        showFrontier();
        MeasureOptions slow = quickMeasure();
        slow.widths = {1, 2, 3, 4, 5, 6, 8};
        slow.quantize.method = QuantMethod::Gptq;
        slow.quantize.grid = GridSearch::Power24;
        m_workbench->measureLosses(slow);
        auto* const stop = panel()->findChild<QPushButton*>(QStringLiteral("stopMeasuring"));
        QTRY_VERIFY(stop->isVisible());
        QTRY_VERIFY_WITH_TIMEOUT(QFileInfo::exists(partial), kJobMs);
        QTest::mouseClick(stop, Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(!m_workbench->jobs().isActive(JobKind::Measure), kJobMs);
        QVERIFY(!document().losses());
        QVERIFY(!document().isModified());
        QVERIFY(QFileInfo::exists(partial));
        QCOMPARE(m_errors->count(), 0); // a stop is no error
        QSignalSpy noted(&m_workbench->jobs(), &JobRunner::noted);
        m_workbench->measureLosses(slow);
        QTRY_VERIFY_WITH_TIMEOUT(document().losses() != nullptr, kJobMs);
        QVERIFY(noted.count() >= 1);
        QVERIFY(noted.front().at(1).toString().contains(QStringLiteral("going on")));
        // Until the workspace has them on disk, these are all that a crash would leave.
        QVERIFY(QFileInfo::exists(partial));
        m_workbench->save(path);
        QTRY_VERIFY_WITH_TIMEOUT(!document().isModified(), kJobMs);
        QVERIFY(!QFileInfo::exists(partial));
        QCOMPARE(document().losses()->formatCount(), size_t{7});
        QVERIFY(document().losses()->fits(*document().model()).ok());
    }

    void aTableOfAnotherModelIsRefused() {
        document().openModel(m_model);
        const TinyModel other;
        const auto table = std::make_shared<const LossTable>(test::fakeTable(other));
        QSignalSpy changed(&document(), &Document::lossesChanged);
        const Status kept = document().setLosses("x", table);
        QVERIFY(!kept.ok());
        QCOMPARE(kept.error().code, ErrorCode::BadInput);
        QCOMPARE(changed.count(), 0);
        QVERIFY(!document().losses());
        QVERIFY(!document().isModified());
    }

    void severalTablesAreChosenAmong() {
        openWithTable();
        test::FakeLosses coarse;
        coarse.widths = {2, 8};
        coarse.scale = 3;
        QVERIFY(document()
                    .setLosses("coarse",
                               std::make_shared<const LossTable>(test::fakeTable(*m_model, coarse)))
                    .ok());
        QCOMPARE(document().lossTableName(), std::string("coarse"));
        auto* const slider = m_page->findChild<QSlider*>(QStringLiteral("frontierSlider"));
        QTRY_COMPARE_WITH_TIMEOUT(slider->maximum(), 800, kJobMs);
        document().chooseLosses("fine");
        QTRY_COMPARE_WITH_TIMEOUT(slider->maximum(), 400, kJobMs);
        document().chooseLosses("nowhere");
        QCOMPARE(document().lossTableName(), std::string("fine"));
        document().openWorkspace(document().snapshot(), m_model, {});
        QCOMPARE(document().lossTableName(), std::string("fine"));
    }

    void theFormSaysWhatAMethodNeeds() {
        PlanForm without(false);
        auto* const methods = without.findChild<QComboBox*>(QStringLiteral("planMethod"));
        QCOMPARE(methods->count(), static_cast<int>(planMethodTable().size()));
        const auto* const items = qobject_cast<QStandardItemModel*>(methods->model());
        for (int i = 0; i < methods->count(); ++i) {
            const PlanMethodInfo& info = planMethodTable()[static_cast<size_t>(i)];
            QCOMPARE(items->item(i)->isEnabled(), !info.needsAnalysis && !info.needsLosses);
            QCOMPARE(items->item(i)->toolTip().isEmpty(), items->item(i)->isEnabled());
        }
        QCOMPARE(without.options().method, PlanMethod::Uniform);

        test::FakeLosses measured;
        measured.groups = {32};
        measured.widths = {2, 3, 5};
        measured.corpora = {"a", "b"};
        const auto table = std::make_shared<const LossTable>(test::fakeTable(*m_model, measured));
        PlanForm form(true, table);
        form.show();
        auto* const method = form.findChild<QComboBox*>(QStringLiteral("planMethod"));
        method->setCurrentIndex(method->findData(static_cast<int>(PlanMethod::Optimal)));
        QCOMPARE(form.options().widths, (std::vector<int>{2, 3, 5}));
        QCOMPARE(form.options().unitFormat.group, 32);
        auto* const ok = form.findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Ok);
        auto* const objective = form.findChild<QComboBox*>(QStringLiteral("planObjective"));
        QVERIFY(objective->isEnabled());
        for (int i = 0; i < objective->count(); ++i) {
            objective->setCurrentIndex(i);
            QVERIFY(ok->isEnabled());
            PlanInputs inputs;
            inputs.losses = table.get();
            const auto plan = makePlan(*m_model, inputs, form.options());
            QVERIFY2(plan.ok(), plan.ok() ? "" : plan.error().message().c_str());
            QCOMPARE(plan->options["objective"].get<std::string>(),
                     std::string(objectiveName(form.options().objective)));
        }
        auto* const group = form.findChild<QComboBox*>(QStringLiteral("planGroup"));
        group->setCurrentIndex(group->findData(64));
        QVERIFY(!ok->isEnabled()); // not measured
        QVERIFY(!form.findChild<QLabel*>(QStringLiteral("planFormHint"))->text().isEmpty());
        // What was ticked before is there again.
        method->setCurrentIndex(method->findData(static_cast<int>(PlanMethod::Moqa)));
        QCOMPARE(form.options().widths, (std::vector<int>{2, 4, 6, 8}));
        QVERIFY(ok->isEnabled());
    }

    void theMeasureFormSaysWhatItCosts() {
        const auto model = std::make_shared<TinyModel>();
        MeasureForm none(model, {}, {});
        QVERIFY(!none.findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Ok)->isEnabled());
        MeasureForm form(model, TinyModel::corpora(64), quickMeasure());
        QCOMPARE(measureOptionsJson(form.options()), measureOptionsJson(quickMeasure()));
        QVERIFY(!form.findChild<QLabel*>(QStringLiteral("measureCost"))->text().isEmpty());
        auto* const ok = form.findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Ok);
        QVERIFY(ok->isEnabled());
        for (QCheckBox* const box : form.findChildren<QCheckBox*>())
            if (box->property("bits").isValid()) box->setChecked(false);
        QVERIFY(!ok->isEnabled());
    }

private:
    Document& document() { return m_workbench->document(); }
    FrontierPanel* panel() const { return m_page->findChild<FrontierPanel*>(); }
    QTabWidget* tabs() const { return m_page->findChild<QTabWidget*>(QStringLiteral("planSide")); }
    QString text(const char* id) const {
        return m_page->findChild<QLabel*>(QLatin1String(id))->text();
    }
    void showFrontier() {
        m_page->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
        tabs()->setCurrentWidget(panel());
    }

    // Losses (1, 2, 3, 4) x 4^-b of the experts of layers 0 and 2 at 2, 3 and 4 bits; a plan "two".
    void openWithTable() {
        document().openModel(m_model);
        document().addPlan("two", planOf(*m_model, PlanMethod::Uniform, 2));
        QVERIFY(document()
                    .setLosses("fine", std::make_shared<const LossTable>(test::fakeTable(*m_model)))
                    .ok());
        showFrontier();
        QTRY_VERIFY_WITH_TIMEOUT(panel()->budget().has_value(), kJobMs);
    }

    void openTiny(int64_t tokens) {
        const auto model = std::make_shared<TinyModel>();
        const auto corpora = TinyModel::corpora(tokens);
        document().openModel(model);
        document().setAnalysis(analysisOf(*model, corpora), corpora);
    }

    std::shared_ptr<const ModelSource> m_model = std::make_shared<FakeModel>();
    std::unique_ptr<Workbench> m_workbench;
    std::unique_ptr<PlanPage> m_page;
    std::unique_ptr<QSignalSpy> m_errors;
};

QTEST_MAIN(TestFrontier)
#include "tst_frontier.moc"
