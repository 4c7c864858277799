// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The units of a plan as parallel columns, for files: a model of 64 layers x 512 experts has 98,304
// units, which take a second to read as JSON and a hundredth of that as columns.

#include "core/plan/plan.h"

namespace moqa {

// Row i is unit i. Few units of a plan have a reason of their own, so reasons are kept once each.
struct UnitColumns {
    std::vector<int32_t> layer, expert, group;
    std::vector<uint8_t> projection; // as Projection
    std::vector<uint8_t> bits;
    std::vector<uint8_t> symmetric, locked; // 0 or 1
    std::vector<int32_t> why;               // of reasons
    std::vector<std::string> reasons;
};

UnitColumns columnsOf(const std::vector<PlanUnit>& units);
// The units, rising. BadInput (at where) for all that Plan::fromJson refuses: columns of unlike
// length, a width or index that is none, a weight that is decided twice.
Result<std::vector<PlanUnit>> unitsOf(const UnitColumns& columns, const std::string& where);

// Sorts units and refuses a weight that two of them decide about.
Status settleUnits(std::vector<PlanUnit>& units, const std::string& where);

inline constexpr int kMaxPlanIndex = 1 << 20; // layers or experts: far above any model
inline constexpr int kMaxPlanGroup = 1 << 24;
inline constexpr size_t kMaxPlanUnits = 10'000'000;

} // namespace moqa
