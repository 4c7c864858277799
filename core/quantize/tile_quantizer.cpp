// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/tile_quantizer.h"

#include "core/base/half.h"
#include "core/base/parallel.h"

#include <algorithm>

namespace moqa {

namespace {

constexpr int64_t kBlockColumns = 128; // quantizers.md 1.1 step 6

// Blocks hold whole groups, so that a group's grid is always found from columns that have all
// updates of the earlier ones (the trap of step 7).
int64_t blockWidth(int64_t group, bool wholeRow) {
    if (wholeRow) return kBlockColumns;
    return group >= kBlockColumns ? group : kBlockColumns / group * group;
}

} // namespace

TileQuantizer::TileQuantizer(MatrixView weight, WeightId id, const UnitFormat& format,
                             GridSearch search, const GptqFactor* factor,
                             const float* columnWeights)
    : m_weight(weight), m_rule{format.bits, format.symmetric, search}, m_factor(factor),
      m_columnWeights(columnWeights), m_groupWidth(groupWidth(format, weight.cols)),
      m_blockWidth(blockWidth(m_groupWidth, m_groupWidth == weight.cols)),
      m_staticGroups(factor == nullptr || factor->actOrder || factor->cached > 0 ||
                     m_groupWidth == weight.cols),
      m_grids(weight.rows, (weight.cols + m_groupWidth - 1) / m_groupWidth),
      m_scratch(static_cast<size_t>(threadLimit())) {
    m_tensor.id = id;
    m_tensor.format = format;
    m_tensor.rows = weight.rows;
    m_tensor.cols = weight.cols;
    const size_t cells = static_cast<size_t>(weight.rows * m_grids.groups);
    m_tensor.codes.resize(static_cast<size_t>(weight.rows * m_tensor.rowBytes()));
    m_tensor.scales.resize(cells);
    if (!format.symmetric && format.bits > 1) m_tensor.zeroPoints.resize(cells);
    if (factor != nullptr) m_cached = Matrix(weight.rows, factor->cached);
}

int64_t TileQuantizer::column(int64_t position) const {
    return m_factor != nullptr ? m_factor->order[static_cast<size_t>(position)] : position;
}

// Copies the tile's rows (zeros beyond the last, zeros in dead columns), finds static grids from
// them, and lays them out column by column in the order of work.
void TileQuantizer::load(int64_t tile, Scratch& scratch) {
    const int64_t cols = m_weight.cols;
    const size_t cells = static_cast<size_t>(cols * kTileRows);
    scratch.rows.assign(cells, 0.0f);
    scratch.values.resize(cells);
    scratch.codes.resize(cells);
    scratch.errors.resize(static_cast<size_t>(m_blockWidth * kTileRows));
    const int64_t count = std::min(kTileRows, m_weight.rows - tile * kTileRows);
    for (int64_t r = 0; r < count; ++r) {
        float* row = scratch.rows.data() + r * cols;
        std::copy_n(m_weight.row(tile * kTileRows + r), cols, row);
        if (m_factor == nullptr) continue;
        for (int64_t c = 0; c < cols; ++c)
            if (m_factor->dead[static_cast<size_t>(c)] != 0) row[c] = 0.0f;
    }
    if (m_staticGroups)
        for (int64_t g = 0; g < m_grids.groups; ++g) findGroup(tile, g, scratch, false);
    for (int64_t i = 0; i < cols; ++i) {
        const float* source = scratch.rows.data() + column(i);
        float* target = scratch.values.data() + i * kTileRows;
        for (int64_t r = 0; r < kTileRows; ++r) target[r] = source[r * cols];
    }
}

// fromValues: from the updated columns (only without act-order, where position = column).
void TileQuantizer::findGroup(int64_t tile, int64_t group, Scratch& scratch, bool fromValues) {
    const int64_t begin = group * m_groupWidth;
    const int64_t width = std::min(m_groupWidth, m_weight.cols - begin);
    const float* weights = m_columnWeights != nullptr ? m_columnWeights + begin : nullptr;
    const int64_t count = std::min(kTileRows, m_weight.rows - tile * kTileRows);
    for (int64_t r = 0; r < count; ++r) {
        float* row = scratch.rows.data() + r * m_weight.cols + begin;
        if (fromValues)
            for (int64_t c = 0; c < width; ++c)
                row[c] = scratch.values[static_cast<size_t>((begin + c) * kTileRows + r)];
        m_grids.set(tile * kTileRows + r, group, findGrid(row, width, m_rule, weights));
    }
}

// Positions [begin, end): rounds each column and spreads its error over the rest of the block.
double TileQuantizer::roundColumns(int64_t tile, int64_t begin, int64_t end, Scratch& scratch) {
    double loss = 0;
    for (int64_t i = begin; i < end; ++i) {
        if (!m_staticGroups && i % m_groupWidth == 0)
            findGroup(tile, i / m_groupWidth, scratch, true);
        const int64_t group = column(i) / m_groupWidth;
        const int64_t grid = group * m_grids.rows + tile * kTileRows;
        const float* u = m_factor != nullptr ? m_factor->upper.data() + i * m_factor->n : nullptr;
        TileColumn work;
        work.values = scratch.values.data() + i * kTileRows;
        work.step = m_grids.step.data() + grid;
        work.zero = m_grids.zero.data() + grid;
        work.codes = scratch.codes.data() + column(i) * kTileRows;
        work.errors = scratch.errors.data() + (i - begin) * kTileRows;
        work.maxCode = m_rule.maxCode();
        work.diagonal = u != nullptr ? u[i] : 1.0f;
        loss += quantizeTileColumn(work);
        if (u != nullptr)
            updateTile(end - i - 1, 1, u + i + 1, m_factor->n, work.errors,
                       work.values + kTileRows);
    }
    return loss;
}

double TileQuantizer::run(int64_t tile, int worker) {
    Scratch& scratch = m_scratch[static_cast<size_t>(worker)];
    load(tile, scratch);
    const int64_t cols = m_weight.cols;
    double loss = 0;
    for (int64_t begin = 0; begin < cols; begin += m_blockWidth) {
        const int64_t end = std::min(cols, begin + m_blockWidth);
        loss += roundColumns(tile, begin, end, scratch);
        if (m_factor != nullptr)
            updateTile(cols - end, end - begin, m_factor->upper.data() + begin * cols + end, cols,
                       scratch.errors.data(), scratch.values.data() + end * kTileRows);
    }
    store(tile, scratch);
    return loss;
}

void TileQuantizer::store(int64_t tile, Scratch& scratch) {
    const int64_t cols = m_weight.cols;
    const int64_t rowBytes = m_tensor.rowBytes();
    const bool oneBit = m_rule.bits == 1;
    scratch.rowCodes.resize(static_cast<size_t>(cols));
    const int64_t count = std::min(kTileRows, m_weight.rows - tile * kTileRows);
    for (int64_t r = 0; r < count; ++r) {
        const int64_t row = tile * kTileRows + r;
        for (int64_t c = 0; c < cols; ++c)
            scratch.rowCodes[static_cast<size_t>(c)] =
                scratch.codes[static_cast<size_t>(c * kTileRows + r)];
        for (int64_t k = 0; k < m_cached.cols; ++k)
            m_cached.row(row)[k] =
                scratch.values[static_cast<size_t>((cols - m_cached.cols + k) * kTileRows + r)];
        packRow(scratch.rowCodes.data(), cols, m_rule.bits, m_tensor.codes.data() + row * rowBytes,
                rowBytes);
        for (int64_t g = 0; g < m_grids.groups; ++g) {
            const size_t from = static_cast<size_t>(g * m_grids.rows + row);
            const size_t to = static_cast<size_t>(row * m_grids.groups + g);
            const float step = m_grids.step[from];
            m_tensor.scales[to] = f32ToF16(oneBit ? step / 2.0f : step);
            if (!m_tensor.zeroPoints.empty())
                m_tensor.zeroPoints[to] = static_cast<uint8_t>(m_grids.zero[from]);
        }
    }
}

} // namespace moqa
