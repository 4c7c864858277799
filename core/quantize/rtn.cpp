// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/rtn.h"

#include "core/base/parallel.h"
#include "core/quantize/tile_quantizer.h"

namespace moqa {

Result<QuantizedTensor> quantizeRtn(MatrixView weight, WeightId id, const UnitFormat& format,
                                    GridSearch search, const float* columnWeights,
                                    const Progress& progress) {
    TileQuantizer tiles(weight, id, format, search, nullptr, columnWeights);
    parallelFor(tiles.tiles(), [&](int64_t tile, int worker) {
        if (!progress.cancelled()) tiles.run(tile, worker);
    });
    MOQA_CHECK(checkCancelled(progress));
    return tiles.take();
}

} // namespace moqa
