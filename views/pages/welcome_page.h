// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Where the window starts and returns to: open, the demo in one click, what was open lately.

#include "views/pages/page.h"

class QListWidget;

namespace moqa {

class WelcomePage : public Page {
    Q_OBJECT
public:
    explicit WelcomePage(Workbench& workbench, QWidget* parent = nullptr);

protected:
    void build() override;

private:
    QWidget* actionColumn();
    QWidget* recentColumn();
    void fillRecent();
    QListWidget* m_recent = nullptr;
};

} // namespace moqa
