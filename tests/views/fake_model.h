// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A model of 3 layers (the middle one dense) and 4 experts, without a file: weights have names,
// sizes and shapes but no values. And an analysis of it made by hand.

#include "core/analysis/result_array.h"
#include "core/checkpoint/model_source.h"

#include <algorithm>

namespace moqa {

class FakeModel final : public ModelSource {
public:
    FakeModel() {
        m_spec.family = "olmoe";
        m_spec.experts = 4;
        m_spec.topK = 2;
        m_spec.hidden = 64;
        m_spec.expertWidth = 64;
        m_spec.vocab = 10;
        m_spec.layers = {LayerSpec{true}, LayerSpec{false}, LayerSpec{true}};
        add({Role::Embedding, -1, -1}, "embed.weight", 10, 64);
        for (const int layer : {0, 2})
            for (int expert = 0; expert < 4; ++expert)
                for (const auto& [role, name] : {std::pair{Role::ExpertGate, "gate_proj"},
                                                 std::pair{Role::ExpertUp, "up_proj"},
                                                 std::pair{Role::ExpertDown, "down_proj"}})
                    add({role, layer, expert},
                        "layers." + std::to_string(layer) + ".experts." + std::to_string(expert) +
                            "." + name + ".weight",
                        64, 64);
    }

    const ModelSpec& spec() const override { return m_spec; }
    std::string path() const override { return "/nowhere/fake"; }
    std::string name() const override { return "fake"; }
    std::string fingerprint() const override { return "fake-fingerprint"; }
    Result<std::string> sideFile(const std::string& file) const override {
        return badInput("a fake has no files", file);
    }
    std::vector<std::string> sideFiles() const override { return {}; }
    const std::vector<WeightEntry>& weights() const override { return m_weights; }
    const WeightEntry* find(WeightId id) const override {
        const auto found = std::find_if(m_weights.begin(), m_weights.end(),
                                        [&](const WeightEntry& entry) { return entry.id == id; });
        return found == m_weights.end() ? nullptr : &*found;
    }
    Status readRows(WeightId, int64_t, int64_t, float*) const override {
        return badInput("a fake has no values");
    }

private:
    void add(WeightId id, std::string name, int64_t rows, int64_t cols) {
        m_weights.push_back({id, std::move(name), rows, cols, DType::BF16, rows * cols * 2, 16});
    }
    ModelSpec m_spec;
    std::vector<WeightEntry> m_weights;
};

// By hand, on 100 tokens.
inline void addResult(Analysis& analysis, ResultKey key, std::vector<int64_t> shape,
                      std::vector<double> values) {
    auto array = std::make_shared<ResultArray>();
    array->key = key;
    array->shape = std::move(shape);
    array->values = std::move(values);
    array->samples = 100;
    analysis.results[key] = array;
}

// load of [2 MoE layers, 4 experts] on two corpora; expert 3 of layer 2 saw no token of "prose".
inline std::shared_ptr<const Analysis> fakeAnalysis() {
    auto analysis = std::make_shared<Analysis>();
    analysis->modelName = "fake";
    analysis->modelFingerprint = "fake-fingerprint";
    analysis->moeLayers = {0, 2};
    analysis->experts = 4;
    analysis->topK = 2;
    for (const char* name : {"prose", "code"}) {
        CorpusInfo info;
        info.name = name;
        info.source = std::string("/texts/") + name + ".txt@2/3:head";
        info.tokens = 100;
        info.window = 50;
        analysis->corpora.push_back(info);
    }
    const auto add = [&](ResultKey key, std::vector<int64_t> shape, std::vector<double> values) {
        addResult(*analysis, std::move(key), std::move(shape), std::move(values));
    };
    add({"load", "prose", -1}, {2, 4}, {0.5, 1.5, 1.0, 1.0, 2.0, 1.0, 1.0, 0.0});
    add({"count", "prose", -1}, {2, 4}, {10, 30, 20, 20, 40, 20, 20, 0});
    add({"load", "code", -1}, {2, 4}, {1.0, 1.0, 1.0, 1.0, 0.25, 1.75, 1.5, 0.5});
    add({"significance", "prose", -1}, {2, 4}, {0.1, 0.2, 0.3, 0.4, 0.5, 0.3, 0.2, 0.0});
    add({"significance", "code", -1}, {2, 4}, {0.4, 0.3, 0.2, 0.1, 0.25, 0.25, 0.25, 0.25});
    add({"lift", "prose", 0}, {4, 4}, {0, 1, 2, 3, 1, 0, 4, 5, 2, 4, 0, 6, 3, 5, 6, 0});
    add({"cluster_order", "prose", 0}, {4}, {2, 0, 3, 1});
    return analysis;
}

} // namespace moqa
