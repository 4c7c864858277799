// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/walk_child.h"

#include "app/gui/about_dialog.h"
#include "app/gui/command_palette.h"
#include "app/gui/settings_dialog.h"
#include "app/gui/shortcuts_dialog.h"
#include "tests/gui/window_driver.h"
#include "views/pages/corpora_dialog.h"
#include "views/panels/plan_form.h"
#include "views/state/workbench_actions.h"
#include "views/theme/theme.h"

#include <QDockWidget>
#include <QJsonDocument>
#include <QLabel>
#include <QLineEdit>
#include <QProcess>
#include <QStatusBar>
#include <QTabBar>
#include <QTabWidget>
#include <QTest>
#include <QToolButton>
#include <cstdio>

namespace moqa {

WalkWindow::WalkWindow() {
    addWorkbenchActions(workbench);
    QObject::connect(&workbench, &Workbench::errorRaised, &workbench,
                     [this](const Error& e) { errors << QString::fromStdString(e.message()); });
    main = std::make_unique<MainWindow>(workbench);
    main->show();
    QApplication::setActiveWindow(main.get());
    QApplication::processEvents();
}

HeatMapView* WalkWindow::map() const { return visibleChild<HeatMapView>(*main); }

void WalkWindow::key(Qt::Key key, Qt::KeyboardModifiers modifiers) const {
    QApplication::setActiveWindow(main.get()); // a dialog leaves none behind it offscreen
    QTest::keyClick(main.get(), key, modifiers);
    QApplication::processEvents();
}

bool WalkWindow::opens(const QString& path) {
    workbench.openPaths({path});
    return QTest::qWaitFor([&] { return workbench.document().path() == path; }, kWalkJobMs);
}

QString WalkWindow::figure(const QString& name) const {
    const auto* const label = visibleChild<QLabel>(
        *main, [&name](const QLabel& one) { return one.accessibleName() == name; });
    return label ? label->text() : QString();
}

bool WalkWindow::says(const QString& text) const {
    if (map() && map()->captionText().contains(text)) return true;
    return visibleChild<QLabel>(*main, [&text](const QLabel& label) {
               return label.text().contains(text);
           }) != nullptr;
}

void WalkWindow::raiseDock(const QString& title) const {
    for (QTabBar* const bar : main->findChildren<QTabBar*>())
        for (int i = 0; i < bar->count(); ++i)
            if (bar->isVisible() && bar->tabText(i) == title)
                QTest::mouseClick(bar, Qt::LeftButton, {}, bar->tabRect(i).center());
}

void WalkWindow::choosePaletteEntry(const QString& letters) const {
    key(Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
    auto* const palette = main->findChild<CommandPalette*>();
    QVERIFY(palette);
    auto* const line = palette->findChild<QLineEdit*>();
    QTest::keyClicks(line, letters);
    QTest::keyClick(line, Qt::Key_Return);
    QApplication::processEvents();
}

QJsonObject placesOf(const MainWindow& window) {
    QJsonObject places{{QStringLiteral("width"), window.width()},
                       {QStringLiteral("height"), window.height()}};
    for (const QDockWidget* const dock : window.findChildren<QDockWidget*>()) {
        QJsonObject place{{QStringLiteral("hidden"), dock->isHidden()},
                          {QStringLiteral("floating"), dock->isFloating()}};
        if (!dock->isHidden() && !dock->isFloating()) {
            place[QStringLiteral("area")] =
                static_cast<int>(window.dockWidgetArea(const_cast<QDockWidget*>(dock)));
            place[QStringLiteral("width")] = dock->width();
        }
        places[dock->objectName()] = place;
    }
    return places;
}

namespace {

void tell(const QJsonObject& object) {
    std::fputs(QJsonDocument(object).toJson(QJsonDocument::Compact).constData(), stdout);
    std::fputc('\n', stdout);
    std::fflush(stdout);
}

// A restart: says where its panels are, its colours and a key of its own.
int describe() {
    WalkWindow window;
    QJsonObject told = placesOf(*window.main);
    told[QStringLiteral("dark")] = Theme::of(window.main->palette()).dark;
    told[QStringLiteral("planKey")] =
        window.workbench.actions().action(QStringLiteral("page.plan"))->shortcut().toString();
    tell(told);
    return 0;
}

// Texts that have less room than they take. What scrolls, or is told to give way, may.
QStringList cutOff(const QWidget& root) {
    QStringList cut;
    const auto note = [&cut](const QWidget& widget, const QString& text) {
        cut << QLatin1String(widget.parentWidget()->metaObject()->className()) +
                   QStringLiteral(" %1 x %2: ").arg(widget.width()).arg(widget.height()) + text;
    };
    for (const QAbstractButton* const button : root.findChildren<QAbstractButton*>()) {
        const QString text = button->text().remove(QLatin1Char('&'));
        const auto* const tool = qobject_cast<const QToolButton*>(button);
        const bool icon =
            tool && tool->toolButtonStyle() == Qt::ToolButtonIconOnly && !tool->icon().isNull();
        if (button->isVisible() && !text.isEmpty() && !icon &&
            button->width() < button->fontMetrics().horizontalAdvance(text))
            note(*button, text);
    }
    for (const QLabel* const label : root.findChildren<QLabel*>()) {
        if (!label->isVisible() || label->text().isEmpty() ||
            label->sizePolicy().horizontalPolicy() == QSizePolicy::Ignored ||
            qobject_cast<const QStatusBar*>(label->parentWidget())) // of a job that comes and goes
            continue;
        if (label->wordWrap() ? label->height() < label->heightForWidth(label->width())
                              : label->width() < label->sizeHint().width())
            note(*label, label->text());
    }
    return cut;
}

// Looks at what is shown now: what is cut off, and a picture in each theme where MOQA_PICTURES
// names a folder.
class Looker {
public:
    void look(QWidget& widget, const QString& name) {
        // What a job answers is laid out when it comes.
        if (!QTest::qWaitFor([&widget] { return cutOff(widget).isEmpty(); }, kWalkJobMs))
            for (const QString& text : cutOff(widget)) m_cut << name + QStringLiteral(", ") + text;
        const QString folder = qEnvironmentVariable("MOQA_PICTURES");
        if (folder.isEmpty()) return;
        for (const auto& [choice, theme] :
             {std::pair{ThemeChoice::Dark, "dark"}, std::pair{ThemeChoice::Light, "light"}}) {
            applyThemeChoice(*qApp, choice);
            QTest::qWait(100); // plots are drawn when the events are through
            widget.grab().save(
                QStringLiteral("%1/%2-%3.png").arg(folder, name, QLatin1String(theme)));
        }
    }
    QString cut() const { return m_cut.join(QStringLiteral("; ")); }

private:
    QStringList m_cut;
};

void lookAtPages(Looker& looker, MainWindow& window) {
    for (const PageEntry& page : pageEntries()) {
        const QString id = QLatin1String(page.id);
        window.showPage(id);
        looker.look(window, id);
        for (QTabWidget* const tabs : window.findChild<QWidget*>(id)->findChildren<QTabWidget*>())
            for (int i = tabs->count() - 1; i >= 0; --i) {
                if (i == tabs->currentIndex()) continue;
                tabs->setCurrentIndex(i);
                looker.look(window, QStringLiteral("%1-%2-%3").arg(id, tabs->objectName()).arg(i));
            }
    }
}

void lookAtDialogs(Looker& looker, WalkWindow& window) {
    Workbench& workbench = window.workbench;
    PlanForm plan(true, workbench.document().losses(), window.main.get());
    CorporaDialog corpora(workbench.document().corpora(), workbench.settings(), window.main.get());
    SettingsDialog settings(workbench.settings(), window.main.get());
    ShortcutsDialog keys(workbench.actions(), window.main.get());
    AboutDialog about(window.main.get());
    for (const auto& [dialog, name] :
         std::initializer_list<std::pair<QDialog*, const char*>>{{&plan, "dialog-plan"},
                                                                 {&corpora, "dialog-corpora"},
                                                                 {&settings, "dialog-settings"},
                                                                 {&keys, "dialog-keys"},
                                                                 {&about, "dialog-about"}}) {
        dialog->show();
        looker.look(*dialog, QLatin1String(name));
        dialog->hide();
    }
}

// Every page at this process' scale and language: how many pixels a point has, what is cut off.
int look(const QString& path) {
    WalkWindow window;
    if (!window.opens(path)) return 2;
    window.main->resize(1360, 860);
    const Document& document = window.workbench.document();
    window.workbench.selection().setCursor(
        ObjectRef::ofExpert(document.analysis()->moeLayers.front(), 3));
    Looker looker;
    lookAtPages(looker, *window.main);
    lookAtDialogs(looker, window);
    window.main->showPage(QStringLiteral("activation"));
    QApplication::processEvents();
    HeatMapView* const map = window.map();
    if (!map) return 3;
    const QPixmap picture = map->grab();
    tell({{QStringLiteral("ratio"), picture.devicePixelRatio()},
          {QStringLiteral("points"), map->width()},
          {QStringLiteral("pixels"), picture.width()},
          {QStringLiteral("cut"), looker.cut()}});
    return 0;
}

// A row gets other bits and a lock; then it waits for its end.
int edit(const QString& path) {
    WalkWindow window;
    if (!window.opens(path)) return 2;
    window.main->showPage(QStringLiteral("plan"));
    QApplication::processEvents();
    HeatMapView* const map = window.map();
    if (!map || !map->grid()) return 3;
    QTest::mouseClick(map, Qt::LeftButton, {}, cellPoint(*map, 0, 0));
    QTest::keyClick(map, Qt::Key_End, Qt::ShiftModifier);
    QTest::mouseClick(visibleButton(*window.main, QString::number(kChildBrush)), Qt::LeftButton);
    QTest::mouseClick(visibleButton(*window.main, QStringLiteral("Set selected")), Qt::LeftButton);
    map->setFocus();
    QTest::keyClick(map, Qt::Key_L);
    return QApplication::exec();
}

} // namespace

int walkChild(const QStringList& arguments) {
    if (arguments.value(0) == QLatin1String("look")) return look(arguments.value(1));
    if (arguments.value(0) == QLatin1String("edit")) return edit(arguments.value(1));
    return describe();
}

QJsonObject runWalkChild(const QStringList& arguments, const QMap<QString, QString>& environment) {
    QProcess process;
    QProcessEnvironment variables = QProcessEnvironment::systemEnvironment();
    for (auto it = environment.begin(); it != environment.end(); ++it)
        variables.insert(it.key(), it.value());
    process.setProcessEnvironment(variables);
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process.start(QCoreApplication::applicationFilePath(),
                  QStringList{QStringLiteral("--child")} + arguments);
    if (!process.waitForFinished(kWalkJobMs) || process.exitCode() != 0) return {};
    return QJsonDocument::fromJson(process.readAllStandardOutput()).object();
}

} // namespace moqa
