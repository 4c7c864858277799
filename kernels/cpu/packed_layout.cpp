// SPDX-License-Identifier: GPL-3.0-or-later
#include "cpu/packed_layout.h"

#include <algorithm>
#include <cstring>

namespace moqa::kernels {

namespace {

int64_t ceilDivide(int64_t a, int64_t b) { return (a + b - 1) / b; }

// Copies `count` bits from bit `from` of a row of rowBytes on to a byte boundary. What follows them
// in the last byte does not matter.
void copyBits(const uint8_t* row, int64_t rowBytes, int64_t from, int64_t count, uint8_t* out) {
    const int shift = static_cast<int>(from % 8);
    const uint8_t* source = row + from / 8;
    const int64_t available = rowBytes - from / 8;
    for (int64_t i = 0; i < ceilDivide(count, 8); ++i) {
        const int next = i + 1 < available ? source[i + 1] : 0;
        out[i] = static_cast<uint8_t>((source[i] | next << 8) >> shift);
    }
}

} // namespace

PackedLayout::PackedLayout(const PackedMatrix& matrix)
    : cols(matrix.cols),
      groupSize(matrix.groupSize > 0 ? std::min(matrix.groupSize, std::max<int64_t>(1, cols))
                                     : std::max<int64_t>(1, cols)),
      groups(std::max<int64_t>(1, ceilDivide(cols, groupSize))) {
    shape.groupBlocks = ceilDivide(groupSize, kBlock);
    const int64_t last = cols - (groups - 1) * groupSize;
    const int64_t lastBlocks = ceilDivide(last, kBlock);
    shape.blocks = (groups - 1) * shape.groupBlocks + lastBlocks;
    pieces = (groups - 1) * ceilDivide(shape.groupBlocks, kPieceBlocks) +
             ceilDivide(lastBlocks, kPieceBlocks);
    asStored = groups == 1 || groupSize % kBlock == 0;
}

const uint8_t* rowCodes(const PackedMatrix& matrix, const PackedLayout& layout, int64_t row,
                        uint8_t* aligned) {
    const int64_t bytes = layout.alignedBytes(matrix.bits);
    const uint8_t* stored = matrix.codes + row * matrix.rowBytes;
    if (layout.asStored && row * matrix.rowBytes + bytes <= matrix.rows * matrix.rowBytes)
        return stored;
    std::memset(aligned, 0, static_cast<size_t>(bytes));
    if (layout.asStored) {
        const int64_t used = std::min(matrix.rowBytes, bytes);
        std::memcpy(aligned, stored, static_cast<size_t>(used));
        return aligned;
    }
    for (int64_t g = 0; g < layout.groups; ++g) {
        const int64_t first = g * layout.groupSize;
        const int64_t count = std::min(layout.groupSize, layout.cols - first);
        copyBits(stored, matrix.rowBytes, first * matrix.bits, count * matrix.bits,
                 aligned + g * layout.shape.groupBlocks * 4 * matrix.bits);
    }
    return aligned;
}

void padRow(const PackedLayout& layout, const float* x, float* out) {
    const int64_t padded = layout.shape.groupBlocks * kBlock;
    for (int64_t g = 0; g < layout.groups; ++g) {
        const int64_t first = g * layout.groupSize;
        const int64_t count = std::min(layout.groupSize, layout.cols - first);
        const int64_t end = std::min(padded, layout.paddedCols() - g * padded);
        std::copy(x + first, x + first + count, out + g * padded);
        std::fill(out + g * padded + count, out + g * padded + end, 0.0f);
    }
}

} // namespace moqa::kernels
