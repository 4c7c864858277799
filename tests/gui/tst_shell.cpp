// SPDX-License-Identifier: GPL-3.0-or-later
// The shell of the window by real events: theme and font, layouts, presenter, keys, palette,
// shortcut sheet, settings, messages, recent files, drops, tour, help, names for screen readers.
#include "app/gui/about_dialog.h"
#include "app/gui/command_palette.h"
#include "app/gui/help_window.h"
#include "app/gui/main_window.h"
#include "app/gui/manual.h"
#include "app/gui/presenter.h"
#include "app/gui/program_options.h"
#include "app/gui/settings_dialog.h"
#include "app/gui/shortcuts_dialog.h"
#include "app/gui/tour.h"
#include "app/gui/translation.h"
#include "app/gui/window_layouts.h"
#include "core/analysis/result_array.h"
#include "core/store/demo_files.h"
#include "tests/gui/window_driver.h"
#include "views/heatmap/heat_map_view.h"
#include "views/panels/log_panel.h"
#include "views/panels/message_bar.h"
#include "views/state/workbench_actions.h"
#include "views/theme/theme.h"

#include <QAbstractItemModelTester>
#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDockWidget>
#include <QFile>
#include <QKeySequenceEdit>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QPushButton>
#include <QSpinBox>
#include <QStandardPaths>
#include <QTabBar>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QTextBrowser>
#include <QToolButton>
#include <QTreeView>

using namespace moqa;

namespace {

constexpr int kJobMs = 120'000;

QStringList namelessIn(const QWidget& root) {
    QStringList nameless;
    for (QWidget* const widget : root.findChildren<QWidget*>()) {
        if (widget->focusPolicy() == Qt::NoFocus) continue;
        // A tab bar is called by its tab; Qt keeps those of docks that are apart now, empty.
        if (const auto* const bar = qobject_cast<const QTabBar*>(widget); bar && bar->count() == 0)
            continue;
        // Parts of a composed widget speak through it.
        const QString type = QLatin1String(widget->metaObject()->className());
        if (widget->objectName().startsWith(QLatin1String("qt_")) ||
            type == QLatin1String("QComboBoxListView"))
            continue;
        QAccessibleInterface* const face = QAccessible::queryAccessibleInterface(widget);
        if (face && face->text(QAccessible::Name).isEmpty())
            nameless << type + QLatin1Char(' ') + widget->objectName() + QStringLiteral(" in ") +
                            QLatin1String(widget->parentWidget()->metaObject()->className());
    }
    return nameless;
}

QStringList visibleDocks(const MainWindow& window) {
    QStringList names;
    for (const QDockWidget* const dock : window.findChildren<QDockWidget*>())
        if (!dock->isHidden()) names << dock->objectName();
    names.sort();
    return names;
}

Error someError(const char* what) {
    return badInput(what, "/models/a/model.safetensors", "download it again");
}

} // namespace

