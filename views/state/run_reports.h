// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a quantization and an evaluation left behind, kept in the workspace as JSON reports. Each
// knows the plan it was computed from, so that a view can say when it no longer fits.

#include "core/base/json.h"
#include "core/evaluate/evaluate.h"
#include "core/plan/plan.h"
#include "core/quantize/quantize_model.h"

#include <optional>
#include <string>
#include <vector>

namespace moqa {

// SHA-256 of a plan's decisions (units, defaults, overrides), not of its locks and reasons.
std::string planHash(const Plan& plan);

// Name and content of each corpus, in order.
std::vector<std::string> calibrationNames(const std::vector<Corpus>& corpora);

struct QuantizeRun {
    std::string planName, planHash, outputPath, method;
    QuantizeOptions options;              // that it goes on with
    std::vector<LayerReport> layers;      // as they came; layer -1: tensors outside layers
    std::vector<std::string> calibration; // calibrationNames of what it was calibrated on
    double cacheShare = 0;                // of the channels, kept whole in the file
    bool complete = false;
    double seconds = 0;
    std::optional<PlanTotals> totals; // of the plan that it quantizes; none: of an older program

    Json toJson() const;
    static Result<QuantizeRun> fromJson(const Json& json, const std::string& where);
};

struct EvaluateRun {
    std::string planName, planHash, quantizedPath;
    std::vector<std::string> knownCorpora; // names that were calibrated on
    EvaluateReport full, quantized;
    std::optional<PlanTotals> totals; // of the plan as it was measured; none: of an older program

    Json toJson() const;
    static Result<EvaluateRun> fromJson(const Json& json, const std::string& where);
};

} // namespace moqa
