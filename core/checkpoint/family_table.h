// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The rows of the family table. Used by families.cpp alone; everybody else reads families.h.

#include "core/checkpoint/config_reader.h"
#include "core/checkpoint/model_spec.h"
#include "core/checkpoint/rope_config.h"
#include "core/checkpoint/tensor_names.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace moqa {

// Bounds of what a config may claim. They are ten times and more beyond anything published and
// small enough that no product of three of them overflows 64 bits.
inline constexpr int64_t kMaxLayers = 4096;
inline constexpr int64_t kMaxWidth = int64_t{1} << 20;
inline constexpr int64_t kMaxHeads = 4096;
inline constexpr int64_t kMaxExperts = 65536;
inline constexpr int64_t kMaxExpertsInAll = int64_t{1} << 18; // over all layers
inline constexpr int64_t kMaxVocab = int64_t{1} << 24;
inline constexpr int64_t kMaxPosition = int64_t{1} << 40;
inline constexpr size_t kMaxListItems = 2 * kMaxLayers;

// What a missing key means: the defaults of the family's configuration class.
struct FamilyDefaults {
    int64_t vocab, hidden, layers, heads;
    int64_t kvHeads; // 0: as heads
    int64_t headDim; // 0: hidden / heads
    int64_t maxPosition;
    double normEps;
    RopeDefaults rope;
    int64_t bos = -1, eos = -1;
};

struct FamilyRow {
    const char* modelType;
    const char* architecture; // stands in for a missing model_type
    FamilyDefaults defaults;
    // Sets what families share no key for: experts, router, variants of attention. The common part
    // of the spec is filled in before.
    void (*fill)(ConfigReader&, ModelSpec&);
    std::vector<RuleSet> names; // earlier sets win
};

const std::vector<FamilyRow>& familyTable();
// Null if there is none of this model_type.
const FamilyRow* findFamily(const std::string& modelType);

} // namespace moqa
