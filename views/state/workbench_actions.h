// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Fills the catalogue: every action's text, keys and icon in one place. Those that are a verb of
// the workbench are connected here; those that need a dialog or a page, by the window or page.

#include <QStringList>

namespace moqa {

class Workbench;

struct PageEntry {
    const char* id;
    const char* title; // translated when shown
    const char* icon;
};
// In the order of the work: welcome first.
const QList<PageEntry>& pageEntries();

// Actions recent.1 to recent.9.
constexpr int kRecentKeys = 9;

void addWorkbenchActions(Workbench& workbench);

} // namespace moqa
