// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// How families name their tensors, as data: rules that say which tensor, or which rows of a fused
// one, holds a weight. Layouts: model-formats.md 2.0.4.

#include "core/checkpoint/model_spec.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace moqa {

// Which rows of the tensor a weight [rows, cols] is.
enum class Slice : uint8_t {
    Whole,            // [rows, cols]
    FirstHalf,        // of [2 rows, cols]
    SecondHalf,       // of [2 rows, cols]
    Expert,           // [E, rows, cols]
    ExpertFirstHalf,  // of [E, 2 rows, cols]
    ExpertSecondHalf, // of [E, 2 rows, cols]
};

// {L} and {E} in the pattern stand for the layer and the expert. The first rule of a role gives
// the name under which the weight is known everywhere, the others are places to look for it.
struct NameRule {
    Role role;
    Slice slice;
    const char* pattern;
};

using RuleSet = std::span<const NameRule>;

extern const RuleSet kLlamaSkeleton;     // embedding, norms, attention, dense feed-forward, head
extern const RuleSet kMlpExperts;        // mlp.gate, mlp.experts.{E}.gate_proj
extern const RuleSet kMixtralExperts;    // block_sparse_moe.experts.{E}.w1
extern const RuleSet kGraniteExperts;    // block_sparse_moe.input_linear
extern const RuleSet kExaoneRouter;      // mlp.e_score_correction_bias
extern const RuleSet kSharedExpertGated; // mlp.shared_expert and its gate
extern const RuleSet kSharedExperts;     // mlp.shared_experts
extern const RuleSet kGraniteShared;     // shared_mlp

std::string expandPattern(const char* pattern, const WeightId& id);

// True for tensors that no forward pass needs (model-formats.md 2.0.2): stored rotary frequencies,
// next-token-prediction layers behind the last one, vision towers.
bool isIgnorableTensor(const std::string& name, int layers);
// Layer number in "model.layers.12.x", else -1.
int64_t layerInName(const std::string& name);

} // namespace moqa
