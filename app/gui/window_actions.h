// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Actions that need the window: a dialog first, or a page to show. All others are connected to
// their verb where they are made (views/state/workbench_actions).

namespace moqa {

class MainWindow;
class Workbench;

void connectWindowActions(MainWindow& window, Workbench& workbench);
// Which actions make sense for what the document holds now.
void updateEnabledActions(Workbench& workbench);

} // namespace moqa
