// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The menu of recent files: workspaces, then models, the first nine with a key; what is gone is
// greyed and can be taken from the list. Follows the list and the disk. GUI thread.

#include <QMenu>

namespace moqa {

class RecentFiles;
class Workbench;

class RecentMenu : public QMenu {
    Q_OBJECT
public:
    RecentMenu(Workbench& workbench, RecentFiles& recent, QWidget* parent = nullptr);

private:
    void fill();
    Workbench& m_workbench;
    RecentFiles& m_recent;
};

} // namespace moqa
