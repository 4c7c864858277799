// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/state/study_jobs.h"

#include "core/base/files.h"
#include "core/evaluate/evaluate_estimate.h"
#include "core/measure/measure_estimate.h"
#include "core/quantize/quantize_estimate.h"
#include "core/text/tokenizer.h"
#include "views/state/job_costs.h"

#include <algorithm>
#include <map>
#include <set>

namespace moqa {

namespace {

// A row of 64 layers is some 5 kB: this is a study of ten thousand.
constexpr int64_t kMaxReportBytes = int64_t{64} << 20;

// Both uses of every text, by the argument that names it in the grid.
std::map<std::string, CorpusRequest> requestsOf(const CorpusLibrary& texts) {
    std::map<std::string, CorpusRequest> requests;
    for (const CorpusEntry& entry : texts)
        for (const CorpusRequest& request : {calibrationOf(entry), evaluationOf(entry)})
            requests[corpusArgument(request)] = request;
    return requests;
}

std::vector<CorpusRequest> requestsOf(const std::vector<std::string>& arguments,
                                      const std::map<std::string, CorpusRequest>& all) {
    std::vector<CorpusRequest> requests;
    for (const std::string& argument : arguments)
        if (const auto found = all.find(argument); found != all.end())
            requests.push_back(found->second);
    return requests;
}

void add(JobEstimate& sum, const JobEstimate& part, double times) {
    sum.secondsLow += times * part.secondsLow;
    sum.secondsHigh += times * part.secondsHigh;
    sum.peakBytes = std::max(sum.peakBytes, part.peakBytes);
}

// "wiki+code"; of more than three texts their number. No other mix has it.
std::string nameTogether(const std::vector<StudyMix>& alone, const std::set<std::string>& taken) {
    constexpr size_t kMostNames = 3;
    std::string name;
    for (const StudyMix& mix : alone) name += (name.empty() ? "" : "+") + mix.name;
    if (alone.size() > kMostNames) name = std::to_string(alone.size()) + " texts";
    while (taken.contains(name)) name += " together";
    return name;
}

bool fits(const LossTable& table, const MeasureOptions& options,
          const std::vector<Corpus>& corpora) {
    bool same =
        table.optionsJson == measureOptionsJson(options) && table.corpora.size() == corpora.size();
    for (size_t c = 0; same && c < corpora.size(); ++c)
        same = table.corpora[c].name == corpora[c].name &&
               table.corpora[c].textSha256 == corpora[c].textSha256 &&
               table.corpora[c].tokens == static_cast<int64_t>(corpora[c].ids.size());
    return same;
}

} // namespace

Status useTexts(StudyGrid& grid, const CorpusLibrary& texts, StudyMixes mixes) {
    grid.calibration.clear();
    grid.known.clear();
    grid.fresh.clear();
    StudyMix together;
    std::vector<StudyMix> alone;
    std::set<std::string> names;
    for (const CorpusEntry& entry : texts) {
        if (!names.insert(entry.name).second)
            return usageError("two texts have this name", entry.name, "give each its own");
        if (entry.calibrates) {
            const std::string argument = corpusArgument(calibrationOf(entry));
            together.corpora.push_back(argument);
            alone.push_back({entry.name, {argument}});
        }
        if (entry.evaluates)
            (entry.isKnown() ? grid.known : grid.fresh)
                .push_back(corpusArgument(evaluationOf(entry)));
    }
    together.name = nameTogether(alone, names);
    if (alone.empty())
        return usageError("no text calibrates", {}, "choose one under \"Texts and analysis\"");
    if (grid.known.empty() && grid.fresh.empty())
        return usageError("no text evaluates", {}, "choose one under \"Texts and analysis\"");
    // One text together is that text alone.
    if (alone.size() == 1 || mixes != StudyMixes::Together) grid.calibration = alone;
    if (alone.size() > 1 && mixes != StudyMixes::Alone)
        grid.calibration.insert(grid.calibration.begin(), together);
    return {};
}

size_t plansOf(const StudyGrid& grid) {
    size_t plans = 1 + grid.methods.size() * grid.bits.size();
    const auto holds = [](const auto& list, const auto& value) {
        return std::find(list.begin(), list.end(), value) != list.end();
    };
    if (holds(grid.methods, "uniform") && holds(grid.bits, grid.baselineBits)) --plans;
    return plans * grid.calibration.size() * grid.groups.size();
}

Result<StudyRun> runStudyJob(const StudyJob& job, const StudySink& onGrown, Progress& progress) {
    MOQA_TRY(const std::string json, job.model->sideFile("tokenizer.json"));
    MOQA_TRY(const Tokenizer tokenizer,
             Tokenizer::fromJson(json, job.model->name() + "/tokenizer.json"));
    const auto requests = requestsOf(job.texts);
    StudySources sources;
    sources.corpus = [&](const std::string& argument, int64_t maxTokens) -> Result<Corpus> {
        MOQA_CHECK(checkCancelled(progress));
        const auto found = requests.find(argument);
        if (found == requests.end())
            return badInput("the grid names a text that is gone", argument);
        return loadCorpus(found->second, tokenizer, maxTokens);
    };
    sources.measured = [&](const MeasureOptions& options, const std::vector<Corpus>& corpora) {
        return job.losses && fits(*job.losses, options, corpora) ? job.losses.get() : nullptr;
    };
    Status kept;
    sources.grown = [&](const Study& soFar) {
        // Tried again with every row: a full disk may have room later.
        if (!job.partialPath.empty()) {
            const bool before = kept.ok();
            kept = writeStudyReport(soFar, job.partialPath);
            if (before && !kept.ok())
                progress.note("the finished rows cannot be kept: " + kept.error().message());
        }
        onGrown(std::make_shared<const Study>(soFar));
    };
    MOQA_TRY(Study study, runStudy(*job.model, job.grid, sources, progress));
    if (!job.partialPath.empty()) kept = writeStudyReport(study, job.partialPath);
    return StudyRun{std::make_shared<const Study>(std::move(study)), std::move(kept)};
}

JobEstimate studyCost(const ModelSource& model, const StudyGrid& grid, const CorpusLibrary& texts) {
    JobEstimate cost;
    const auto all = requestsOf(texts);
    std::vector<std::string> scored = grid.known;
    scored.insert(scored.end(), grid.fresh.begin(), grid.fresh.end());
    EvaluateOptions evaluate;
    evaluate.window = grid.window;
    const std::vector<int64_t> scoredTokens =
        likelyTokens(requestsOf(scored, all), grid.evaluationTokens);
    const JobEstimate scoring = estimateEvaluate(model, scoredTokens, evaluate, &model);
    add(cost, scoring, 2); // of the full model, once with its states kept
    PlanOptions uniform;
    uniform.method = PlanMethod::Uniform;
    uniform.bits = grid.baselineBits;
    const auto plan = makePlan(model, nullptr, uniform);
    if (!plan.ok()) return {};
    MeasureOptions measure;
    measure.widths = grid.widths;
    measure.quantize = grid.quantize;
    for (const StudyMix& mix : grid.calibration) {
        const std::vector<int64_t> tokens =
            likelyTokens(requestsOf(mix.corpora, all), grid.calibrationTokens);
        int64_t sum = 0;
        for (const int64_t count : tokens) sum += count;
        const JobEstimate quantizing = estimateQuantize(model, *plan, sum, grid.quantize);
        const auto groups = static_cast<double>(grid.groups.size());
        const double plans =
            static_cast<double>(plansOf(grid)) / static_cast<double>(grid.calibration.size());
        add(cost, estimateMeasure(model, tokens, measure), groups);
        add(cost, quantizing, plans);
        add(cost, scoring, plans);
        if (grid.randomPlans.empty()) continue;
        // Every width once, and each random plan is scored on the known texts.
        add(cost, quantizing, groups * static_cast<double>(grid.widths.size()));
        const JobEstimate known = estimateEvaluate(
            model, likelyTokens(requestsOf(grid.known, all), grid.evaluationTokens), evaluate,
            &model);
        for (const PlanRange& range : grid.randomPlans) add(cost, known, groups * range.count);
    }
    cost.diskBytes = 0;
    return cost;
}

Result<std::shared_ptr<const Study>> readStudyReport(const std::string& path) {
    MOQA_TRY(const std::string text, readFile(path, kMaxReportBytes));
    MOQA_TRY(const Json json, parseJson(text, path));
    MOQA_TRY(Study study, readStudy(json, path));
    return std::make_shared<const Study>(std::move(study));
}

Status writeStudyReport(const Study& study, const std::string& path) {
    return writeFileAtomically(path, studyReport(study, path));
}

} // namespace moqa
