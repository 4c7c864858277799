// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The window's jobs as plain functions from values to a value: each composes calls of core and
// nothing else, runs on a worker thread and knows no widget.

#include "core/analysis/analyze.h"
#include "core/base/progress.h"
#include "core/plan/make_plan.h"
#include "views/state/document.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace moqa {

struct OpenedPath {
    std::string path;
    std::optional<Workspace> workspace;       // of a .moqa file
    std::shared_ptr<const ModelSource> model; // null: the workspace's model is not there
    std::optional<Error> modelError;
};
// A workspace, or any MODEL of the command line.
Result<OpenedPath> openPath(const std::string& path, Progress& progress);

struct AnalyzeJob {
    std::shared_ptr<const ModelSource> model;
    std::vector<CorpusRequest> corpora;
    int64_t maxTokens = 0; // of each corpus; 0 = all
    AnalyzeOptions options;
};
struct AnalyzeOutcome {
    std::vector<Corpus> corpora;
    std::shared_ptr<const Analysis> analysis;
};
Result<AnalyzeOutcome> runAnalyze(const AnalyzeJob& job, Progress& progress);

struct QuantizeJob {
    std::shared_ptr<const ModelSource> model;
    Plan plan;
    std::string planName;
    std::vector<Corpus> calibration;
    QuantizeOptions options;
    std::string outputPath; // .h5; goes on from outputPath + ".partial" if that fits
    std::vector<LayerReport> earlierLayers; // of the run that this one may go on from
};
// onLayer is called from the worker after each layer. A cancelled run answers with the layers it
// finished and complete == false: they stay beside the output and the next run goes on from them.
Result<QuantizeRun> runQuantize(const QuantizeJob& job,
                                const std::function<void(const LayerReport&)>& onLayer,
                                Progress& progress);

struct EvaluateJob {
    std::shared_ptr<const ModelSource> model;
    std::string quantizedPath, planName, planHash;
    std::vector<CorpusRequest> corpora;
    std::vector<std::string> knownCorpora;
    int64_t maxTokens = 0; // of each corpus; 0 = all
    EvaluateOptions options;
};
Result<EvaluateRun> runEvaluate(const EvaluateJob& job, Progress& progress);

// Dequantized bf16 safetensors folder of a quantized file.
Status runExportSafetensors(const std::string& quantizedPath, const std::string& folder,
                            Progress& progress);

} // namespace moqa
