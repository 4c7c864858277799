// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a model is, in building blocks: the forward pass reads only this, never a family name.
// The family table (families.h) fills it from config.json.

#include <cstdint>
#include <string>
#include <vector>

namespace moqa {

// Every weight a supported model can have. Vectors count as one row.
enum class Role : uint8_t {
    Embedding,
    FinalNorm,
    FinalNormBias,
    Head,
    HeadBias,
    AttnNorm,
    AttnNormBias,
    AttnQ,
    AttnK,
    AttnV,
    AttnO,
    AttnQBias,
    AttnKBias,
    AttnVBias,
    AttnOBias,
    AttnQNorm,
    AttnKNorm,
    AttnSinks,
    FfnNorm,
    FfnNormBias,
    Router,
    RouterBias,
    RouterCorrection,
    ExpertGate,
    ExpertUp,
    ExpertDown,
    SharedGate,
    SharedUp,
    SharedDown,
    SharedMix, // SharedMix: the [1,H] sigmoid gate of qwen2_moe
    DenseGate,
    DenseUp,
    DenseDown,
};

// Stable lower-case name ("expert_gate"), used in files and reports.
const char* roleName(Role role);

// The parts that sizes are reported by (cli.md: attention, router, shared, routed, embedding,
// other).
enum class Part : uint8_t {
    Attention,
    Router,
    Shared,
    Routed,
    Embedding,
    Head,
    Norm,
    Dense,
    Other
};
Part partOf(Role role);
const char* partName(Part part);

struct WeightId {
    Role role = Role::Embedding;
    int layer = -1;  // -1: none
    int expert = -1; // -1: none
    auto operator<=>(const WeightId&) const = default;
};

enum class QkNorm : uint8_t { None, FullWidth, PerHead };
enum class RouterKind : uint8_t { SoftmaxThenTopK, TopKThenSoftmax, SigmoidTopK };
enum class RopeScaling : uint8_t { Default, Linear, Yarn, Llama3 };

struct RopeSpec {
    double theta = 10000.0;
    int64_t rotaryDims = 0; // leading dims of a head that turn; half layout unless interleaved
    bool interleaved = false;
    RopeScaling scaling = RopeScaling::Default;
    double factor = 1.0;
    double lowFreqFactor = 1.0, highFreqFactor = 4.0; // llama3
    double betaFast = 32.0, betaSlow = 1.0;           // yarn
    bool truncate = true;                             // yarn
    double attentionFactor = 1.0;                     // multiplies cos and sin
    int64_t originalMaxPosition = 0;
};

struct LayerSpec {
    bool moe = true;           // routed experts, else one dense FFN
    int64_t slidingWindow = 0; // 0 = full attention
    bool rope = true;
};

struct ModelSpec {
    std::string family;       // model_type
    std::string architecture; // architectures[0]
    int64_t vocab = 0, hidden = 0;
    int64_t heads = 0, kvHeads = 0, headDim = 0;
    int64_t denseWidth = 0; // intermediate width of dense layers
    int experts = 0, topK = 0;
    int64_t expertWidth = 0;
    int sharedExperts = 0; // number counted for people; their weights are one FFN of sharedWidth
    int64_t sharedWidth = 0;
    bool sharedMix = false; // shared output times sigmoid(SharedMix . x)
    RouterKind router = RouterKind::SoftmaxThenTopK;
    bool normTopK = false; // divide the chosen weights by their sum
    double routedScaling = 1.0;
    QkNorm qkNorm = QkNorm::None;
    double clipQkv = 0.0; // 0 = off
    bool qkvBias = false, oBias = false;
    bool layerNorm = false; // LayerNorm with bias instead of RMSNorm
    double normEps = 1e-5;
    double embeddingMultiplier = 1.0, residualMultiplier = 1.0, logitsDivisor = 1.0;
    double attentionScale = 0.0; // softmax scale, set by the family (headDim^-0.5 as a rule)
    bool tiedHead = false;
    int64_t maxPosition = 0;
    RopeSpec rope;
    std::vector<LayerSpec> layers;
    int64_t bosToken = -1, eosToken = -1; // -1: none

    int layerCount() const { return static_cast<int>(layers.size()); }
    // Model layer index of each layer with routed experts, rising.
    std::vector<int> moeLayers() const;
};

} // namespace moqa
