// SPDX-License-Identifier: GPL-3.0-or-later
// The window without a long job: drops, bad files, names for screen readers, layout.
#include "app/gui/main_window.h"
#include "app/gui/window_layouts.h"
#include "core/store/demo_files.h"
#include "core/store/workspace.h"
#include "tests/gui/window_driver.h"
#include "views/panels/message_bar.h"
#include "views/state/workbench_actions.h"

#include <QAbstractButton>
#include <QAccessible>
#include <QAction>
#include <QApplication>
#include <QDockWidget>
#include <QDragEnterEvent>
#include <QFile>
#include <QMimeData>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTabBar>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>
#include <atomic>

using namespace moqa;

namespace {

bool accepted(QWidget& target, const QString& path) {
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(path)});
    QDragEnterEvent event(QPoint(10, 10), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    event.ignore();
    QApplication::sendEvent(&target, &event);
    return event.isAccepted();
}

void writeFile(const QString& path, const QByteArray& bytes) {
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(bytes);
}

} // namespace

class TestMainWindow : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

    void init() {
        m_workbench = std::make_unique<Workbench>();
        m_workbench->settings().clearWindowLayout();
        m_workbench->settings().clearRecentPaths();
        addWorkbenchActions(*m_workbench);
        m_window = std::make_unique<MainWindow>(*m_workbench);
        m_window->show();
    }

    void cleanup() {
        m_window.reset();
        m_workbench.reset();
    }

    void startsOnTheWelcomePage() { QCOMPARE(m_window->currentPage(), QStringLiteral("welcome")); }

    void everyPageOpensWithoutAModel() {
        for (const PageEntry& page : pageEntries()) {
            m_workbench->actions()
                .action(QStringLiteral("page.") + QLatin1String(page.id))
                ->trigger();
            QCOMPARE(m_window->currentPage(), QLatin1String(page.id));
            QApplication::processEvents();
        }
    }

    void aDropOpensAModel() {
        const auto demo = findDemoFiles();
        QVERIFY(demo.ok());
        const QString path = QString::fromStdString(demo->modelPath);
        QVERIFY(accepted(*m_window, path));
        QVERIFY(!accepted(*m_window, QStringLiteral("/tmp/picture.jpg")));
        QVERIFY(dropOn(*m_window, {path}));
        QTRY_VERIFY(m_workbench->document().model() != nullptr);
        QCOMPARE(m_window->currentPage(), QStringLiteral("activation"));
        QVERIFY(m_window->windowTitle().contains(QStringLiteral("demo")));
        QCOMPARE(m_workbench->settings().recentPaths().size(), 1);
        m_workbench->actions().action(QStringLiteral("file.close"))->trigger();
        QVERIFY(!m_workbench->document().isOpen());
        QCOMPARE(m_window->currentPage(), QStringLiteral("welcome"));
    }

    void aBadFileIsAMessageAndTheWindowLives_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("cut short") << "model.safetensors" << QByteArray("\xff\x00\x00\x00", 4);
        QTest::newRow("lies about its header")
            << "model.safetensors" << QByteArray("\xff\xff\xff\xff\xff\xff\xff\x7f{}", 10);
        QTest::newRow("no workspace") << "w.moqa" << QByteArray("this is text");
        QTest::newRow("no quantized model") << "q.h5" << QByteArray("this is text");
        QTest::newRow("empty") << "q.h5" << QByteArray();
    }

    void aBadFileIsAMessageAndTheWindowLives() {
        QFETCH(QString, name);
        QFETCH(QByteArray, bytes);
        QTemporaryDir folder;
        const QString path = folder.filePath(name);
        writeFile(path, bytes);
        QVERIFY(dropOn(*m_window, {path}));
        QTRY_VERIFY(m_window->messageBar().isVisible());
        QVERIFY2(m_window->messageBar().text().contains(name) ||
                     m_window->messageBar().text().contains(QStringLiteral("config.json")),
                 qPrintable(m_window->messageBar().text()));
        QVERIFY(!m_workbench->document().isOpen());
        QVERIFY(m_window->isVisible());
        QCOMPARE(m_workbench->log()
                     .index(m_workbench->log().rowCount() - 1, LogModel::Level)
                     .data()
                     .toString(),
                 QStringLiteral("error"));
    }

    void aMissingFileIsAMessage() {
        m_workbench->openPaths({QStringLiteral("/no/such/model")});
        QTRY_VERIFY(m_window->messageBar().isVisible());
        QVERIFY(m_window->messageBar().text().contains(QStringLiteral("/no/such/model")));
    }

    void aBadFileLeavesTheOpenModelAlone() {
        const auto demo = findDemoFiles();
        QVERIFY(demo.ok());
        QVERIFY(dropOn(*m_window, {QString::fromStdString(demo->modelPath)}));
        QTRY_VERIFY(m_workbench->document().model() != nullptr);
        QVERIFY(dropOn(*m_window, {QStringLiteral("/no/such/file.h5")}));
        QTRY_VERIFY(m_window->messageBar().isVisible());
        QVERIFY(m_workbench->document().model() != nullptr);
    }

    void everyFocusableWidgetHasAName() {
        for (const PageEntry& page : pageEntries()) {
            m_window->showPage(QLatin1String(page.id));
            QApplication::processEvents();
        }
        QStringList nameless;
        for (const QWidget* const widget : m_window->findChildren<QWidget*>()) {
            if (widget->focusPolicy() == Qt::NoFocus) continue;
            // A tab bar is called by its tab; Qt keeps those of docks that are apart now, empty.
            if (const auto* const bar = qobject_cast<const QTabBar*>(widget);
                bar && bar->count() == 0)
                continue;
            // Parts of a composed widget speak through it.
            const QString type = QLatin1String(widget->metaObject()->className());
            if (widget->objectName().startsWith(QLatin1String("qt_")) ||
                type == QLatin1String("QComboBoxListView"))
                continue;
            QAccessibleInterface* const face =
                QAccessible::queryAccessibleInterface(const_cast<QWidget*>(widget));
            if (face && face->text(QAccessible::Name).isEmpty())
                nameless << type + QLatin1Char(' ') + widget->objectName() +
                                QStringLiteral(" in ") +
                                QLatin1String(
                                    widget->parentWidget()
                                        ? widget->parentWidget()->metaObject()->className()
                                        : "");
        }
        QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(QLatin1Char('\n'))));
    }

    void everyDockHasANameAndTheLayoutComesBack() {
        const auto docks = m_window->findChildren<QDockWidget*>();
        QVERIFY(docks.size() >= 5);
        QSet<QString> names;
        for (const QDockWidget* const dock : docks) names.insert(dock->objectName());
        QCOMPARE(names.size(), docks.size());
        QVERIFY(!names.contains(QString()));

        auto* const log = m_window->findChild<QDockWidget*>(QStringLiteral("dock.log"));
        log->close();
        m_window->close();
        m_window = std::make_unique<MainWindow>(*m_workbench);
        m_window->show();
        QVERIFY(!m_window->findChild<QDockWidget*>(QStringLiteral("dock.log"))->isVisible());
        m_workbench->actions().action(QStringLiteral("view.resetLayout"))->trigger();
        QVERIFY(!m_window->findChild<QDockWidget*>(QStringLiteral("dock.log"))->isHidden());
    }

    void savingOnClosingSavesAndCloses() {
        const auto demo = findDemoFiles();
        QVERIFY(demo.ok());
        m_workbench->openPaths({QString::fromStdString(demo->modelPath)});
        QTRY_VERIFY(m_workbench->document().model() != nullptr);
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("w.moqa"));
        m_workbench->save(path);
        QTRY_COMPARE(m_workbench->document().path(), path);
        QVERIFY(m_workbench->document().setNotes("kept"));
        m_answers.box(QMessageBox::Cancel);
        m_window->close();
        QVERIFY(m_answers.allGiven()); // it was asked
        QVERIFY(m_window->isVisible());
        m_answers.box(QMessageBox::Save);
        m_window->close();
        QTRY_VERIFY(!m_window->isVisible());
        QVERIFY(m_answers.allGiven());
        const auto saved = openWorkspace(path.toStdString(), 1 << 20);
        QVERIFY(saved.ok());
        QCOMPARE(saved->notes, std::string("kept"));
    }

    // Asks before a job is stopped, and keeps it running if the user stays.
    void closingWhileAJobRunsAsks() {
        std::atomic<bool> ended = false;
        const int number = m_workbench->jobs().run<int>(
            JobKind::Quantize, QStringLiteral("long work"),
            [&ended](JobContext& context) -> Result<int> {
                while (!context.cancelled()) QThread::msleep(5);
                ended = true;
                return cancelledError("cancelled");
            },
            this, [](Result<int>) {});
        m_answers.box(QMessageBox::Cancel);
        m_window->close();
        QVERIFY(m_answers.allGiven()); // it was asked
        QVERIFY(m_window->isVisible() && !ended);
        QVERIFY(m_workbench->jobs().job(number)->active());
        m_answers.box(QMessageBox::Close);
        m_window->close();
        QVERIFY(m_answers.allGiven());
        QTRY_VERIFY(!m_window->isVisible());
        QVERIFY(ended);
    }

    void anOfferWaitsUnderAnError() {
        MessageBar& bar = m_window->messageBar();
        int accepted = 0;
        bar.showOffer(QStringLiteral("an offer"), {QStringLiteral("Yes"), [&] { ++accepted; }}, {});
        bar.showError(badInput("bad news", "x", "read it"));
        QVERIFY(bar.text().contains(QStringLiteral("bad news")));
        const auto button = [&](const QString& name) -> QAbstractButton* {
            for (QAbstractButton* const one : bar.findChildren<QAbstractButton*>())
                if (one->isVisible() && one->accessibleName() == name) return one;
            return nullptr;
        };
        QVERIFY(!button(QStringLiteral("Yes")));
        button(QStringLiteral("Close the message"))->click();
        QCOMPARE(bar.text(), QStringLiteral("an offer"));
        button(QStringLiteral("Yes"))->click();
        QCOMPARE(accepted, 1);
        QVERIFY(!bar.isVisible());
    }

    void anErrorGoesWhenWhatFailedSucceeds() {
        MessageBar& bar = m_window->messageBar();
        const QTemporaryDir folder;
        const QString nowhere = folder.filePath(QStringLiteral("none/w.moqa"));
        const QString path = folder.filePath(QStringLiteral("w.moqa"));
        const auto demo = findDemoFiles();
        QVERIFY(demo.ok());
        m_workbench->openPaths({nowhere});
        QTRY_VERIFY(bar.isVisible());
        m_workbench->openPaths({QString::fromStdString(demo->modelPath)});
        QTRY_VERIFY(m_workbench->document().model() != nullptr);
        QVERIFY(!bar.isVisible() || !bar.text().contains(QStringLiteral("none")));
        m_workbench->save(nowhere);
        QTRY_VERIFY(bar.isVisible() && bar.text().contains(QStringLiteral("none")));
        const QString error = bar.text();
        // Another action's success leaves it, and news do not cover it.
        m_workbench->addTexts({QString::fromStdString(demo->corpora.front().path)});
        QCOMPARE(bar.text(), error);
        emit m_workbench->succeeded(Workbench::exportAction());
        QVERIFY(bar.isVisible());
        QCOMPARE(bar.text(), error);
        // The same action's does, and says so.
        m_workbench->save(path);
        QTRY_COMPARE(bar.text(), QStringLiteral("Saved %1.").arg(path));
        // An error without an action stays whatever succeeds.
        m_workbench->report(badInput("bad news", "x", "read it"));
        m_workbench->save(path);
        QTRY_VERIFY(!m_workbench->document().isModified() &&
                    !m_workbench->jobs().isActive(JobKind::Save));
        QVERIFY(bar.isVisible() && bar.text().contains(QStringLiteral("bad news")));
    }

    // What a job says beside its result is not over with the job.
    void anErrorBesideAResultStays() {
        MessageBar& bar = m_window->messageBar();
        m_workbench->jobs().run<int>(
            JobKind::Plan, QStringLiteral("a plan"), [](JobContext&) -> Result<int> { return 1; },
            this, [this](Result<int>) { m_workbench->report(badInput("half a result")); });
        QTRY_VERIFY(bar.isVisible());
        QTRY_COMPARE(m_workbench->jobs().activeCount(), 0);
        QVERIFY(bar.isVisible() && bar.text().contains(QStringLiteral("half a result")));
        // Until the next one of its kind is whole.
        m_workbench->jobs().run<int>(
            JobKind::Plan, QStringLiteral("a plan"), [](JobContext&) -> Result<int> { return 1; },
            this, [](Result<int>) {});
        QTRY_VERIFY(!bar.isVisible());
    }

    void anOfferCanWait() {
        MessageBar& bar = m_window->messageBar();
        int later = 0;
        bar.showOffer(QStringLiteral("an offer"), {QStringLiteral("Yes"), [] {}},
                      {QStringLiteral("No"), [] {}}, {QStringLiteral("Later"), [&] { ++later; }});
        QAbstractButton* const button = visibleButton(bar, QStringLiteral("Later"));
        QVERIFY(button);
        button->click();
        QCOMPARE(later, 1);
        QVERIFY(!bar.isVisible());
        bar.showOffer(QStringLiteral("one that cannot"), {QStringLiteral("Yes"), [] {}}, {});
        QVERIFY(visibleButton(bar, QStringLiteral("Yes")));
        QVERIFY(!visibleButton(bar, QStringLiteral("Later")));
    }

    void aLayoutOfAnotherVersionIsLeftAlone() {
        QVERIFY(!m_window->restoreState(m_window->saveState(99), WindowLayouts::kVersion));
        QVERIFY(!m_window->restoreState(QByteArray("rubbish"), WindowLayouts::kVersion));
    }

    void menusHaveNoShortcutTwice() {
        QMap<QString, QString> seen;
        // The catalogue owns what the menus show.
        for (const QAction* const action :
             m_workbench->actions().findChildren<QAction*>() + m_window->findChildren<QAction*>()) {
            if (action->shortcutContext() != Qt::WindowShortcut) continue;
            for (const QKeySequence& key : action->shortcuts()) {
                QVERIFY2(!seen.contains(key.toString()),
                         qPrintable(key.toString() + QStringLiteral(" of ") + action->text() +
                                    QStringLiteral(" and ") + seen.value(key.toString())));
                seen.insert(key.toString(), action->text());
            }
        }
        QVERIFY2(seen.size() > 20, qPrintable(QString::number(seen.size())));
        QVERIFY(seen.contains(QStringLiteral("Ctrl+S")));
    }

private:
    std::unique_ptr<Workbench> m_workbench;
    std::unique_ptr<MainWindow> m_window;
    Answers m_answers;
};

QTEST_MAIN(TestMainWindow)
#include "tst_main_window.moc"
