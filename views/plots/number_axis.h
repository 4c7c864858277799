// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Axes of numbers in the user's locale. QCustomPlot sets "1e-3" as a power of ten, but not the
// "1E-03" that most locales write: the ticks from here are written so that it does.

#include "views/plots/qcp.h"

namespace moqa {

// As many ticks as the axis has room for.
QSharedPointer<QCPAxisTicker> numberTicker(const QCPAxis& axis, bool logarithmic);
// Scale, ticks and their format.
void makeNumberAxis(QCPAxis& axis, bool logarithmic);

} // namespace moqa
