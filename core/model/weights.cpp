// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/weights.h"

#include "core/model/rows.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace moqa {

namespace {

constexpr int64_t kTileElements = 1 << 20;
// 4096 rows times a tile are 8.6 GFLOP: under 100 ms on two cores, as often as cancel is asked.
constexpr int64_t kProductRows = 4096;

std::string describe(WeightId id) {
    std::string text = roleName(id.role);
    if (id.layer >= 0) text += fmt::format(" of layer {}", id.layer);
    if (id.expert >= 0) text += fmt::format(", expert {}", id.expert);
    return text;
}

// y = alpha * x + beta * y; what y held does not matter where beta is 0.
void addScaled(int64_t count, float alpha, const float* x, float beta, float* y) {
    for (int64_t i = 0; i < count; ++i) y[i] = alpha * x[i] + (beta == 0 ? 0.0f : beta * y[i]);
}

} // namespace

void multiplyRows(const kernels::PackedMatrix& weight, int64_t row, int64_t count, MatrixView x,
                  float* y, int64_t ldy) {
    const int64_t groups =
        weight.groupSize > 0 ? (weight.cols + weight.groupSize - 1) / weight.groupSize : 1;
    kernels::PackedProduct product{weight, x.rows, x.data, x.stride, nullptr, y, ldy};
    kernels::PackedMatrix& part = product.weight;
    part.rows = count;
    part.codes += row * weight.rowBytes;
    part.scales = static_cast<const std::byte*>(part.scales) + 2 * row * groups;
    if (part.zeros != nullptr) part.zeros += row * groups;
    if (part.realZeros != nullptr)
        part.realZeros = static_cast<const std::byte*>(part.realZeros) + 2 * row * groups;
    kernels::packedProducts(1, &product, kernels::PackedPrecision::Exact);
}

Result<Matrix> readFinite(const ModelSource& source, WeightId id) {
    MOQA_TRY(Matrix weight, source.readAll(id));
    for (int64_t r = 0; r < weight.rows; ++r) {
        if (allFinite(weight.cols, weight.row(r))) continue;
        const float* bad = std::find_if_not(weight.row(r), weight.row(r) + weight.cols,
                                            [](float v) { return std::isfinite(v); });
        return badInput(fmt::format("the weight in row {}, column {} is not a finite number", r,
                                    bad - weight.row(r)),
                        source.find(id)->name, "get an undamaged copy of the checkpoint");
    }
    return weight;
}

int64_t Weights::tileRows(int64_t cols) {
    return std::max<int64_t>(1, kTileElements / std::max<int64_t>(1, cols));
}

Result<const WeightEntry*> Weights::require(WeightId id, int64_t rows, int64_t cols) const {
    const WeightEntry* entry = m_source.find(id);
    if (entry == nullptr)
        return badInput("the model has no weight " + describe(id), m_source.path(),
                        "the checkpoint is incomplete");
    if (entry->rows != rows || entry->cols != cols)
        return badInput(fmt::format("shape [{}, {}] does not fit the configuration, which asks for "
                                    "[{}, {}]",
                                    entry->rows, entry->cols, rows, cols),
                        entry->name, "config.json and the weights are of different models");
    return entry;
}

Status Weights::rows(WeightId id, int64_t row, int64_t count, float* out) const {
    if (const void* bits = m_source.mappedBf16(id, row, count)) {
        m_backend.widenBf16(count * m_source.find(id)->cols, bits, out);
        return {};
    }
    return m_source.readRows(id, row, count, out);
}

Result<std::vector<float>> Weights::all(WeightId id, int64_t rows, int64_t cols) const {
    MOQA_CHECK(require(id, rows, cols));
    std::vector<float> values(static_cast<size_t>(rows * cols));
    MOQA_CHECK(this->rows(id, 0, rows, values.data()));
    return values;
}

Result<std::vector<float>> Weights::optional(WeightId id, int64_t cols) const {
    if (!m_source.has(id)) return std::vector<float>{};
    return all(id, 1, cols);
}

Status Weights::multiply(const Product& product, int64_t outputs, Buffer& tile,
                         const Progress& progress) const {
    const MatrixView& x = product.x;
    MOQA_CHECK(require(product.weight, outputs, x.cols));
    if (const auto codes = packed(product.weight))
        return multiplyPacked(*codes, product, tile, progress);
    const int64_t step = std::min(outputs, tileRows(x.cols));
    float* weights = tile.get(step * x.cols);
    for (int64_t out = 0; out < outputs; out += step) {
        const int64_t width = std::min(step, outputs - out);
        MOQA_CHECK(rows(product.weight, out, width, weights));
        for (int64_t row = 0; row < x.rows; row += kProductRows) {
            MOQA_CHECK(checkCancelled(progress));
            m_backend.gemmNT(std::min(kProductRows, x.rows - row), width, x.cols, product.alpha,
                             x.row(row), x.stride, weights, x.cols, product.beta,
                             product.y + row * outputs + out, outputs);
        }
    }
    return {};
}

Status Weights::multiplyPacked(const kernels::PackedMatrix& weight, const Product& product,
                               Buffer& tile, const Progress& progress) const {
    const MatrixView& x = product.x;
    const int64_t step = std::min(weight.rows, tileRows(x.cols));
    const bool plain = product.alpha == 1 && product.beta == 0;
    for (int64_t row = 0; row < x.rows; row += kProductRows) {
        const int64_t count = std::min(kProductRows, x.rows - row);
        const MatrixView part(x.row(row), count, x.cols, x.stride);
        for (int64_t out = 0; out < weight.rows; out += step) {
            MOQA_CHECK(checkCancelled(progress));
            const int64_t width = std::min(step, weight.rows - out);
            float* y = product.y + row * weight.rows + out;
            if (plain) {
                multiplyRows(weight, out, width, part, y, weight.rows);
                continue;
            }
            float* own = tile.get(count * width);
            multiplyRows(weight, out, width, part, own, width);
            for (int64_t r = 0; r < count; ++r)
                addScaled(width, product.alpha, own + r * width, product.beta, y + r * weight.rows);
        }
    }
    return {};
}

Status Weights::checkFinite(const WeightEntry& entry) const {
    const int64_t step = tileRows(entry.cols);
    std::vector<float> values(static_cast<size_t>(std::min(step, entry.rows) * entry.cols));
    for (int64_t row = 0; row < entry.rows; row += step) {
        const int64_t count = std::min(step, entry.rows - row);
        MOQA_CHECK(rows(entry.id, row, count, values.data()));
        for (int64_t r = 0; r < count; ++r)
            if (!allFinite(entry.cols, values.data() + r * entry.cols))
                return badInput(fmt::format("row {} holds NaN or infinite values", row + r),
                                entry.name, "the file is damaged: download or convert it again");
    }
    return {};
}

Status Weights::findNonFinite(int layer) const {
    for (const WeightEntry& entry : m_source.weights())
        if (entry.id.layer == layer) MOQA_CHECK(checkFinite(entry));
    return {};
}

} // namespace moqa
