// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The docks around the pages and where they stand at first. A new dock: one call of addDock in
// addWindowDocks; its object name is part of saved layouts, so it never changes.

class QMainWindow;

namespace moqa {

class Workbench;

void addWindowDocks(QMainWindow& window, Workbench& workbench);

} // namespace moqa
