// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Fills the table of measured losses (moqa.md section 5): a layer at a time, every routed expert is
// quantized at every format with the quantizer that will be used, its output error is measured on
// the calibration tokens, and the error of a layer is put in proportion to the divergence that it
// alone causes at the logits (raw errors grow by orders of magnitude with depth).

#include "core/base/progress.h"
#include "core/measure/measure_options.h"
#include "core/plan/loss_table.h"
#include "core/text/corpus.h"

#include <functional>
#include <vector>

namespace moqa {

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
