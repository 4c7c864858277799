// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The budget of a plan as an integer: bit-weights of the routed experts for a target of mean bits,
// bytes of the whole model for one of bytes. A value.

#include "core/plan/make_plan.h"

#include <optional>

namespace moqa {

struct PlanBudget {
    bool inBytes = false;
    int64_t target = 0; // including what is not routed where in bytes
    int64_t fixed = 0;  // cost of what is not routed and of the cache; 0 for mean bits
    int64_t routedWeights = 0;
    // Where a target of mean bits stands for bytes (PlanOptions::pairs): those of the whole model
    // without the codes of its experts.
    std::optional<double> codelessBytes;
    std::vector<std::string> pairs; // named beside the widths

    // plan: parts that are not routed get its defaults and overrides.
    static PlanBudget of(const ModelSource& model, const Plan& plan, const PlanOptions& options);

    // The target of other options of the same kind.
    int64_t targetOf(const PlanOptions& options) const;
    int64_t cost(const WeightEntry& entry, const UnitFormat& format) const;
    // What people read: mean bits, or bytes.
    double shown(int64_t cost) const;
    bool showsBytes() const { return inBytes && !codelessBytes; }
    const char* noun() const { return showsBytes() ? "bytes" : "mean bits"; }
    // BadInput, naming the widths, unless low <= target <= high + slack; both are sums over routed
    // experts, slack is what rounding takes from high.
    Status check(int64_t low, int64_t high, const std::vector<int>& widths,
                 int64_t slack = 0) const;
};

// Bytes of an expert's weight in the plan's common format without its codes, which take one eighth
// of a byte for each bit and element.
int64_t codelessBytes(const Plan& plan, const WeightEntry& entry);

} // namespace moqa
