// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a measurement of losses is asked for: its formats, whether a model and its texts can answer,
// and the words that tell tables apart. Pure functions.

#include "core/quantize/quantize_model.h"
#include "core/text/corpus.h"

#include <string>
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
    // Share of each layer's experts that is measured at every format; the others are measured at
    // the probed one, for the scale, and predicted from there.
    double sample = 1;
    QuantizeOptions quantize; // method, order, damping, grid, window, seed
};

// JSON of everything that makes two tables comparable; goes into LossTable::optionsJson.
std::string measureOptionsJson(const MeasureOptions& options);

// "gptq-2,3,4,6,8-g64-projection": under which a workspace keeps the table.
std::string lossTableName(const MeasureOptions& options);

// Every width in every group and the pairs, without repeats, in the order of LossTable::formats.
std::vector<UnitFormat> measuredFormats(const MeasureOptions& options);
// The nearest width to `bits`; of two equally near ones the lower.
size_t probeColumn(const std::vector<UnitFormat>& formats, int bits);
// Usage for contradictory options, BadInput for a group that does not divide a routed expert's
// columns, no corpus, or a model without routed experts.
Status checkMeasureOptions(const ModelSource& model, const std::vector<Corpus>& corpora,
                           const MeasureOptions& options);

} // namespace moqa
