// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Weights of a ModelSource as the pass needs them: rows widened into the caller's buffer, small
// vectors whole, products tile by tile. Functions are const and thread-safe unless noted.

#include "core/base/progress.h"
#include "core/checkpoint/model_source.h"
#include "moqa/kernels.h"

#include <vector>

namespace moqa {

// f32 memory that grows and is kept, because its first touch costs ten times its reuse.
class Buffer {
public:
    // At least count floats with any contents; invalidates what was there before if it grows.
    float* get(int64_t count) {
        if (m_data.size() < static_cast<size_t>(count)) {
            m_data = {}; // frees first: nothing is carried over
            m_data.resize(static_cast<size_t>(count));
        }
        return m_data.data();
    }
    int64_t bytes() const { return static_cast<int64_t>(m_data.size() * sizeof(float)); }

private:
    std::vector<float> m_data;
};

// y [x.rows, out] = alpha * x W^T + beta * y, contiguous.
struct Product {
    WeightId weight;
    MatrixView x;
    float alpha = 1.0f;
    float beta = 0.0f;
    float* y = nullptr;
};

// A whole weight; BadInput naming tensor, row and column if a value is not finite (a forward pass
// sees only experts that some token chose). Precondition: the model has it.
Result<Matrix> readFinite(const ModelSource& source, WeightId id);

// y [x.rows, count], rows ldy apart, = x times rows [row, row + count) of the weight, transposed.
void multiplyRows(const kernels::PackedMatrix& weight, int64_t row, int64_t count, MatrixView x,
                  float* y, int64_t ldy);

class Weights {
public:
    Weights(const ModelSource& source, const kernels::Backend& backend)
        : m_source(source), m_backend(backend) {}

    const ModelSource& source() const { return m_source; }
    // Rows of a weight tile: 4 MiB of f32, which stays in the shared cache during its product.
    static int64_t tileRows(int64_t cols);

    // The entry, if it has that shape. BadInput naming what is missing or wrong.
    Result<const WeightEntry*> require(WeightId id, int64_t rows, int64_t cols) const;
    Status rows(WeightId id, int64_t row, int64_t count, float* out) const;
    // A vector or a small matrix whole.
    Result<std::vector<float>> all(WeightId id, int64_t rows, int64_t cols) const;
    // Empty if the model has no such weight.
    Result<std::vector<float>> optional(WeightId id, int64_t cols) const;
    // The weight as codes to multiply with, where it is stored so: nothing is widened then.
    std::optional<kernels::PackedMatrix> packed(WeightId id) const { return m_source.packed(id); }
    // Parallel; tile is scratch. y has `outputs` columns.
    Status multiply(const Product& product, int64_t outputs, Buffer& tile,
                    const Progress& progress) const;
    // The first weight of a layer (-1: of none) that holds NaN or infinity, as an error; ok if all
    // are finite.
    Status findNonFinite(int layer) const;

private:
    Status checkFinite(const WeightEntry& entry) const;
    Status multiplyPacked(const kernels::PackedMatrix& weight, const Product& product, Buffer& tile,
                          const Progress& progress) const;

    const ModelSource& m_source;
    const kernels::Backend& m_backend;
};

} // namespace moqa
