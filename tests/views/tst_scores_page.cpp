// SPDX-License-Identifier: GPL-3.0-or-later
// The page Scores on a model and losses made by hand: correlations, the Simpson warning, one score
// against the loss, the shared selection, a user's file good and bad, directions, and plans.
#include "core/base/files.h"
#include "fake_model.h"
#include "tests/plan/fake_losses.h"
#include "views/heatmap/heat_map_view.h"
#include "views/pages/scores_page.h"
#include "views/panels/measure_offer.h"
#include "views/panels/plan_form.h"
#include "views/plots/scatter_view.h"
#include "views/state/workbench_actions.h"
#include "views/tables/score_table.h"
#include "views/tables/table_twin.h"

#include <QAbstractButton>
#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QComboBox>
#include <QDropEvent>
#include <QLabel>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTabWidget>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>
#include <cmath>

using namespace moqa;

namespace {

constexpr int kJobMs = 30'000;

// Losses rise with depth by orders of magnitude, and with the expert's index within a layer.
std::shared_ptr<LossTable> losses(const ModelSource& model) {
    test::FakeLosses fake;
    fake.corpora = {"prose", "code"};
    fake.error = [](const LossUnit& u, const UnitFormat&, size_t corpus) {
        const double depth = u.layer == 0 ? 1e-4 : 1.0;
        return depth * (corpus == 0 ? 1.0 + u.expert : 5.0 - u.expert);
    };
    return std::make_shared<LossTable>(test::fakeTable(model, fake));
}

// Rises with depth, and against the loss of "prose" within a layer.
const char* const kMisleading = "layer,expert,value\n0,0,14\n0,1,13\n0,2,12\n0,3,11\n"
                                "2,0,104\n2,1,103\n2,2,102\n2,3,101\n";

} // namespace

