// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Round to nearest: every weight to the nearest point of its group's grid. Any thread, parallel
// inside when called from a serial one.

#include "core/base/progress.h"
#include "core/quantize/grid.h"

namespace moqa {

// weight finite. columnWeights (diag H, one per column) is used by GridSearch::Hessian; may be
// null. Cancelled is the only error.
Result<QuantizedTensor> quantizeRtn(MatrixView weight, WeightId id, const UnitFormat& format,
                                    GridSearch search, const float* columnWeights,
                                    const Progress& progress);

} // namespace moqa
