// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/window_menus.h"

#include "app/gui/recent_menu.h"
#include "views/state/recent_files.h"
#include "views/state/workbench.h"
#include "views/state/workbench_actions.h"

#include <QActionGroup>
#include <QCoreApplication>
#include <QDockWidget>
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

void addThemeChoice(QMenu& menu, Workbench& workbench) {
    auto* const group = new QActionGroup(&menu);
    for (const auto& [id, choice] : {std::pair{"view.themeSystem", ThemeChoice::System},
                                     std::pair{"view.themeLight", ThemeChoice::Light},
                                     std::pair{"view.themeDark", ThemeChoice::Dark}}) {
        QAction* const action = workbench.actions().action(QLatin1String(id));
        action->setActionGroup(group);
        menu.addAction(action);
        const auto follow = [action, &workbench, choice = choice] {
            action->setChecked(workbench.settings().theme() == choice);
        };
        QObject::connect(&workbench.settings(), &Settings::themeChanged, action, follow);
        follow();
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
    const auto followSetting = [bar, &workbench] {
        const bool names =
            workbench.settings().value(QStringLiteral("view/pageBar")) == QLatin1String("text");
        bar->setToolButtonStyle(names ? Qt::ToolButtonTextUnderIcon : Qt::ToolButtonIconOnly);
    };
    followSetting();
    QObject::connect(&workbench.settings(), &Settings::valueChanged, bar, followSetting);
    bar->setIconSize(QSize(26, 26));
    bar->setMovable(false);
    for (const PageEntry& page : pageEntries())
        bar->addAction(
            workbench.actions().action(QStringLiteral("page.") + QLatin1String(page.id)));
    window.addToolBar(Qt::LeftToolBarArea, bar);
}

// Keys work only for actions that some widget holds: the recent list may be shorter than its keys.
void addHiddenActions(QMainWindow& window, const ActionCatalogue& actions) {
    for (QAction* const action : actions.actions())
        if (action->objectName().startsWith(QLatin1String("recent."))) window.addAction(action);
}

} // namespace

void addWindowMenus(QMainWindow& window, Workbench& workbench) {
    const ActionCatalogue& actions = workbench.actions();
    QMenu& file = *window.menuBar()->addMenu(Text::tr("&File"));
    addAll(file, actions, {"file.open", "file.openFolder", "file.demo"});
    auto* const recent = new RecentFiles(workbench.settings(), &window);
    file.addMenu(new RecentMenu(workbench, *recent, &file));
    addAll(file, actions,
           {"", "file.save", "file.saveAs", "", "plot.exportImage", "plot.exportData", "",
            "file.reload", "file.close", "file.quit"});

    QMenu& edit = *window.menuBar()->addMenu(Text::tr("&Edit"));
    addAll(edit, actions,
           {"edit.undo", "edit.redo", "", "edit.clearSelection", "selection.query", "selection.all",
            "selection.invert", "selection.layers", "selection.columns", "", "plan.fewerBits",
            "plan.moreBits", "plan.lock", "", "edit.find", "edit.settings"});

    QMenu& work = *window.menuBar()->addMenu(Text::tr("&Work"));
    addAll(work, actions,
           {"work.corpora", "work.measure", "work.plan", "", "work.quantize", "work.evaluate",
            "work.export", "", "work.adapt", "work.savePatch", "work.addPatch", "",
            "work.openStudy", "work.saveStudy"});

    QMenu& view = *window.menuBar()->addMenu(Text::tr("&View"));
    for (const PageEntry& page : pageEntries())
        view.addAction(actions.action(QStringLiteral("page.") + QLatin1String(page.id)));
    view.addSeparator();
    addThemeChoice(*view.addMenu(Text::tr("&Theme")), workbench);
    QMenu& panels = *view.addMenu(Text::tr("&Panels"));
    for (QDockWidget* const dock : window.findChildren<QDockWidget*>())
        panels.addAction(dock->toggleViewAction());
    addAll(panels, actions, {"", "view.nextPanel", "view.previousPanel"});
    QMenu& layouts = *view.addMenu(Text::tr("&Layout"));
    addAll(layouts, actions,
           {"view.layoutExplore", "view.layoutQuantize", "view.layoutCompare", "",
            "view.resetLayout"});
    addAll(view, actions, {"", "view.presenter"});

    QMenu& help = *window.menuBar()->addMenu(Text::tr("&Help"));
    addAll(help, actions,
           {"help.manual", "help.whatsThis", "help.tour", "", "help.palette", "help.keys", "",
            "help.about"});
    addPageBar(window, workbench);
    addHiddenActions(window, actions);
}

} // namespace moqa
