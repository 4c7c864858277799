// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/model_source.h"

#include <cstring>

namespace moqa {

Result<Matrix> ModelSource::readAll(WeightId id) const {
    const WeightEntry* entry = find(id);
    if (!entry)
        return internalError(std::string("the model has no weight ") + roleName(id.role) +
                                 " in layer " + std::to_string(id.layer),
                             path());
    Matrix weight(entry->rows, entry->cols);
    MOQA_CHECK(readRows(id, 0, entry->rows, weight.data.data()));
    return weight;
}

Status OverlaySource::readRows(WeightId id, int64_t row, int64_t count, float* out) const {
    const auto it = m_replaced.find(id);
    if (it == m_replaced.end()) return base().readRows(id, row, count, out);
    const Matrix& weight = it->second;
    std::memcpy(out, weight.row(row), static_cast<size_t>(count * weight.cols) * sizeof(float));
    return {};
}

const void* OverlaySource::mappedBf16(WeightId id, int64_t row, int64_t count) const {
    return m_replaced.count(id) != 0 ? nullptr : base().mappedBf16(id, row, count);
}

std::optional<kernels::PackedMatrix> OverlaySource::packed(WeightId id) const {
    return m_replaced.count(id) != 0 ? std::nullopt : base().packed(id);
}

} // namespace moqa
