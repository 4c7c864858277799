// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/measured_share.h"

#include <cmath>

namespace moqa {

MeasuredShare measuredShare(const LossTable& table) {
    MeasuredShare share;
    double squares = 0;
    for (const double deviation : table.uncertainty) {
        ++(deviation > 0 ? share.predicted : share.measured);
        squares += deviation * deviation;
    }
    if (share.predicted > 0)
        share.spread = std::sqrt(squares / static_cast<double>(share.predicted));
    return share;
}

} // namespace moqa
