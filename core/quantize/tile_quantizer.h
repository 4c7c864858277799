// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The loop that RTN and GPTQ share: rows in tiles of kTileRows, each tile from its original values
// to packed codes by one thread. With a factor the error of a column is spread over the columns
// still to come; without one that is all that is left out.

#include "core/base/tensor.h"
#include "core/quantize/gptq.h"
#include "core/quantize/quantized_tensor.h"
#include "core/quantize/vector_loops.h"

namespace moqa {

class TileQuantizer {
public:
    // All arguments outlive the object. factor null: round to nearest.
    TileQuantizer(MatrixView weight, WeightId id, const UnitFormat& format, GridSearch search,
                  const GptqFactor* factor, const float* columnWeights);

    int64_t tiles() const { return m_grids.rows / kTileRows; }
    // worker names the scratch to use; distinct tiles may run at once on distinct workers.
    // Returns sum of ((w - q) / U_ii)^2.
    double run(int64_t tile, int worker);
    QuantizedTensor take() { return std::move(m_tensor); }
    // [rows, factor->cached]: the cached columns just before rounding.
    Matrix takeCached() { return std::move(m_cached); }

private:
    struct Scratch {
        std::vector<float> rows, values, errors;
        std::vector<uint8_t> codes, rowCodes;
    };
    int64_t column(int64_t position) const;
    void load(int64_t tile, Scratch& scratch);
    void findGroup(int64_t tile, int64_t group, Scratch& scratch, bool fromValues);
    double roundColumns(int64_t tile, int64_t begin, int64_t end, Scratch& scratch);
    void store(int64_t tile, Scratch& scratch);

    MatrixView m_weight;
    GridRule m_rule;
    const GptqFactor* m_factor;
    const float* m_columnWeights;
    int64_t m_groupWidth;
    int64_t m_blockWidth;
    bool m_staticGroups;
    GridTable m_grids;
    QuantizedTensor m_tensor;
    Matrix m_cached;
    std::vector<Scratch> m_scratch;
};

} // namespace moqa
