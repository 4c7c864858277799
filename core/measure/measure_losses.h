// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Fills the table of measured losses (moqa.md section 5): a layer at a time, every routed expert is
// quantized at every format with the quantizer that will be used, its output error is measured on
// the calibration tokens, and the error of a layer is put in proportion to the divergence that it
// alone causes at the logits (raw errors grow by orders of magnitude with depth).

#include "core/base/progress.h"
#include "core/plan/loss_table.h"
#include "core/quantize/quantize_model.h"
#include "core/text/corpus.h"

#include <functional>
#include <vector>

namespace moqa {

struct MeasureOptions {
    std::vector<int> widths = {2, 3, 4, 5, 6, 8};
    std::vector<int> groups = {64};
    std::vector<UnitFormat> pairs; // beside every width in every group
    bool symmetric = false;
    bool byProjection = true;   // units GateUp and Down; else whole experts
    int probeBits = 3;          // width at which the scale is measured, the nearest that there is
    int64_t probeTokens = 2048; // of each corpus
    double sample = 1; // share of each layer's experts that is measured; the rest is predicted
    QuantizeOptions quantize; // method, order, damping, grid, window, seed
};

// JSON of everything that makes two tables comparable; goes into LossTable::optionsJson.
std::string measureOptionsJson(const MeasureOptions& options);

// "gptq-2,3,4,6,8-g64-projection": under which a workspace keeps the table.
std::string lossTableName(const MeasureOptions& options);

// Called after each layer with the table of all finished ones, so that a run can be kept and gone
// on with.
using LossTableSink = std::function<Status(const LossTable& finished)>;

// earlier: a table of the first layers from a run with the same options, model and texts, or null;
// BadInput if it is not. Errors: Usage for contradictory options, BadInput for no corpus or a model
// without routed experts, Cancelled (what is finished went to the sink).
Result<LossTable> measureLosses(const ModelSource& model, const std::vector<Corpus>& corpora,
                                const MeasureOptions& options, const LossTable* earlier,
                                const LossTableSink& sink, Progress& progress);

} // namespace moqa
