// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Colour gradients of heat maps. QCustomPlot ships no perceptually uniform one (and does ship jet),
// so the stops are ours: viridis and cividis sampled from matplotlib's tables (CC0), and
// ColorBrewer's RdBu for values around zero.

#include "views/plots/qcp.h"
#include "views/state/view_state.h"
#include "views/theme/theme.h"

namespace moqa {

QCPColorGradient amountGradient(ColourMap map, bool reversed, const Theme& theme);
QCPColorGradient signedGradient(bool reversed, const Theme& theme);
// One flat band for each of drawnWidths(); data are width slots + 0.5 within [0, widths].
QCPColorGradient widthGradient(const Theme& theme);
double widthSlot(int bits); // NaN for a width that is not drawn
QCPRange widthSlotRange();

} // namespace moqa
