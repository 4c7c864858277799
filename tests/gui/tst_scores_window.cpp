// SPDX-License-Identifier: GPL-3.0-or-later
// Scores in the whole window on the demo model: losses measured with few tokens, a user's file
// dropped, a plan made by it, and the table the same as the command line's, byte for byte.
#include "core/base/files.h"
#include "core/store/demo_files.h"
#include "shell_test.h"
#include "tests/cli/cli_runner.h"
#include "tests/measure/sample_study.h"
#include "views/heatmap/heat_map_view.h"
#include "views/pages/scores_page.h"
#include "views/panels/plan_form.h"
#include "views/state/workbench_actions.h"
#include "views/theme/theme.h"
#include "window_driver.h"

#include <QDialogButtonBox>
#include <QJsonArray>
#include <QJsonObject>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QTest>
#include <cmath>

using namespace moqa;

namespace {
constexpr int kJobMs = 120'000; // sanitizers are ten times slower
constexpr int64_t kTokens = 1024;
} // namespace

class TestScoresWindow : public ShellTest {
    Q_OBJECT
private slots:
    void initTestCase() {
        QStandardPaths::setTestModeEnabled(true);
        begin();
        m_errors = std::make_unique<QSignalSpy>(m_workbench.get(), &Workbench::errorRaised);
        const auto demo = findDemoFiles();
        QVERIFY2(demo.ok(), demo.ok() ? "" : demo.error().message().c_str());
        m_workbench->openPaths({QString::fromStdString(demo->modelPath)});
        QTRY_VERIFY_WITH_TIMEOUT(document().model() != nullptr, kJobMs);
        CorpusChoice choice;
        for (const DemoCorpus& corpus : demo->corpora)
            if (corpus.known) choice.calibration.push_back(corpus.calibration());
        document().setCorpusChoice(choice);
        m_workbench->analyze({}, kTokens);
        QTRY_VERIFY_WITH_TIMEOUT(!m_workbench->jobs().isActive(JobKind::Analyze), kJobMs);
        QVERIFY(document().analysis());
    }

    void cleanupTestCase() {
        m_errors.reset();
        end();
    }

    void beforeItIsMeasuredThePageOffersTo() {
        trigger("page.scores");
        QCOMPARE(m_window->currentPage(), QStringLiteral("scores"));
        waitForBoard();
        QVERIFY(visibleButton(*m_window, QStringLiteral("Measure losses")));
        picture("offer");
    }

    void whatIsMeasuredIsCompared() {
        MeasureOptions options = m_workbench->measureDefaults();
        options.widths = {2, 3};
        options.probeTokens = 256;
        options.quantize.method = QuantMethod::Rtn;
        m_workbench->measureLosses(options);
        QTRY_VERIFY_WITH_TIMEOUT(!m_workbench->jobs().isActive(JobKind::Measure), kJobMs);
        QVERIFY2(m_errors->isEmpty(), "measuring failed");
        waitForBoard();
        const auto grid = m_window->findChild<HeatMapView*>(QStringLiteral("correlations"))->grid();
        QVERIFY(grid);
        QCOMPARE(grid->rows(), static_cast<int>(document().analysis()->moeLayers.size()));
        for (const ScoreRow& row : board()->comparison.rows)
            QVERIFY2(row.missing.empty(), row.agreement.id.c_str());
        picture("all");
        m_window->findChild<QTabWidget*>(QStringLiteral("scoreViews"))->setCurrentIndex(1);
        m_window->findChild<QTabWidget*>(QStringLiteral("scoreTabs"))->setCurrentIndex(1);
        QApplication::processEvents();
        picture("table");
        m_window->findChild<QTabWidget*>(QStringLiteral("scoreViews"))->setCurrentIndex(0);
        m_window->findChild<QTabWidget*>(QStringLiteral("scoreTabs"))->setCurrentIndex(0);
    }

