// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What the tests of the window's shell share: a window with settings of its own for each test, what
// is asked of it by name, and which of its widgets a screen reader could not name.

#include "app/gui/main_window.h"

#include <QObject>
#include <QPushButton>
#include <memory>

namespace moqa {

// Focusable widgets without an accessible name.
QStringList namelessIn(const QWidget& root);
// By the beginning of its text; null if there is none.
QPushButton* buttonIn(const QWidget& root, const char* text);

class ShellTest : public QObject {
protected:
    void begin(); // forgets all settings
    void end();
    void open(); // another window, with the settings that there are
    void openModel();
    QAction* action(const char* id) const;
    void trigger(const char* id) const;

    std::unique_ptr<Workbench> m_workbench;
    std::unique_ptr<MainWindow> m_window;
};

} // namespace moqa
