// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A model of entries without weights, and an analysis of it with given significances: all that
// planning looks at.

#include "core/analysis/result_array.h"
#include "core/checkpoint/model_source.h"

#include <functional>
#include <map>

namespace moqa::test {

struct FakeShape {
    int layers = 2; // model layers, the first `dense` of them without experts
    int dense = 0;
    int experts = 4;
    int64_t hidden = 128, expertWidth = 64, vocab = 10;
    DType dtype = DType::BF16;
};

class FakeModel final : public ModelSource {
public:
    explicit FakeModel(const FakeShape& shape = {}) : m_shape(shape) {
        m_spec.experts = shape.experts;
        m_spec.layers.resize(static_cast<size_t>(shape.layers));
        add(Role::Embedding, -1, -1, "model.embed_tokens.weight", shape.vocab, shape.hidden);
        for (int l = 0; l < shape.layers; ++l) addLayer(l);
        add(Role::FinalNorm, -1, -1, "model.norm.weight", 1, shape.hidden);
        add(Role::Head, -1, -1, "lm_head.weight", shape.vocab, shape.hidden);
    }

    const ModelSpec& spec() const override { return m_spec; }
    std::string path() const override { return "/fake/model"; }
    std::string name() const override { return "fake"; }
    std::string fingerprint() const override { return "f00d"; }
    Result<std::string> sideFile(const std::string& f) const override {
        return badInput("absent", f);
    }
    std::vector<std::string> sideFiles() const override { return {}; }
    const std::vector<WeightEntry>& weights() const override { return m_weights; }
    const WeightEntry* find(WeightId id) const override {
        const auto it = m_index.find(id);
        return it == m_index.end() ? nullptr : &m_weights[it->second];
    }
    // Elements of the weights; without it a plan must not read any.
    std::function<double(WeightId id, int64_t row, int64_t col)> value;
    Status readRows(WeightId id, int64_t row, int64_t count, float* out) const override {
        if (!value) return internalError("a plan must not read weights");
        const int64_t cols = find(id)->cols;
        for (int64_t i = 0; i < count * cols; ++i)
            out[i] = static_cast<float>(value(id, row + i / cols, i % cols));
        return {};
    }

private:
    void add(Role role, int layer, int expert, const std::string& name, int64_t rows,
             int64_t cols) {
        WeightEntry entry;
        entry.id = {role, layer, expert};
        entry.name = name;
        entry.rows = rows;
        entry.cols = cols;
        entry.dtype = m_shape.dtype;
        entry.bits = bitsOf(m_shape.dtype);
        entry.bytes = rows * cols * entry.bits / 8;
        m_index[entry.id] = m_weights.size();
        m_weights.push_back(std::move(entry));
    }

    void addLayer(int l) {
        const int64_t h = m_shape.hidden, m = m_shape.expertWidth;
        const std::string prefix = "model.layers." + std::to_string(l);
        m_spec.layers[static_cast<size_t>(l)].moe = l >= m_shape.dense;
        add(Role::AttnNorm, l, -1, prefix + ".input_layernorm.weight", 1, h);
        add(Role::AttnQ, l, -1, prefix + ".self_attn.q_proj.weight", h, h);
        add(Role::AttnQBias, l, -1, prefix + ".self_attn.q_proj.bias", 1, h);
        if (l < m_shape.dense) {
            add(Role::DenseGate, l, -1, prefix + ".mlp.gate_proj.weight", m, h);
            return;
        }
        add(Role::Router, l, -1, prefix + ".mlp.gate.weight", m_shape.experts, h);
        for (int e = 0; e < m_shape.experts; ++e) {
            const std::string expert = prefix + ".mlp.experts." + std::to_string(e);
            add(Role::ExpertGate, l, e, expert + ".gate_proj.weight", m, h);
            add(Role::ExpertUp, l, e, expert + ".up_proj.weight", m, h);
            add(Role::ExpertDown, l, e, expert + ".down_proj.weight", h, m);
        }
    }

    FakeShape m_shape;
    ModelSpec m_spec;
    std::vector<WeightEntry> m_weights;
    std::map<WeightId, size_t> m_index;
};

inline void addResult(Analysis& analysis, const std::string& metric, const std::string& corpus,
                      std::vector<double> values) {
    ResultArray array;
    const ResultKey key = {metric, corpus, -1};
    array.key = key;
    array.shape = {static_cast<int64_t>(analysis.moeLayers.size()), analysis.experts};
    array.values = std::move(values);
    analysis.results[key] = std::make_shared<const ResultArray>(std::move(array));
}

// significance: corpus -> [moe layers, experts].
inline Analysis fakeAnalysis(const ModelSource& model,
                             const std::map<std::string, std::vector<double>>& significance) {
    Analysis analysis;
    analysis.modelName = model.name();
    analysis.modelFingerprint = model.fingerprint();
    analysis.moeLayers = model.spec().moeLayers();
    analysis.experts = model.spec().experts;
    for (const auto& [corpus, values] : significance) {
        CorpusInfo info;
        info.name = corpus;
        analysis.corpora.push_back(info);
        addResult(analysis, "significance", corpus, values);
    }
    return analysis;
}

} // namespace moqa::test
