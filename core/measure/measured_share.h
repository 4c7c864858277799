// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// How much of a loss table was measured and how much predicted from a sample. Pure function.

#include "core/plan/loss_table.h"

namespace moqa {

struct MeasuredShare {
    size_t measured = 0, predicted = 0; // units: at every format; at one, the others predicted
    double spread = 0; // of the predicted ones: relative standard deviation, root mean square
};

MeasuredShare measuredShare(const LossTable& table);

} // namespace moqa
