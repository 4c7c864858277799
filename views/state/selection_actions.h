// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace moqa {

class Workbench;

// selection.query (whoever shows a query line connects it), .invert, .layers, .columns.
void addSelectionActions(Workbench& workbench);

} // namespace moqa
