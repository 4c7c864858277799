// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/window_menus.h"

#include "views/state/workbench.h"
#include "views/state/workbench_actions.h"
#include "views/theme/theme.h"

#include <QActionGroup>
#include <QApplication>
#include <QDockWidget>
#include <QFileInfo>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>
#include <QPainter>
#include <QToolBar>

namespace moqa {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(moqa::WindowMenus)
};

void addAll(QMenu& menu, const ActionCatalogue& actions, std::initializer_list<const char*> ids) {
    for (const char* id : ids) {
        if (*id)
            menu.addAction(actions.action(QLatin1String(id)));
        else
            menu.addSeparator();
    }
}

void fillRecent(QMenu& menu, Workbench& workbench) {
    menu.clear();
    int number = 0;
    for (const QString& path : workbench.settings().recentPaths()) {
        const QString name = QFileInfo(path).fileName();
        QAction* const action =
            menu.addAction(QStringLiteral("%1  %2").arg(++number).arg(name.toHtmlEscaped()),
                           &workbench, [&workbench, path] { workbench.openPaths({path}); });
        action->setStatusTip(path);
        action->setToolTip(path);
        if (number <= 9)
            action->setShortcut(QKeySequence(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_0 + number)));
    }
    menu.addSeparator();
    QAction* const clear = menu.addAction(Text::tr("&Clear the list"), &workbench.settings(),
                                          &Settings::clearRecentPaths);
    clear->setEnabled(number > 0);
}

void addThemeChoice(QMenu& menu, Workbench& workbench) {
    auto* const group = new QActionGroup(&menu);
    for (const auto& [id, choice] : {std::pair{"view.themeSystem", ThemeChoice::System},
                                     std::pair{"view.themeLight", ThemeChoice::Light},
                                     std::pair{"view.themeDark", ThemeChoice::Dark}}) {
        QAction* const action = workbench.actions().action(QLatin1String(id));
        action->setActionGroup(group);
        action->setChecked(workbench.settings().theme() == choice);
        menu.addAction(action);
        QObject::connect(action, &QAction::triggered, &workbench,
                         [&workbench, choice = choice] { workbench.settings().setTheme(choice); });
    }
}

// Flat: Fusion shades tall bars from side to side, which looks like a fault.
class PageBar final : public QToolBar {
public:
    using QToolBar::QToolBar;

protected:
    void paintEvent(QPaintEvent*) override { QPainter(this).fillRect(rect(), palette().window()); }
};

void addPageBar(QMainWindow& window, Workbench& workbench) {
    auto* const bar = new PageBar(Text::tr("Pages"), &window);
    bar->setObjectName(QStringLiteral("bar.pages"));
    bar->setToolButtonStyle(Qt::ToolButtonTextUnderIcon);
    bar->setIconSize(QSize(26, 26));
    bar->setMovable(false);
    for (const PageEntry& page : pageEntries())
        bar->addAction(
            workbench.actions().action(QStringLiteral("page.") + QLatin1String(page.id)));
    window.addToolBar(Qt::LeftToolBarArea, bar);
}

} // namespace

void addWindowMenus(QMainWindow& window, Workbench& workbench) {
    const ActionCatalogue& actions = workbench.actions();
    QMenu& file = *window.menuBar()->addMenu(Text::tr("&File"));
    addAll(file, actions, {"file.open", "file.openFolder", "file.demo"});
    QMenu& recent = *file.addMenu(Text::tr("&Recent"));
    recent.setToolTipsVisible(true);
    fillRecent(recent, workbench);
    QObject::connect(&workbench.settings(), &Settings::recentPathsChanged, &recent,
                     [&recent, &workbench] { fillRecent(recent, workbench); });
    addAll(file, actions, {"", "file.save", "file.saveAs", "", "file.close", "file.quit"});

    QMenu& edit = *window.menuBar()->addMenu(Text::tr("&Edit"));
    addAll(edit, actions,
           {"edit.undo", "edit.redo", "", "edit.clearSelection", "", "plan.fewerBits",
            "plan.moreBits", "plan.lock"});

    QMenu& work = *window.menuBar()->addMenu(Text::tr("&Work"));
    addAll(work, actions,
           {"work.corpora", "work.plan", "", "work.quantize", "work.evaluate", "work.export"});

    QMenu& view = *window.menuBar()->addMenu(Text::tr("&View"));
    for (const PageEntry& page : pageEntries())
        view.addAction(actions.action(QStringLiteral("page.") + QLatin1String(page.id)));
    view.addSeparator();
    addThemeChoice(*view.addMenu(Text::tr("&Colours")), workbench);
    QMenu& panels = *view.addMenu(Text::tr("&Panels"));
    for (QDockWidget* const dock : window.findChildren<QDockWidget*>())
        panels.addAction(dock->toggleViewAction());
    addAll(view, actions, {"view.resetLayout"});

    QMenu& help = *window.menuBar()->addMenu(Text::tr("&Help"));
    addAll(help, actions, {"help.keys", "help.about"});
    addPageBar(window, workbench);
    QObject::connect(&workbench.settings(), &Settings::themeChanged, &window,
                     [&workbench] { applyThemeChoice(*qApp, workbench.settings().theme()); });
}

} // namespace moqa
