// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// From what is known about a model to a plan: the base rule of MoQa (moqa.md section 4), the
// uniform baseline, the least predicted loss (section 5). plan_methods.h lists the methods.

#include "core/analysis/result_array.h"
#include "core/plan/plan.h"

namespace moqa {

struct LossTable;
struct UnitScore;
class Progress;

enum class PlanMethod {
    Moqa,
    Uniform,
    Optimal,
    McMoe,
    QuantMoeFrequency,
    QuantMoeFirstK,
    QuantMoeBlock,
    QuantMoeAttention,
    QuantMoeShared,
    QuantMoeLinear,
    Ewq,
    AlphaQ,
    Gemq,
    Score
};
enum class PlanScope { Layer, Model };
// Over corpora: weighted mean of losses, the largest loss, the largest loss above what a plan for
// that corpus alone would lose at the same budget.
enum class PlanObjective { Mean, Worst, Regret };

// Mean bits that a layer's routed experts must keep; 0 = no bound.
struct LayerBits {
    double low = 0, high = 0;
};

struct PlanOptions {
    PlanMethod method = PlanMethod::Moqa;
    double bits = 0;   // target mean bits; 0 = no repair (moqa), required for uniform
    int64_t bytes = 0; // target bytes of the whole model; 0 = none; not together with bits
    std::vector<int> widths = {2, 4, 6, 8};
    // Optimal: formats beside the widths, each with its own group and symmetry. A target of mean
    // bits, which counts no scales, then stands for the bytes of the experts that a plan of so many
    // mean bits has in unitFormat.
    std::vector<UnitFormat> pairs;
    PlanScope scope = PlanScope::Layer;
    double overlap = 0.1;
    // Moqa: of two experts that are chosen together and answer alike (overlap_pairs of stage 3),
    // the less significant drops one level (moqa.md section 6).
    bool dropRedundant = false;
    std::vector<std::pair<std::string, double>> corpusWeights; // empty = all of the analysis, equal
    UnitFormat unitFormat;                                     // group and symmetry
    int attentionBits = 8, sharedBits = 8, denseBits = 8;
    PlanObjective objective = PlanObjective::Mean; // optimal
    // Optimal: share of the expected loss on unmeasured text that counts beside each corpus' own.
    double unseen = 0.02;
    std::vector<int> groups; // optimal: group sizes to choose among; empty = unitFormat.group
    LayerBits layerBits;     // optimal
    double mcGamma = 2.0;    // MC-MoE's exponent of the error: 2 as published, 1 as in its code
    std::string score;       // method score: an id of unit_scores.h, or "csv"
    bool flipScore = false;  // method score: the other direction than the score's source has
    double cache = 0;        // share of the channels kept at half precision for switching; 0 = none
    std::vector<PlanOverride> overrides;
};

// What a method may look at besides the model; null = not there.
struct PlanInputs {
    const Analysis* analysis = nullptr;
    const LossTable* losses = nullptr;
    const UnitScore* userScore = nullptr; // of "score:csv"
    Progress* progress = nullptr;         // of rules that read every weight
};

// Usage error for contradictory options or where an input that the method needs is missing,
// BadInput for a target that no plan of these widths reaches or an input of another model. A loss
// table that covers the plan gives its predicted loss, whatever the method.
Result<Plan> makePlan(const ModelSource& model, const PlanInputs& inputs,
                      const PlanOptions& options);
// The same with an analysis alone.
Result<Plan> makePlan(const ModelSource& model, const Analysis* analysis,
                      const PlanOptions& options);

} // namespace moqa
