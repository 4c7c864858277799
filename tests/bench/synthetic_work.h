// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A model of any size without a file, and an analysis of it with made-up but repeatable values:
// what a window must stay quick with.

#include "core/analysis/result_array.h"
#include "core/checkpoint/model_source.h"

#include <cmath>
#include <map>
#include <memory>
#include <random>

namespace moqa {

struct SyntheticSize {
    int layers = 64, experts = 512, corpora = 6;
};

class SyntheticModel : public ModelSource {
public:
    explicit SyntheticModel(SyntheticSize size) {
        m_spec.family = "olmoe";
        m_spec.experts = size.experts;
        m_spec.topK = 8;
        m_spec.hidden = 2048;
        m_spec.expertWidth = 1024;
        m_spec.vocab = 50'000;
        m_spec.layers.assign(static_cast<size_t>(size.layers), LayerSpec{true});
        for (int layer = 0; layer < size.layers; ++layer)
            for (int expert = 0; expert < size.experts; ++expert)
                for (const auto& [role, name] : {std::pair{Role::ExpertGate, "gate_proj"},
                                                 std::pair{Role::ExpertUp, "up_proj"},
                                                 std::pair{Role::ExpertDown, "down_proj"}})
                    add({role, layer, expert}, "layers." + std::to_string(layer) + ".experts." +
                                                   std::to_string(expert) + "." + name + ".weight");
    }

    const ModelSpec& spec() const override { return m_spec; }
    std::string path() const override { return "/nowhere/synthetic"; }
    std::string name() const override { return "synthetic"; }
    std::string fingerprint() const override { return "synthetic-fingerprint"; }
    Result<std::string> sideFile(const std::string& file) const override {
        return badInput("a synthetic model has no files", file);
    }
    std::vector<std::string> sideFiles() const override { return {}; }
    const std::vector<WeightEntry>& weights() const override { return m_weights; }
    const WeightEntry* find(WeightId id) const override {
        const auto found = m_index.find(id);
        return found == m_index.end() ? nullptr : &m_weights[found->second];
    }
    Status readRows(WeightId, int64_t, int64_t, float*) const override {
        return badInput("a synthetic model has no values");
    }

private:
    void add(WeightId id, std::string name) {
        m_index[id] = m_weights.size();
        m_weights.push_back({id, std::move(name), 1024, 2048, DType::BF16, 1024 * 2048 * 2, 16});
    }
    ModelSpec m_spec;
    std::vector<WeightEntry> m_weights;
    std::map<WeightId, size_t> m_index;
};

// Loads, frequencies with intervals, gates and significances of every expert on every corpus.
inline std::shared_ptr<const Analysis> syntheticAnalysis(SyntheticSize size) {
    auto analysis = std::make_shared<Analysis>();
    analysis->modelName = "synthetic";
    analysis->modelFingerprint = "synthetic-fingerprint";
    analysis->experts = size.experts;
    analysis->topK = 8;
    for (int layer = 0; layer < size.layers; ++layer) analysis->moeLayers.push_back(layer);
    std::mt19937_64 random(20250321);
    std::lognormal_distribution<double> spread(0.0, 1.0);
    const auto cells = static_cast<size_t>(size.layers) * static_cast<size_t>(size.experts);
    for (int c = 0; c < size.corpora; ++c) {
        CorpusInfo info;
        info.name = "corpus" + std::to_string(c);
        info.tokens = 100'000;
        analysis->corpora.push_back(info);
        const auto add = [&](const char* metric, double scale) {
            auto array = std::make_shared<ResultArray>();
            array->key = {metric, info.name, -1};
            array->shape = {size.layers, size.experts};
            array->samples = info.tokens;
            for (size_t i = 0; i < cells; ++i) array->values.push_back(scale * spread(random));
            analysis->results[array->key] = array;
        };
        for (const auto& [metric, scale] : {std::pair{"load", 1.0},
                                            {"frequency", 0.02},
                                            {"frequency_low", 0.01},
                                            {"frequency_high", 0.03},
                                            {"gate_mean", 0.1},
                                            {"gate_mass", 0.1},
                                            {"significance", 1.0}})
            add(metric, scale);
        auto counts = std::make_shared<ResultArray>();
        counts->key = {"count", info.name, -1};
        counts->shape = {size.layers, size.experts};
        counts->samples = info.tokens;
        for (size_t i = 0; i < cells; ++i)
            counts->values.push_back(i % 97 == 0 ? 0 : std::floor(1000 * spread(random)));
        analysis->results[counts->key] = counts;
    }
    return analysis;
}

} // namespace moqa