class TestScoresPage : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() {
        QStandardPaths::setTestModeEnabled(true);
        QLocale::setDefault(QLocale::c());
        QVERIFY(m_folder.isValid());
    }

    void init() {
        m_workbench = std::make_unique<Workbench>();
        addWorkbenchActions(*m_workbench);
        m_page = std::make_unique<ScoresPage>(*m_workbench);
        m_page->resize(1100, 800);
        m_page->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
        m_page->activateWindow();
        m_errors = std::make_unique<QSignalSpy>(m_workbench.get(), &Workbench::errorRaised);
    }

    void cleanup() {
        m_errors.reset();
        m_page.reset();
        m_workbench.reset();
    }

    void withoutAModelNothingIsOffered() {
        for (const char* const name : {"scorePlan", "scoreLoad", "scoreSave"})
            QVERIFY2(!m_page->findChild<QAbstractButton*>(QLatin1String(name))->isEnabled(), name);
        QVERIFY(!m_page->findChild<MeasureOffer*>()->isVisible());
        QVERIFY(!map("correlations")->grid());
        QCOMPARE(m_workbench->jobs().jobs().size(), size_t{0});
    }

    void withoutLossesItOffersToMeasureAndSaysWhy() {
        document().openModel(std::make_shared<FakeModel>());
        waitForBoard();
        QVERIFY(m_page->findChild<MeasureOffer*>()->isVisible());
        QVERIFY(!map("correlations")->isVisible());
        const auto table = scoreTableOf(board(), {});
        const int frequency = board()->rowOf("frequency");
        QVERIFY2(table->remarkOf(frequency).contains(QStringLiteral("needs an analysis")),
                 qPrintable(table->remarkOf(frequency)));
        QCOMPARE(cell(frequency, ScoreTable::Pooled), QStringLiteral("\u2013"));
        // A fake has no values to read: its scores of weights say so.
        const int kurtosis = board()->rowOf("kurtosis");
        QVERIFY2(table->remarkOf(kurtosis).contains(QStringLiteral("no values")),
                 qPrintable(table->remarkOf(kurtosis)));
        QVERIFY2(m_errors->isEmpty(), qPrintable(raised()));
        // A score alone has its map.
        openAnalysis();
        waitForBoard();
        choose("significance");
        QVERIFY(map("scoreMap")->grid());
        QVERIFY(!scatter()->source());
        QVERIFY(note().contains(QStringLiteral("needs a measured table")));
    }

    void correlationsAreDrawnByLayerAndScore() {
        openAll();
        QVERIFY(!m_page->findChild<MeasureOffer*>()->isVisible());
        const auto grid = map("correlations")->grid();
        QVERIFY(grid && grid->kind == GridKind::Signed);
        QCOMPARE(grid->rowIds, (std::vector<int>{0, 2}));
        QCOMPARE(grid->columns(), twin()->table().model()->rowCount());
        QCOMPARE(map("correlations")->shownLimits().lower, -1.0);
        QCOMPARE(map("correlations")->shownLimits().upper, 1.0);
        // Of "prose" alone: significance rises in layer 0 and falls in layer 2.
        chooseText("prose");
        const int row = board()->rowOf("significance");
        QCOMPARE(map("correlations")->grid()->at(0, row), 1.0);
        QCOMPARE(map("correlations")->grid()->at(1, row), -1.0);
        QCOMPARE(cell(row, ScoreTable::Within), QStringLiteral("+0.00"));
        // And of "code", where the loss falls with the index.
        chooseText("code");
        QCOMPARE(map("correlations")->grid()->at(0, row), 1.0);
        QVERIFY(std::isnan(map("correlations")->grid()->at(1, row))); // all alike
        QVERIFY(map("correlations")->grid()->caption.contains(QStringLiteral("code")));
        QAbstractItemModelTester tester(twin()->table().model(),
                                        QAbstractItemModelTester::FailureReportingMode::QtTest);
        QVERIFY2(m_errors->isEmpty(), qPrintable(raised()));
    }

    void aClickOnAColumnChoosesTheScore() {
        openAll();
        auto* const view = map("correlations");
        const int row = board()->rowOf("router_norm");
        view->replot();
        const QPoint at(static_cast<int>(view->xAxis->coordToPixel(row)),
                        static_cast<int>(view->yAxis->coordToPixel(1)));
        QTest::mouseClick(view, Qt::LeftButton, {}, at);
        QCOMPARE(combo("scoreChooser")->currentData().toString(), QStringLiteral("router_norm"));
        QCOMPARE(twin()->table().currentIndex().row(), row);
        // By keys: back to where a score is known.
        view->setFocus();
        for (int i = row; i > board()->rowOf("significance"); --i)
            QTest::keyClick(view, Qt::Key_Left);
        QCOMPARE(combo("scoreChooser")->currentData().toString(), QStringLiteral("significance"));
        QVERIFY(scatter()->source());
        // And from the table.
        m_page->findChild<QTabWidget*>(QStringLiteral("scoreViews"))->setCurrentIndex(1);
        twin()->table().setFocus();
        QTest::keyClick(&twin()->table(), Qt::Key_Down);
        QCOMPARE(combo("scoreChooser")->currentIndex(), board()->rowOf("significance") + 1);
    }

    void aMisleadingScoreIsNamed() {
        openAll();
        chooseText("prose");
        load("mine.csv", kMisleading);
        waitForUser();
        QCOMPARE(combo("scoreChooser")->currentData().toString(), QStringLiteral("csv"));
        const int row = board()->rowOf("csv");
        const ScoreAgreement& agreement =
            board()->comparison.rows[static_cast<size_t>(row)].agreement;
        QVERIFY(agreement.isArtefact && agreement.within == -1.0 && agreement.pooled > 0.3);
        QVERIFY2(note().contains(QStringLiteral("differences between layers")), qPrintable(note()));
        QVERIFY(cell(row, ScoreTable::Remark).startsWith(QStringLiteral("Misleading")));
        QCOMPARE(cell(row, ScoreTable::Within), QStringLiteral("\u22121.00"));
        QVERIFY(cell(row, ScoreTable::Pooled).startsWith(QChar(0x26a0)));
        QCOMPARE(cell(row, ScoreTable::Score), QStringLiteral("Your values: mine.csv"));
        // Painted as any other.
        QCOMPARE(map("scoreMap")->grid()->rows(), 3);
        QVERIFY(map("scoreMap")->grid()->isGap(1));
        QCOMPARE(map("scoreMap")->grid()->at(2, 3), 101.0);
        QCOMPARE(map("correlations")->grid()->at(0, row), -1.0);
    }

    void aDirectionIsTurnedRound() {
        openAll();
        chooseText("prose");
        load("mine.csv", kMisleading);
        waitForUser();
        auto* const flip = m_page->findChild<QCheckBox*>(QStringLiteral("scoreFlip"));
        QTest::mouseClick(flip, Qt::LeftButton, {}, QPoint(8, flip->height() / 2));
        QVERIFY(flip->isChecked());
        waitForBoard();
        const int row = board()->rowOf("csv");
        QCOMPARE(map("correlations")->grid()->at(0, row), 1.0);
        QVERIFY(cell(row, ScoreTable::Remark).startsWith(QStringLiteral("turned round")));
        QVERIFY(map("scoreMap")->grid()->caption.contains(QStringLiteral("lower")));
        // Each score has a direction of its own.
        choose("significance");
        QVERIFY(!flip->isChecked());
        choose("csv");
        QVERIFY(flip->isChecked());
        // Another file is read as it is.
        load("other.csv", kMisleading);
        QTRY_COMPARE_WITH_TIMEOUT(m_workbench->scores().userName(), QStringLiteral("other.csv"),
                                  kJobMs);
        waitForBoard();
        QVERIFY(!flip->isChecked());
    }

    void expertsAreSelectedEverywhere() {
        openAll();
        choose("significance");
        const auto source = std::dynamic_pointer_cast<const ScatterSource>(scatter()->source());
        QVERIFY(source && !source->isSameQuantity);
        QCOMPARE(source->points.size(), size_t{8});
        scatter()->replot();
        const int index = source->indexOf(2, 0);
        const ScatterPoint point = source->points[static_cast<size_t>(index)];
        QTest::mouseClick(scatter(), Qt::LeftButton, {},
                          QPoint(static_cast<int>(scatter()->xAxis->coordToPixel(point.x)),
                                 static_cast<int>(scatter()->yAxis->coordToPixel(point.y))));
        QVERIFY(m_workbench->selection().contains(ObjectRef::ofExpert(2, 0)));
        QVERIFY2(scatter()->readout().startsWith(QStringLiteral("layer 2, expert 0")),
                 qPrintable(scatter()->readout()));
        QVERIFY(!scatter()->readout().contains(QStringLiteral("ratio")));
        // And from elsewhere.
        m_workbench->selection().setObjects({ObjectRef::ofExpert(0, 3)});
        QCOMPARE(scatter()->selectedRows(), (std::vector<int>{source->indexOf(0, 3)}));
        scatter()->setFocus();
        QTest::keyClick(scatter(), Qt::Key_Home);
        QVERIFY(m_workbench->selection().contains(ObjectRef::ofExpert(0, 0)));
        // One layer at a time.
        QSignalSpy changed(scatter(), &PlotView::sourceChanged);
        m_workbench->view().setLayer(2);
        QCOMPARE(std::dynamic_pointer_cast<const ScatterSource>(scatter()->source())->points.size(),
                 size_t{4});
        QVERIFY(changed.count() >= 1);
    }

    // Losses over four decades are drawn by decades; a score that is not is not.
    void axesAreLogarithmicWhereSensible() {
        openAll();
        choose("significance");
        const auto sourceNow = [this] {
            return std::dynamic_pointer_cast<const ScatterSource>(scatter()->source());
        };
        QVERIFY(sourceNow()->logY && !sourceNow()->logX);
        QCOMPARE(scatter()->yAxis->scaleType(), QCPAxis::stLogarithmic);
        QCOMPARE(scatter()->xAxis->scaleType(), QCPAxis::stLinear);
        QVERIFY(scatter()->yAxis->range().upper > 100 * scatter()->yAxis->range().lower);
        m_workbench->view().setLogAxes(false);
        QVERIFY(!sourceNow()->logY);
        QCOMPARE(scatter()->yAxis->scaleType(), QCPAxis::stLinear);
        m_workbench->view().setLogAxes(true);
        load("negative.csv", "0,0,-1\n0,1,1\n0,2,100\n0,3,4\n2,0,1\n2,1,2\n2,2,3\n2,3,4\n");
        waitForUser();
        QVERIFY(!sourceNow()->logX); // a value below zero has a place
        QCOMPARE(map("scoreMap")->grid()->kind, GridKind::Signed);
    }

    void badFilesAreOneMessageAndChangeNothing() {
        openAll();
        load("good.csv", kMisleading);
        waitForUser();
        const auto before = board();
        const std::pair<const char*, const char*> bad[] = {
            {"0,0,nan\n0,1,1\n", "is not a finite number"},
            {"0,0,inf\n0,1,1\n", "is not a finite number"},
            {"0,9,1\n", "no expert 9 in layer 0"},
            {"1,0,1\n", "no expert 0 in layer 1"}, // dense
            {"0,0,1\n", "has no value"},
            {"layers.0.experts.0.up_proj.weight,1\nlm_head.weight,2\n", "no expert's tensor"},
            {"", "has no value"},
        };
        int count = 0;
        for (const auto& [text, words] : bad) {
            load("bad.csv", text);
            ++count;
            QTRY_COMPARE_WITH_TIMEOUT(m_errors->count(), count, kJobMs);
            QVERIFY2(raised().contains(QLatin1String(words)), qPrintable(raised()));
            QVERIFY2(raised().contains(QStringLiteral("bad.csv")), qPrintable(raised()));
        }
        drop(m_folder.filePath(QStringLiteral("nowhere.csv")));
        ++count;
        QTRY_COMPARE_WITH_TIMEOUT(m_errors->count(), count, kJobMs);
        QCOMPARE(board(), before);
        QCOMPARE(m_workbench->scores().userName(), QStringLiteral("good.csv"));
    }

    void otherDropsAreTheWindowsBusiness() {
        document().openModel(std::make_shared<FakeModel>());
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(QStringLiteral("/a/model.safetensors"))});
        QDragEnterEvent enter(QPoint(5, 5), Qt::CopyAction, &data, Qt::LeftButton, {});
        QApplication::sendEvent(m_page->viewport(), &enter);
        QVERIFY(!enter.isAccepted());
    }

    void lossesOfAnotherModelAreRefused() {
        document().openModel(std::make_shared<FakeModel>());
        openAnalysis();
        auto other = losses(*document().model());
        other->modelFingerprint = "another";
        const Status kept = document().setLosses("t", other);
        QVERIFY(!kept.ok() && kept.error().code == ErrorCode::BadInput);
        // Of a workspace that holds such a table all the same.
        Workspace workspace;
        workspace.modelFingerprint = "fake-fingerprint";
        workspace.modelName = "fake";
        workspace.analysis = fakeAnalysis();
        workspace.losses["t"] = other;
        document().openWorkspace(workspace, std::make_shared<FakeModel>(), QString());
        waitForBoard();
        QVERIFY(!board()->isCompared());
        QVERIFY(board()->lossFault);
        QVERIFY(m_page->findChild<MeasureOffer*>()->isVisible());
        QVERIFY(!board()
                     ->comparison.rows[static_cast<size_t>(board()->rowOf("significance"))]
                     .score.values.empty());
    }

    void theTableIsSavedAsTheCommandLinePrintsIt() {
        openAll();
        const QString path = m_folder.filePath(QStringLiteral("table.csv"));
        m_workbench->scores().saveCsv(path);
        const auto text = readFile(path.toStdString(), 1 << 20);
        QVERIFY(text.ok());
        QCOMPARE(*text, scoresCsv(board()->comparison));
        const auto table = scoreTableOf(board(), {});
        QCOMPARE(table->csv(), *text);
        QCOMPARE(table->csvOf({2}).substr(0, text->find('\n')), text->substr(0, text->find('\n')));
        QCOMPARE(QString::fromStdString(table->csvOf({2})).count(QLatin1Char('\n')), 2);
        m_workbench->scores().saveCsv(m_folder.filePath(QStringLiteral("no/folder.csv")));
        QCOMPARE(m_errors->count(), 1);
    }

    void aPlanIsMadeByTheScoreInSight() {
        openAll();
        choose("significance");
        QVERIFY(button("scorePlan")->isEnabled());
        std::unique_ptr<PlanForm> form(m_page->newPlanForm());
        QCOMPARE(form->options().method, PlanMethod::Score);
        QCOMPARE(form->options().score, std::string("significance"));
        QVERIFY(!form->options().flipScore);
        load("mine.csv", kMisleading);
        waitForUser();
        m_workbench->scores().setFlipped("csv", true);
        waitForBoard();
        form.reset(m_page->newPlanForm());
        QCOMPARE(form->options().score, std::string("csv"));
        QVERIFY(form->options().flipScore);
        m_workbench->makePlan(form->options());
        QTRY_VERIFY_WITH_TIMEOUT(document().activePlan() != nullptr, kJobMs);
        QCOMPARE(document().activePlan()->method, std::string("score:csv"));
        // Turned round: the least value of a layer gets most bits.
        QVERIFY(document().bits(0, 3) >= document().bits(0, 0));
        choose("frequency"); // which this analysis does not have
        QVERIFY(!button("scorePlan")->isEnabled());
    }

    void anotherDocumentBeginsAnew() {
        openAll();
        load("mine.csv", kMisleading);
        waitForUser();
        m_workbench->scores().setTexts(ScoreDesk::Texts::One, "prose");
        waitForBoard();
        document().openModel(std::make_shared<FakeModel>());
        QVERIFY(!m_workbench->scores().userScore());
        QVERIFY(m_workbench->scores().corpora().empty());
        waitForBoard();
        QCOMPARE(board()->rowOf("csv"), -1);
    }

