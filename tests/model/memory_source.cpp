// SPDX-License-Identifier: GPL-3.0-or-later
#include "memory_source.h"

#include "core/base/half.h"
#include "core/base/random.h"
#include "core/checkpoint/families.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace moqa::test {

MemorySource::MemorySource(const ModelSpec& spec, uint64_t seed, bool mapped) : m_spec(spec) {
    (void)forEachWeight(spec, [&](WeightId id) {
        const auto [rows, cols] = weightShape(spec, id);
        add(id, rows, cols, seed++);
        return Status();
    });
    if (!mapped) return;
    for (const auto& [id, matrix] : m_values)
        for (const float value : matrix.data) m_halves[id].push_back(f32ToBf16(value));
}

void MemorySource::add(WeightId id, int64_t rows, int64_t cols, uint64_t seed) {
    Random random(seed * 7919);
    Matrix values(rows, cols);
    const bool norm =
        partOf(id.role) == Part::Norm || id.role == Role::AttnQNorm || id.role == Role::AttnKNorm;
    const double spread = norm || rows == 1 ? 0.3 : 1.0 / std::sqrt(static_cast<double>(cols));
    for (float& value : values.data)
        value =
            bf16ToF32(f32ToBf16(static_cast<float>((norm ? 1.0 : 0.0) + spread * random.normal())));
    WeightEntry entry;
    entry.id = id;
    entry.name = std::string(roleName(id.role)) + "." + std::to_string(id.layer) + "." +
                 std::to_string(id.expert);
    entry.rows = rows;
    entry.cols = cols;
    m_entries.push_back(entry);
    m_values[id] = std::move(values);
}

void MemorySource::erase(WeightId id) {
    m_values.erase(id);
    m_entries.erase(std::remove_if(m_entries.begin(), m_entries.end(),
                                   [&](const WeightEntry& e) { return e.id == id; }),
                    m_entries.end());
}

const WeightEntry* MemorySource::find(WeightId id) const {
    for (const WeightEntry& entry : m_entries)
        if (entry.id == id) return &entry;
    return nullptr;
}

Status MemorySource::readRows(WeightId id, int64_t row, int64_t count, float* out) const {
    const Matrix& values = m_values.at(id);
    std::memcpy(out, values.row(row), sizeof(float) * static_cast<size_t>(count * values.cols));
    return {};
}

const void* MemorySource::mappedBf16(WeightId id, int64_t row, int64_t) const {
    const auto found = m_halves.find(id);
    if (found == m_halves.end()) return nullptr;
    return found->second.data() + row * m_values.at(id).cols;
}

ModelSpec smallSpec() {
    ModelSpec spec;
    spec.family = "qwen2_moe"; // names only: the pass does not read it
    spec.vocab = 50;
    spec.hidden = 24;
    spec.heads = 4;
    spec.kvHeads = 2;
    spec.headDim = 8;
    spec.denseWidth = 20;
    spec.experts = 5;
    spec.topK = 2;
    spec.expertWidth = 12;
    spec.sharedExperts = 1;
    spec.sharedWidth = 10;
    spec.sharedMix = true;
    spec.normTopK = true;
    spec.qkNorm = QkNorm::PerHead;
    spec.qkvBias = spec.oBias = true;
    spec.embeddingMultiplier = 1.5;
    spec.residualMultiplier = 0.5;
    spec.logitsDivisor = 2.0;
    spec.attentionScale = 0.4;
    spec.rope.rotaryDims = 6;
    spec.layers.resize(3);
    spec.layers[1].moe = false;
    spec.layers[2].slidingWindow = 5;
    return spec;
}

TokenBatch randomBatch(const std::vector<int64_t>& lengths, int64_t vocab) {
    Random random(3);
    TokenBatch batch;
    for (const int64_t length : lengths) {
        batch.starts.push_back(batch.tokens());
        for (int64_t t = 0; t < length; ++t)
            batch.ids.push_back(static_cast<int32_t>(random.below(static_cast<uint64_t>(vocab))));
    }
    return batch;
}

} // namespace moqa::test
