// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// From an analysis to a plan: the base rule of MoQa (moqa.md section 4) and the uniform baseline.

#include "core/analysis/result_array.h"
#include "core/plan/plan.h"

namespace moqa {

enum class PlanMethod { Moqa, Uniform };
enum class PlanScope { Layer, Model };

struct PlanOptions {
    PlanMethod method = PlanMethod::Moqa;
    double bits = 0;   // target mean bits; 0 = no repair (moqa), required for uniform
    int64_t bytes = 0; // target bytes of the whole model; 0 = none; not together with bits
    std::vector<int> widths = {2, 4, 6, 8};
    PlanScope scope = PlanScope::Layer;
    double overlap = 0.1;
    std::vector<std::pair<std::string, double>> corpusWeights; // empty = all of the analysis, equal
    UnitFormat unitFormat;                                     // group and symmetry
    int attentionBits = 8, sharedBits = 8, denseBits = 8;
    std::vector<PlanOverride> overrides;
};

// analysis may be null for uniform. Usage error for contradictory options, BadInput for a target
// that no plan of these widths reaches or an analysis of another model.
Result<Plan> makePlan(const ModelSource& model, const Analysis* analysis,
                      const PlanOptions& options);

} // namespace moqa
