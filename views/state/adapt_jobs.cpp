// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/state/adapt_jobs.h"

#include "core/adapt/patched_source.h"
#include "core/analysis/analyze_estimate.h"
#include "core/evaluate/scoring_windows.h"
#include "core/store/channel_cache_store.h"
#include "core/store/open_model.h"
#include "core/store/patch_store.h"
#include "core/text/tokenizer.h"
#include "views/state/job_costs.h"

#include <algorithm>
#include <filesystem>

namespace moqa {

namespace fs = std::filesystem;

namespace {

bool same(const CorpusRequest& a, const CorpusRequest& b) {
    return a.name == b.name && corpusArgument(a) == corpusArgument(b);
}

Result<Corpus> load(const ModelSource& model, const CorpusRequest& request, int64_t tokens) {
    MOQA_TRY(const std::string json, model.sideFile("tokenizer.json"));
    MOQA_TRY(const Tokenizer tokenizer,
             Tokenizer::fromJson(json, model.name() + "/tokenizer.json"));
    return loadCorpus(request, tokenizer, tokens);
}

PatchFile describe(const ChannelPatch& patch, const std::string& path) {
    return {path, patchModeName(patch.mode), patch.corpora, patch.channels(), patch.storedBytes()};
}

// Models to score one after the other, each in its share of the progress.
struct Scored {
    GainRow::What what;
    std::shared_ptr<const ModelSource> model;
};

Result<std::vector<Scored>> modelsOf(const GainJob& job) {
    const std::string& file = job.outcome.choice.file;
    MOQA_TRY(const auto base, openModel(file));
    MOQA_CHECK(checkPatchBase(job.outcome.adaptation->patch, file));
    std::vector<Scored> models;
    if (job.original) models.push_back({GainRow::What::Original, job.original});
    models.push_back({GainRow::What::File, base});
    MOQA_TRY(const auto applied, openPatchedModel(file, job.applied));
    if (!job.applied.empty()) models.push_back({GainRow::What::Applied, applied});
    if (job.outcome.adaptation->patch.channels() == 0) return models;
    // The patch in memory alone: it may replace one that is applied.
    const std::shared_ptr<const ChannelPatch> patch(job.outcome.adaptation,
                                                    &job.outcome.adaptation->patch);
    MOQA_TRY(auto patched, PatchedSource::create(base, {patch}));
    models.push_back({GainRow::What::Patch, std::move(patched)});
    return models;
}

} // namespace

bool AdaptText::operator==(const AdaptText& other) const {
    return same(sample, other.sample) && same(measured, other.measured);
}

AdaptText adaptTextOf(const std::string& path) {
    // "law.txt.gz" is called law.
    std::string name = fs::path(path).filename().string();
    name = name.substr(0, name.find('.', 1));
    return {{name, path, 2, 3, false}, {name, path, 1, 3, true}};
}

bool AdaptChoice::operator==(const AdaptChoice& other) const {
    return file == other.file && text == other.text && tokens == other.tokens &&
           options.mode == other.options.mode && options.windowTokens == other.options.windowTokens;
}

Result<std::shared_ptr<const CachedFile>> readCachedFile(const std::string& path,
                                                         Progress& progress) {
    progress.report(0, "reading the channel cache");
    MOQA_TRY(const auto model, openModel(path));
    if (!isQuantizedPath(path))
        return usageError("only a quantized file can be switched", path,
                          "choose an .h5 that was written with a channel cache");
    auto file = std::make_shared<CachedFile>();
    MOQA_TRY(file->cached, readCachedModel(path, model->spec()));
    MOQA_CHECK(checkCancelled(progress));
    for (const LayerCache& layer : file->cached.layers) {
        file->channels += layer.size();
        file->cacheBytes += layer.storedBytes();
    }
    std::error_code ignored;
    file->fileBytes = static_cast<int64_t>(fs::file_size(path, ignored));
    file->spec = model->spec();
    file->fingerprint = model->fingerprint();
    return std::shared_ptr<const CachedFile>(std::move(file));
}

Result<AdaptOutcome> runAdapt(const AdaptChoice& choice, std::shared_ptr<const CachedFile> file,
                              Progress& progress) {
    MOQA_TRY(const auto model, openModel(choice.file));
    MOQA_TRY(const Corpus corpus, load(*model, choice.text.sample, choice.tokens));
    MOQA_TRY(Adaptation adaptation,
             adapt(*model, file->cached, {corpus}, choice.options, progress));
    return AdaptOutcome{choice, std::move(file),
                        std::make_shared<const Adaptation>(std::move(adaptation))};
}

JobEstimate adaptCost(const ModelSource& model, const AdaptChoice& choice) {
    AnalyzeOptions options;
    options.stage1 = options.stage3 = false;
    JobEstimate cost =
        estimateAnalyze(model, likelyTokens({choice.text.sample}, choice.tokens), options);
    cost.diskBytes = 0;
    return cost;
}

const CorpusScore* Gain::find(GainRow::What what) const {
    for (const GainRow& row : rows)
        if (row.what == what) return &row.score;
    return nullptr;
}

Result<Gain> runGain(const GainJob& job, Progress& progress) {
    const AdaptChoice& choice = job.outcome.choice;
    Gain gain{choice, job.applied, {}, {}};
    MOQA_TRY(const std::vector<Scored> models, modelsOf(job));
    MOQA_TRY(const Corpus corpus, load(*models.back().model, choice.text.measured, job.tokens));
    EvaluateOptions options;
    // The page has no field for the window: a short text is one window.
    MOQA_TRY(options.window, evaluationWindow(models.back().model->spec(), options));
    options.window = std::min(options.window, static_cast<int64_t>(corpus.ids.size()));
    const double steps = static_cast<double>(models.size()) + (job.original ? 1 : 0);
    double done = 0;
    std::shared_ptr<const ReferenceRun> reference;
    if (job.original) {
        SubProgress step(progress, 0, 1 / steps);
        MOQA_TRY(reference, makeReference(*job.original, {corpus}, options, step));
        done = 1;
    }
    std::optional<EvaluateReport> without, with;
    for (const Scored& one : models) {
        SubProgress step(progress, done / steps, (done + 1) / steps);
        ++done;
        const bool full = one.what == GainRow::What::Original;
        MOQA_TRY(EvaluateReport report,
                 evaluate(*one.model, {corpus}, options, full ? nullptr : reference.get(), step));
        gain.rows.push_back({one.what, report.corpora.front()});
        if (one.what == GainRow::What::File)
            without = std::move(report);
        else if (one.what == GainRow::What::Patch)
            with = std::move(report);
    }
    if (reference && without && with) {
        MOQA_TRY(gain.difference, divergenceDifference(*with, *without));
    }
    return gain;
}

Result<std::vector<PatchFile>>
checkPatches(const std::string& file, const std::vector<std::string>& patches, Progress& progress) {
    std::vector<PatchFile> files;
    for (const std::string& path : patches) {
        MOQA_CHECK(checkCancelled(progress));
        MOQA_TRY(const auto patch, readPatch(path));
        files.push_back(describe(*patch, path));
    }
    MOQA_TRY(const auto laid, openPatchedModel(file, patches));
    return files;
}

Result<PatchFile> savePatch(const AdaptOutcome& outcome, const std::vector<std::string>& applied,
                            const std::string& path, Progress& progress) {
    const std::string& base = outcome.choice.file;
    const ChannelPatch& patch = outcome.adaptation->patch;
    if (patch.channels() == 0)
        return badInput("there is nothing to switch: no expert with cached channels changes its "
                        "precision on this text",
                        base, "use the file as it is, or the mode that puts all channels back");
    std::error_code failed;
    if (fs::equivalent(path, base, failed))
        return usageError("this would overwrite the file that the patch is for", path,
                          "choose another name");
    if (fs::file_size(path, failed) > 0 && !failed && !readPatch(path).ok())
        return badInput("there is a file of this name already, and it is not a patch", path,
                        "remove it or choose another name");
    for (const std::string& one : applied)
        if (fs::equivalent(path, one, failed))
            return usageError("a patch that is applied has this name", path,
                              "take it back first, or choose another name");
    // Beside those that are applied, before anything is written.
    MOQA_TRY(const auto model, openModel(base));
    MOQA_CHECK(checkPatchBase(patch, base)); // before it fails to fit for a lesser reason
    std::vector<std::shared_ptr<const ChannelPatch>> all;
    for (const std::string& one : applied) {
        MOQA_TRY(auto read, readPatch(one));
        all.push_back(std::move(read));
    }
    auto named = std::make_shared<ChannelPatch>(patch);
    named->path = path;
    all.push_back(named);
    MOQA_TRY(const auto laid, PatchedSource::create(model, std::move(all)));
    MOQA_CHECK(checkCancelled(progress));
    progress.report(0.3, "writing the patch");
    MOQA_CHECK(writePatch(patch, base, path));
    return describe(patch, path);
}

} // namespace moqa
