// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/quantized_overlay.h"

namespace moqa {

QuantizedOverlay::QuantizedOverlay(const ModelSource& base)
    : ForwardingSource(base), m_weights(base.weights()) {
    for (size_t i = 0; i < m_weights.size(); ++i) m_index[m_weights[i].id] = i;
}

void QuantizedOverlay::put(std::shared_ptr<const QuantizedTensor> tensor) {
    WeightEntry& entry = m_weights[m_index.at(tensor->id)];
    entry.bits = tensor->format.bits;
    entry.bytes = tensor->storedBytes();
    m_tensors[tensor->id] = std::move(tensor);
}

void QuantizedOverlay::clear() {
    for (const auto& [id, tensor] : m_tensors) m_weights[m_index.at(id)] = *base().find(id);
    m_tensors.clear();
    m_columns.clear();
}

void QuantizedOverlay::fold(int layer, const std::vector<float>& scale) {
    const auto columns = std::make_shared<const std::vector<float>>(scale);
    std::vector<float> inverse(scale);
    for (float& s : inverse) s = 1.0f / s;
    const auto norm = std::make_shared<const std::vector<float>>(std::move(inverse));
    for (const WeightEntry& entry : m_weights) {
        if (entry.id.layer != layer) continue;
        switch (entry.id.role) {
        case Role::FfnNorm:
        case Role::FfnNormBias: m_columns[entry.id] = norm; break;
        case Role::Router:
        case Role::ExpertGate:
        case Role::ExpertUp:
        case Role::SharedGate:
        case Role::SharedUp:
        case Role::SharedMix:
        case Role::DenseGate:
        case Role::DenseUp: m_columns[entry.id] = columns; break;
        default: break;
        }
    }
}

const WeightEntry* QuantizedOverlay::find(WeightId id) const {
    const auto it = m_index.find(id);
    return it == m_index.end() ? nullptr : &m_weights[it->second];
}

Status QuantizedOverlay::readRows(WeightId id, int64_t row, int64_t count, float* out) const {
    const auto it = m_tensors.find(id);
    if (it != m_tensors.end()) {
        dequantizeRows(*it->second, row, count, out);
        return {};
    }
    MOQA_CHECK(base().readRows(id, row, count, out));
    const auto fold = m_columns.find(id);
    if (fold == m_columns.end()) return {};
    const std::vector<float>& factors = *fold->second;
    for (int64_t r = 0; r < count; ++r, out += factors.size())
        for (size_t c = 0; c < factors.size(); ++c) out[c] *= factors[c];
    return {};
}

const void* QuantizedOverlay::mappedBf16(WeightId id, int64_t row, int64_t count) const {
    return m_tensors.count(id) != 0 || m_columns.count(id) != 0 ? nullptr
                                                                : base().mappedBf16(id, row, count);
}

std::optional<kernels::PackedMatrix> QuantizedOverlay::packed(WeightId id) const {
    if (const auto found = m_tensors.find(id); found != m_tensors.end())
        return packedView(*found->second);
    return m_columns.count(id) != 0 ? std::nullopt : base().packed(id);
}

} // namespace moqa
