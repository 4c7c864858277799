// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The base rule of MoQa (moqa.md section 4 steps 1 to 4): baseline significance over corpora, fuzzy
// clusters, clusters by falling centre to widths by falling width, low precision first. Pure
// functions of an analysis; the budget comes after (budget.h).

#include "core/analysis/result_array.h"
#include "core/base/progress.h"
#include "core/plan/fuzzy_cmeans.h"
#include "core/plan/make_plan.h"

#include <string>
#include <vector>

namespace moqa {

using CorpusWeights = std::vector<std::pair<std::string, double>>;

// Weights that sum to 1; empty = all corpora of the analysis, equal. Usage error for an unknown or
// repeated name or a weight that is not a positive number.
Result<CorpusWeights> normalisedCorpusWeights(const Analysis& analysis,
                                              const CorpusWeights& requested);
// The same over the corpora of anything; holder names it in errors: "the workspace".
Result<CorpusWeights> normalisedCorpusWeights(const std::vector<std::string>& known,
                                              const CorpusWeights& requested,
                                              const std::string& holder);

// x(l, e) = sum over corpora of weight * significance(l, e | corpus), [moe layers, experts]
// row-major, as many rows as analysis.moeLayers. An expert that a corpus never reached counts as 0
// there; each layer is normalised to sum 1 again (a layer nobody reached stays 0). BadInput if the
// analysis lacks "significance" or its shape is not the model's.
Result<std::vector<double>> baselineSignificance(const Analysis& analysis,
                                                 const CorpusWeights& weights);

// What the rule says about one expert.
struct BaseDecision {
    int layer = 0, expert = 0;       // model layer index
    double significance = 0;         // x
    double relative = 0;             // x over the mean of its layer; 0 where the layer has none
    std::vector<double> memberships; // of the clusters by falling centre
    int cluster = 0;                 // 0 = highest centre
    int width = 0;
    std::string why; // "cluster 2 of 4, membership 0.71"
};

// Decisions by (layer, expert), rising. widths rising, without repeats. Where the two largest
// memberships belong to neighbouring clusters and differ by less than overlap, the lower precision
// wins. With fewer clusters than widths (few distinct values) the highest widths stay unused.
// Cancelled is the only error.
Result<std::vector<BaseDecision>> baseRule(const std::vector<double>& significance,
                                           const std::vector<int>& moeLayers, int experts,
                                           const std::vector<int>& widths, PlanScope scope,
                                           double overlap, const Progress& progress);

} // namespace moqa
