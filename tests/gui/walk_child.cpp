// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/walk_child.h"

#include "app/gui/command_palette.h"
#include "app/gui/translation.h"
#include "tests/gui/looker.h"
#include "tests/gui/window_driver.h"
#include "views/a11y/plot_accessible.h"
#include "views/state/study_desk.h"
#include "views/state/workbench_actions.h"
#include "views/theme/theme.h"

#include <QDockWidget>
#include <QJsonDocument>
#include <QLabel>
#include <QLineEdit>
#include <QProcess>
#include <QTabBar>
#include <QTemporaryDir>
#include <QTest>
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

// Every page at this process' scale and language: how many pixels a point has, what is cut off.
int look(const QString& path, const LookOptions& options) {
    WalkWindow window;
    const bool empty = path == QLatin1String(kWalkNothing);
    if (!empty && !window.opens(path)) return 2;
    if (!options.study.isEmpty()) {
        window.workbench.study().open(options.study);
        if (!QTest::qWaitFor([&] { return window.workbench.study().study() != nullptr; },
                             kWalkJobMs))
            return 4;
    }
    if (options.presenter) window.key(Qt::Key_F11);
    window.main->resize(options.size);
    const Document& document = window.workbench.document();
    if (!empty)
        window.workbench.selection().setCursor(
            ObjectRef::ofExpert(document.analysis()->moeLayers.front(), 3));
    Looker looker(options.size);
    lookAtPages(looker, *window.main);
    if (!empty) lookAtDialogs(looker, window);
    window.main->showPage(QStringLiteral("activation"));
    QApplication::processEvents();
    HeatMapView* const map = window.map();
    if (!map) return 3;
    const QPixmap picture = map->grab();
    tell({{QStringLiteral("ratio"), picture.devicePixelRatio()},
          {QStringLiteral("points"), map->width()},
          {QStringLiteral("pixels"), picture.width()},
          {QStringLiteral("scrolled"), looker.scrolled()},
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
    if (arguments.value(0) == QLatin1String("look"))
        return look(arguments.value(1), LookOptions::fromArguments(arguments.mid(2)));
    if (arguments.value(0) == QLatin1String("edit")) return edit(arguments.value(1));
    return describe();
}

int walkMain(int argc, char* argv[], const std::function<std::unique_ptr<QObject>()>& newTest) {
    std::unique_ptr<QTemporaryDir> home;
    if (!qEnvironmentVariableIsSet("MOQA_WALK_HOME")) {
        home = std::make_unique<QTemporaryDir>();
        qputenv("MOQA_WALK_HOME", home->path().toUtf8());
        qputenv("HOME", home->path().toUtf8());
        for (const char* kind : {"XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"})
            qputenv(kind, home->filePath(QLatin1String(kind)).toUtf8());
    }
    QApplication application(argc, argv);
    QCoreApplication::setOrganizationName(QStringLiteral("moqa"));
    QCoreApplication::setApplicationName(QStringLiteral("moqa-workbench"));
    installTranslation(application, qEnvironmentVariable(kWalkLanguage, QStringLiteral("en")));
    installPlotAccessibility();
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == QLatin1String("--child")) return walkChild(arguments.mid(2));
    return QTest::qExec(newTest().get(), argc, argv);
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
