// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// How the loops of packed_loops.h see a PackedMatrix and the rows of x: every group padded to whole
// blocks. Where groups are multiples of a block the stored rows are already so.

#include "cpu/packed_loops.h"
#include "moqa/packed.h"

namespace moqa::kernels {

struct PackedLayout {
    explicit PackedLayout(const PackedMatrix& matrix);

    int64_t cols, groupSize, groups;
    PackedShape shape;
    int64_t pieces; // of x, per row
    bool asStored;  // a stored row is a row of blocks

    int64_t paddedCols() const { return shape.blocks * kBlock; }
    // Bytes that rowCodes may need.
    int64_t alignedBytes(int bits) const { return shape.blocks * 4 * bits + kPackedSlack; }
    bool operator==(const PackedLayout& other) const {
        return cols == other.cols && groupSize == other.groupSize;
    }
};

// The codes of a row as the loops want them: in the matrix if they may be read there, else in
// `aligned`.
const uint8_t* rowCodes(const PackedMatrix& matrix, const PackedLayout& layout, int64_t row,
                        uint8_t* aligned);
// A row of x with padded groups; padding is 0.
void padRow(const PackedLayout& layout, const float* x, float* out);

} // namespace moqa::kernels
