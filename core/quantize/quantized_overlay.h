// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A model with some weights quantized in memory, and layers with a scale folded into their norm:
// rows of those are dequantized on read, all others come from the base, which outlives the overlay.
// put and clear must not run beside reads; reads are safe from any thread.

#include "core/checkpoint/model_source.h"
#include "core/quantize/quantized_tensor.h"

#include <map>
#include <memory>

namespace moqa {

class QuantizedOverlay final : public ForwardingSource {
public:
    explicit QuantizedOverlay(const ModelSource& base);

    // Precondition: the base has tensor->id with the same shape.
    void put(std::shared_ptr<const QuantizedTensor> tensor);
    // The scale of a layer (LayerFold): from now on the FFN's norm reads divided by it, and the
    // columns of every weight behind that norm multiplied, but those that were put.
    void fold(int layer, const std::vector<float>& scale);
    void clear(); // both

    // Bits and bytes of quantized weights are those of their codes.
    const std::vector<WeightEntry>& weights() const override { return m_weights; }
    const WeightEntry* find(WeightId id) const override;
    Status readRows(WeightId id, int64_t row, int64_t count, float* out) const override;
    const void* mappedBf16(WeightId id, int64_t row, int64_t count) const override;
    std::optional<kernels::PackedMatrix> packed(WeightId id) const override;

private:
    std::vector<WeightEntry> m_weights;
    std::map<WeightId, size_t> m_index;
    std::map<WeightId, std::shared_ptr<const QuantizedTensor>> m_tensors;
    std::map<WeightId, std::shared_ptr<const std::vector<float>>> m_columns; // factors of a fold
};

} // namespace moqa
