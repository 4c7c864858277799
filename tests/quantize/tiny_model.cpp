// SPDX-License-Identifier: GPL-3.0-or-later
#include "tiny_model.h"

#include "core/base/random.h"

#include <cmath>
#include <cstring>

using namespace moqa;

namespace {

constexpr int64_t kHidden = 64, kWidth = 32, kSharedWidth = 64, kDenseWidth = 96, kVocab = 96;

bool isNorm(Role role) { return partOf(role) == Part::Norm; }

} // namespace

TinyModel::TinyModel(uint64_t seed) : m_seed(seed) {
    m_spec.family = "tiny";
    m_spec.vocab = kVocab;
    m_spec.hidden = kHidden;
    m_spec.heads = m_spec.kvHeads = 2;
    m_spec.headDim = 32;
    m_spec.denseWidth = kDenseWidth;
    m_spec.experts = kExperts;
    m_spec.topK = 2;
    m_spec.expertWidth = kWidth;
    m_spec.sharedExperts = 1;
    m_spec.sharedWidth = kSharedWidth;
    m_spec.attentionScale = 1 / std::sqrt(32.0);
    m_spec.maxPosition = 64;
    m_spec.rope.rotaryDims = 32;
    m_spec.layers.resize(3);
    m_spec.layers[0].moe = false;
    add(Role::Embedding, -1, -1, kVocab, kHidden);
    for (int layer = 0; layer < 3; ++layer) addLayer(layer);
    add(Role::FinalNorm, -1, -1, 1, kHidden);
    add(Role::Head, -1, -1, kVocab, kHidden);
}

void TinyModel::addLayer(int layer) {
    add(Role::AttnNorm, layer, -1, 1, kHidden);
    for (Role role : {Role::AttnQ, Role::AttnK, Role::AttnV, Role::AttnO})
        add(role, layer, -1, kHidden, kHidden);
    add(Role::FfnNorm, layer, -1, 1, kHidden);
    if (layer == 0) {
        add(Role::DenseGate, layer, -1, kDenseWidth, kHidden);
        add(Role::DenseUp, layer, -1, kDenseWidth, kHidden);
        add(Role::DenseDown, layer, -1, kHidden, kDenseWidth);
        return;
    }
    add(Role::Router, layer, -1, kExperts, kHidden);
    add(Role::RouterBias, layer, -1, 1, kExperts);
    for (float& value : m_weights.at({Role::RouterBias, layer}).data) value = 0;
    m_weights.at({Role::RouterBias, layer}).data[kUnusedExpert] = -1000;
    for (int e = 0; e < kExperts; ++e) {
        add(Role::ExpertGate, layer, e, kWidth, kHidden);
        add(Role::ExpertUp, layer, e, kWidth, kHidden);
        add(Role::ExpertDown, layer, e, kHidden, kWidth);
    }
    add(Role::SharedGate, layer, -1, kSharedWidth, kHidden);
    add(Role::SharedUp, layer, -1, kSharedWidth, kHidden);
    add(Role::SharedDown, layer, -1, kHidden, kSharedWidth);
}

void TinyModel::add(Role role, int layer, int expert, int64_t rows, int64_t cols) {
    WeightEntry entry;
    entry.id = {role, layer, expert};
    entry.name =
        std::string(roleName(role)) + "." + std::to_string(layer) + "." + std::to_string(expert);
    entry.rows = rows;
    entry.cols = cols;
    entry.dtype = DType::BF16;
    entry.bytes = 2 * rows * cols;
    Random random(m_seed * 1000 + m_entries.size());
    Matrix weight(rows, cols);
    const double size = role == Role::Embedding ? 1.0 : 1.5 / std::sqrt(static_cast<double>(cols));
    for (float& value : weight.data)
        value = isNorm(role) ? 1.0f : static_cast<float>(size * random.normal());
    m_entries.push_back(entry);
    m_weights[entry.id] = std::move(weight);
}

Result<std::string> TinyModel::sideFile(const std::string& name) const {
    return badInput("there is no such file", name);
}

const WeightEntry* TinyModel::find(WeightId id) const {
    for (const WeightEntry& entry : m_entries)
        if (entry.id == id) return &entry;
    return nullptr;
}

Status TinyModel::readRows(WeightId id, int64_t row, int64_t count, float* out) const {
    const Matrix& weight = m_weights.at(id);
    std::memcpy(out, weight.row(row), static_cast<size_t>(count * weight.cols) * sizeof(float));
    return {};
}

Plan TinyModel::plan(int bits) const {
    Plan plan;
    plan.modelFingerprint = fingerprint();
    plan.modelName = name();
    plan.method = "uniform";
    plan.unitFormat = {16, 32, false};
    plan.defaults = {{Part::Attention, 8}, {Part::Shared, 8}, {Part::Dense, 8}};
    for (int layer : m_spec.moeLayers())
        for (int e = 0; e < kExperts; ++e)
            plan.units.push_back({layer, e, Projection::All, {bits, 32, false}, false, {}});
    return plan;
}

std::vector<Corpus> TinyModel::corpora(int64_t tokens, uint64_t seed) {
    std::vector<Corpus> corpora(2);
    Random random(seed);
    for (Corpus& corpus : corpora) {
        corpus.name = &corpus == &corpora[0] ? "first" : "second";
        for (int64_t t = 0; t < tokens; ++t)
            corpus.ids.push_back(static_cast<int32_t>(random.below(kVocab)));
    }
    return corpora;
}
