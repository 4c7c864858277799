// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/rtn.h"

#include "core/base/parallel.h"
#include "core/quantize/tile_quantizer.h"

namespace moqa {

QuantizedTensor quantizeRtn(MatrixView weight, WeightId id, const UnitFormat& format,
                            GridSearch search, const float* columnWeights) {
    TileQuantizer tiles(weight, id, format, search, nullptr, columnWeights);
    parallelFor(tiles.tiles(), [&](int64_t tile, int worker) { tiles.run(tile, worker); });
    return tiles.take();
}

} // namespace moqa
