// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The window's jobs as plain functions from values to a value: each composes calls of core and
// nothing else, runs on a worker thread and knows no widget.

#include "core/analysis/analyze.h"
#include "core/base/progress.h"
#include "core/measure/measure_losses.h"
#include "core/plan/make_plan.h"
#include "core/store/export_check.h"
#include "core/store/recovery.h"
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
    // Of a workspace that can be edited here; lockError says why it cannot.
    std::shared_ptr<WorkspaceLock> lock;
    std::optional<Error> lockError;
    std::string identity; // of the saved state
    PendingEdits pending;
    bool unsaved = false; // the recovery copy of a document that has no file
};
// A workspace, or any MODEL of the command line. held: a workspace whose lock we have already.
Result<OpenedPath> openPath(const std::string& path, Progress& progress,
                            const std::string& held = {});
// The recovery copy of a document that was never saved, with the lock that came with it.
Result<OpenedPath> openAbandoned(Abandoned abandoned, Progress& progress);

struct SavedWorkspace {
    std::string identity;
    std::shared_ptr<WorkspaceLock> lock;
};
// lock: of path, or null to take it.
Result<SavedWorkspace> runSave(const Workspace& workspace, const std::string& path,
                               std::shared_ptr<WorkspaceLock> lock, Progress& progress);

struct AnalyzeJob {
    std::shared_ptr<const ModelSource> model;
    std::vector<CorpusRequest> corpora;
    int64_t maxTokens = 0; // of each corpus; 0 = all
    AnalyzeOptions options;
    bool quick = false; // a first picture of all layers from few tokens (coverage.h)
};
struct AnalyzeOutcome {
    std::vector<Corpus> corpora;
    std::shared_ptr<const Analysis> analysis;
};
Result<AnalyzeOutcome> runAnalyze(const AnalyzeJob& job, Progress& progress);

struct MeasureJob {
    std::shared_ptr<const ModelSource> model;
    std::vector<Corpus> corpora; // of the analysis
    MeasureOptions options;
    // Where finished layers are kept while it runs, and taken from if they fit; empty = nowhere.
    std::string partialPath;
};
// Where a workspace's unfinished or unsaved table lies.
std::string unsavedLossesPath(const std::string& workspacePath);
// Ends with Cancelled when stopped: what is finished lies at partialPath and the next run of the
// same options goes on from it. A finished run's table lies there until the workspace is saved.
Result<std::shared_ptr<const LossTable>> runMeasure(const MeasureJob& job, Progress& progress);

struct QuantizeJob {
    std::shared_ptr<const ModelSource> model;
    Plan plan;
    std::string planName;
    std::vector<Corpus> calibration;
    QuantizeOptions options;
    std::string outputPath; // .h5; goes on from outputPath + ".partial" if that fits
    bool anew = false;      // gives up what an unfinished run left there
    std::vector<LayerReport> earlierLayers; // of the run that this one may go on from
    std::optional<double> cache = {}; // share of channels that the file keeps; none: the plan's
    std::shared_ptr<const Analysis> analysis = {}; // has the channels' significance; or null
};
// The plan as a file with this channel cache carries it: its totals count the cache.
Plan withCache(Plan plan, const ModelSource& model, double share);
// onLayer is called from the worker after each layer. A cancelled run answers with the layers it
// finished and complete == false: they stay beside the output and the next run goes on from them.
Result<QuantizeRun> runQuantize(const QuantizeJob& job,
                                const std::function<void(const LayerReport&)>& onLayer,
                                Progress& progress);

struct EvaluateJob {
    std::shared_ptr<const ModelSource> model;
    std::string quantizedPath, planName, planHash;
    std::optional<PlanTotals> totals; // of the plan that was quantized
    std::vector<CorpusRequest> corpora;
    std::vector<std::string> knownCorpora;
    int64_t maxTokens = 0; // of each corpus; 0 = all
    EvaluateOptions options;
};
Result<EvaluateRun> runEvaluate(const EvaluateJob& job, Progress& progress);

// What became of every tensor of a quantized file.
Result<std::vector<LedgerRow>> runReadLedger(const std::string& quantizedPath, Progress& progress);

// Dequantized bf16 safetensors folder of a quantized file.
Status runExportSafetensors(const std::string& quantizedPath, const std::string& folder,
                            Progress& progress);

// Opens again what was written and compares every tensor.
struct CheckJob {
    std::shared_ptr<const ModelSource> model; // the original
    std::string path;                         // that was written
    std::string quantizedPath;                // what it was exported from; empty: path is the .h5
};
Result<ExportCheck> runCheckExport(const CheckJob& job, Progress& progress);

} // namespace moqa