private:
    Document& document() { return m_workbench->document(); }
    std::shared_ptr<const ScoreBoard> board() const { return m_workbench->scores().board(); }
    HeatMapView* map(const char* name) const {
        return m_page->findChild<HeatMapView*>(QLatin1String(name));
    }
    ScatterView* scatter() const { return m_page->findChild<ScatterView*>(); }
    TableTwin* twin() const { return m_page->findChild<TableTwin*>(QStringLiteral("scoreTable")); }
    QPushButton* button(const char* name) const {
        return m_page->findChild<QPushButton*>(QLatin1String(name));
    }
    QComboBox* combo(const char* name) const {
        return m_page->findChild<QComboBox*>(QLatin1String(name));
    }
    QString note() const { return m_page->findChild<QLabel*>(QStringLiteral("scoreNote"))->text(); }
    QString cell(int row, int column) const {
        return twin()->table().model()->index(row, column).data().toString();
    }
    QString raised() const {
        return m_errors->isEmpty()
                   ? QString()
                   : QString::fromStdString(m_errors->last()[0].value<Error>().message());
    }
    void choose(const char* score) {
        QComboBox* const box = combo("scoreChooser");
        box->setCurrentIndex(box->findData(QLatin1String(score)));
        emit box->activated(box->currentIndex());
    }
    void chooseText(const char* name) {
        QComboBox* const box = combo("scoreTexts");
        QVERIFY2(box->findData(QLatin1String(name)) >= 0, name);
        box->setCurrentIndex(box->findData(QLatin1String(name)));
        emit box->activated(box->currentIndex());
        waitForBoard();
    }
    void waitForBoard() {
        QTRY_VERIFY_WITH_TIMEOUT(m_workbench->scores().isCurrent(), kJobMs);
        QCOMPARE(twin()->table().model()->rowCount(),
                 static_cast<int>(board()->comparison.rows.size()));
    }
    void waitForUser() {
        QTRY_VERIFY_WITH_TIMEOUT(m_workbench->scores().userScore() != nullptr, kJobMs);
        waitForBoard();
    }
    void openAnalysis() { document().setAnalysis(fakeAnalysis(), {}); }
    void openAll() {
        document().openModel(std::make_shared<FakeModel>());
        openAnalysis();
        QVERIFY(document().setLosses("table", losses(*document().model())).ok());
        waitForBoard();
    }
    void drop(const QString& path) {
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(path)});
        QDragEnterEvent enter(QPoint(5, 5), Qt::CopyAction, &data, Qt::LeftButton, {});
        QApplication::sendEvent(m_page->viewport(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent event(QPointF(5, 5), Qt::CopyAction, &data, Qt::LeftButton, {});
        QApplication::sendEvent(m_page->viewport(), &event);
    }
    void load(const char* name, const char* text) {
        const QString path = m_folder.filePath(QLatin1String(name));
        QVERIFY(writeFileAtomically(path.toStdString(), text).ok());
        drop(path);
    }

    QTemporaryDir m_folder;
    std::unique_ptr<Workbench> m_workbench;
    std::unique_ptr<ScoresPage> m_page;
    std::unique_ptr<QSignalSpy> m_errors;
};

QTEST_MAIN(TestScoresPage)
#include "tst_scores_page.moc"
