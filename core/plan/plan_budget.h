// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The budget of a plan as an integer: bit-weights of the routed experts for a target of mean bits,
// bytes of the whole model for one of bytes. A value.

#include "core/plan/make_plan.h"

namespace moqa {

struct PlanBudget {
    bool inBytes = false;
    int64_t target = 0; // including what is not routed where in bytes
    int64_t fixed = 0;  // cost of what is not routed and of the cache; 0 for mean bits
    int64_t routedWeights = 0;

    // plan: parts that are not routed get its defaults and overrides.
    static PlanBudget of(const ModelSource& model, const Plan& plan, const PlanOptions& options);

    int64_t cost(const WeightEntry& entry, const UnitFormat& format) const;
    // What people read: mean bits, or bytes.
    double shown(int64_t cost) const;
    const char* noun() const { return inBytes ? "bytes" : "mean bits"; }
    // BadInput, naming the widths, unless low <= target, and for mean bits target <= high; both are
    // sums over routed experts.
    Status check(int64_t low, int64_t high, const std::vector<int>& widths) const;
};

} // namespace moqa
