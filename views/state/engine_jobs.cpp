// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/state/engine_jobs.h"

#include "core/adapt/channel_choice.h"
#include "core/analysis/coverage.h"
#include "core/base/fault_point.h"
#include "core/plan/optimal_plan.h"
#include "core/plan/plan_totals.h"
#include "core/quantize/calibration_stream.h"
#include "core/quantize/quant_method.h"
#include "core/store/loss_table_store.h"
#include "core/store/open_model.h"
#include "core/store/quantized_model.h"
#include "core/text/tokenizer.h"

#include <chrono>
#include <filesystem>

namespace moqa {

namespace {

Result<std::vector<Corpus>> loadCorpora(const ModelSource& model,
                                        const std::vector<CorpusRequest>& requests,
                                        int64_t maxTokens, Progress& progress) {
    MOQA_TRY(const std::string json, model.sideFile("tokenizer.json"));
    MOQA_TRY(const Tokenizer tokenizer,
             Tokenizer::fromJson(json, model.name() + "/tokenizer.json"));
    std::vector<Corpus> corpora;
    for (const CorpusRequest& request : requests) {
        MOQA_CHECK(checkCancelled(progress));
        progress.report(static_cast<double>(corpora.size()) / static_cast<double>(requests.size()),
                        "tokenizing " + request.name);
        MOQA_TRY(Corpus corpus, loadCorpus(request, tokenizer, maxTokens));
        corpora.push_back(std::move(corpus));
    }
    return corpora;
}

// Passes everything on to the file, and each finished layer to the window as well.
class WatchedSink final : public QuantizedSink {
public:
    WatchedSink(QuantizedSink& sink, const std::function<void(const LayerReport&)>& onLayer)
        : m_sink(sink), m_onLayer(onLayer) {}
    int finishedLayers() const override { return m_sink.finishedLayers(); }
    Result<std::optional<QuantizedTensor>> readTensor(WeightId id) const override {
        return m_sink.readTensor(id);
    }
    Status add(const LedgerRow& row, const QuantizedTensor* tensor) override {
        return m_sink.add(row, tensor);
    }
    Status addCache(const LayerCache& cache) override { return m_sink.addCache(cache); }
    Status addFold(const LayerFold& fold) override { return m_sink.addFold(fold); }
    Result<std::optional<LayerFold>> readFold(int layer) const override {
        return m_sink.readFold(layer);
    }
    Status layerDone(const LayerReport& report) override {
        MOQA_CHECK(m_sink.layerDone(report));
        layers.push_back(report);
        m_onLayer(report);
        return {};
    }
    std::vector<LayerReport> layers;

private:
    QuantizedSink& m_sink;
    const std::function<void(const LayerReport&)>& m_onLayer;
};

// Bytes of results kept at hand: the window stays below 500 MB on a model of 32,768 experts.
constexpr int64_t kResultCacheBytes = int64_t{128} << 20;

void takeLock(OpenedPath& opened) {
    auto lock = WorkspaceLock::acquire(opened.path);
    if (!lock.ok()) {
        opened.lockError = lock.error();
        return;
    }
    opened.lock = std::make_shared<WorkspaceLock>(std::move(lock).value());
    removeTornSaves(opened.path);
}

Status readDocument(OpenedPath& opened, Progress& progress) {
    MOQA_TRY(opened.workspace, openWorkspace(opened.path, kResultCacheBytes));
    MOQA_TRY(opened.identity, workspaceIdentity(opened.path));
    if (opened.lock) {
        MOQA_TRY(opened.pending, pendingEdits(opened.path, *opened.workspace));
    }
    MOQA_CHECK(checkCancelled(progress));
    progress.report(0.5, "reading the model's headers");
    auto model = openModel(opened.workspace->modelPath);
    if (!model.ok()) {
        opened.modelError = model.error();
    } else if (model.value()->fingerprint() != opened.workspace->modelFingerprint) {
        opened.modelError =
            badInput("the model is not the one that this workspace was made from",
                     opened.workspace->modelPath,
                     "locate the original model, or analyse this one into a new workspace");
    } else {
        opened.model = std::move(model).value();
    }
    return {};
}

} // namespace

Result<OpenedPath> openPath(const std::string& path, Progress& progress, const std::string& held) {
    OpenedPath opened;
    opened.path = path;
    if (!path.ends_with(".moqa")) {
        progress.report(0, "reading headers");
        MOQA_TRY(opened.model, openModel(path));
        return opened;
    }
    progress.report(0, "reading the workspace");
    // Before it is read, so that nobody changes it between the two.
    if (path != held) takeLock(opened);
    MOQA_CHECK(readDocument(opened, progress));
    return opened;
}

Result<OpenedPath> openAbandoned(Abandoned abandoned, Progress& progress) {
    OpenedPath opened;
    opened.path = abandoned.path;
    opened.lock = std::make_shared<WorkspaceLock>(std::move(abandoned.lock));
    opened.unsaved = true;
    MOQA_CHECK(readDocument(opened, progress));
    return opened;
}

std::string unsavedLossesPath(const std::string& workspacePath) {
    return workspacePath + ".losses.partial";
}

namespace {

// What a finished measurement left beside the workspace, once the workspace has it.
void dropSavedLosses(const Workspace& workspace, const std::string& path) {
    std::error_code ignored;
    if (!std::filesystem::exists(path, ignored)) return;
    const auto kept = loadLossTable(path);
    if (!kept.ok()) return;
    for (const auto& [name, table] : workspace.losses)
        if (lossTableDigest(*table) == lossTableDigest(*kept))
            std::filesystem::remove(path, ignored);
}

} // namespace

Result<SavedWorkspace> runSave(const Workspace& workspace, const std::string& path,
                               std::shared_ptr<WorkspaceLock> lock, Progress& progress) {
    SavedWorkspace saved{{}, std::move(lock)};
    if (!saved.lock) {
        MOQA_TRY(WorkspaceLock taken, WorkspaceLock::acquire(path));
        saved.lock = std::make_shared<WorkspaceLock>(std::move(taken));
    }
    MOQA_CHECK(saveWorkspace(workspace, path, progress));
    MOQA_TRY(saved.identity, workspaceIdentity(path));
    dropSavedLosses(workspace, unsavedLossesPath(path));
    faultPoint("save.before_journal");
    return saved;
}

Result<AnalyzeOutcome> runAnalyze(const AnalyzeJob& job, Progress& progress) {
    constexpr double kTokenizeShare = 0.05;
    AnalyzeOutcome outcome;
    SubProgress tokenizing(progress, 0, kTokenizeShare);
    MOQA_TRY(outcome.corpora, loadCorpora(*job.model, job.corpora, job.maxTokens, tokenizing));
    SubProgress analyzing(progress, kTokenizeShare, 1);
    AnalyzeOptions options = job.options;
    if (job.quick) {
        QuickLook look = quickLook(job.model->spec(), outcome.corpora, job.options);
        outcome.corpora = std::move(look.corpora);
        options = std::move(look.options);
    }
    MOQA_TRY(Analysis analysis, analyze(*job.model, outcome.corpora, options, analyzing));
    outcome.analysis = std::make_shared<const Analysis>(std::move(analysis));
    return outcome;
}

namespace {

// Whole windows are measured.
LossCorpus measuredCorpus(const Corpus& corpus, int64_t window) {
    const auto tokens = static_cast<int64_t>(corpus.ids.size());
    return {corpus.name, corpus.textSha256, tokens / window * window};
}

// What an earlier run of the same options left; null where there is nothing that fits.
std::unique_ptr<const LossTable> unfinishedLosses(const MeasureJob& job, Progress& progress) {
    std::error_code ignored;
    if (job.partialPath.empty() || !std::filesystem::exists(job.partialPath, ignored)) return {};
    auto table = loadLossTable(job.partialPath);
    const int64_t window =
        CalibrationStream::windowOf(job.model->spec(), job.options.quantize.window);
    bool fits = table.ok() && !table->units.empty() &&
                table->modelFingerprint == job.model->fingerprint() &&
                table->optionsJson == measureOptionsJson(job.options) &&
                table->corpora.size() == job.corpora.size();
    for (size_t c = 0; fits && c < job.corpora.size(); ++c)
        fits = table->corpora[c] == measuredCorpus(job.corpora[c], window);
    if (!fits) {
        progress.note("the unfinished measurement beside the workspace had other options or "
                      "texts: measuring anew");
        return {};
    }
    progress.note("going on with an unfinished measurement after layer " +
                  std::to_string(table->units.back().layer));
    return std::make_unique<const LossTable>(std::move(table).value());
}

} // namespace

Result<std::shared_ptr<const LossTable>> runMeasure(const MeasureJob& job, Progress& progress) {
    const auto earlier = unfinishedLosses(job, progress);
    const auto keep = [&job](const LossTable& finished) -> Status {
        return job.partialPath.empty() ? Status() : saveLossTable(finished, job.partialPath);
    };
    MOQA_TRY(LossTable table,
             measureLosses(*job.model, job.corpora, job.options, earlier.get(), keep, progress));
    return std::make_shared<const LossTable>(std::move(table));
}

Plan withCache(Plan plan, const ModelSource& model, double share) {
    plan.options.erase("cache");
    if (share > 0) plan.options["cache"] = share;
    const auto predicted = plan.totals.predictedLoss;
    plan.totals = planTotals(plan, model);
    plan.totals.predictedLoss = predicted;
    return plan;
}

namespace {

// A slip in the name must not cost a file that is something else.
Status checkQuantizeOutput(const std::string& path, const ModelSource& model) {
    std::error_code failed;
    if (std::filesystem::equivalent(path, model.path(), failed))
        return usageError("this would overwrite the model that is quantized", path,
                          "choose another name");
    const auto bytes = std::filesystem::file_size(path, failed);
    if (failed || bytes == 0 || openModel(path).ok()) return {};
    return badInput("there is a file of this name already, and it is not a quantized model", path,
                    "remove it or choose another name");
}

// The plan in the file names the cache that the file has.
Status chooseCache(const QuantizeJob& job, Plan& plan, QuantizeOptions& options,
                   Progress& progress) {
    if (job.cache) plan = withCache(std::move(plan), *job.model, *job.cache);
    const double share = cacheShare(plan);
    if (share == 0) return {};
    if (job.calibration.empty())
        return usageError("a channel cache needs calibration texts", {},
                          "analyse the model on two texts or more first");
    MOQA_TRY(CacheRequest request,
             makeCacheRequest(*job.model, plan, job.analysis.get(), job.calibration, options.window,
                              share, progress));
    options.cache = std::make_shared<const CacheRequest>(std::move(request));
    return {};
}

} // namespace

Result<QuantizeRun> runQuantize(const QuantizeJob& job,
                                const std::function<void(const LayerReport&)>& onLayer,
                                Progress& progress) {
    const auto begin = std::chrono::steady_clock::now();
    QuantizeRun run;
    run.planName = job.planName;
    run.planHash = planHash(job.plan);
    run.outputPath = job.outputPath;
    run.calibration = calibrationNames(job.calibration);
    run.method = quantMethodName(job.options.method);
    run.options = job.options;

    MOQA_CHECK(checkQuantizeOutput(job.outputPath, *job.model));
    if (job.anew) {
        MOQA_CHECK(discardUnfinished(job.outputPath));
    }
    Plan plan = job.plan;
    QuantizeOptions options = job.options;
    // Of the time, where the analysis does not hold the channels' significance.
    const double choosing = job.cache.value_or(cacheShare(job.plan)) > 0 ? 0.1 : 0.0;
    SubProgress choosingStep(progress, 0, choosing), quantizingStep(progress, choosing, 1);
    MOQA_CHECK(chooseCache(job, plan, options, choosingStep));
    run.cacheShare = cacheShare(plan);
    run.totals = plan.totals;
    QuantizedFileInfo info;
    info.plan = &plan;
    info.options = &options;
    info.calibration = &job.calibration;
    info.commandLine = "moqa-workbench";
    MOQA_TRY(const auto writer, QuantizedWriter::create(job.outputPath, *job.model, info));
    WatchedSink sink(*writer, onLayer);
    // What the writer found finished is not reported again: take it from the earlier run.
    for (const LayerReport& layer : job.earlierLayers) {
        if (layer.layer < 0 || layer.layer >= writer->finishedLayers()) continue;
        sink.layers.push_back(layer);
        onLayer(layer);
    }
    const auto report =
        quantizeModel(*job.model, plan, job.calibration, options, sink, quantizingStep);
    run.layers = std::move(sink.layers);
    Status written = report.ok() ? Status() : Status(report.error());
    if (written.ok()) {
        progress.report(1, "writing the file");
        written = writer->finish(progress);
    }
    if (!written.ok() && written.error().code != ErrorCode::Cancelled) return written.error();
    run.complete = written.ok();
    run.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    return run;
}

Result<EvaluateRun> runEvaluate(const EvaluateJob& job, Progress& progress) {
    EvaluateRun run;
    run.planName = job.planName;
    run.planHash = job.planHash;
    run.totals = job.totals;
    run.quantizedPath = job.quantizedPath;
    run.knownCorpora = job.knownCorpora;
    MOQA_TRY(const auto quantized, openModel(job.quantizedPath));
    SubProgress tokenizing(progress, 0, 0.03);
    MOQA_TRY(const auto corpora, loadCorpora(*job.model, job.corpora, job.maxTokens, tokenizing));
    SubProgress referenceStep(progress, 0.03, 0.35);
    MOQA_TRY(const auto reference, makeReference(*job.model, corpora, job.options, referenceStep));
    SubProgress fullStep(progress, 0.35, 0.65);
    MOQA_TRY(run.full, evaluate(*job.model, corpora, job.options, nullptr, fullStep));
    SubProgress quantizedStep(progress, 0.65, 1);
    MOQA_TRY(run.quantized,
             evaluate(*quantized, corpora, job.options, reference.get(), quantizedStep));
    return run;
}

Result<std::vector<LedgerRow>> runReadLedger(const std::string& quantizedPath, Progress& progress) {
    progress.report(0, "reading the ledger");
    return readLedger(quantizedPath);
}

Status runExportSafetensors(const std::string& quantizedPath, const std::string& folder,
                            Progress& progress) {
    MOQA_TRY(const auto model, openModel(quantizedPath));
    return exportSafetensors(*model, folder, progress);
}

Result<ExportCheck> runCheckExport(const CheckJob& job, Progress& progress) {
    if (job.quantizedPath.empty()) return checkQuantizedFile(*job.model, job.path, progress);
    MOQA_TRY(const auto exported, openModel(job.quantizedPath));
    return checkSafetensorsFolder(*exported, job.path, progress);
}

} // namespace moqa
