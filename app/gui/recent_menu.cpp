// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/recent_menu.h"

#include "views/state/recent_files.h"
#include "views/state/workbench.h"
#include "views/state/workbench_actions.h"

#include <QFileInfo>

namespace moqa {

namespace {

QString nameOf(const QString& path) {
    return QFileInfo(path).fileName().replace(QLatin1Char('&'), QLatin1String("&&"));
}

} // namespace

RecentMenu::RecentMenu(Workbench& workbench, RecentFiles& recent, QWidget* parent)
    : QMenu(tr("&Recent"), parent), m_workbench(workbench), m_recent(recent) {
    setToolTipsVisible(true);
    for (int number = 1; number <= kRecentKeys; ++number) {
        const QString id = QStringLiteral("recent.%1").arg(number);
        // Not to the menu: it disconnects from itself whatever is taken out of it.
        connect(workbench.actions().action(id), &QAction::triggered, &recent,
                [&workbench, &recent, number] {
                    const auto index = static_cast<size_t>(number - 1);
                    if (index < recent.files().size())
                        workbench.openPaths({recent.files()[index].path});
                });
    }
    connect(&recent, &RecentFiles::changed, this, &RecentMenu::fill);
    connect(this, &QMenu::aboutToShow, &recent, &RecentFiles::look);
    fill();
}

void RecentMenu::fill() {
    clear(); // deletes the entries of its own; those of the catalogue live on
    const auto& files = m_recent.files();
    const ActionCatalogue& catalogue = m_workbench.actions();
    for (size_t i = 0; i < files.size(); ++i) {
        const RecentFile& file = files[i];
        if (i == 0 || file.isWorkspace != files[i - 1].isWorkspace)
            addSection(file.isWorkspace ? tr("Workspaces") : tr("Models"));
        const QString id = QStringLiteral("recent.%1").arg(i + 1);
        QAction* action = catalogue.action(id);
        if (!action) action = addAction(QString());
        action->setText(file.missing ? tr("%1 (missing)").arg(nameOf(file.path))
                                     : nameOf(file.path));
        action->setStatusTip(file.path);
        action->setToolTip(file.path);
        if (catalogue.action(id)) {
            m_workbench.actions().setEnabled(id, !file.missing, tr("the file is missing"));
            addAction(action);
        } else {
            action->setEnabled(!file.missing);
            connect(action, &QAction::triggered, this,
                    [this, path = file.path] { m_workbench.openPaths({path}); });
        }
        if (file.missing) {
            QAction* const remove =
                addAction(tr("    Remove %1 from the list").arg(nameOf(file.path)));
            // Queued: the list that changes deletes this very action.
            connect(
                remove, &QAction::triggered, this,
                [this, path = file.path] { m_workbench.settings().removeRecentPath(path); },
                Qt::QueuedConnection);
        }
    }
    for (size_t i = files.size(); i < static_cast<size_t>(kRecentKeys); ++i)
        m_workbench.actions().setEnabled(QStringLiteral("recent.%1").arg(i + 1), false,
                                         tr("the recent list is shorter"));
    addSeparator();
    QAction* const clearAll = addAction(tr("&Clear the list"));
    connect(clearAll, &QAction::triggered, &m_workbench.settings(), &Settings::clearRecentPaths,
            Qt::QueuedConnection);
    clearAll->setEnabled(!files.empty());
}

} // namespace moqa
