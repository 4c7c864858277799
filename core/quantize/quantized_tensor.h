// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A quantized weight [out, in] as it is stored (model-formats.md 5.9): unsigned codes packed
// LSB-first along each row, one f16 scale (and zero point) per group of input columns.
//   w = (q - z) * s,  z = 2^(bits-1) when symmetric;  bits == 1: w = (2q - 1) * s.
// A compensation adds left right to all of it. With real zero points z is an f16 of its own instead
// of a code.

#include "core/base/result.h"
#include "core/base/tensor.h"
#include "core/plan/plan.h"
#include "moqa/packed.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace moqa {

struct QuantizedTensor {
    WeightId id;
    UnitFormat format; // bits 1..8
    int64_t rows = 0, cols = 0;
    std::vector<uint8_t> codes;      // [rows, rowBytes()]
    std::vector<uint16_t> scales;    // f16 [rows, groups()]
    std::vector<uint8_t> zeroPoints; // [rows, groups()], empty when symmetric, 1 bit or real
    std::vector<uint16_t> realZeros; // f16 [rows, groups()] in zeroPoints' place; format.realZeros
    std::vector<uint16_t> left, right; // f16 [rows, rank] and [rank, cols]; format.rank

    int64_t groups() const;
    int64_t rowBytes() const; // ceil(cols*bits/8) padded to a multiple of 4
    int64_t storedBytes() const;
};

// Packs and unpacks one row of unsigned codes < 2^bits.
void packRow(const uint8_t* codes, int64_t cols, int bits, uint8_t* out, int64_t rowBytes);
void unpackRow(const uint8_t* packed, int64_t cols, int bits, uint8_t* codes);

// Rows [row, row+count) as f32.
void dequantizeRows(const QuantizedTensor& tensor, int64_t row, int64_t count, float* out);
Matrix dequantize(const QuantizedTensor& tensor);
// For products with its codes, valid as long as it; absent with a compensation, which they lack.
std::optional<kernels::PackedMatrix> packedView(const QuantizedTensor& tensor);

} // namespace moqa
