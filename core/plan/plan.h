// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A bit plan: which width, group size and symmetry every quantizable tensor gets (cli.md
// PLAN.json). Plan is an immutable value; PlanDraft is one being edited.

#include "core/base/json.h"
#include "core/base/result.h"
#include "core/checkpoint/model_source.h"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace moqa {

// Widths a plan may name, in bits; 16 = kept as stored.
inline constexpr std::array<int, 8> kPlanWidths = {1, 2, 3, 4, 5, 6, 8, 16};
bool isPlanWidth(int64_t bits);

struct UnitFormat {
    int bits = 16;  // 1, 2, 3, 4, 5, 6, 8, or 16 = kept as stored
    int group = 64; // input columns per scale; -1 = whole row
    bool symmetric = false;
    // Zero points as the quantizer hqq finds them: numbers in f16 (two bytes) instead of codes.
    bool realZeros = false;
    // Of the product of two f16 matrices that is added to the rounded weight (low-rank
    // compensation); 0 = none.
    int rank = 0;
    bool hasZeroPoints() const { return !symmetric && bits > 1 && bits < 16; }
    bool operator==(const UnitFormat&) const = default;
};

enum class Projection : uint8_t { Gate, Up, Down, All };
const char* projectionName(Projection p); // "gate", "up", "down", "all"

// One decision: an expert of a layer (projection All) or one of its projections.
struct PlanUnit {
    int layer = 0, expert = 0;
    Projection projection = Projection::All;
    UnitFormat format;
    bool locked = false;
    std::string why;
    bool operator==(const PlanUnit&) const = default;
};

struct PlanOverride {
    std::string pattern; // shell glob over original tensor names; later ones win
    int bits = 16;
    int group = 0; // 0 = format_of_units.group
    bool operator==(const PlanOverride&) const = default;
    bool matches(const std::string& tensorName) const;
};

// PATTERN=WIDTH[:GROUP], the argument of --set; GROUP "row" or -1 is the whole row. Usage error
// that quotes the text.
Result<PlanOverride> parseOverride(const std::string& text);

// cli.md, "JSON": mean bits, mean bits of the model, true bits, bytes. Always shown together.
// A kept weight counts with the width it is stored in.
struct PlanTotals {
    double meanBits = 0;      // nominal, over routed experts' weights
    double meanBitsModel = 0; // nominal, over every weight
    double trueBits = 0; // all bytes of routed experts (codes, scales, zero points) * 8 / weights
    int64_t bytes = 0, bytesFull = 0;
    int64_t routedBytes = 0;
    std::optional<double> predictedLoss; // nats per token, from a loss table that covers the plan
};

struct Plan {
    std::string modelFingerprint, modelName;
    std::string method; // "moqa", "uniform", "manual"
    Json options = Json::object();
    std::map<Part, int> defaults; // bits of the parts that are not routed
    // Group and symmetry of units (bits unused); for every weight what zero points are, and for
    // those of experts, shared ones too, the rank of their compensation.
    UnitFormat unitFormat;
    std::vector<PlanUnit>
        units; // every (layer, expert), rising; projections split only where they differ
    std::vector<PlanOverride> overrides;
    PlanTotals totals;
    std::vector<PlanUnit> unrepaired; // units before budget repair (moqa.md 4 step 5); may be empty

    // What a comparison of two analyses starts from (moqa.md 6 step 2): the units before repair.
    const std::vector<PlanUnit>& unitsBeforeRepair() const {
        return unrepaired.empty() ? units : unrepaired;
    }

    Json toJson() const;
    static Result<Plan> fromJson(const Json& json, const std::string& where);
    static Result<Plan> load(const std::string& path);
    Status save(const std::string& path) const; // atomically

    // What a weight of the model gets, overrides applied. 16 bits (group -1) where it is kept:
    // vectors (one row: norms, biases, the gate of a shared expert) always are. A group wider than
    // the row is the whole row, -1.
    UnitFormat formatOf(const WeightEntry& entry) const;
    // BadInput if the plan was made for another model, leaves an expert out or names one that is
    // not there, or if a group does not divide a row (names the tensor).
    Status fits(const ModelSource& model) const;
};

// No rank is higher than the smaller side of its weight.
int compensationRank(const WeightEntry& entry, int rank);

// Stored bytes of a [rows, cols] weight in a format: packed codes (rows padded to 4 bytes), f16
// scales, one byte per zero point when asymmetric (1 bit has none), two where they are real, and
// the two factors of a compensation. bits 16: the entry's own bytes.
int64_t storedBytes(const WeightEntry& entry, const UnitFormat& format);
PlanTotals planTotals(const Plan& plan, const ModelSource& model);

} // namespace moqa
