// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// F6 and Shift+F6: the keys go round from the page through the visible docks, each time to where
// they last were in it.

class QMainWindow;

namespace moqa {

// step: +1 or -1.
void focusNextPanel(QMainWindow& window, int step);

} // namespace moqa