class TestShell : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

    void init() {
        QSettings().clear();
        open();
    }

    void cleanup() {
        m_window.reset();
        m_workbench.reset();
    }

    void themeAndPlotsFollowAtOnce() {
        m_window->showPage(QStringLiteral("activation"));
        QApplication::processEvents();
        auto* const map = m_window->findChild<HeatMapView*>();
        QVERIFY(map);
        trigger("view.themeDark");
        QApplication::processEvents();
        QVERIFY(Theme::of(qApp->palette()).dark);
        QVERIFY(Theme::of(map->palette()).dark);
        QVERIFY(map->grab().toImage().pixelColor(8, 8).lightnessF() < 0.5);
        QVERIFY(action("view.themeDark")->isChecked());
        trigger("view.themeLight");
        QApplication::processEvents();
        QVERIFY(map->grab().toImage().pixelColor(8, 8).lightnessF() > 0.5);
        m_workbench->settings().setTheme(ThemeChoice::Dark); // from the dialog
        QVERIFY(action("view.themeDark")->isChecked());
    }

    void fontSizeScalesEverything() {
        const double before = m_window->menuBar()->font().pointSizeF();
        QVERIFY(m_workbench->settings().setValue(QStringLiteral("view/fontPercent"), 150));
        QApplication::processEvents();
        QCOMPARE(m_window->menuBar()->font().pointSizeF(), before * 1.5);
        QVERIFY(m_workbench->settings().setValue(QStringLiteral("view/fontPercent"), 100));
        QApplication::processEvents();
        QCOMPARE(m_window->menuBar()->font().pointSizeF(), before);
    }

    void widthColoursStayApartForAllEyes() {
        // Brightness falls or rises steadily enough that neighbours differ without any hue.
        const auto& widths = drawnWidths();
        for (size_t i = 1; i < widths.size(); ++i) {
            const QColor a = widthColour(widths[i - 1]), b = widthColour(widths[i]);
            const auto grey = [](const QColor& c) {
                return 0.2126 * c.redF() + 0.7152 * c.greenF() + 0.0722 * c.blueF();
            };
            QVERIFY2(std::abs(grey(a) - grey(b)) > 0.04,
                     qPrintable(QString::number(widths[i - 1]) + QLatin1Char(' ') +
                                QString::number(widths[i])));
        }
    }

    void layoutsKeepWhatWasMadeOfThem() {
        const QStringList explore = visibleDocks(*m_window);
        trigger("view.layoutCompare");
        QVERIFY(visibleDocks(*m_window) != explore);
        QVERIFY(action("view.layoutCompare")->isChecked());
        QVERIFY(!action("view.layoutExplore")->isChecked());
        m_window->findChild<QDockWidget*>(QStringLiteral("dock.log"))->show();
        const QStringList mine = visibleDocks(*m_window);
        trigger("view.layoutExplore");
        QCOMPARE(visibleDocks(*m_window), explore);
        trigger("view.layoutCompare");
        QCOMPARE(visibleDocks(*m_window), mine);
        m_window->close();
        open();
        QCOMPARE(m_window->layouts().current(), QStringLiteral("Compare"));
        QCOMPARE(visibleDocks(*m_window), mine);
        trigger("view.resetLayout");
        QVERIFY(visibleDocks(*m_window) != mine);
        trigger("view.layoutQuantize");
        QVERIFY(visibleDocks(*m_window).contains(QStringLiteral("dock.jobs")));
    }

    void garbageLayoutsLeaveTheShippedOne() {
        const QStringList shipped = visibleDocks(*m_window);
        const QByteArray state = m_window->saveState(WindowLayouts::kVersion);
        for (const QByteArray& blob :
             {QByteArray("rubbish"), state.left(state.size() / 2), m_window->saveState(99),
              QByteArray(200'000, '\xff'), state.left(8) + QByteArray(64, '\x7f')}) {
            m_workbench->settings().setWindowLayout(blob, blob);
            m_workbench->settings().setLayoutState(QStringLiteral("Quantize"), blob);
            m_workbench->settings().setCurrentLayout(QStringLiteral("\x01?"));
            open();
            QCOMPARE(visibleDocks(*m_window), shipped);
            trigger("view.layoutQuantize");
            QVERIFY(m_window->isVisible());
            QSettings().clear();
        }
    }

    void presenterModeAndBackExactly() {
        m_workbench->settings().setTheme(ThemeChoice::Dark);
        m_window->findChild<QDockWidget*>(QStringLiteral("dock.jobs"))->close();
        QApplication::processEvents();
        const QByteArray state = m_window->saveState();
        const QStringList docks = visibleDocks(*m_window);
        const QRect geometry = m_window->geometry();
        const double points = qApp->font().pointSizeF();
        QTest::keyClick(m_window.get(), Qt::Key_F11);
        QVERIFY(m_window->presenter().isOn());
        QVERIFY(visibleDocks(*m_window).isEmpty());
        QVERIFY(!Theme::of(qApp->palette()).dark);
        QVERIFY(qApp->font().pointSizeF() > points * 1.4);
        QVERIFY(m_window->isFullScreen());
        QTest::keyClick(m_window.get(), Qt::Key_F11);
        QVERIFY(!m_window->presenter().isOn());
        QCOMPARE(visibleDocks(*m_window), docks);
        QVERIFY(Theme::of(qApp->palette()).dark);
        QCOMPARE(qApp->font().pointSizeF(), points);
        QVERIFY(!m_window->isFullScreen());
        QTRY_COMPARE(m_window->size(), geometry.size());
        QTRY_COMPARE(m_window->saveState(), state);
    }

    void closingWhilePresentingKeepsThePanels() {
        const QStringList docks = visibleDocks(*m_window);
        QTest::keyClick(m_window.get(), Qt::Key_F11);
        m_window->close();
        open();
        QCOMPARE(visibleDocks(*m_window), docks);
    }

    void f6GoesRoundThePanels() {
        QApplication::setActiveWindow(m_window.get());
        m_window->centralWidget()->setFocus();
        QSet<QString> panels;
        for (int i = 0; i < 8; ++i) {
            QTest::keyClick(m_window.get(), Qt::Key_F6);
            const QWidget* widget = QApplication::focusWidget();
            QVERIFY(widget);
            while (widget && !qobject_cast<const QDockWidget*>(widget) &&
                   widget != m_window->centralWidget())
                widget = widget->parentWidget();
            panels.insert(widget ? widget->objectName() : QStringLiteral("nowhere"));
        }
        QVERIFY2(panels.size() >= 4, qPrintable(panels.values().join(QLatin1Char(' '))));
        QVERIFY(!panels.contains(QStringLiteral("nowhere")));
    }

    void paletteFindsRunsAndExplains() {
        PaletteModel model(*m_workbench);
        const QAbstractItemModelTester tester(&model);
        model.setQuery(QStringLiteral("open demo"));
        QVERIFY(model.rowCount() > 0);
        QCOMPARE(model.entry(0).id, QStringLiteral("file.demo"));
        model.setQuery(QStringLiteral("evaluate"));
        QCOMPARE(model.entry(0).id, QStringLiteral("work.evaluate"));
        QVERIFY(!model.entry(0).enabled);
        QVERIFY(model.entry(0).detail.contains(QStringLiteral("quantize")));
        QVERIFY(!(model.flags(model.index(0, 0)) & Qt::ItemIsEnabled));
        model.setQuery(QStringLiteral("presenter"));
        QCOMPARE(model.entry(0).detail, QStringLiteral("F11"));

        QTest::keyClick(m_window.get(), Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
        auto* const palette = m_window->findChild<CommandPalette*>();
        QVERIFY(palette && palette->isVisible());
        QVERIFY2(namelessIn(*palette).isEmpty(),
                 qPrintable(namelessIn(*palette).join(QLatin1Char('\n'))));
        auto* const letters = palette->findChild<QLineEdit*>();
        QTest::keyClicks(letters, QStringLiteral("show page corr"));
        letters->clear();
        QTest::keyClicks(letters, QStringLiteral("correlation"));
        QTest::keyClick(letters, Qt::Key_Return);
        QTRY_COMPARE(m_window->currentPage(), QStringLiteral("correlation"));
        QTRY_VERIFY(!m_window->findChild<CommandPalette*>());
    }

    void paletteFindsEveryTensor() {
        openModel();
        PaletteModel model(*m_workbench);
        const WeightEntry& entry = m_workbench->document().model()->weights()[5];
        model.setQuery(QString::fromStdString(entry.name));
        QVERIFY(model.rowCount() > 0);
        QCOMPARE(model.entry(0).kind, PaletteEntry::Kind::Tensor);
        QCOMPARE(model.entry(0).tensor, size_t{5});
        model.setQuery(QStringLiteral("layers.3.experts.7.gate"));
        QVERIFY(model.rowCount() > 0);
        const size_t chosen = model.entry(0).tensor;
        m_workbench->showTensor(chosen);
        QCOMPARE(m_workbench->selection().cursor(), ObjectRef::ofExpert(3, 7));
        m_workbench->showTensor(1'000'000); // of a model that is gone
    }

    void everyActionHasTextAndItsOwnKeys() {
        for (const PageEntry& page : pageEntries()) {
            m_window->showPage(QLatin1String(page.id));
            QApplication::processEvents();
        }
        QMap<QString, QString> owners;
        const auto& actions = m_workbench->actions().actions();
        for (auto it = actions.begin(); it != actions.end(); ++it) {
            QVERIFY2(!plainText(*it.value()).isEmpty(), qPrintable(it.key()));
            QVERIFY2(!it.value()->statusTip().isEmpty(), qPrintable(it.key()));
            for (const QKeySequence& key : it.value()->shortcuts()) {
                QVERIFY2(!owners.contains(key.toString()),
                         qPrintable(key.toString() + QStringLiteral(": ") + it.key() +
                                    QStringLiteral(" and ") + owners.value(key.toString())));
                owners.insert(key.toString(), it.key());
            }
        }
        // The keys that users of such programs know.
        const QMap<QString, QString> known{
            {QStringLiteral("Ctrl+O"), QStringLiteral("file.open")},
            {QStringLiteral("Ctrl+F"), QStringLiteral("edit.find")},
            {QStringLiteral("Ctrl+Shift+E"), QStringLiteral("plot.exportImage")},
            {QStringLiteral("Ctrl+E"), QStringLiteral("plot.exportData")},
            {QStringLiteral("F5"), QStringLiteral("file.reload")},
            {QStringLiteral("F11"), QStringLiteral("view.presenter")},
            {QStringLiteral("Ctrl+Z"), QStringLiteral("edit.undo")},
            {QStringLiteral("Ctrl+Shift+Z"), QStringLiteral("edit.redo")},
            {QStringLiteral("Ctrl+Y"), QStringLiteral("edit.redo")},
            {QStringLiteral("Ctrl+Shift+P"), QStringLiteral("help.palette")},
            {QStringLiteral("F1"), QStringLiteral("help.manual")},
            {QStringLiteral("Shift+F1"), QStringLiteral("help.whatsThis")},
            {QStringLiteral("Ctrl+?"), QStringLiteral("help.keys")},
            {QStringLiteral("Esc"), QStringLiteral("edit.clearSelection")},
            {QStringLiteral("F6"), QStringLiteral("view.nextPanel")},
            {QStringLiteral("["), QStringLiteral("plan.fewerBits")},
            {QStringLiteral("]"), QStringLiteral("plan.moreBits")},
            {QStringLiteral("L"), QStringLiteral("plan.lock")}};
        for (auto it = known.begin(); it != known.end(); ++it)
            QCOMPARE(owners.value(it.key()), it.value());
        for (const QAction* const one : m_window->findChildren<QAction*>())
            if (!one->isSeparator() && one->associatedObjects().contains(m_window.get()))
                QVERIFY2(!one->text().isEmpty(), qPrintable(one->objectName()));
    }

    void keysAreReboundAndConflictsTold() {
        // Without a parent: the window goes first.
        ShortcutsDialog dialog(m_workbench->actions());
        dialog.show();
        QVERIFY2(namelessIn(dialog).isEmpty(),
                 qPrintable(namelessIn(dialog).join(QLatin1Char('\n'))));
        auto* const edit = dialog.findChild<QKeySequenceEdit*>();
        dialog.choose(QStringLiteral("page.plan"));
        QCOMPARE(dialog.chosen(), QStringLiteral("page.plan"));
        edit->setKeySequence(QKeySequence(QStringLiteral("Ctrl+Alt+P")));
        QTest::mouseClick(button(dialog, "Set"), Qt::LeftButton);
        QCOMPARE(action("page.plan")->shortcut(), QKeySequence(QStringLiteral("Ctrl+Alt+P")));
        QTest::keyClick(m_window.get(), Qt::Key_P, Qt::ControlModifier | Qt::AltModifier);
        // F11 is the presenter's: told, and taken only on a second word.
        edit->setKeySequence(QKeySequence(QStringLiteral("F11")));
        QPushButton* const take = button(dialog, "Take");
        QVERIFY(take);
        bool told = false;
        for (const QLabel* const label : dialog.findChildren<QLabel*>())
            told = told || label->text().contains(plainText(*action("view.presenter")));
        QVERIFY(told);
        QVERIFY(!action("view.presenter")->shortcut().isEmpty());
        QTest::mouseClick(take, Qt::LeftButton);
        QVERIFY(action("view.presenter")->shortcut().isEmpty());
        QCOMPARE(action("page.plan")->shortcut(), QKeySequence(QStringLiteral("F11")));
        QTest::keyClick(m_window.get(), Qt::Key_F11);
        QTRY_COMPARE(m_window->currentPage(), QStringLiteral("plan"));
        // Kept over a restart, and put back by the sheet.
        dialog.close();
        open();
        QCOMPARE(action("page.plan")->shortcut(), QKeySequence(QStringLiteral("F11")));
        ShortcutsDialog again(m_workbench->actions(), m_window.get());
        again.show();
        QTest::mouseClick(button(again, "All to"), Qt::LeftButton);
        QCOMPARE(action("view.presenter")->shortcut(), QKeySequence(QStringLiteral("F11")));
        QVERIFY(action("page.plan")->shortcut() != QKeySequence(QStringLiteral("F11")));
    }

    void settingsAreSearchedAppliedAndReset() {
        Settings& settings = m_workbench->settings();
        SettingsDialog dialog(settings, m_window.get());
        dialog.show();
        QVERIFY2(namelessIn(dialog).isEmpty(),
                 qPrintable(namelessIn(dialog).join(QLatin1Char('\n'))));
        auto* const font = dialog.findChild<QSpinBox*>(QStringLiteral("view/fontPercent"));
        auto* const theme = dialog.findChild<QComboBox*>(QStringLiteral("view/theme"));
        QVERIFY(font && theme);
        bool twin = false;
        for (const QLabel* const label : dialog.findChildren<QLabel*>())
            twin = twin || label->text().contains(QStringLiteral("--font-size"));
        QVERIFY(twin);
        auto* const search = dialog.findChildren<QLineEdit*>().front();
        QTest::keyClicks(search, QStringLiteral("theme"));
        QVERIFY(theme->isVisible());
        QVERIFY(!font->isVisible());
        search->clear();
        font->setValue(120);
        QCOMPARE(settings.fontPercent(), 100); // not before it is applied
        dialog.apply();
        QCOMPARE(settings.fontPercent(), 120);
        dialog.showDefaults();
        dialog.apply();
        QCOMPARE(settings.fontPercent(), 100);
    }

    void optionsAreTwinsOfSettings() {
        QCommandLineParser parser;
        addProgramOptions(parser);
        QVERIFY(parser.parse({QStringLiteral("x"), QStringLiteral("--theme"),
                              QStringLiteral("dark"), QStringLiteral("--font-size=130")}));
        QVERIFY(overrideSettings(parser, m_workbench->settings()).isEmpty());
        QCOMPARE(m_workbench->settings().theme(), ThemeChoice::Dark);
        QCOMPARE(m_workbench->settings().fontPercent(), 130);
        QVERIFY(parser.parse({QStringLiteral("x"), QStringLiteral("--theme=mauve")}));
        QVERIFY(
            overrideSettings(parser, m_workbench->settings()).contains(QStringLiteral("mauve")));
        const QString page = manPage(parser, QStringLiteral("1.2.3"));
        for (const SettingInfo& setting : settingTable())
            QVERIFY2(page.contains(QString::fromLatin1(setting.option)
                                       .replace(QLatin1Char('-'), QLatin1String("\\-"))),
                     setting.option);
    }

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
            if (step + 1 < Tour::kSteps) QTest::mouseClick(button(*tour, "Next"), Qt::LeftButton);
        }
        QTest::mouseClick(button(*tour, "Back"), Qt::LeftButton);
        QCOMPARE(tour->step(), 3);
        QTest::keyClick(button(*tour, "Next"), Qt::Key_Escape);
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
        QTest::mouseClick(button(dialog, "Copy"), Qt::LeftButton);
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
    }

    void languageIsChosenOrFallsBack() {
        QCOMPARE(languageFor(QStringLiteral("de")), QStringLiteral("de"));
        QCOMPARE(languageFor(QStringLiteral("en")), QStringLiteral("en"));
        QCOMPARE(languageFor(QStringLiteral("xx")), QStringLiteral("en"));
    }

private:
    void open() {
        m_window.reset();
        m_workbench = std::make_unique<Workbench>();
        addWorkbenchActions(*m_workbench);
        m_window = std::make_unique<MainWindow>(*m_workbench);
        m_window->show();
        QApplication::setActiveWindow(m_window.get());
        QApplication::processEvents();
    }

    void openModel() {
        const auto demo = findDemoFiles();
        QVERIFY(demo.ok());
        m_workbench->openPaths({QString::fromStdString(demo->modelPath)});
        QTRY_VERIFY_WITH_TIMEOUT(m_workbench->document().model() != nullptr, kJobMs);
    }

    QAction* action(const char* id) const {
        return m_workbench->actions().action(QLatin1String(id));
    }
    void trigger(const char* id) const { action(id)->trigger(); }

    static QPushButton* button(const QWidget& root, const char* text) {
        for (QPushButton* const one : root.findChildren<QPushButton*>())
            if (one->text().remove(QLatin1Char('&')).startsWith(QLatin1String(text))) return one;
        return nullptr;
    }

    std::unique_ptr<Workbench> m_workbench;
    std::unique_ptr<MainWindow> m_window;
};

QTEST_MAIN(TestShell)
#include "tst_shell.moc"
