// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The one door to QCustomPlot.

#include <qcustomplot.h>
