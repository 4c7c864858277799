// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Tells screen readers that a plot is a chart, what it shows and what is under the cursor: without
// it QCustomPlot is a nameless client area.

namespace moqa {

// Once, before the first window.
void installPlotAccessibility();

} // namespace moqa
