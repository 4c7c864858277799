// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The table of model families: what the keys of a config.json mean for each model_type, and how
// its tensors are named. A new family is a row in families.cpp and a golden test; the forward pass
// sees only the ModelSpec. Source: model-formats.md part 2.

#include "core/base/result.h"
#include "core/checkpoint/model_spec.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace moqa {

// The model_types that can be run, for messages: "granitemoe, ..., qwen3_moe".
std::string supportedFamilies();

// config.json to building blocks. where names the file in errors. BadInput for a family that is
// not in the table (naming it and those that are), for a setting that the family cannot have and
// for numbers out of bounds.
Result<ModelSpec> parseModelSpec(std::string_view configJson, const std::string& where);

// All weights that a model of this spec has, in the order of ModelSource::weights(), handed to
// visit until it returns an error. Nothing is stored: a config can claim more weights than memory
// holds.
template <class Visit>
Status forEachWeight(const ModelSpec& spec, Visit visit);

// Shape [rows, cols] of a weight as used, y = x W^T; vectors are 1 x n. Router: [experts, hidden];
// SharedMix: [1, hidden].
std::pair<int64_t, int64_t> weightShape(const ModelSpec& spec, WeightId id);
// True for norms, biases, sinks and corrections: one dimension in the file.
bool isVectorRole(Role role);

// The tensor name that the weight is known by: that of the family's per-expert layout.
// Precondition: spec comes from parseModelSpec.
std::string weightName(const ModelSpec& spec, WeightId id);

// Where a weight may lie in a file: rows [firstRow, firstRow + rows) of a tensor of this shape,
// leading dimensions flattened.
struct WeightPlace {
    std::string tensor;
    std::vector<int64_t> shape;
    int64_t firstRow = 0;
};
// All places to look for it, the preferred one first.
std::vector<WeightPlace> weightPlaces(const ModelSpec& spec, WeightId id);

// Roles of the weights of one layer in rising order; expert roles stand once.
std::vector<Role> layerRoles(const ModelSpec& spec, int layer);
bool isExpertRole(Role role);

template <class Visit>
Status forEachWeight(const ModelSpec& spec, Visit visit) {
    MOQA_CHECK(visit(WeightId{Role::Embedding, -1, -1}));
    for (int layer = 0; layer < spec.layerCount(); ++layer)
        for (const Role role : layerRoles(spec, layer)) {
            const int experts = isExpertRole(role) ? spec.experts : 0;
            if (experts == 0) MOQA_CHECK(visit(WeightId{role, layer, -1}));
            for (int expert = 0; expert < experts; ++expert)
                MOQA_CHECK(visit(WeightId{role, layer, expert}));
        }
    MOQA_CHECK(visit(WeightId{Role::FinalNorm, -1, -1}));
    if (spec.layerNorm) MOQA_CHECK(visit(WeightId{Role::FinalNormBias, -1, -1}));
    if (!spec.tiedHead) MOQA_CHECK(visit(WeightId{Role::Head, -1, -1}));
    return {};
}

} // namespace moqa
