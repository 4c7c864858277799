// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/guess_model.h"

#include "core/checkpoint/tensor_names.h"

#include <algorithm>
#include <initializer_list>
#include <set>

namespace moqa {

namespace {

bool holdsAny(const std::string& name, std::initializer_list<const char*> parts) {
    return std::any_of(parts.begin(), parts.end(),
                       [&](const char* part) { return name.find(part) != std::string::npos; });
}

std::optional<int64_t> configInt(const Json& config, std::initializer_list<const char*> keys) {
    // Multimodal models keep the language model's settings one level down.
    for (const char* nested : {"", "text_config"}) {
        if (*nested != '\0' && (!config.contains(nested) || !config[nested].is_object())) continue;
        const Json& object = *nested == '\0' ? config : config[nested];
        for (const char* key : keys) {
            const auto it = object.find(key);
            if (it != object.end() && it->is_number_unsigned() &&
                it->get<uint64_t>() <= uint64_t{INT32_MAX})
                return it->get<int64_t>();
        }
    }
    return std::nullopt;
}

std::string configText(const Json& config, const char* key) {
    const auto it = config.find(key);
    if (it == config.end()) return {};
    const Json& value = it->is_array() && !it->empty() ? it->front() : *it;
    return value.is_string() ? value.get<std::string>() : std::string();
}

// Weights that a tensor's elements stand for: MXFP4 blocks hold two codes a byte, and scales are
// not weights.
int64_t weightCount(const TensorInfo& info) {
    int64_t count = 1;
    for (const int64_t dim : info.shape()) count *= dim; // checked when the header was read
    if (info.name.ends_with("_blocks") && info.dtype == DType::U8) return 2 * count;
    if (info.name.ends_with("_scales") || info.name.ends_with("_scale_inv")) return 0;
    return count;
}

// Expert number in "experts.12.", else -1.
int64_t expertInName(const std::string& name) {
    const size_t found = name.find("experts.");
    if (found == std::string::npos) return -1;
    int64_t expert = -1;
    for (size_t i = found + 8; i < name.size() && name[i] >= '0' && name[i] <= '9'; ++i) {
        expert = (expert < 0 ? 0 : expert) * 10 + (name[i] - '0');
        if (expert > INT32_MAX) return -1;
    }
    return expert;
}

struct Seen {
    std::set<int64_t> layers, moeLayers;
    int64_t experts = 0;
    int64_t routed = 0, embedding = 0, head = 0; // weights
    bool packed = false;                         // codes of several weights in one element
};

void look(const TensorInfo& info, Seen& seen, ModelSummary& summary) {
    const Part part = guessPart(info.name);
    const int64_t weights = weightCount(info);
    summary.parameters += weights;
    summary.partBytes[static_cast<size_t>(part)] += info.bytes();
    const int64_t layer = layerInName(info.name);
    if (layer >= 0) seen.layers.insert(layer);
    if (part == Part::Embedding && info.rank == 2) {
        seen.embedding += weights;
        if (!summary.vocab) summary.vocab = info.dims[0];
        if (!summary.hidden) summary.hidden = info.dims[1];
    }
    if (part == Part::Head) seen.head += weights;
    if (info.name.ends_with(".qweight") || info.name.ends_with(".weight_packed"))
        seen.packed = true;
    if (part != Part::Routed) return;
    seen.routed += weights;
    if (layer >= 0) seen.moeLayers.insert(layer);
    const int64_t expert = expertInName(info.name);
    if (expert >= 0) seen.experts = std::max(seen.experts, expert + 1);
    if (expert < 0 && info.rank >= 3) seen.experts = std::max(seen.experts, info.dims[0]);
    if (!summary.expertWidth && info.rank == 2 && holdsAny(info.name, {".gate_proj.", ".w1."}))
        summary.expertWidth = info.dims[0];
}

} // namespace

Part guessPart(const std::string& name) {
    if (holdsAny(name, {"embed_tokens", "word_embeddings", "tok_embeddings", "wte."}))
        return Part::Embedding;
    if (name.starts_with("lm_head.") || name.find(".lm_head.") != std::string::npos ||
        name == "output.weight")
        return Part::Head;
    if (holdsAny(name, {"attn", "attention.", ".conv."})) return Part::Attention;
    if (holdsAny(name, {"shared_expert", "shared_mlp"})) return Part::Shared;
    if (holdsAny(name, {".experts.", "moe.input_linear", "moe.output_linear", "mlp.input_linear",
                        "mlp.output_linear"}))
        return Part::Routed;
    if (holdsAny(name, {"norm"})) return Part::Norm;
    if (holdsAny(name, {".gate.", "router", "e_score_correction_bias", "expert_bias"}))
        return Part::Router;
    if (holdsAny(name, {".mlp.", ".feed_forward.", ".ffn."})) return Part::Dense;
    return Part::Other;
}

ModelSummary guessModel(const ShardSet& shards, const Json& config) {
    ModelSummary summary;
    summary.family = configText(config, "model_type");
    summary.architecture = configText(config, "architectures");
    summary.hidden = configInt(config, {"hidden_size"});
    summary.vocab = configInt(config, {"vocab_size"});
    summary.expertWidth = configInt(config, {"moe_intermediate_size"});
    summary.layers = configInt(config, {"num_hidden_layers"});
    summary.topK = configInt(config, {"num_experts_per_tok", "moe_topk", "moe_k"});
    summary.sharedExperts =
        configInt(config, {"n_shared_experts", "num_shared_experts", "moe_num_shared_experts"});
    Seen seen;
    const int layers = summary.layers ? static_cast<int>(*summary.layers) : INT32_MAX;
    for (const ShardTensor& tensor : shards.tensors())
        if (!isIgnorableTensor(tensor.info->name, layers)) look(*tensor.info, seen, summary);
    if (!summary.layers && !seen.layers.empty())
        summary.layers = static_cast<int64_t>(seen.layers.size());
    summary.experts = configInt(
        config, {"num_experts", "num_local_experts", "n_routed_experts", "moe_num_experts"});
    if (!summary.experts && !shards.tensors().empty()) summary.experts = seen.experts;
    summary.moeLayers = static_cast<int64_t>(seen.moeLayers.size());
    if (!summary.expertWidth && summary.experts.value_or(0) > 0)
        summary.expertWidth = configInt(config, {"intermediate_size"});
    const int64_t experts = summary.experts.value_or(0);
    if (seen.routed == 0 || (experts > 0 && summary.topK && *summary.topK <= experts)) {
        const int64_t used = seen.routed == 0 ? 0 : seen.routed / experts * *summary.topK;
        const int64_t table = seen.head > 0 ? seen.embedding : 0;
        summary.activeParameters = summary.parameters - seen.routed + used - table;
    }
    if (seen.packed)
        summary.notes.push_back("packed codes are counted as the elements that are stored");
    return summary;
}

} // namespace moqa
