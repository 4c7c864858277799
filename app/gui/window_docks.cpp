// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/window_docks.h"

#include "views/panels/inspector_panel.h"
#include "views/panels/jobs_panel.h"
#include "views/panels/log_panel.h"
#include "views/panels/model_panel.h"
#include "views/panels/notes_panel.h"
#include "views/panels/plan_library.h"
#include "views/state/workbench.h"

#include <QCoreApplication>
#include <QDockWidget>
#include <QMainWindow>
#include <QUndoView>

namespace moqa {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(moqa::WindowDocks)
};

QDockWidget* addDock(QMainWindow& window, const char* id, const QString& title, QWidget* content,
                     Qt::DockWidgetArea area) {
    auto* const dock = new QDockWidget(title, &window);
    dock->setObjectName(QLatin1String(id));
    dock->setWidget(content);
    window.addDockWidget(area, dock);
    return dock;
}

QUndoView* newHistory(Workbench& workbench, QWidget* parent) {
    auto* const history = new QUndoView(&workbench.document().undoStack(), parent);
    history->setEmptyLabel(Text::tr("As opened"));
    history->setAccessibleName(Text::tr("History of edits"));
    history->setFrameShape(QFrame::NoFrame);
    return history;
}

} // namespace

void addWindowDocks(QMainWindow& window, Workbench& workbench) {
    window.setDockNestingEnabled(true);
    window.setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
    auto* const inspector =
        addDock(window, "dock.inspector", Text::tr("Inspector"),
                new InspectorPanel(workbench, &window), Qt::RightDockWidgetArea);
    auto* const model = addDock(window, "dock.model", Text::tr("Model"),
                                new ModelPanel(workbench, &window), Qt::RightDockWidgetArea);
    auto* const jobs = addDock(window, "dock.jobs", Text::tr("Jobs"),
                               new JobsPanel(workbench.jobs(), &window), Qt::BottomDockWidgetArea);
    auto* const lines = new LogPanel(workbench.log(), &window);
    QObject::connect(lines, &LogPanel::jumpRequested, &workbench, &Workbench::showNamed);
    auto* const log = addDock(window, "dock.log", Text::tr("Log"), lines, Qt::BottomDockWidgetArea);
    auto* const history = addDock(window, "dock.history", Text::tr("History"),
                                  newHistory(workbench, &window), Qt::BottomDockWidgetArea);
    auto* const plans = addDock(window, "dock.plans", Text::tr("Plans"),
                                new PlanLibrary(workbench, &window), Qt::BottomDockWidgetArea);
    window.tabifyDockWidget(log, history);
    auto* const notes =
        addDock(window, "dock.notes", Text::tr("Notes"),
                new NotesPanel(workbench.document(), &window), Qt::BottomDockWidgetArea);
    window.tabifyDockWidget(history, plans);
    window.tabifyDockWidget(plans, notes);
    log->raise();
    window.resizeDocks({inspector, model}, {310, 310}, Qt::Horizontal);
    window.resizeDocks({inspector, model}, {380, 300}, Qt::Vertical);
    window.resizeDocks({jobs, log}, {130, 130}, Qt::Vertical);
    window.resizeDocks({jobs, log}, {360, 640}, Qt::Horizontal);
}

} // namespace moqa
