// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Tensors as the engine sees them: a dtype, a shape and bytes somewhere else (TensorView), or an
// owned f32 matrix (Matrix). All row-major, last dimension fastest.

#include "core/base/result.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace moqa {

enum class DType : uint8_t {
    Bool,
    F4,
    F6E2M3,
    F6E3M2,
    U8,
    I8,
    F8E5M2,
    F8E4M3,
    F8E8M0,
    F8E4M3Fnuz,
    F8E5M2Fnuz,
    I16,
    U16,
    F16,
    BF16,
    I32,
    U32,
    F32,
    C64,
    F64,
    I64,
    U64,
};

int bitsOf(DType dtype);
// The safetensors spelling ("BF16").
const char* nameOf(DType dtype);
Result<DType> parseDType(std::string_view name);

struct TensorView {
    DType dtype = DType::F32;
    std::vector<int64_t> shape;
    std::span<const std::byte> bytes; // not necessarily aligned; borrowed from its owner
};

// Widens count elements at src (any alignment) to f32. F32, F16, BF16, F64, F8E4M3, F8E5M2 and the
// integer types; BadInput for the others.
Status widenToF32(DType dtype, const std::byte* src, int64_t count, float* dst);

// f32 [rows, cols], contiguous, owned.
struct Matrix {
    int64_t rows = 0;
    int64_t cols = 0;
    std::vector<float> data;

    Matrix() = default;
    Matrix(int64_t r, int64_t c) : rows(r), cols(c), data(static_cast<size_t>(r * c)) {}
    float* row(int64_t r) { return data.data() + r * cols; }
    const float* row(int64_t r) const { return data.data() + r * cols; }
};

// f32 [rows, cols] borrowed, row stride in elements.
struct MatrixView {
    const float* data = nullptr;
    int64_t rows = 0;
    int64_t cols = 0;
    int64_t stride = 0;

    MatrixView() = default;
    MatrixView(const float* d, int64_t r, int64_t c, int64_t s)
        : data(d), rows(r), cols(c), stride(s) {}
    MatrixView(const Matrix& m) : data(m.data.data()), rows(m.rows), cols(m.cols), stride(m.cols) {}
    const float* row(int64_t r) const { return data + r * stride; }
};

} // namespace moqa
