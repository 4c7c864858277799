// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A model that lives in memory, for tests of the forward pass.

#include "core/checkpoint/model_source.h"
#include "core/model/forward.h"

#include <map>
#include <vector>

namespace moqa::test {

class MemorySource final : public ModelSource {
public:
    // Random weights of standard deviation 1 / sqrt(cols) (norms about 1) for every weight that the
    // spec asks for, rounded to bf16. mapped: also hand them out as bf16.
    explicit MemorySource(const ModelSpec& spec, uint64_t seed = 1, bool mapped = false);

    Matrix& weight(WeightId id) { return m_values.at(id); }
    void erase(WeightId id);

    const ModelSpec& spec() const override { return m_spec; }
    std::string path() const override { return "memory"; }
    std::string name() const override { return "memory"; }
    std::string fingerprint() const override { return "0"; }
    Result<std::string> sideFile(const std::string&) const override { return badInput("none"); }
    std::vector<std::string> sideFiles() const override { return {}; }
    const std::vector<WeightEntry>& weights() const override { return m_entries; }
    const WeightEntry* find(WeightId id) const override;
    Status readRows(WeightId id, int64_t row, int64_t count, float* out) const override;
    const void* mappedBf16(WeightId id, int64_t row, int64_t count) const override;
    void releaseLayer(int layer) const override { released.push_back(layer); }

    mutable std::vector<int> released;

private:
    void add(WeightId id, int64_t rows, int64_t cols, uint64_t seed);

    ModelSpec m_spec;
    std::vector<WeightEntry> m_entries;
    std::map<WeightId, Matrix> m_values;
    std::map<WeightId, std::vector<uint16_t>> m_halves; // empty unless mapped
};

// 3 layers (MoE, dense, MoE with a window), grouped queries, q/k/v and o biases, per-head norms, a
// shared expert with its gate, granite's multipliers: every block at once.
ModelSpec smallSpec();

// Sequences of these lengths with random ids below vocab, always the same.
TokenBatch randomBatch(const std::vector<int64_t>& lengths, int64_t vocab);

} // namespace moqa::test
