// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Sizes as exact integer sums, so that a draft can add and take back a unit any number of times
// and end at the same totals. A plain value; used by planTotals, the budget and PlanDraft.

#include "core/plan/plan.h"

namespace moqa {

struct PlanSums {
    int64_t routedWeights = 0, routedBitWeights = 0, routedBytes = 0; // bit-weights: sum of width
    int64_t weights = 0, bitWeights = 0;
    int64_t bytes = 0, bytesFull = 0;

    // sign -1 takes back what +1 added for the same entry and format.
    void add(const WeightEntry& entry, const UnitFormat& format, int sign = 1);
    PlanTotals totals() const;
};

struct PartSize {
    int64_t weights = 0, bytes = 0, bytesFull = 0;
};
// Where the bytes of a plan are; parts that the model lacks are left out.
std::map<Part, PartSize> partSizes(const Plan& plan, const ModelSource& model);

// Nominal width that counts in a mean: the code width, or the stored width of a kept weight.
int nominalBits(const WeightEntry& entry, const UnitFormat& format);

} // namespace moqa
