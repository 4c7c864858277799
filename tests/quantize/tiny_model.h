// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A random Mixture-of-Experts model in memory for tests: three layers (the first dense), 8 experts
// of width 32 of which 2 are chosen, a shared expert, hidden 64. The router's bias keeps the last
// expert of every layer from ever being chosen.

#include "core/checkpoint/model_source.h"
#include "core/plan/plan.h"
#include "core/text/corpus.h"

#include <map>

class TinyModel final : public moqa::ModelSource {
public:
    static constexpr int kExperts = 8, kUnusedExpert = 7;

    explicit TinyModel(uint64_t seed = 1);

    const moqa::ModelSpec& spec() const override { return m_spec; }
    std::string path() const override { return "tiny"; }
    std::string name() const override { return "tiny"; }
    std::string fingerprint() const override { return "tiny"; }
    moqa::Result<std::string> sideFile(const std::string& name) const override;
    std::vector<std::string> sideFiles() const override { return {}; }
    const std::vector<moqa::WeightEntry>& weights() const override { return m_entries; }
    const moqa::WeightEntry* find(moqa::WeightId id) const override;
    moqa::Status readRows(moqa::WeightId id, int64_t row, int64_t count, float* out) const override;

    moqa::Matrix& weight(moqa::WeightId id) { return m_weights.at(id); }
    // Experts at `bits` in groups of 32, attention, shared and dense parts at 8.
    moqa::Plan plan(int bits) const;
    // Two corpora of random tokens, `tokens` each.
    static std::vector<moqa::Corpus> corpora(int64_t tokens, uint64_t seed = 5);

private:
    void add(moqa::Role role, int layer, int expert, int64_t rows, int64_t cols);
    void addLayer(int layer);

    uint64_t m_seed;
    moqa::ModelSpec m_spec;
    std::vector<moqa::WeightEntry> m_entries;
    std::map<moqa::WeightId, moqa::Matrix> m_weights;
};
