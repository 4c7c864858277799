// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Menus and the page bar, fed from the catalogue of actions.

class QMainWindow;

namespace moqa {

class Workbench;

void addWindowMenus(QMainWindow& window, Workbench& workbench);

} // namespace moqa
