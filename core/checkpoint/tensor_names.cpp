// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/tensor_names.h"

#include <cstring>

namespace moqa {

namespace {

constexpr NameRule kLlamaSkeletonRules[] = {
    {Role::Embedding, Slice::Whole, "model.embed_tokens.weight"},
    {Role::FinalNorm, Slice::Whole, "model.norm.weight"},
    {Role::FinalNormBias, Slice::Whole, "model.norm.bias"},
    {Role::Head, Slice::Whole, "lm_head.weight"},
    {Role::HeadBias, Slice::Whole, "lm_head.bias"},
    {Role::AttnNorm, Slice::Whole, "model.layers.{L}.input_layernorm.weight"},
    {Role::AttnNormBias, Slice::Whole, "model.layers.{L}.input_layernorm.bias"},
    {Role::AttnQ, Slice::Whole, "model.layers.{L}.self_attn.q_proj.weight"},
    {Role::AttnK, Slice::Whole, "model.layers.{L}.self_attn.k_proj.weight"},
    {Role::AttnV, Slice::Whole, "model.layers.{L}.self_attn.v_proj.weight"},
    {Role::AttnO, Slice::Whole, "model.layers.{L}.self_attn.o_proj.weight"},
    {Role::AttnQBias, Slice::Whole, "model.layers.{L}.self_attn.q_proj.bias"},
    {Role::AttnKBias, Slice::Whole, "model.layers.{L}.self_attn.k_proj.bias"},
    {Role::AttnVBias, Slice::Whole, "model.layers.{L}.self_attn.v_proj.bias"},
    {Role::AttnOBias, Slice::Whole, "model.layers.{L}.self_attn.o_proj.bias"},
    {Role::AttnQNorm, Slice::Whole, "model.layers.{L}.self_attn.q_norm.weight"},
    {Role::AttnKNorm, Slice::Whole, "model.layers.{L}.self_attn.k_norm.weight"},
    {Role::AttnSinks, Slice::Whole, "model.layers.{L}.self_attn.sinks"},
    {Role::FfnNorm, Slice::Whole, "model.layers.{L}.post_attention_layernorm.weight"},
    {Role::FfnNormBias, Slice::Whole, "model.layers.{L}.post_attention_layernorm.bias"},
    {Role::DenseGate, Slice::Whole, "model.layers.{L}.mlp.gate_proj.weight"},
    {Role::DenseUp, Slice::Whole, "model.layers.{L}.mlp.up_proj.weight"},
    {Role::DenseDown, Slice::Whole, "model.layers.{L}.mlp.down_proj.weight"},
};

constexpr NameRule kMlpExpertRules[] = {
    {Role::Router, Slice::Whole, "model.layers.{L}.mlp.gate.weight"},
    {Role::RouterCorrection, Slice::Whole, "model.layers.{L}.mlp.gate.e_score_correction_bias"},
    {Role::ExpertGate, Slice::Whole, "model.layers.{L}.mlp.experts.{E}.gate_proj.weight"},
    {Role::ExpertGate, Slice::ExpertFirstHalf, "model.layers.{L}.mlp.experts.gate_up_proj"},
    {Role::ExpertUp, Slice::Whole, "model.layers.{L}.mlp.experts.{E}.up_proj.weight"},
    {Role::ExpertUp, Slice::ExpertSecondHalf, "model.layers.{L}.mlp.experts.gate_up_proj"},
    {Role::ExpertDown, Slice::Whole, "model.layers.{L}.mlp.experts.{E}.down_proj.weight"},
    {Role::ExpertDown, Slice::Expert, "model.layers.{L}.mlp.experts.down_proj"},
};

constexpr NameRule kMixtralExpertRules[] = {
    {Role::Router, Slice::Whole, "model.layers.{L}.block_sparse_moe.gate.weight"},
    {Role::Router, Slice::Whole, "model.layers.{L}.mlp.gate.weight"},
    {Role::RouterCorrection, Slice::Whole,
     "model.layers.{L}.block_sparse_moe.e_score_correction_bias"},
    {Role::RouterCorrection, Slice::Whole, "model.layers.{L}.mlp.e_score_correction_bias"},
    {Role::RouterCorrection, Slice::Whole, "model.layers.{L}.mlp.gate.e_score_correction_bias"},
    {Role::ExpertGate, Slice::Whole, "model.layers.{L}.block_sparse_moe.experts.{E}.w1.weight"},
    {Role::ExpertGate, Slice::Whole, "model.layers.{L}.mlp.experts.{E}.w1.weight"},
    {Role::ExpertGate, Slice::Whole, "model.layers.{L}.mlp.experts.{E}.gate_proj.weight"},
    {Role::ExpertGate, Slice::ExpertFirstHalf, "model.layers.{L}.mlp.experts.gate_up_proj"},
    {Role::ExpertGate, Slice::ExpertFirstHalf,
     "model.layers.{L}.block_sparse_moe.experts.gate_up_proj"},
    {Role::ExpertUp, Slice::Whole, "model.layers.{L}.block_sparse_moe.experts.{E}.w3.weight"},
    {Role::ExpertUp, Slice::Whole, "model.layers.{L}.mlp.experts.{E}.w3.weight"},
    {Role::ExpertUp, Slice::Whole, "model.layers.{L}.mlp.experts.{E}.up_proj.weight"},
    {Role::ExpertUp, Slice::ExpertSecondHalf, "model.layers.{L}.mlp.experts.gate_up_proj"},
    {Role::ExpertUp, Slice::ExpertSecondHalf,
     "model.layers.{L}.block_sparse_moe.experts.gate_up_proj"},
    {Role::ExpertDown, Slice::Whole, "model.layers.{L}.block_sparse_moe.experts.{E}.w2.weight"},
    {Role::ExpertDown, Slice::Whole, "model.layers.{L}.mlp.experts.{E}.w2.weight"},
    {Role::ExpertDown, Slice::Whole, "model.layers.{L}.mlp.experts.{E}.down_proj.weight"},
    {Role::ExpertDown, Slice::Expert, "model.layers.{L}.mlp.experts.down_proj"},
    {Role::ExpertDown, Slice::Expert, "model.layers.{L}.block_sparse_moe.experts.down_proj"},
};

constexpr NameRule kGraniteExpertRules[] = {
    {Role::Router, Slice::Whole, "model.layers.{L}.block_sparse_moe.router.layer.weight"},
    {Role::ExpertGate, Slice::Whole,
     "model.layers.{L}.block_sparse_moe.experts.{E}.gate_proj.weight"},
    {Role::ExpertGate, Slice::ExpertFirstHalf,
     "model.layers.{L}.block_sparse_moe.input_linear.weight"},
    {Role::ExpertUp, Slice::Whole, "model.layers.{L}.block_sparse_moe.experts.{E}.up_proj.weight"},
    {Role::ExpertUp, Slice::ExpertSecondHalf,
     "model.layers.{L}.block_sparse_moe.input_linear.weight"},
    {Role::ExpertDown, Slice::Whole,
     "model.layers.{L}.block_sparse_moe.experts.{E}.down_proj.weight"},
    {Role::ExpertDown, Slice::Expert, "model.layers.{L}.block_sparse_moe.output_linear.weight"},
};

constexpr NameRule kExaoneRouterRules[] = {
    {Role::RouterCorrection, Slice::Whole, "model.layers.{L}.mlp.e_score_correction_bias"},
};

constexpr NameRule kSharedExpertGatedRules[] = {
    {Role::SharedGate, Slice::Whole, "model.layers.{L}.mlp.shared_expert.gate_proj.weight"},
    {Role::SharedUp, Slice::Whole, "model.layers.{L}.mlp.shared_expert.up_proj.weight"},
    {Role::SharedDown, Slice::Whole, "model.layers.{L}.mlp.shared_expert.down_proj.weight"},
    {Role::SharedMix, Slice::Whole, "model.layers.{L}.mlp.shared_expert_gate.weight"},
};

constexpr NameRule kSharedExpertsRules[] = {
    {Role::SharedGate, Slice::Whole, "model.layers.{L}.mlp.shared_experts.gate_proj.weight"},
    {Role::SharedUp, Slice::Whole, "model.layers.{L}.mlp.shared_experts.up_proj.weight"},
    {Role::SharedDown, Slice::Whole, "model.layers.{L}.mlp.shared_experts.down_proj.weight"},
};

constexpr NameRule kGraniteSharedRules[] = {
    {Role::SharedGate, Slice::Whole, "model.layers.{L}.shared_mlp.gate_proj.weight"},
    {Role::SharedGate, Slice::FirstHalf, "model.layers.{L}.shared_mlp.input_linear.weight"},
    {Role::SharedUp, Slice::Whole, "model.layers.{L}.shared_mlp.up_proj.weight"},
    {Role::SharedUp, Slice::SecondHalf, "model.layers.{L}.shared_mlp.input_linear.weight"},
    {Role::SharedDown, Slice::Whole, "model.layers.{L}.shared_mlp.down_proj.weight"},
    {Role::SharedDown, Slice::Whole, "model.layers.{L}.shared_mlp.output_linear.weight"},
};

bool startsWith(const std::string& text, const char* prefix) { return text.rfind(prefix, 0) == 0; }

} // namespace

constinit const RuleSet kLlamaSkeleton = kLlamaSkeletonRules;
constinit const RuleSet kMlpExperts = kMlpExpertRules;
constinit const RuleSet kMixtralExperts = kMixtralExpertRules;
constinit const RuleSet kGraniteExperts = kGraniteExpertRules;
constinit const RuleSet kExaoneRouter = kExaoneRouterRules;
constinit const RuleSet kSharedExpertGated = kSharedExpertGatedRules;
constinit const RuleSet kSharedExperts = kSharedExpertsRules;
constinit const RuleSet kGraniteShared = kGraniteSharedRules;

std::string expandPattern(const char* pattern, const WeightId& id) {
    std::string name;
    for (const char* at = pattern; *at != '\0';) {
        if (std::strncmp(at, "{L}", 3) == 0) {
            name += std::to_string(id.layer);
            at += 3;
        } else if (std::strncmp(at, "{E}", 3) == 0) {
            name += std::to_string(id.expert);
            at += 3;
        } else {
            name += *at++;
        }
    }
    return name;
}

int64_t layerInName(const std::string& name) {
    const size_t found = name.find("layers.");
    if (found == std::string::npos) return -1;
    int64_t layer = -1;
    for (size_t i = found + 7; i < name.size() && name[i] >= '0' && name[i] <= '9'; ++i) {
        layer = (layer < 0 ? 0 : layer) * 10 + (name[i] - '0');
        if (layer > INT32_MAX) return -1;
    }
    return layer;
}

bool isIgnorableTensor(const std::string& name, int layers) {
    if (name.ends_with(".rotary_emb.inv_freq")) return true;
    for (const char* prefix : {"mtp.", "model.mtp.", "vision_tower.", "vision_model.", "visual.",
                               "model.visual.", "multi_modal_projector."})
        if (startsWith(name, prefix)) return true;
    return startsWith(name, "model.layers.") && layerInName(name) >= layers;
}

} // namespace moqa
