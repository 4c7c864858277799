// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/family_table.h"

#include <algorithm>
#include <initializer_list>

namespace moqa {

namespace {

int readCount(ConfigReader& c, std::initializer_list<const char*> keys, int64_t fallback) {
    return static_cast<int>(c.integer(keys, fallback, 1, kMaxExperts));
}

int64_t readWidth(ConfigReader& c, const char* key, int64_t fallback) {
    return c.integer(key, fallback, 1, kMaxWidth);
}

constexpr int64_t kNoDefault = 0; // the configuration class has none: the key must be there

void readExperts(ConfigReader& c, ModelSpec& s, int64_t experts, int64_t topK) {
    // transformers 5 writes either spelling for the same family.
    s.experts = readCount(c, {"num_experts", "num_local_experts", "n_routed_experts"}, experts);
    s.topK = readCount(c, {"num_experts_per_tok"}, topK);
    if (s.experts == kNoDefault)
        c.refuse("the number of experts, \"n_routed_experts\", is missing");
    if (s.topK == kNoDefault) c.refuse("\"num_experts_per_tok\" is missing");
}

// 0 = no window: "sliding_window" null or 0.
int64_t readWindow(ConfigReader& c, int64_t fallback) {
    if (!c.find("sliding_window")) return fallback;
    return c.optionalInteger("sliding_window", 0, kMaxPosition).value_or(0);
}

// Which layers attend to a window only: those that "layer_types" lists, else all from firstSliding
// on.
void readSlidingWindow(ConfigReader& c, ModelSpec& s, int64_t fallback, int64_t firstSliding) {
    const int64_t window = readWindow(c, fallback);
    const std::vector<std::string> types = c.texts("layer_types", kMaxListItems);
    if (!types.empty() && types.size() != s.layers.size())
        return c.refuse("\"layer_types\" must have one item for each layer");
    for (size_t l = 0; l < s.layers.size(); ++l) {
        const bool sliding = types.empty() ? static_cast<int64_t>(l) >= firstSliding
                                           : types[l] == "sliding_attention";
        if (!types.empty() && !sliding && types[l] != "full_attention")
            return c.refuse("layer type \"" + types[l].substr(0, 40) + "\" is not supported");
        if (!types.empty() && sliding && window == 0)
            return c.refuse("\"layer_types\" asks for sliding attention, but \"sliding_window\" "
                            "is not set");
        s.layers[l].slidingWindow = sliding ? window : 0;
    }
}

// qwen2_moe and qwen3_moe: a layer is dense if it is listed, or off the step.
void readSparseStep(ConfigReader& c, ModelSpec& s) {
    const int64_t step = c.integer("decoder_sparse_step", 1, 1, kMaxLayers);
    const auto denseLayers = c.integers("mlp_only_layers", 0, kMaxLayers, kMaxListItems);
    for (size_t l = 0; l < s.layers.size(); ++l) {
        const auto layer = static_cast<int64_t>(l);
        const bool listed =
            std::find(denseLayers.begin(), denseLayers.end(), layer) != denseLayers.end();
        s.layers[l].moe = !listed && (layer + 1) % step == 0;
    }
}

void readQwenWindow(ConfigReader& c, ModelSpec& s) {
    // Releases disagree about which layers slide when nothing lists them.
    if (c.flag("use_sliding_window", false) && !c.given("layer_types"))
        c.refuse("\"use_sliding_window\" is on, but \"layer_types\" does not say for which layers");
    readSlidingWindow(c, s, 0, s.layerCount());
}

struct SigmoidDefaults {
    const char* sharedKey; // of the number of shared experts
    int64_t shared;
    bool normTopK;
    double routedScaling = 1.0;
};

// The router of deepseek_v3 and its kin, without groups, and their ungated shared experts.
void readSigmoidRouter(ConfigReader& c, ModelSpec& s, const SigmoidDefaults& d) {
    s.router = RouterKind::SigmoidTopK;
    s.normTopK = c.flag("norm_topk_prob", d.normTopK);
    s.routedScaling = c.number("routed_scaling_factor", d.routedScaling, 1e-6, 1e6);
    if (c.optionalInteger("n_group", 1, kMaxExperts).value_or(1) != 1)
        c.refuse("routing in groups of experts (\"n_group\" above 1) is not supported");
    // null, which some configs have, means none.
    s.sharedExperts = static_cast<int>(
        c.find(d.sharedKey) ? c.optionalInteger(d.sharedKey, 0, kMaxExperts).value_or(0)
                            : d.shared);
    s.sharedWidth = s.sharedExperts * s.expertWidth;
}

// The first layers are dense.
void readDenseBegin(ConfigReader& c, ModelSpec& s, int64_t fallback) {
    const int64_t dense = c.integer("first_k_dense_replace", fallback, 0, kMaxLayers);
    for (size_t l = 0; l < s.layers.size(); ++l) s.layers[l].moe = static_cast<int64_t>(l) >= dense;
}

void fillMixtral(ConfigReader& c, ModelSpec& s) {
    s.expertWidth = readWidth(c, "intermediate_size", 14336);
    readExperts(c, s, 8, 2);
    s.normTopK = true;
    readSlidingWindow(c, s, 0, 0);
}

void fillOlmoe(ConfigReader& c, ModelSpec& s) {
    s.expertWidth = readWidth(c, "intermediate_size", 2048);
    readExperts(c, s, 64, 8);
    s.normTopK = c.flag("norm_topk_prob", false);
    s.qkNorm = QkNorm::FullWidth;
    s.clipQkv = c.optionalNumber("clip_qkv", 1e-6, 1e9).value_or(0.0);
    s.qkvBias = s.oBias = c.flag("attention_bias", false);
}

void fillQwen2Moe(ConfigReader& c, ModelSpec& s) {
    s.denseWidth = readWidth(c, "intermediate_size", 5632);
    s.expertWidth = readWidth(c, "moe_intermediate_size", 1408);
    s.sharedWidth = readWidth(c, "shared_expert_intermediate_size", 5632);
    s.sharedExperts = 1;
    s.sharedMix = true;
    readExperts(c, s, 60, 4);
    s.normTopK = c.flag("norm_topk_prob", false);
    s.qkvBias = c.flag("qkv_bias", true);
    readSparseStep(c, s);
    readQwenWindow(c, s);
}

void fillQwen3Moe(ConfigReader& c, ModelSpec& s) {
    s.denseWidth = readWidth(c, "intermediate_size", 6144);
    s.expertWidth = readWidth(c, "moe_intermediate_size", 768);
    readExperts(c, s, 128, 8);
    s.normTopK = c.flag("norm_topk_prob", false);
    s.qkNorm = QkNorm::PerHead;
    s.qkvBias = s.oBias = c.flag("attention_bias", false);
    readSparseStep(c, s);
    readQwenWindow(c, s);
}

void fillGraniteMoe(ConfigReader& c, ModelSpec& s) {
    s.expertWidth = readWidth(c, "intermediate_size", 11008);
    readExperts(c, s, 8, 2);
    s.router = RouterKind::TopKThenSoftmax;
    s.qkvBias = s.oBias = c.flag("attention_bias", false);
    s.embeddingMultiplier = c.number("embedding_multiplier", 1.0, 1e-6, 1e6);
    s.residualMultiplier = c.number("residual_multiplier", 1.0, 1e-6, 1e6);
    s.logitsDivisor = c.number("logits_scaling", 1.0, 1e-6, 1e6);
    // Takes the place of headDim^-0.5, also where it is left at its default.
    s.attentionScale = c.number("attention_multiplier", 1.0, 1e-6, 1e6);
}

void fillGraniteMoeShared(ConfigReader& c, ModelSpec& s) {
    fillGraniteMoe(c, s);
    s.sharedWidth = c.integer("shared_intermediate_size", 1024, 0, kMaxWidth);
    s.sharedExperts = s.sharedWidth > 0 ? 1 : 0;
}

void fillGlm4Moe(ConfigReader& c, ModelSpec& s) {
    s.denseWidth = readWidth(c, "intermediate_size", 10944);
    s.expertWidth = readWidth(c, "moe_intermediate_size", 1408);
    readExperts(c, s, 128, 8);
    readSigmoidRouter(c, s, {"n_shared_experts", 1, true});
    readDenseBegin(c, s, 1);
    if (c.flag("use_qk_norm", false)) s.qkNorm = QkNorm::PerHead;
    s.qkvBias = c.flag("attention_bias", false); // the output projection never has one
}

void fillDots1(ConfigReader& c, ModelSpec& s) {
    s.denseWidth = readWidth(c, "intermediate_size", 10944);
    s.expertWidth = readWidth(c, "moe_intermediate_size", 1408);
    readExperts(c, s, kNoDefault, kNoDefault);
    readSigmoidRouter(c, s, {"n_shared_experts", 0, false});
    readDenseBegin(c, s, 0);
    s.qkNorm = QkNorm::PerHead;
    s.qkvBias = s.oBias = c.flag("attention_bias", false);
    readSlidingWindow(c, s, 4096, c.integer("max_window_layers", 62, 0, kMaxLayers));
}

// "mlp_layer_types" lists which layers are dense; unlisted, the first ones are.
void readMlpLayers(ConfigReader& c, ModelSpec& s, int64_t firstDense) {
    readDenseBegin(c, s, firstDense);
    const std::vector<std::string> types = c.texts("mlp_layer_types", kMaxListItems);
    if (types.empty()) return;
    if (types.size() != s.layers.size())
        return c.refuse("\"mlp_layer_types\" must have one item for each layer");
    for (size_t l = 0; l < s.layers.size(); ++l) {
        if (types[l] != "dense" && types[l] != "sparse")
            return c.refuse("the feed-forward type \"" + types[l].substr(0, 40) +
                            "\" is not supported");
        s.layers[l].moe = types[l] == "sparse";
    }
}

// Unlisted, each "sliding_window_pattern"-th layer attends to everything. Where there is a window
// at all, layers without one do not turn their heads.
void readExaoneWindow(ConfigReader& c, ModelSpec& s) {
    constexpr int64_t kDefaultWindow = 4096;
    const int64_t window = readWindow(c, kDefaultWindow);
    if (c.given("sliding_window") && window == 0) c.refuse("\"sliding_window\" cannot be 0");
    readSlidingWindow(c, s, kDefaultWindow, s.layerCount());
    if (window == 0) return;
    const bool listed = c.given("layer_types");
    const int64_t pattern = listed ? 1 : c.integer("sliding_window_pattern", 4, 1, kMaxLayers);
    for (size_t l = 0; l < s.layers.size(); ++l) {
        LayerSpec& layer = s.layers[l];
        if (!listed && (static_cast<int64_t>(l) + 1) % pattern != 0) layer.slidingWindow = window;
        layer.rope = layer.slidingWindow > 0;
    }
}

void fillExaoneMoe(ConfigReader& c, ModelSpec& s) {
    s.denseWidth = readWidth(c, "intermediate_size", 16384);
    s.expertWidth = readWidth(c, "moe_intermediate_size", 1024);
    readExperts(c, s, 64, 8);
    readSigmoidRouter(c, s, {"num_shared_experts", 1, true, 2.5});
    readMlpLayers(c, s, 1);
    s.qkNorm = QkNorm::PerHead;
    readExaoneWindow(c, s);
}

void fillMinimaxM2(ConfigReader& c, ModelSpec& s) {
    s.expertWidth = readWidth(c, "intermediate_size", 1536);
    readExperts(c, s, 256, 8);
    readSigmoidRouter(c, s, {"n_shared_experts", 0, true});
    s.qkNorm = QkNorm::FullWidth;
    s.rope.rotaryDims = c.integer("rotary_dim", s.rope.rotaryDims, 2, s.headDim);
}

} // namespace

const std::vector<FamilyRow>& familyTable() {
    static const std::vector<FamilyRow> rows = {
        {"mixtral",
         "MixtralForCausalLM",
         {32000, 4096, 32, 32, 8, 0, 131072, 1e-5, {1e6, 1.0}, 1, 2},
         fillMixtral,
         {kLlamaSkeleton, kMixtralExperts}},
        {"olmoe",
         "OlmoeForCausalLM",
         {50304, 2048, 16, 16, 0, 0, 4096, 1e-5, {1e4, 1.0}, -1, 50279},
         fillOlmoe,
         {kLlamaSkeleton, kMlpExperts}},
        {"qwen2_moe",
         "Qwen2MoeForCausalLM",
         {151936, 2048, 24, 16, 16, 0, 32768, 1e-6, {1e4, 1.0}},
         fillQwen2Moe,
         {kLlamaSkeleton, kMlpExperts, kSharedExpertGated}},
        {"qwen3_moe",
         "Qwen3MoeForCausalLM",
         {151936, 2048, 24, 32, 4, 0, 32768, 1e-6, {1e4, 1.0}},
         fillQwen3Moe,
         {kLlamaSkeleton, kMlpExperts}},
        {"granitemoe",
         "GraniteMoeForCausalLM",
         {32000, 4096, 32, 32, 0, 0, 2048, 1e-6, {1e4, 1.0}, 1, 2},
         fillGraniteMoe,
         {kLlamaSkeleton, kGraniteExperts}},
        {"granitemoeshared",
         "GraniteMoeSharedForCausalLM",
         {32000, 4096, 32, 32, 0, 0, 2048, 1e-6, {1e4, 1.0}, 1, 2},
         fillGraniteMoeShared,
         {kLlamaSkeleton, kGraniteExperts, kGraniteShared}},
        {"glm4_moe",
         "Glm4MoeForCausalLM",
         {151552, 4096, 46, 96, 8, 128, 131072, 1e-5, {1e4, 0.5}},
         fillGlm4Moe,
         {kLlamaSkeleton, kMlpExperts, kSharedExperts}},
        {"dots1",
         "Dots1ForCausalLM",
         {152064, 4608, 62, 32, 32, 0, 2048, 1e-6, {1e4, 1.0}},
         fillDots1,
         {kLlamaSkeleton, kMlpExperts, kSharedExperts}},
        {"exaone_moe",
         "ExaoneMoeForCausalLM",
         {102400, 4096, 32, 32, 32, 0, 2048, 1e-5, {1e4, 1.0}, 1, 53},
         fillExaoneMoe,
         {kLlamaSkeleton, kExaoneRouter, kMlpExperts, kSharedExperts}},
        {"minimax_m2",
         "MiniMaxM2ForCausalLM",
         {200064, 3072, 62, 48, 8, 128, 196608, 1e-6, {5e6, 0.5}, 200034, 200020},
         fillMinimaxM2,
         {kLlamaSkeleton, kMixtralExperts}},
    };
    return rows;
}

const FamilyRow* findFamily(const std::string& modelType) {
    for (const FamilyRow& row : familyTable())
        if (modelType == row.modelType) return &row;
    return nullptr;
}

} // namespace moqa
