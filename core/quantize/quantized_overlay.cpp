// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/quantized_overlay.h"

namespace moqa {

QuantizedOverlay::QuantizedOverlay(const ModelSource& base)
    : m_base(base), m_weights(base.weights()) {
    for (size_t i = 0; i < m_weights.size(); ++i) m_index[m_weights[i].id] = i;
}

void QuantizedOverlay::put(std::shared_ptr<const QuantizedTensor> tensor) {
    WeightEntry& entry = m_weights[m_index.at(tensor->id)];
    entry.bits = tensor->format.bits;
    entry.bytes = tensor->storedBytes();
    m_tensors[tensor->id] = std::move(tensor);
}

void QuantizedOverlay::clear() {
    for (const auto& [id, tensor] : m_tensors) m_weights[m_index.at(id)] = *m_base.find(id);
    m_tensors.clear();
}

const WeightEntry* QuantizedOverlay::find(WeightId id) const {
    const auto it = m_index.find(id);
    return it == m_index.end() ? nullptr : &m_weights[it->second];
}

Status QuantizedOverlay::readRows(WeightId id, int64_t row, int64_t count, float* out) const {
    const auto it = m_tensors.find(id);
    if (it == m_tensors.end()) return m_base.readRows(id, row, count, out);
    dequantizeRows(*it->second, row, count, out);
    return {};
}

const void* QuantizedOverlay::mappedBf16(WeightId id, int64_t row, int64_t count) const {
    return m_tensors.count(id) != 0 ? nullptr : m_base.mappedBf16(id, row, count);
}

} // namespace moqa
