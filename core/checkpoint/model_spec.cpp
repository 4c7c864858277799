// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/model_spec.h"

namespace moqa {

const char* roleName(Role role) {
    switch (role) {
    case Role::Embedding: return "embedding";
    case Role::FinalNorm: return "final_norm";
    case Role::FinalNormBias: return "final_norm_bias";
    case Role::Head: return "head";
    case Role::HeadBias: return "head_bias";
    case Role::AttnNorm: return "attn_norm";
    case Role::AttnNormBias: return "attn_norm_bias";
    case Role::AttnQ: return "attn_q";
    case Role::AttnK: return "attn_k";
    case Role::AttnV: return "attn_v";
    case Role::AttnO: return "attn_o";
    case Role::AttnQBias: return "attn_q_bias";
    case Role::AttnKBias: return "attn_k_bias";
    case Role::AttnVBias: return "attn_v_bias";
    case Role::AttnOBias: return "attn_o_bias";
    case Role::AttnQNorm: return "attn_q_norm";
    case Role::AttnKNorm: return "attn_k_norm";
    case Role::AttnSinks: return "attn_sinks";
    case Role::FfnNorm: return "ffn_norm";
    case Role::FfnNormBias: return "ffn_norm_bias";
    case Role::Router: return "router";
    case Role::RouterBias: return "router_bias";
    case Role::RouterCorrection: return "router_correction";
    case Role::ExpertGate: return "expert_gate";
    case Role::ExpertUp: return "expert_up";
    case Role::ExpertDown: return "expert_down";
    case Role::SharedGate: return "shared_gate";
    case Role::SharedUp: return "shared_up";
    case Role::SharedDown: return "shared_down";
    case Role::SharedMix: return "shared_mix";
    case Role::DenseGate: return "dense_gate";
    case Role::DenseUp: return "dense_up";
    case Role::DenseDown: return "dense_down";
    }
    return "unknown";
}

Part partOf(Role role) {
    switch (role) {
    case Role::Embedding: return Part::Embedding;
    case Role::Head:
    case Role::HeadBias: return Part::Head;
    case Role::FinalNorm:
    case Role::FinalNormBias:
    case Role::AttnNorm:
    case Role::AttnNormBias:
    case Role::FfnNorm:
    case Role::FfnNormBias: return Part::Norm;
    case Role::AttnQ:
    case Role::AttnK:
    case Role::AttnV:
    case Role::AttnO:
    case Role::AttnQBias:
    case Role::AttnKBias:
    case Role::AttnVBias:
    case Role::AttnOBias:
    case Role::AttnQNorm:
    case Role::AttnKNorm:
    case Role::AttnSinks: return Part::Attention;
    case Role::Router:
    case Role::RouterBias:
    case Role::RouterCorrection: return Part::Router;
    case Role::ExpertGate:
    case Role::ExpertUp:
    case Role::ExpertDown: return Part::Routed;
    case Role::SharedGate:
    case Role::SharedUp:
    case Role::SharedDown:
    case Role::SharedMix: return Part::Shared;
    case Role::DenseGate:
    case Role::DenseUp:
    case Role::DenseDown: return Part::Dense;
    }
    return Part::Other;
}

const char* partName(Part part) {
    switch (part) {
    case Part::Attention: return "attention";
    case Part::Router: return "router";
    case Part::Shared: return "shared";
    case Part::Routed: return "routed";
    case Part::Embedding: return "embedding";
    case Part::Head: return "head";
    case Part::Norm: return "norm";
    case Part::Dense: return "dense";
    case Part::Other: return "other";
    }
    return "other";
}

std::vector<int> ModelSpec::moeLayers() const {
    std::vector<int> result;
    for (int layer = 0; layer < layerCount(); ++layer)
        if (layers[static_cast<size_t>(layer)].moe) result.push_back(layer);
    return result;
}

} // namespace moqa
