// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/families.h"

#include "core/checkpoint/family_table.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <initializer_list>

namespace moqa {

namespace {

constexpr size_t kMaxConfigBytes = 16 << 20;

// A single id, or the first of a list.
int64_t readToken(ConfigReader& c, const char* key, int64_t fallback) {
    const Json* value = c.find(key);
    if (!value) return fallback;
    if (value->is_null()) return -1;
    if (!value->is_array()) return c.integer(key, -1, -1, kMaxVocab);
    const auto ids = c.integers(key, -1, kMaxVocab, 1024);
    return ids.empty() ? -1 : ids.front();
}

void readHeads(ConfigReader& c, const FamilyDefaults& d, ModelSpec& s) {
    s.heads = c.integer("num_attention_heads", d.heads, 1, kMaxHeads);
    s.kvHeads = c.find("num_key_value_heads") || d.kvHeads == 0
                    ? c.optionalInteger("num_key_value_heads", 1, kMaxHeads).value_or(s.heads)
                    : d.kvHeads;
    if (s.heads % s.kvHeads != 0)
        c.refuse("\"num_key_value_heads\" " + std::to_string(s.kvHeads) +
                 " does not divide \"num_attention_heads\" " + std::to_string(s.heads));
    const bool given = c.given("head_dim") || (!c.find("head_dim") && d.headDim != 0);
    s.headDim = given ? c.integer("head_dim", d.headDim, 2, kMaxWidth) : s.hidden / s.heads;
    if (!given && s.hidden % s.heads != 0)
        c.refuse("\"num_attention_heads\" " + std::to_string(s.heads) +
                 " does not divide \"hidden_size\" " + std::to_string(s.hidden));
    if (s.headDim < 2 || s.headDim % 2 != 0)
        c.refuse("a head has " + std::to_string(s.headDim) +
                 " dimensions, it must have an even number");
}

void readCommon(ConfigReader& c, const FamilyDefaults& d, ModelSpec& s) {
    s.vocab = c.integer("vocab_size", d.vocab, 1, kMaxVocab);
    s.hidden = c.integer("hidden_size", d.hidden, 1, kMaxWidth);
    s.layers.resize(static_cast<size_t>(c.integer("num_hidden_layers", d.layers, 1, kMaxLayers)));
    s.maxPosition = c.integer("max_position_embeddings", d.maxPosition, 1, kMaxPosition);
    s.normEps = c.number("rms_norm_eps", d.normEps, 1e-12, 1.0);
    s.tiedHead = c.flag("tie_word_embeddings", false);
    s.bosToken = readToken(c, "bos_token_id", d.bos);
    s.eosToken = readToken(c, "eos_token_id", d.eos);
    const std::string act = c.text("hidden_act", "silu");
    if (act != "silu" && act != "swish")
        c.refuse("the activation \"" + act.substr(0, 40) + "\" is not supported",
                 "supported is silu");
    readHeads(c, d, s);
    s.attentionScale = 1.0 / std::sqrt(static_cast<double>(s.headDim));
    s.rope = readRope(c, s, d.rope);
}

const std::vector<const NameRule*>& rulesOf(const ModelSpec& spec, Role role) {
    constexpr size_t kRoles = static_cast<size_t>(Role::DenseDown) + 1;
    using ByRole = std::array<std::vector<const NameRule*>, kRoles>;
    static const std::vector<ByRole> byFamily = [] {
        std::vector<ByRole> result;
        for (const FamilyRow& row : familyTable()) {
            ByRole& rules = result.emplace_back();
            for (const RuleSet set : row.names)
                for (const NameRule& rule : set)
                    rules[static_cast<size_t>(rule.role)].push_back(&rule);
        }
        return result;
    }();
    static const std::vector<const NameRule*> none;
    const FamilyRow* row = findFamily(spec.family);
    return row ? byFamily[static_cast<size_t>(row - familyTable().data())]
                         [static_cast<size_t>(role)]
               : none;
}

WeightPlace placeBy(const NameRule& rule, const ModelSpec& spec, WeightId id) {
    const auto [rows, cols] = weightShape(spec, id);
    WeightPlace place{expandPattern(rule.pattern, id), {rows, cols}, 0};
    const int64_t expert = std::max(id.expert, 0);
    switch (rule.slice) {
    case Slice::Whole:
        if (isVectorRole(id.role)) place.shape = {cols};
        break;
    case Slice::FirstHalf: place.shape = {2 * rows, cols}; break;
    case Slice::SecondHalf:
        place.shape = {2 * rows, cols};
        place.firstRow = rows;
        break;
    case Slice::Expert:
        place.shape = {spec.experts, rows, cols};
        place.firstRow = expert * rows;
        break;
    case Slice::ExpertFirstHalf:
        place.shape = {spec.experts, 2 * rows, cols};
        place.firstRow = expert * 2 * rows;
        break;
    case Slice::ExpertSecondHalf:
        place.shape = {spec.experts, 2 * rows, cols};
        place.firstRow = (expert * 2 + 1) * rows;
        break;
    }
    return place;
}

// Empty for an architecture that is not in the table.
std::string familyOf(const std::string& architecture) {
    for (const FamilyRow& row : familyTable())
        if (architecture == row.architecture) return row.modelType;
    return {};
}

} // namespace

std::string supportedFamilies() {
    std::vector<std::string> names;
    for (const FamilyRow& row : familyTable()) names.push_back(row.modelType);
    std::sort(names.begin(), names.end());
    std::string result;
    for (const std::string& name : names) result += (result.empty() ? "" : ", ") + name;
    return result;
}

Result<ModelSpec> parseModelSpec(std::string_view configJson, const std::string& where) {
    if (configJson.size() > kMaxConfigBytes) return badInput("it is too large", where);
    MOQA_TRY(const Json config, parseJson(configJson, where));
    if (!config.is_object()) return badInput("it is not a JSON object", where);
    ConfigReader reader(config, where);
    ModelSpec spec;
    const std::vector<std::string> architectures = reader.texts("architectures", 64);
    if (!architectures.empty()) spec.architecture = architectures.front();
    spec.family = reader.text("model_type", familyOf(spec.architecture));
    MOQA_CHECK(reader.status());
    const FamilyRow* row = findFamily(spec.family);
    if (!row)
        return badInput(spec.family.empty() ? std::string("it has no \"model_type\"")
                                            : "the model family \"" + spec.family.substr(0, 80) +
                                                  "\" is not supported",
                        where, "supported are " + supportedFamilies());
    readCommon(reader, row->defaults, spec);
    if (reader.ok()) row->fill(reader, spec);
    if (spec.topK > spec.experts)
        reader.refuse("\"num_experts_per_tok\" " + std::to_string(spec.topK) +
                      " is more than the " + std::to_string(spec.experts) + " experts");
    // Fused tensors hold any number of experts in a few bytes each, so that no file bounds it.
    if (int64_t{spec.layerCount()} * spec.experts > kMaxExpertsInAll)
        reader.refuse("it asks for more than " + std::to_string(kMaxExpertsInAll) +
                      " experts in all layers");
    MOQA_CHECK(reader.status());
    if (spec.moeLayers().empty())
        return badInput("no layer of this model has routed experts", where,
                        "this tool is for Mixture-of-Experts models");
    return spec;
}

bool isExpertRole(Role role) {
    return role == Role::ExpertGate || role == Role::ExpertUp || role == Role::ExpertDown;
}

bool isVectorRole(Role role) {
    switch (role) {
    case Role::FinalNorm:
    case Role::FinalNormBias:
    case Role::HeadBias:
    case Role::AttnNorm:
    case Role::AttnNormBias:
    case Role::AttnQBias:
    case Role::AttnKBias:
    case Role::AttnVBias:
    case Role::AttnOBias:
    case Role::AttnQNorm:
    case Role::AttnKNorm:
    case Role::AttnSinks:
    case Role::FfnNorm:
    case Role::FfnNormBias:
    case Role::RouterBias:
    case Role::RouterCorrection: return true;
    default: return false;
    }
}

std::pair<int64_t, int64_t> weightShape(const ModelSpec& spec, WeightId id) {
    const int64_t hidden = spec.hidden;
    const int64_t queries = spec.heads * spec.headDim, keys = spec.kvHeads * spec.headDim;
    const bool perHead = spec.qkNorm == QkNorm::PerHead;
    switch (id.role) {
    case Role::Embedding:
    case Role::Head: return {spec.vocab, hidden};
    case Role::HeadBias: return {1, spec.vocab};
    case Role::FinalNorm:
    case Role::FinalNormBias:
    case Role::AttnNorm:
    case Role::AttnNormBias:
    case Role::FfnNorm:
    case Role::FfnNormBias:
    case Role::AttnOBias:
    case Role::SharedMix: return {1, hidden};
    case Role::AttnQ: return {queries, hidden};
    case Role::AttnK:
    case Role::AttnV: return {keys, hidden};
    case Role::AttnO: return {hidden, queries};
    case Role::AttnQBias: return {1, queries};
    case Role::AttnKBias:
    case Role::AttnVBias: return {1, keys};
    case Role::AttnQNorm: return {1, perHead ? spec.headDim : queries};
    case Role::AttnKNorm: return {1, perHead ? spec.headDim : keys};
    case Role::AttnSinks: return {1, spec.heads};
    case Role::Router: return {spec.experts, hidden};
    case Role::RouterBias:
    case Role::RouterCorrection: return {1, spec.experts};
    case Role::ExpertGate:
    case Role::ExpertUp: return {spec.expertWidth, hidden};
    case Role::ExpertDown: return {hidden, spec.expertWidth};
    case Role::SharedGate:
    case Role::SharedUp: return {spec.sharedWidth, hidden};
    case Role::SharedDown: return {hidden, spec.sharedWidth};
    case Role::DenseGate:
    case Role::DenseUp: return {spec.denseWidth, hidden};
    case Role::DenseDown: return {hidden, spec.denseWidth};
    }
    return {0, 0};
}

std::vector<Role> layerRoles(const ModelSpec& spec, int layer) {
    std::vector<Role> roles;
    const auto add = [&](bool condition, std::initializer_list<Role> more) {
        if (condition) roles.insert(roles.end(), more);
    };
    const bool moe = spec.layers[static_cast<size_t>(layer)].moe;
    add(true, {Role::AttnNorm, Role::AttnQ, Role::AttnK, Role::AttnV, Role::AttnO, Role::FfnNorm});
    add(spec.layerNorm, {Role::AttnNormBias, Role::FfnNormBias});
    add(spec.qkvBias, {Role::AttnQBias, Role::AttnKBias, Role::AttnVBias});
    add(spec.oBias, {Role::AttnOBias});
    add(spec.qkNorm != QkNorm::None, {Role::AttnQNorm, Role::AttnKNorm});
    add(moe, {Role::Router, Role::ExpertGate, Role::ExpertUp, Role::ExpertDown});
    add(moe && spec.router == RouterKind::SigmoidTopK, {Role::RouterCorrection});
    add(moe && spec.sharedWidth > 0, {Role::SharedGate, Role::SharedUp, Role::SharedDown});
    add(moe && spec.sharedMix, {Role::SharedMix});
    add(!moe, {Role::DenseGate, Role::DenseUp, Role::DenseDown});
    std::sort(roles.begin(), roles.end());
    return roles;
}

std::string weightName(const ModelSpec& spec, WeightId id) {
    const auto& rules = rulesOf(spec, id.role);
    return rules.empty() ? std::string() : expandPattern(rules.front()->pattern, id);
}

std::vector<WeightPlace> weightPlaces(const ModelSpec& spec, WeightId id) {
    std::vector<WeightPlace> places;
    for (const NameRule* rule : rulesOf(spec, id.role)) places.push_back(placeBy(*rule, spec, id));
    return places;
}

} // namespace moqa
