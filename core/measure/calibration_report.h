// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Which routed experts a calibration text reaches often enough, said before anything is quantized:
// tokens against input channels, the rank that their moment can have at most, and how well
// conditioned it is once damped (quantizers.md 1.4). From one routing pass, or from the counts of
// an analysis. Values; the pass runs on one thread at a time, parallel inside.

#include "core/analysis/result_array.h"
#include "core/base/json.h"
#include "core/base/progress.h"
#include "core/checkpoint/model_source.h"
#include "core/text/corpus.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace moqa {

// One routed expert.
struct ExpertCoverage {
    int layer = 0, expert = 0;
    int64_t tokens = 0;
    // Of the moment of its gate's and up's inputs, as GPTQ damps it; infinity without a token, NaN
    // where it was not asked for.
    double condition = std::numeric_limits<double>::quiet_NaN();
};

struct CalibrationReport {
    std::string modelName;
    int64_t tokens = 0;     // of the text
    int64_t inputWidth = 0; // channels that gate and up read
    int64_t innerWidth = 0; // channels that down reads
    int topK = 0, experts = 0;
    std::vector<ExpertCoverage> rows; // rising by (layer, expert)

    // 8 tokens for every channel.
    int64_t neededTokens() const { return 8 * inputWidth; }
    bool starved(const ExpertCoverage& row) const { return row.tokens < 8 * inputWidth; }
    bool starvedDown(const ExpertCoverage& row) const { return row.tokens < 8 * innerWidth; }
    // Of the moment of its gate's and up's inputs.
    int64_t rankBound(const ExpertCoverage& row) const { return std::min(row.tokens, inputWidth); }
    int64_t starvedCount() const;
    int64_t unseenCount() const;
    // Tokens of such text after which the least seen expert of those that were seen would have
    // enough; 0 if none was.
    int64_t tokensForAllSeen() const;
};

struct CalibrationCheck {
    int64_t window = 0;    // 0 = min(2048, the model's limit)
    double reweight = 0;   // factor a of the token weights in the moments
    double damp = 0.01;    // share of the mean diagonal
    bool condition = true; // costs a moment and a factorisation of every expert
};

// BadInput: no corpus, one shorter than a window, a model without routed experts. Else errors of
// the forward pass, Cancelled.
Result<CalibrationReport> calibrationReport(const ModelSource& model,
                                            const std::vector<Corpus>& corpora,
                                            const CalibrationCheck& check, Progress& progress);

// The same without a pass and without conditions, from the counts of an analysis: nothing unless it
// is of this model, with this window, and counted every one of these corpora whole.
std::optional<CalibrationReport> calibrationReport(const ModelSource& model,
                                                   const Analysis& analysis,
                                                   const std::vector<Corpus>& corpora,
                                                   int64_t window);

// "37 of 192 experts see fewer than 2048 tokens (8 for each of 256 input channels), 2 of them none:
// layer 1 expert 7, ...". Empty if none is starved.
std::string starvedSentence(const CalibrationReport& report);
Json calibrationJson(const CalibrationReport& report);
std::string calibrationCsv(const CalibrationReport& report); // C locale, one line per expert
std::string calibrationText(const CalibrationReport& report);

} // namespace moqa
