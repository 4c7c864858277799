// SPDX-License-Identifier: GPL-3.0-or-later
// How the window is told what to do, by real events: palette, keys and their sheet, settings and
// their options.
#include "app/gui/command_palette.h"
#include "app/gui/program_options.h"
#include "app/gui/settings_dialog.h"
#include "app/gui/shortcuts_dialog.h"
#include "tests/gui/shell_test.h"
#include "views/state/workbench_actions.h"

#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QCommandLineParser>
#include <QKeySequenceEdit>
#include <QLabel>
#include <QLineEdit>
#include <QSpinBox>
#include <QStandardPaths>
#include <QTest>

using namespace moqa;

class TestCommands : public ShellTest {
    Q_OBJECT
private slots:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }
    void init() { begin(); }
    void cleanup() { end(); }

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
        QVERIFY(actions.size() > 50 && owners.size() > 30);
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
        QTest::mouseClick(buttonIn(dialog, "Set"), Qt::LeftButton);
        QCOMPARE(action("page.plan")->shortcut(), QKeySequence(QStringLiteral("Ctrl+Alt+P")));
        QTest::keyClick(m_window.get(), Qt::Key_P, Qt::ControlModifier | Qt::AltModifier);
        QTRY_COMPARE(m_window->currentPage(), QStringLiteral("plan"));
        m_window->showPage(QStringLiteral("model"));
        QTest::keyClick(m_window.get(), Qt::Key_7, Qt::AltModifier); // was its key
        QCOMPARE(m_window->currentPage(), QStringLiteral("model"));
        // F11 is the presenter's: told, and taken only on a second word.
        edit->setKeySequence(QKeySequence(QStringLiteral("F11")));
        QPushButton* const take = buttonIn(dialog, "Take");
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
        for (QLineEdit* const line : again.findChildren<QLineEdit*>()) {
            if (line->placeholderText() != QStringLiteral("Find an action")) continue;
            QTest::keyClicks(line, QStringLiteral("plan"));
            QTest::keyClick(line, Qt::Key_Return); // presses no button
        }
        QVERIFY(again.isVisible());
        QCOMPARE(action("page.plan")->shortcut(), QKeySequence(QStringLiteral("F11")));
        QTest::mouseClick(buttonIn(again, "All to"), Qt::LeftButton);
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
};

QTEST_MAIN(TestCommands)
#include "tst_commands.moc"
