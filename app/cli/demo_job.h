// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The main job, end to end, on the shipped demo model: analysis of all corpora, plans made on the
// known ones, quantization of each plan with the same settings, evaluation on the held-back thirds,
// export to HDF5, re-load and the check that the re-loaded file gives the same numbers.

#include "core/base/json.h"
#include "core/base/progress.h"
#include "core/evaluate/evaluate.h"
#include "core/plan/plan.h"
#include "core/quantize/quantize_model.h"

#include <functional>
#include <string>
#include <vector>

namespace moqa::cli {

struct DemoOptions {
    std::string folder; // written: demo.moqa, demo-3bit.h5, demo-plan.json
    bool fast = false;  // 2048 tokens a corpus instead of all
    uint64_t seed = 0;
    std::string commandLine;
};

// One row of the demo's table.
struct DemoRow {
    std::string name; // "full precision", "uniform GPTQ 3 bit", "MoQa 3.0"
    PlanTotals totals;
    EvaluateReport scores;
    double quantizeSeconds = 0;
    std::vector<LayerReport> layers;
};

struct DemoResult {
    std::vector<std::string> findings;
    std::vector<std::string> known, fresh; // corpus names
    std::vector<DemoRow> rows;             // full precision first
    EvaluateReport reloaded;               // of demo-3bit.h5
    std::string workspacePath, modelPath;
    double seconds = 0;
};

// print receives the text of each finished part, so that a reader sees results as they come.
Result<DemoResult> runDemo(const DemoOptions& options, Progress& progress,
                           const std::function<void()>& beginJob,
                           const std::function<Status(const std::string&)>& print);

Json demoJson(const DemoResult& result);
// The table of perplexity and divergence, known and new corpora side by side.
std::string demoTable(const DemoResult& result);

} // namespace moqa::cli
