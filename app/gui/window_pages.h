// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The one table of the window's page classes. A new page: a row of pageEntries (id, title, icon)
// and a row here.

#include <QString>

class QWidget;

namespace moqa {

class Page;
class Workbench;

// The page of an id of pageEntries, not composed before it is shown; null if no class draws it.
Page* newPage(const QString& id, Workbench& workbench, QWidget* parent);

} // namespace moqa