    void aDroppedFileIsAScoreAndAPlan() {
        std::string text = "layer,expert,value\n";
        const auto& measured = board()->comparison.measured;
        for (size_t l = 0; l < measured.moeLayers.size(); ++l)
            for (int e = 0; e < measured.experts; ++e)
                text += std::to_string(measured.moeLayers[l]) + "," + std::to_string(e) + "," +
                        std::to_string(1 + 7 * (e % 5) + static_cast<int>(l)) + "\n";
        const QString path = at("mine.csv");
        QVERIFY(writeFileAtomically(path.toStdString(), text).ok());
        auto* const page = m_window->findChild<ScoresPage*>();
        QVERIFY(dropOn(*page->viewport(), {path}));
        QTRY_VERIFY_WITH_TIMEOUT(m_workbench->scores().userScore() != nullptr, kJobMs);
        waitForBoard();
        picture("own");
        Answers answers;
        answers.dialog<PlanForm>([](PlanForm& form) {
            QCOMPARE(form.options().score, std::string("csv"));
            QTest::mouseClick(form.findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Ok),
                              Qt::LeftButton);
        });
        QTest::mouseClick(buttonIn(*page, "Plan by"), Qt::LeftButton);
        QVERIFY(answers.allGiven());
        QTRY_VERIFY_WITH_TIMEOUT(document().activePlan() != nullptr, kJobMs);
        QCOMPARE(document().activePlan()->method, std::string("score:csv"));
        QCOMPARE(m_window->currentPage(), QStringLiteral("plan"));
    }

    // The same comparison by the command line, on the workspace as it was saved.
    void theCommandLineSaysTheSame() {
        trigger("page.scores");
        m_workbench->scores().setFlipped("kurtosis", true);
        m_workbench->scores().setTexts(ScoreDesk::Texts::One,
                                       board()->inputs.losses->corpora.front().name);
        waitForBoard();
        m_workbench->scores().saveCsv(at("window.csv"));
        m_workbench->save(at("w.moqa"));
        QTRY_VERIFY_WITH_TIMEOUT(!document().isModified(), kJobMs);
        const QStringList arguments{QStringLiteral("scores"),
                                    at("w.moqa"),
                                    QStringLiteral("--corpus"),
                                    QString::fromStdString(board()->inputs.corpora[0].first),
                                    QStringLiteral("--flip"),
                                    QStringLiteral("kurtosis"),
                                    QStringLiteral("--score-file"),
                                    at("mine.csv"),
                                    QStringLiteral("--quiet")};
        const CliResult csv = runCli(arguments + QStringList{QStringLiteral("--csv")});
        QVERIFY2(csv.exitCode == 0, csv.err);
        QFile file(at("window.csv"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), csv.out);
        const CliResult json = runCli(arguments + QStringList{QStringLiteral("--json")});
        QVERIFY2(json.exitCode == 0, json.err);
        const QJsonArray list = json.json().array();
        QCOMPARE(static_cast<size_t>(list.size()), board()->comparison.rows.size());
        for (qsizetype i = 0; i < list.size(); ++i) {
            const ScoreRow& row = board()->comparison.rows[static_cast<size_t>(i)];
            const QJsonObject object = list[i].toObject();
            QCOMPARE(object[QLatin1String("score")].toString().toStdString(), row.agreement.id);
            for (const auto& [key, value] : {std::pair{"pooled", row.agreement.pooled},
                                             std::pair{"within_layers", row.agreement.within}}) {
                const QJsonValue said = object[QLatin1String(key)];
                QCOMPARE(said.isNull(), !std::isfinite(value));
                if (!said.isNull()) QCOMPARE(said.toDouble(), value);
            }
            QCOMPARE(object[QLatin1String("flipped")].toBool(), row.agreement.id == "kurtosis");
        }
        const CliResult both =
            runCli(arguments + QStringList{QStringLiteral("--csv"), QStringLiteral("--json")});
        QCOMPARE(both.exitCode, 2);
        const CliResult unknown = runCli({QStringLiteral("scores"), at("w.moqa"),
                                          QStringLiteral("--flip"), QStringLiteral("magic")});
        QCOMPARE(unknown.exitCode, 2);
        QVERIFY2(unknown.err.contains("magic"), unknown.err);
        QVERIFY2(m_errors->isEmpty(), "a message was shown");
    }

    void picturesOfTheStudyInShort() {
        const std::string path = at("study.json").toStdString();
        QVERIFY(writeFileAtomically(path, studyReport(test::sampleStudy(), path)).ok());
        m_workbench->openPaths({at("study.json")});
        QTRY_VERIFY_WITH_TIMEOUT(m_workbench->study().study() != nullptr, kJobMs);
        m_window->findChild<QTabWidget*>(QStringLiteral("studyTabs"))->setCurrentIndex(2);
        QApplication::processEvents();
        QVERIFY(m_window->findChild<QWidget*>(QStringLiteral("studySummary"))->isVisible());
        picture("study");
    }

private:
    Document& document() { return m_workbench->document(); }
    std::shared_ptr<const ScoreBoard> board() const { return m_workbench->scores().board(); }
    QString at(const char* name) const { return m_folder.filePath(QLatin1String(name)); }
    void waitForBoard() { QTRY_VERIFY_WITH_TIMEOUT(m_workbench->scores().isCurrent(), kJobMs); }
    // For people to look at, where a folder is named.
    void picture(const char* part) {
        const QString folder = qEnvironmentVariable("MOQA_PICTURES");
        if (folder.isEmpty()) return;
        for (const int height : {860, 700}) {
            m_window->resize(1360, height);
            for (const auto& [choice, name] :
                 {std::pair{ThemeChoice::Dark, "dark"}, std::pair{ThemeChoice::Light, "light"}}) {
                applyThemeChoice(*qApp, choice);
                QTest::qWait(300);
                m_window->grab().save(QStringLiteral("%1/scores-%2-%3-%4.png")
                                          .arg(folder, QLatin1String(part), QLatin1String(name))
                                          .arg(height));
            }
        }
    }

    QTemporaryDir m_folder;
    std::unique_ptr<QSignalSpy> m_errors;
};

QTEST_MAIN(TestScoresWindow)
#include "tst_scores_window.moc"
