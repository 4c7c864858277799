// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Where the window starts and returns to: open, the demo in one click, the tour, the manual, and
// what was open lately, workspaces and models apart.

#include "views/pages/page.h"
#include "views/state/recent_files.h"

class QListWidget;
class QVBoxLayout;

namespace moqa {

class WelcomePage : public Page {
    Q_OBJECT
public:
    explicit WelcomePage(Workbench& workbench, QWidget* parent = nullptr);

protected:
    void build() override;
    void refresh() override { m_files.look(); }

private:
    QWidget* actionColumn();
    QWidget* recentColumn();
    QListWidget* addList(QVBoxLayout& layout, const QString& label);
    void fillRecent();

    RecentFiles m_files;
    QListWidget *m_workspaces = nullptr, *m_models = nullptr;
};

} // namespace moqa
