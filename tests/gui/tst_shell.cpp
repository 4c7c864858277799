// SPDX-License-Identifier: GPL-3.0-or-later
// What the window tells, by real events: messages, log, recent files, drops that are no model,
// tour, help, names for screen readers.
#include "app/gui/about_dialog.h"
#include "app/gui/help_window.h"
#include "app/gui/manual.h"
#include "app/gui/tour.h"
#include "app/gui/translation.h"
#include "core/analysis/result_array.h"
#include "tests/gui/shell_test.h"
#include "tests/gui/window_driver.h"
#include "views/panels/log_panel.h"
#include "views/panels/message_bar.h"
#include "views/state/workbench_actions.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QStandardPaths>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

using namespace moqa;

namespace {

Error someError(const char* what) {
    return badInput(what, "/models/a/model.safetensors", "download it again");
}

} // namespace

class TestShell : public ShellTest {
    Q_OBJECT
private slots:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }
    void init() { begin(); }
    void cleanup() { end(); }

    void oneFaultIsOneMessage() {
        MessageBar& bar = m_window->messageBar();
        for (int i = 0; i < 3; ++i) m_workbench->report(someError("the file is cut short"));
        QVERIFY(bar.isVisible());
        QCOMPARE(bar.repeats(), 3);
        for (const QWidget* const top : QApplication::topLevelWidgets())
            QVERIFY(!top->inherits("QMessageBox"));
        m_workbench->report(someError("another fault"));
        QCOMPARE(bar.repeats(), 1);
        // Details are folded, hold the whole path, and are copied with the rest.
        QLabel* details = nullptr;
        for (QLabel* const label : bar.findChildren<QLabel*>())
            if (label->text().contains(QStringLiteral("/models/a/"))) details = label;
        QVERIFY(details && !details->isVisible());
        QList<QToolButton*> buttons = bar.findChildren<QToolButton*>();
        QTest::mouseClick(buttons[0], Qt::LeftButton);
        QVERIFY(details->isVisible());
        QTest::mouseClick(buttons[1], Qt::LeftButton);
        const QString copied = QGuiApplication::clipboard()->text();
        for (const char* part :
             {"another fault", "/models/a/model.safetensors", "download it again"})
            QVERIFY2(copied.contains(QLatin1String(part)), qPrintable(copied));
    }

    void logIsFilteredAndCopied() {
        LogModel& log = m_workbench->log();
        log.append(LogLevel::Info, QStringLiteral("open"), QStringLiteral("a note"));
        log.append(LogLevel::Warning, QStringLiteral("qt"), QStringLiteral("a warning"));
        log.append(LogLevel::Error, QStringLiteral("io"), QStringLiteral("disk full"));
        auto* const panel = m_window->findChild<LogPanel*>();
        auto* const level = panel->findChild<QComboBox*>();
        auto* const table = panel->findChild<QTableView*>();
        const int all = table->model()->rowCount();
        level->setCurrentIndex(1);
        QCOMPARE(table->model()->rowCount(), 2);
        level->setCurrentIndex(2);
        QCOMPARE(table->model()->rowCount(), 1);
        QVERIFY(panel->shownText().contains(QStringLiteral("disk full")));
        QVERIFY(!panel->shownText().contains(QStringLiteral("a note")));
        level->setCurrentIndex(0);
        QCOMPARE(table->model()->rowCount(), all);
        QTest::keyClicks(panel->findChild<QLineEdit*>(), QStringLiteral("WARN"));
        QCOMPARE(table->model()->rowCount(), 1);
    }

    void recentMenuShowsWhatIsGone() {
        QTemporaryDir folder;
        const QString here = folder.filePath(QStringLiteral("here.h5"));
        QVERIFY(QFile(here).open(QIODevice::WriteOnly));
        const QString gone = folder.filePath(QStringLiteral("gone.moqa"));
        m_workbench->settings().addRecentPath(here);
        m_workbench->settings().addRecentPath(gone);
        QTRY_VERIFY(!action("recent.1")->isEnabled()); // workspaces first, and this one is gone
        QVERIFY(action("recent.1")->text().contains(QStringLiteral("gone.moqa")));
        QVERIFY(action("recent.2")->isEnabled());
        QCOMPARE(action("recent.2")->shortcut(), QKeySequence(QStringLiteral("Ctrl+2")));
        QAction* remove = nullptr;
        for (QMenu* const menu : m_window->findChildren<QMenu*>())
            for (QAction* const one : menu->actions())
                if (one->text().contains(QStringLiteral("Remove gone.moqa"))) remove = one;
        QVERIFY(remove);
        remove->trigger();
        QTRY_COMPARE(m_workbench->settings().recentPaths(), QStringList{here});
        QTRY_VERIFY(action("recent.1")->isEnabled());
        QTest::keyClick(m_window.get(), Qt::Key_1, Qt::ControlModifier); // an empty .h5
        QTRY_VERIFY(m_window->messageBar().isVisible());
        QVERIFY(m_window->messageBar().text().contains(QStringLiteral("here.h5")));
    }

    void aFolderWithoutAModelIsExplained() {
        QTemporaryDir folder;
        QVERIFY(dropOn(*m_window, {folder.path()}));
        QTRY_VERIFY(m_window->messageBar().isVisible());
        QVERIFY2(m_window->messageBar().text().contains(QStringLiteral("config.json")),
                 qPrintable(m_window->messageBar().text()));
        QVERIFY(m_window->isVisible());
    }

    void aDropOnATextFieldIsTheWindows() {
        QTemporaryDir folder;
        int fields = 0;
        for (QLineEdit* const field : m_window->findChildren<QLineEdit*>()) {
            if (!field->isVisible() || !field->isEnabled() || field->isReadOnly()) continue;
            ++fields;
            QVERIFY(dropOn(*field, {folder.path()}));
            QVERIFY(field->text().isEmpty());
        }
        QVERIFY(fields > 0);
        QTRY_VERIFY(m_window->messageBar().isVisible());
    }

    void tenThousandFilesAreExplainedAtOnce() {
        QStringList paths;
        for (int i = 0; i < 10'000; ++i) paths << QStringLiteral("/data/p%1.png").arg(i);
        QVERIFY(dropOn(*m_window, paths));
        QVERIFY(m_window->messageBar().isVisible()); // no job, no wait
        QVERIFY(m_window->messageBar().text().contains(QStringLiteral("10000")));
        QCOMPARE(m_workbench->jobs().activeCount(), 0);
    }

    void aTextWithoutAModelIsExplained() {
        QVERIFY(dropOn(*m_window, {QStringLiteral("/texts/a.txt")}));
        QVERIFY(m_window->messageBar().isVisible());
        QVERIFY(m_window->messageBar().text().contains(QStringLiteral("open a model first")));
    }

    void tourPointsAtTheRealWidgets() {
        openModel();
        m_window->resize(1400, 900);
        trigger("help.tour");
        auto* const tour = m_window->findChild<Tour*>();
        QVERIFY(tour && tour->isVisible());
        const QStringList pages{QStringLiteral("activation"), QStringLiteral("activation"),
                                QStringLiteral("mapping"), QStringLiteral("plan"),
                                QStringLiteral("quantize")};
        for (int step = 0; step < Tour::kSteps; ++step) {
            QCOMPARE(tour->step(), step);
            QTRY_VERIFY2(tour->target(), qPrintable(pages[step]));
            QCOMPARE(m_window->currentPage(), pages[step]);
            QVERIFY(tour->target()->isVisible());
            QVERIFY(m_window->rect().contains(tour->geometry()));
            if (step + 1 < Tour::kSteps) QTest::mouseClick(buttonIn(*tour, "Next"), Qt::LeftButton);
        }
        QTest::mouseClick(buttonIn(*tour, "Back"), Qt::LeftButton);
        QCOMPARE(tour->step(), 3);
        QTest::keyClick(buttonIn(*tour, "Next"), Qt::Key_Escape);
        QTRY_VERIFY(!m_window->findChild<Tour*>());
    }

    void manualHoldsPagesMetricsAndKeys() {
        const QString html = manualHtml(m_workbench->actions());
        for (const PageEntry& page : pageEntries())
            QVERIFY2(html.contains(QStringLiteral("page-%1\"").arg(QLatin1String(page.id))),
                     page.id);
        for (const MetricInfo& metric : metricTable())
            QVERIFY2(html.contains(QStringLiteral("metric-%1\"").arg(QLatin1String(metric.id))),
                     metric.id);
        QTest::keyClick(m_window.get(), Qt::Key_F1);
        auto* const help = m_window->findChild<HelpWindow*>();
        QVERIFY(help && help->isVisible());
        QVERIFY2(namelessIn(*help).isEmpty(),
                 qPrintable(namelessIn(*help).join(QLatin1Char('\n'))));
        QVERIFY(help->find(QStringLiteral("fair share")));
        QVERIFY(!help->find(QStringLiteral("no such words anywhere")));
    }

    void aboutSaysWhatABugReportNeeds() {
        const QString text = bugReportText();
        for (const char* part : {"Qt: ", "HDF5: 1.", "Commit: "})
            QVERIFY2(text.contains(QLatin1String(part)), qPrintable(text));
        QVERIFY2(!text.contains(QDir::homePath()), qPrintable(text));
        AboutDialog dialog(m_window.get());
        dialog.show();
        QTest::mouseClick(buttonIn(dialog, "Copy"), Qt::LeftButton);
        QCOMPARE(QGuiApplication::clipboard()->text(), text);
        QVERIFY(namelessIn(dialog).isEmpty());
    }

    void everyFocusableWidgetHasAName() {
        openModel();
        for (const PageEntry& page : pageEntries()) {
            m_window->showPage(QLatin1String(page.id));
            QApplication::processEvents();
        }
        const QStringList nameless = namelessIn(*m_window);
        QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(QLatin1Char('\n'))));
        // The walk finds one that has none.
        QLineEdit line(m_window->centralWidget());
        line.setObjectName(QStringLiteral("unnamed"));
        QCOMPARE(namelessIn(*m_window).size(), 1);
        QVERIFY(namelessIn(*m_window).front().contains(QStringLiteral("unnamed")));
        line.setAccessibleName(QStringLiteral("a line"));
        QVERIFY(namelessIn(*m_window).isEmpty());
    }

    void languageIsChosenOrFallsBack() {
        QCOMPARE(languageFor(QStringLiteral("de")), QStringLiteral("de"));
        QCOMPARE(languageFor(QStringLiteral("en")), QStringLiteral("en"));
        QCOMPARE(languageFor(QStringLiteral("xx")), QStringLiteral("en"));
    }
};

QTEST_MAIN(TestShell)
#include "tst_shell.moc"
