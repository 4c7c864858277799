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
    void addRoutedBytes(int64_t more) {
        bytes += more;
        routedBytes += more;
    }
    PlanTotals totals() const;
};

// The channel cache that a plan asks for (moqa.md section 6), as options["cache"]: the share of
// every layer's channels, 0 = none.
double cacheShare(const Plan& plan);
// Of a layer: the share rounded up to whole channels.
int64_t cachedChannels(const ModelSpec& spec, double share);
// Three rows of f16 [hidden] and two numbers each.
constexpr int64_t channelCacheBytes(int64_t channels, int64_t hidden) {
    return channels * (3 * 2 * hidden + 2 * 4);
}
int64_t cacheBytes(const Plan& plan, const ModelSpec& spec);

struct PartSize {
    int64_t weights = 0, bytes = 0, bytesFull = 0;
};
// Where the bytes of a plan are; parts that the model lacks are left out.
std::map<Part, PartSize> partSizes(const Plan& plan, const ModelSource& model);

// Nominal width that counts in a mean: the code width, or the stored width of a kept weight.
int nominalBits(const WeightEntry& entry, const UnitFormat& format);

} // namespace moqa
