// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// How far the table's sum of losses can be trusted: random plans, predicted and measured. Every
// weight is quantized once at every width and plans are put together from these (inputs of the
// undisturbed model throughout, so that a weight's codes do not depend on the rest of the plan);
// additivity is what is checked.

#include "core/base/progress.h"
#include "core/evaluate/evaluate.h"
#include "core/plan/loss_table.h"
#include "core/quantize/quantize_model.h"
#include "core/text/corpus.h"

#include <cstdint>
#include <vector>

namespace moqa {

// Random plans over a table's units whose mean bits lie in [low, high]. Layers and units draw
// preferences of their own, so that plans differ in where their bits are, not only in how many.
struct PlanRange {
    double low = 0, high = 0; // mean bits of the routed experts; low == high is not reachable
    int count = 60;
};
// One column of the table per unit, [plan][unit]. weights: of each unit. BadInput for a range that
// the formats do not reach.
Result<std::vector<std::vector<int>>> randomChoices(const LossTable& table,
                                                    const std::vector<int64_t>& weights,
                                                    const PlanRange& range, uint64_t seed);

struct PredictionPoint {
    double meanBits = 0;
    double predicted = 0, measured = 0; // mean over corpora of nats per token
};

struct PredictionCheck {
    PlanRange range;
    std::vector<PredictionPoint> points;
    double rankCorrelation = 0; // Spearman's, ties at their mean rank; NaN below three points
};

struct PredictionOptions {
    std::vector<PlanRange> ranges;
    QuantizeOptions quantize; // as the table's; sequential is ignored
    EvaluateOptions evaluate;
    uint64_t seed = 0;
};

// calibration: what the table was measured on; texts: what plans are scored on. Only the table's
// units are quantized. Errors as quantizeModel and evaluate.
Result<std::vector<PredictionCheck>>
checkPredictions(const ModelSource& model, const LossTable& table,
                 const std::vector<Corpus>& calibration, const std::vector<Corpus>& texts,
                 const PredictionOptions& options, Progress& progress);

} // namespace moqa
