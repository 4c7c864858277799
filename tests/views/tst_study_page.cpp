// SPDX-License-Identifier: GPL-3.0-or-later
// The page Study: the report of one as table and pictures, what its form asks for, and a run on the
// demo model that grows row by row, is stopped, and leaves what it did.
#include "core/analysis/analyze.h"
#include "core/base/files.h"
#include "core/store/demo_files.h"
#include "core/store/open_model.h"
#include "core/text/tokenizer.h"
#include "tests/measure/sample_study.h"
#include "views/pages/study_page.h"
#include "views/panels/study_form.h"
#include "views/plots/symbol_view.h"
#include "views/state/study_desk.h"
#include "views/state/workbench_actions.h"
#include "views/tables/study_table.h"
#include "views/tables/table_twin.h"

#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QFileInfo>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QStandardPaths>
#include <QTabWidget>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <cmath>

using namespace moqa;

namespace {

constexpr int kJobMs = 120'000;
constexpr int64_t kTokens = 256;

std::string contents(const QString& path) {
    const auto text = readFile(path.toStdString(), 1 << 20);
    return text.ok() ? *text : text.error().message();
}

} // namespace

class TestStudyPage : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() {
        QStandardPaths::setTestModeEnabled(true);
        QLocale::setDefault(QLocale::c());
    }

    void init() {
        m_workbench = std::make_unique<Workbench>();
        addWorkbenchActions(*m_workbench);
        m_page = std::make_unique<StudyPage>(*m_workbench);
        m_page->resize(1400, 900);
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

    void withoutAModelItSaysWhatIsMissing() {
        QVERIFY(!button("studyRun")->isEnabled());
        QVERIFY(!button("studySave")->isEnabled());
        QVERIFY(button("studyOpen")->isEnabled());
        QVERIFY(label("studyFault")->text().contains(QStringLiteral("Open a model")));
        QVERIFY(!points()->symbols());
    }

    void aReportIsATable() {
        openSample();
        auto& table = twin()->table();
        QAbstractItemModelTester tester(table.model(),
                                        QAbstractItemModelTester::FailureReportingMode::QtTest);
        QCOMPARE(table.model()->rowCount(), 3);
        const auto cell = [&](int row, int column) {
            return table.model()->index(row, column).data().toString();
        };
        QCOMPARE(cell(1, StudyTable::Method), QStringLiteral("optimal"));
        QCOMPARE(cell(1, StudyTable::ShareKnown), QStringLiteral("77.0 [75.5, 78.5]"));
        QCOMPARE(cell(1, StudyTable::LogKnown), QStringLiteral("50.0 [-25.0, 150.0]"));
        QCOMPARE(cell(1, StudyTable::ShareNew), QStringLiteral("\u2013"));
        QCOMPARE(cell(1, StudyTable::Group), QStringLiteral("row"));
        QVERIFY(cell(1, StudyTable::Remark).contains(QStringLiteral("3.0 %"))); // of resamples
        QCOMPARE(cell(0, StudyTable::Remark), QStringLiteral("baseline"));
        QVERIFY(cell(2, StudyTable::Remark).contains(QStringLiteral("no plan has 1.5 mean bits")));
        QCOMPARE(cell(2, StudyTable::KlKnown), QStringLiteral("\u2013"));
        QCOMPARE(cell(1, StudyTable::PNew), QStringLiteral("best"));
        QCOMPARE(cell(1, StudyTable::PKnown), QStringLiteral("\u2013"));
        // Sorted by the value, not by its text; what is not there comes last.
        table.sortByColumn(StudyTable::ShareKnown, Qt::DescendingOrder);
        QVERIFY(cell(2, StudyTable::ShareKnown) == QStringLiteral("\u2013"));
        QCOMPARE(table.model()->index(0, StudyTable::ShareKnown).data(Qt::EditRole).toDouble(),
                 77.0);
        table.sortByColumn(-1, Qt::AscendingOrder);
    }

    void theTestAgainstTheBestIsBesideItsBudget() {
        Study study = test::sampleStudy();
        study.rows[0].bits = 3; // of the budget that was compared
        const auto table = studyTable(std::make_shared<const Study>(study));
        QCOMPARE(table->tableText(0, StudyTable::PNew), QStringLiteral("< 0.001"));
        QCOMPARE(table->tableCell(0, StudyTable::PNew).toDouble(), 0.0005);
        QCOMPARE(table->tableText(0, StudyTable::PKnown), QStringLiteral("\u2013"));
        QVERIFY(table->readout(1).contains(QStringLiteral("77.0 [75.5, 78.5]")));
        study.comparisons[0].p = 0.25;
        QCOMPARE(studyTable(std::make_shared<const Study>(study))->tableText(0, StudyTable::PNew),
                 QStringLiteral("0.250"));
    }

    void valuesKeepTheirIntervals() {
        const auto table = studyTable(std::make_shared<const Study>(test::sampleStudy()));
        const std::string csv = table->csv();
        const auto lines = QString::fromStdString(csv).split(QLatin1Char('\n'));
        QCOMPARE(lines.size(), 5); // header, three rows, the end
        const QStringList header = lines[0].split(QLatin1Char(','));
        const QStringList row = lines[2].split(QLatin1Char(','));
        QCOMPARE(row.size(), header.size());
        const auto value = [&](const char* name) {
            return row[header.indexOf(QLatin1String(name))];
        };
        QCOMPARE(value("recovered_kl_known_low"), QStringLiteral("0.755"));
        QCOMPARE(value("bytes"), QStringLiteral("9007199254740993"));
        QCOMPARE(value("kl_known").toDouble(), 0.0123456789012345);
        QCOMPARE(value("recovered_kl_new"), QString());
        QCOMPARE(value("p_new"), QString()); // the best one
        // A method with widths of its own has commas in its name.
        QVERIFY2(lines[3].startsWith(QStringLiteral("\"moqa@2,4,6,8\",mix,-1,1.5,")),
                 qPrintable(lines[3]));
        QVERIFY(table->tabText({1}).contains(QStringLiteral("77.0 [75.5, 78.5]")));
    }

    void plansAreDrawnAgainstBitsAndSize() {
        openSample();
        const auto source = symbols();
        QCOMPARE(source->tableRows(), 4); // two plans on known and on new texts
        QCOMPARE(source->series.size(), size_t{4});
        // A method has one symbol, hollow on new texts.
        QCOMPARE(source->series[0].symbol, source->series[1].symbol);
        QVERIFY(!source->series[0].hollow && source->series[1].hollow);
        QVERIFY(source->series[2].symbol != source->series[0].symbol);
        QCOMPARE(source->points[2].y, 0.0123456789012345);
        QCOMPARE(source->points[2].low, 0.0123456789012345 * 0.9);
        QVERIFY(std::isnan(source->points[3].low)); // no interval is none, not a bar of nothing
        QVERIFY(source->origins[0].frontier && source->origins[2].frontier);
        choose("studyMeasure", 1);
        QCOMPARE(symbols()->points[0].x, static_cast<double>(int64_t{9'007'199'254'740'993}) / 1e6);
        // Of the same size, the one that loses more is not on the frontier.
        QVERIFY(!symbols()->origins[0].frontier && symbols()->origins[2].frontier);
        choose("studyShownTexts", 2);
        QCOMPARE(symbols()->tableRows(), 2);
        QVERIFY(symbols()->filledName.isEmpty());
        choose("studyShownTexts", 0);
        choose("studyMeasure", 0);
    }

    void aClickOnAPlanShowsItsRow() {
        openSample();
        points()->replot();
        QTest::mouseClick(points(), Qt::LeftButton, {}, points()->placeOf(3).toPoint());
        QCOMPARE(twin()->table().currentIndex().row(), 1);
        QVERIFY(points()->readout().contains(QStringLiteral("optimal on new texts")));
        points()->setFocus();
        QTest::keyClick(points(), Qt::Key_Left);
        QTest::keyClick(points(), Qt::Key_Left);
        QTest::keyClick(points(), Qt::Key_Return);
        QCOMPARE(twin()->table().currentIndex().row(), 0);
        // And back: a row of the table puts the cursor on its first point.
        twin()->table().setFocus();
        QTest::keyClick(&twin()->table(), Qt::Key_Down);
        QCOMPARE(points()->currentRow(), 2);
    }

    void predictionsSayHowFarTheyHold() {
        openSample();
        auto* const tabs = m_page->findChild<QTabWidget*>(QStringLiteral("studyTabs"));
        QVERIFY(tabs->isTabEnabled(1));
        auto* const view = m_page->findChild<SymbolView*>(QStringLiteral("studyPredictions"));
        // Groups of whole rows, as those of the plans.
        QCOMPARE(view->symbols()->tableRows(), 2);
        QVERIFY2(view->symbols()->caption.contains(QStringLiteral("rank correlation 0.963")) ||
                     view->symbols()->caption.contains(QStringLiteral("rank correlation 0.962")),
                 qPrintable(view->symbols()->caption));
        QCOMPARE(view->symbols()->points[0].x, 0.5);
        QCOMPARE(view->symbols()->points[0].y, 0.75);
        // Too few plans have no correlation, and it is not said.
        const auto fine = predictionPoints(test::sampleStudy(), {"mix", 32});
        QCOMPARE(fine->series.size(), size_t{2});
        QCOMPARE(fine->caption.count(QStringLiteral("rank correlation")), 1);
        QVERIFY(!predictionPoints(test::sampleStudy(), {"mix", 128}));
        tabs->setCurrentIndex(1);
        QTRY_VERIFY(view->isVisible());
        view->replot();
        QTest::mouseMove(view, view->placeOf(0).toPoint());
        QTRY_VERIFY2(view->readout().contains(QStringLiteral("2.250 mean bits")),
                     qPrintable(view->readout()));
        QCOMPARE(view->visibleRows().size(), size_t{2});
    }

    void aBadReportLeavesWhatIsShown() {
        openSample();
        const QString bad = m_folder.filePath(QStringLiteral("bad.json"));
        QVERIFY(writeFileAtomically(bad.toStdString(), "{\"rows\": 3}").ok());
        m_workbench->openPaths({bad});
        QTRY_COMPARE(m_errors->count(), 1);
        QCOMPARE(twin()->table().model()->rowCount(), 3);
        QVERIFY(m_workbench->study().path().endsWith(QStringLiteral("sample.json")));
        m_workbench->openPaths({m_folder.filePath(QStringLiteral("nowhere.json"))});
        QTRY_COMPARE(m_errors->count(), 2);
    }

    void aReportIsSavedByItsName() {
        openSample();
        const Study study = test::sampleStudy();
        for (const char* const name : {"again.json", "values.csv", "table.txt"}) {
            const QString path = m_folder.filePath(QLatin1String(name));
            m_workbench->study().save(path);
            QCOMPARE(contents(path), studyReport(study, path.toStdString()));
        }
        QVERIFY(m_workbench->study().path().endsWith(QStringLiteral("again.json")));
        m_workbench->study().save(m_folder.filePath(QStringLiteral("no/folder.json")));
        QCOMPARE(m_errors->count(), 1);
    }

    void aReportMayBeDropped() {
        QVERIFY(Workbench::accepts({QStringLiteral("/a/study.json")}));
        QVERIFY(!Workbench::accepts(
            {QStringLiteral("/a/study.json"), QStringLiteral("/a/other.json")}));
        QSignalSpy pages(m_workbench.get(), &Workbench::pageRequested);
        openSample();
        QCOMPARE(pages.count(), 1);
        QCOMPARE(pages[0][0].toString(), QStringLiteral("study"));
    }

    void theFormMakesAGrid() {
        auto* const form = m_page->findChild<StudyForm*>();
        auto grid = form->grid();
        QVERIFY(grid.ok());
        QCOMPARE(grid->methods, (std::vector<std::string>{"moqa", "optimal"}));
        QCOMPARE(grid->bits, (std::vector<double>{2.5, 3}));
        QCOMPARE(grid->widths, (std::vector<int>{2, 3, 4, 5, 6, 8}));
        QCOMPARE(grid->groups, (std::vector<int>{64}));
        QVERIFY(grid->randomPlans.empty());
        auto* const methods = m_page->findChild<QListView*>(QStringLiteral("studyMethods"));
        methods->setCurrentIndex(methods->model()->index(1, 0));
        methods->setFocus();
        QTest::keyClick(methods, Qt::Key_Space);
        QCOMPARE(form->grid()->methods, (std::vector<std::string>{"moqa", "uniform", "optimal"}));
        type("studyOthers", "moqa@2,4,6,8 score:kurtosis");
        QCOMPARE(form->grid()->methods.back(), std::string("score:kurtosis"));
        QCOMPARE(form->grid()->methods[3], std::string("moqa@2,4,6,8"));
        m_page->findChild<QSpinBox*>(QStringLiteral("studyPlans"))->setValue(60);
        QCOMPARE(form->grid()->randomPlans.at(0).count, 60);
        // What a form asks for a grid file can say too.
        StudyGrid whole = *form->grid();
        QVERIFY(useTexts(whole, demoTexts(), StudyMixes::Both).ok());
        QVERIFY(parseStudyGrid(studyGridJson(whole), "form").ok());
    }

    void theFormRefusesByField() {
        openDemo();
        const auto fault = [this] { return label("studyFault")->text(); };
        QVERIFY2(button("studyRun")->isEnabled(), qPrintable(fault()));
        for (const char* const bits : {"2.5 many", "0.5", "9", ""}) {
            type("studyBits", bits);
            QVERIFY(!button("studyRun")->isEnabled());
            QVERIFY2(fault().contains(QStringLiteral("mean bits")), qPrintable(fault()));
        }
        type("studyBits", "2.5");
        type("studyOthers", "score:nothing");
        QVERIFY2(fault().contains(QStringLiteral("no score \"nothing\"")), qPrintable(fault()));
        type("studyOthers", "moqa@2,7");
        QVERIFY2(fault().contains(QStringLiteral("widths are")), qPrintable(fault()));
        type("studyOthers", "");
        QVERIFY(button("studyRun")->isEnabled());
        QVERIFY(label("studyCost")->text().startsWith(QStringLiteral("3 plan")));
    }

    void textsMakeTheMixes() {
        CorpusLibrary texts = demoTexts();
        StudyGrid grid;
        QVERIFY(useTexts(grid, texts, StudyMixes::Together).ok());
        QCOMPARE(grid.calibration.size(), size_t{1});
        QCOMPARE(grid.calibration[0].name, texts[0].name + "+" + texts[1].name);
        QCOMPARE(grid.known.size(), size_t{2});
        QCOMPARE(grid.fresh.size(), size_t{1});
        QVERIFY(useTexts(grid, texts, StudyMixes::Alone).ok());
        QCOMPARE(grid.calibration.size(), size_t{2});
        QVERIFY(useTexts(grid, texts, StudyMixes::Both).ok());
        QCOMPARE(grid.calibration.size(), size_t{3});
        QCOMPARE(plansOf(grid), size_t{3}); // a baseline for each: no method yet
        texts[2].name = texts[0].name + "+" + texts[1].name;
        QVERIFY(useTexts(grid, texts, StudyMixes::Both).ok());
        QVERIFY(grid.calibration[0].name != texts[2].name);
        texts[2].name = texts[0].name;
        QVERIFY(!useTexts(grid, texts, StudyMixes::Both).ok());
        QVERIFY(!useTexts(grid, {}, StudyMixes::Both).ok());
        for (CorpusEntry& text : texts) text.evaluates = false;
        texts[2].name = "other";
        QVERIFY(!useTexts(grid, texts, StudyMixes::Both).ok());
    }

    void aRunGrowsAndIsKept() {
        openDemo();
        const QString path = m_folder.filePath(QStringLiteral("work.moqa"));
        document().markSaved(path, document().revision());
        prepareQuickRun();
        std::vector<std::pair<size_t, bool>> grown; // rows, complete
        connect(&m_workbench->study(), &StudyDesk::changed, this, [&] {
            const auto study = m_workbench->study().study();
            if (study) grown.emplace_back(study->rows.size(), study->complete);
        });
        QTest::mouseClick(button("studyRun"), Qt::LeftButton);
        QVERIFY(m_workbench->study().isRunning());
        QVERIFY(!button("studyRun")->isEnabled() && button("studyStop")->isEnabled());
        QTRY_VERIFY_WITH_TIMEOUT(!m_workbench->study().isRunning(), kJobMs);
        QVERIFY2(m_errors->isEmpty(), qPrintable(raised()));
        const auto study = m_workbench->study().study();
        QVERIFY(study && study->complete);
        QCOMPARE(study->rows.size(), size_t{2}); // the baseline and one plan
        QVERIFY(std::any_of(grown.begin(), grown.end(), [](auto g) { return g.first == 1; }));
        QVERIFY(study->rows[1].known.klShare && study->rows[1].known.klInterval);
        const MeanInterval interval = *study->rows[0].known.klInterval;
        QVERIFY(interval.low <= study->rows[0].known.kl &&
                study->rows[0].known.kl <= interval.high);
        QCOMPARE(study->predictions.size(), size_t{1});
        QCOMPARE(twin()->table().model()->rowCount(), 2);
        // Beside the workspace, and read again.
        const QString kept = path + QStringLiteral(".study.json");
        QCOMPARE(m_workbench->study().path(), kept);
        const auto again = readStudyReport(kept.toStdString());
        QVERIFY2(again.ok(), again.ok() ? "" : again.error().message().c_str());
        QCOMPARE(studyJson(**again).dump(), studyJson(*study).dump());
        QVERIFY(label("studyOutcome")->text().contains(QStringLiteral("work.moqa.study.json")));
    }

    void aStoppedRunLeavesItsRows() {
        openDemo();
        prepareQuickRun();
        type("studyBits", "2.5 3 3.5 4");
        connect(&m_workbench->study(), &StudyDesk::changed, button("studyStop"), [this] {
            const auto study = m_workbench->study().study();
            if (study && !study->rows.empty() && m_workbench->study().isRunning())
                QTest::mouseClick(button("studyStop"), Qt::LeftButton);
        });
        QTest::mouseClick(button("studyRun"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(!m_workbench->study().isRunning(), kJobMs);
        QVERIFY2(m_errors->isEmpty(), qPrintable(raised())); // a stop is no fault
        const auto study = m_workbench->study().study();
        QVERIFY(study && !study->complete);
        QVERIFY(!study->rows.empty() && study->rows.size() < 5);
        // The document has no file: among the user's data.
        const QString kept = m_workbench->study().path();
        QVERIFY2(kept.contains(QStringLiteral("/studies/")), qPrintable(kept));
        const auto again = readStudyReport(kept.toStdString());
        QVERIFY2(again.ok(), again.ok() ? "" : again.error().message().c_str());
        QCOMPARE((*again)->rows.size(), study->rows.size());
        QVERIFY(QFile::remove(kept));
        QVERIFY(label("studyOutcome")->text().contains(QStringLiteral("Unfinished")));
        QVERIFY(button("studyRun")->isEnabled() && button("studySave")->isEnabled());
        QVERIFY(symbols()->caption.contains(QStringLiteral("tokens scored")));
    }

    void aRunThatIsStoppedAtOnceKeepsTheReportBefore() {
        openDemo();
        openSample();
        prepareQuickRun();
        QTest::mouseClick(button("studyRun"), Qt::LeftButton);
        m_workbench->openPaths({m_folder.filePath(QStringLiteral("sample.json"))}); // not now
        QTest::mouseClick(button("studyStop"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(!m_workbench->study().isRunning(), kJobMs);
        QCOMPARE(twin()->table().model()->rowCount(), 3);
        QVERIFY(m_workbench->study().study()->complete);
    }

private:
    Document& document() { return m_workbench->document(); }
    SymbolView* points() const {
        return m_page->findChild<SymbolView*>(QStringLiteral("studyPoints"));
    }
    std::shared_ptr<const StudyPoints> symbols() const {
        return std::dynamic_pointer_cast<const StudyPoints>(points()->symbols());
    }
    TableTwin* twin() const {
        for (TableTwin* const table : m_page->findChildren<TableTwin*>())
            if (table->parentWidget() &&
                table->table().accessibleName().startsWith(QStringLiteral("Plans of the study")))
                return table;
        return nullptr;
    }
    QPushButton* button(const char* name) const {
        return m_page->findChild<QPushButton*>(QLatin1String(name));
    }
    QLabel* label(const char* name) const {
        return m_page->findChild<QLabel*>(QLatin1String(name));
    }
    QString raised() const {
        return m_errors->isEmpty()
                   ? QString()
                   : QString::fromStdString(m_errors->last()[0].value<Error>().message());
    }
    void choose(const char* name, int index) {
        m_page->findChild<QComboBox*>(QLatin1String(name))->setCurrentIndex(index);
    }
    void type(const char* name, const char* text) {
        auto* const line = m_page->findChild<QLineEdit*>(QLatin1String(name));
        line->setFocus();
        line->selectAll();
        QTest::keyClick(line, Qt::Key_Delete);
        QTest::keyClicks(line, QLatin1String(text));
    }
    // Through the way of a drop.
    void openSample() {
        const QString path = m_folder.filePath(QStringLiteral("sample.json"));
        QVERIFY(writeFileAtomically(path.toStdString(),
                                    studyReport(test::sampleStudy(), path.toStdString()))
                    .ok());
        m_workbench->openPaths({path});
        QTRY_VERIFY(m_workbench->study().study() != nullptr);
        QVERIFY(symbols() != nullptr);
    }
    // Two known texts and a new one.
    static CorpusLibrary demoTexts() {
        CorpusLibrary texts;
        const auto demo = findDemoFiles();
        if (!demo.ok()) qFatal("%s", demo.error().message().c_str());
        int known = 0, fresh = 0;
        for (const DemoCorpus& corpus : demo->corpora) {
            if ((corpus.known ? known : fresh) >= (corpus.known ? 2 : 1)) continue;
            ++(corpus.known ? known : fresh);
            CorpusEntry entry;
            entry.name = corpus.calibration().name;
            entry.path = corpus.calibration().path;
            entry.calibrates = corpus.known;
            texts.push_back(entry);
        }
        return texts;
    }
    // The demo model, analysed in windows of 64 tokens.
    void openDemo() {
        const auto demo = findDemoFiles();
        QVERIFY(demo.ok());
        const auto model = openModel(demo->modelPath);
        QVERIFY(model.ok());
        document().openModel(*model);
        document().setCorpora(demoTexts());
        const auto json = (*model)->sideFile("tokenizer.json");
        const auto tokenizer = Tokenizer::fromJson(*json, "tokenizer");
        std::vector<Corpus> corpora;
        for (const CorpusEntry& entry : demoTexts())
            if (entry.calibrates)
                corpora.push_back(*loadCorpus(calibrationOf(entry), *tokenizer, kTokens));
        AnalyzeOptions options;
        options.window = 64;
        options.stage2 = options.stage3 = false;
        auto analysis = analyze(**model, corpora, options, silentProgress());
        QVERIFY2(analysis.ok(), analysis.ok() ? "" : analysis.error().message().c_str());
        document().setAnalysis(std::make_shared<const Analysis>(std::move(*analysis)), corpora);
    }
    // One method that needs no analysis, few tokens, round to nearest, three random plans.
    void prepareQuickRun() {
        auto* const methods = m_page->findChild<QListView*>(QStringLiteral("studyMethods"));
        methods->model()->setData(methods->model()->index(0, 0), Qt::Unchecked, Qt::CheckStateRole);
        type("studyBits", "2.5");
        choose("studyQuantizer", 2);
        m_page->findChild<QSpinBox*>(QStringLiteral("studyTokens"))->setValue(kTokens);
        m_page->findChild<QSpinBox*>(QStringLiteral("studyScored"))->setValue(kTokens);
        m_page->findChild<QSpinBox*>(QStringLiteral("studyPlans"))->setValue(3);
        QVERIFY2(button("studyRun")->isEnabled(), qPrintable(label("studyFault")->text()));
    }

    QTemporaryDir m_folder;
    std::unique_ptr<Workbench> m_workbench;
    std::unique_ptr<StudyPage> m_page;
    std::unique_ptr<QSignalSpy> m_errors;
};

QTEST_MAIN(TestStudyPage)
#include "tst_study_page.moc"
