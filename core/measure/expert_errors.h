// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What quantizing one expert, at each format, does to its output: the error curve of moqa.md
// section 5, sum over tokens of w g^2 ||y - y_b||^2, by corpus. Free functions; several experts may
// be measured at once.

#include "core/measure/probe_rows.h"
#include "core/plan/loss_table.h"
#include "core/quantize/ffn_quantizer.h"

#include <span>
#include <vector>

namespace moqa {

// What the experts of a layer share. Borrowed, all outlive the call.
struct LayerInputs {
    const ModelSource* model = nullptr;
    MatrixView inputs; // [T, H] of the block, after its norm
    const StreamRows* rows = nullptr;
    const ProbeRows* probe = nullptr;
    std::span<const UnitFormat> formats;
    std::span<const UnitPart> parts; // {Expert}, or {GateUp, Down}
    size_t probeFormat = 0;
    std::span<const int32_t> sample; // tokens of the layer, evenly spaced, whoever they go to
};

struct ExpertErrors {
    std::vector<double> errors; // [part][format][corpus], per token of the corpus
    std::vector<double> unseen; // [part][format]: mean ||y - y_b||^2 over the sample, gates of 1
    // g (y_b - y) of the whole expert at the probe's format, for those probed tokens it sees.
    std::vector<int32_t> probeRows; // rows of the probe's batch, rising
    Matrix delta;                   // [probeRows, H]
};

// gates: g of each of the job's tokens. Errors as FfnQuantizer::runFormats.
Result<ExpertErrors> measureExpert(const FfnQuantizer& quantizer, const FfnJob& job,
                                   std::span<const float> gates, const LayerInputs& layer,
                                   const Progress& progress);

} // namespace moqa
