// SPDX-License-Identifier: GPL-3.0-or-later
// bench_cancel: runs every kind of job through the window's JobRunner, first whole, to see every
// look for a cancel and the longest time without one; then again and again, stopped at looks spread
// over it and where the longest time began, and prints how long the window waits for the job to be
// gone. Computing jobs on the demo, plans and files at the size of 64 layers x 512 experts.
#include "core/analysis/corpus_difference.h"
#include "core/analysis/tensor_statistics.h"
#include "core/analysis/token_walk.h"
#include "core/plan/plan_methods.h"
#include "core/plan/plan_origin.h"
#include "core/store/demo_files.h"
#include "core/store/open_model.h"
#include "tests/bench/synthetic_work.h"
#include "tests/plan/fake_losses.h"
#include "views/state/adapt_jobs.h"
#include "views/state/engine_jobs.h"
#include "views/state/frontier.h"
#include "views/state/job_runner.h"
#include "views/state/score_desk.h"
#include "views/state/study_jobs.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QTemporaryDir>
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>

using namespace moqa;

namespace {

constexpr double kTargetMs = 200;
constexpr int kTicks = 8;         // stops of each job, beside the one at its longest time
constexpr int64_t kTokens = 1024; // of each text

int64_t nowNs() {
    return std::chrono::duration_cast<std::chrono::nanoseconds>(
               std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

// Passes everything on and counts the looks, any thread's; calls atLook once, at one of them.
class Probe final : public Progress {
public:
    Probe(Progress& inner, int64_t askAt, std::function<void()> atLook)
        : m_inner(inner), m_askAt(askAt), m_atLook(std::move(atLook)) {}
    void report(double fraction, std::string_view text) override { m_inner.report(fraction, text); }
    void note(std::string_view text) override { m_inner.note(text); }
    bool cancelled() const override {
        const int64_t look = m_looks++;
        mark(look);
        if (look == m_askAt) m_atLook();
        return m_inner.cancelled();
    }
    // The time since the last look is one without a look too, at the end of the job as well.
    void mark(int64_t look) const {
        const int64_t now = nowNs();
        const int64_t gap = now - m_last.exchange(now);
        for (int64_t most = m_longest; gap > most;)
            if (m_longest.compare_exchange_weak(most, gap)) {
                m_longestBefore = look;
                break;
            }
    }
    int64_t looks() const { return m_looks; }
    int64_t longestNs() const { return m_longest; }
    int64_t longestBefore() const { return m_longestBefore; }

private:
    Progress& m_inner;
    int64_t m_askAt;
    std::function<void()> m_atLook;
    mutable std::atomic<int64_t> m_looks{0}, m_longest{0}, m_longestBefore{0};
    mutable std::atomic<int64_t> m_last{nowNs()};
};

struct Outcome {
    double totalMs = 0, longestMs = 0, answeredMs = -1; // -1: it was done before the stop
    int64_t looks = 0, longestBefore = 0;
    std::optional<Error> error;
};

// Runs work as the window does and waits for its end. askAt: the look at which the stop is asked
// for; -1 = never.
Outcome runJob(JobRunner& jobs, JobKind kind, const std::function<Status(Progress&)>& work,
               int64_t askAt) {
    Outcome outcome;
    QEventLoop loop;
    std::atomic<int64_t> asked{0};
    int number = 0;
    const int64_t begin = nowNs();
    number = jobs.run<bool>(
        kind, QStringLiteral("bench"),
        [&](JobContext& context) -> Result<bool> {
            const Probe probe(context, askAt, [&] {
                asked = nowNs();
                QMetaObject::invokeMethod(
                    &jobs, [&] { jobs.cancel(number); }, Qt::QueuedConnection);
            });
            const Status status = work(const_cast<Probe&>(probe));
            probe.mark(probe.looks());
            outcome.looks = probe.looks();
            outcome.longestMs = static_cast<double>(probe.longestNs()) / 1e6;
            outcome.longestBefore = probe.longestBefore();
            if (!status.ok()) return status.error();
            return true;
        },
        &loop,
        [&](Result<bool> result) {
            const int64_t end = nowNs();
            outcome.totalMs = static_cast<double>(end - begin) / 1e6;
            if (asked > 0) outcome.answeredMs = static_cast<double>(end - asked) / 1e6;
            if (!result.ok()) outcome.error = result.error();
            loop.quit();
        });
    loop.exec();
    jobs.clearFinished();
    return outcome;
}

struct Case {
    JobKind kind;
    std::string name;
    std::function<Status(Progress&)> work;
};

void printCase(JobRunner& jobs, const Case& one) {
    const Outcome whole = runJob(jobs, one.kind, one.work, -1);
    if (whole.error) {
        std::printf("%-34s failed: %s\n", one.name.c_str(), whole.error->message().c_str());
        return;
    }
    std::vector<int64_t> ticks{std::max<int64_t>(0, whole.longestBefore - 1)};
    for (int i = 0; i < kTicks && whole.looks > 0; ++i)
        ticks.push_back(i * (whole.looks - 1) / std::max(1, kTicks - 1));
    // Nothing can stop a job that never looks.
    double answered = whole.looks == 0 ? whole.totalMs : 0;
    for (const int64_t tick : ticks)
        if (whole.looks > 0)
            answered = std::max(answered, runJob(jobs, one.kind, one.work, tick).answeredMs);
    const double most = std::max(answered, whole.longestMs);
    std::printf("%-34s %9.0f %9lld %12.1f %12.1f   %6.0f   %s\n", one.name.c_str(), whole.totalMs,
                static_cast<long long>(whole.looks), whole.longestMs, answered, kTargetMs,
                most < kTargetMs ? "PASS" : "MISS");
    std::fflush(stdout);
}

template <class T>
Status statusOf(const Result<T>& result) {
    return result.ok() ? Status() : Status(result.error());
}

struct Demo {
    std::shared_ptr<const ModelSource> model;
    std::vector<CorpusRequest> corpora;
    std::string path;
};

Result<Demo> openDemoModel() {
    Demo demo;
    MOQA_TRY(const DemoFiles files, findDemoFiles());
    demo.path = files.modelPath;
    MOQA_TRY(demo.model, openModel(files.modelPath));
    for (const DemoCorpus& corpus : files.corpora)
        if (corpus.known) demo.corpora.push_back(corpus.calibration());
    return demo;
}

// With values, for rules that read every weight: as large as an expert of 64 layers x 512, a few.
class NoiseModel final : public SyntheticModel {
public:
    using SyntheticModel::SyntheticModel;
    Status readRows(WeightId id, int64_t row, int64_t count, float* out) const override {
        auto state = static_cast<uint32_t>(id.layer * 7919 + id.expert * 104729 + row + 1);
        for (int64_t i = 0; i < count * find(id)->cols; ++i) {
            state = state * 1664525u + 1013904223u;
            out[i] = static_cast<float>(state >> 8) / static_cast<float>(1 << 24) - 0.5F;
        }
        return {};
    }
};

class Cases {
public:
    explicit Cases(Demo demo) : m_demo(std::move(demo)) {}

    Status prepare() {
        const SyntheticSize size;
        m_large = std::make_shared<SyntheticModel>(size);
        m_largeAnalysis = syntheticAnalysis(size);
        m_moqa.bits = 3.5;
        m_uniform.method = PlanMethod::Uniform;
        m_uniform.bits = 3;
        MOQA_TRY(m_demoPlan, makePlan(*m_demo.model, nullptr, m_uniform));
        MOQA_TRY(m_largePlan, makePlan(*m_large, m_largeAnalysis.get(), m_moqa));
        const AnalyzeJob job{m_demo.model, m_demo.corpora, kTokens, {}, false};
        MOQA_TRY(const AnalyzeOutcome analysed, runAnalyze(job, silentProgress()));
        m_calibration = analysed.corpora;
        test::FakeLosses losses;
        losses.widths = {2, 3, 4, 5, 6, 8};
        losses.parts = {UnitPart::GateUp, UnitPart::Down};
        losses.corpora = {"corpus0", "corpus1", "corpus2"};
        m_losses = std::make_shared<const LossTable>(test::fakeTable(*m_large, losses));
        m_workspace.modelName = "synthetic";
        m_workspace.modelPath = "/nowhere/synthetic";
        m_workspace.analysis = m_largeAnalysis;
        m_workspace.plans["plan"] = m_largePlan;
        QuantizeJob quantized = quantizeJob(at("whole.h5"));
        MOQA_TRY(const QuantizeRun run,
                 runQuantize(
                     quantized, [](const LayerReport&) {}, silentProgress()));
        m_quantized = run.outputPath;
        MOQA_CHECK(prepareAdaptation());
        return saveWorkspace(m_workspace, at("large.moqa"));
    }

    std::vector<Case> all() {
        std::vector<Case> cases = files();
        for (const auto& group : {plans(), rules(), engine(), later()})
            cases.insert(cases.end(), group.begin(), group.end());
        return cases;
    }

private:
    std::string at(const std::string& name) const {
        return m_folder.path().toStdString() + '/' + name;
    }
    QuantizeJob quantizeJob(const std::string& output) const {
        return {m_demo.model, m_demoPlan, "plan", m_calibration, {}, output, true, {}};
    }

    // A file with a channel cache, what a text would change of it, and that as a patch.
    Status prepareAdaptation() {
        QuantizeJob job = quantizeJob(at("cached.h5"));
        job.cache = 0.05;
        MOQA_TRY(const QuantizeRun run,
                 runQuantize(
                     job, [](const LayerReport&) {}, silentProgress()));
        m_choice.file = run.outputPath;
        m_choice.text = adaptTextOf(m_demo.corpora.front().path);
        m_choice.tokens = kTokens;
        m_choice.options.mode = PatchMode::Resident; // never nothing to do
        MOQA_TRY(m_cached, readCachedFile(m_choice.file, silentProgress()));
        MOQA_TRY(m_outcome, runAdapt(m_choice, m_cached, silentProgress()));
        return statusOf(savePatch(m_outcome, {}, at("known.h5"), silentProgress()));
    }

    // One plan beside its baseline, and two random ones.
    StudyJob studyJob() const {
        StudyJob job{m_demo.model, {}, {}, nullptr, {}};
        for (const CorpusRequest& request : m_demo.corpora) {
            CorpusEntry entry;
            entry.name = request.name;
            entry.path = request.path;
            job.texts.push_back(std::move(entry));
        }
        job.grid.methods = {"moqa"};
        job.grid.bits = {2.5};
        job.grid.widths = {2, 3};
        job.grid.calibrationTokens = job.grid.evaluationTokens = kTokens;
        job.grid.window = job.grid.quantize.window = kTokens / 4;
        job.grid.randomPlans = {{2.2, 2.8, 2}};
        // The texts are fixed: it cannot fail.
        static_cast<void>(useTexts(job.grid, job.texts, StudyMixes::Together));
        return job;
    }

    std::vector<Case> files() {
        return {
            {JobKind::Open, "open: model",
             [this](Progress& p) { return statusOf(openPath(m_demo.path, p)); }},
            {JobKind::Open, "open: workspace",
             [this](Progress& p) { return statusOf(openPath(at("large.moqa"), p)); }},
            {JobKind::Recover, "recover: look for lost documents",
             [this](Progress&) { return findAbandoned(m_folder.path().toStdString()), Status(); }},
            {JobKind::Save, "save",
             [this](Progress& progress) {
                 return statusOf(runSave(m_workspace, at("saved.moqa"), nullptr, progress));
             }},
            {JobKind::Ledger, "ledger",
             [this](Progress& p) { return statusOf(runReadLedger(m_quantized, p)); }},
            {JobKind::Export, "export: safetensors", [this](Progress& p) {
                 return runExportSafetensors(m_quantized, at("out" + std::to_string(++m_runs)), p);
             }}};
    }

    std::vector<Case> plans() {
        return {{JobKind::Plan, "plan",
                 [this](Progress& p) {
                     PlanInputs inputs;
                     inputs.analysis = m_largeAnalysis.get();
                     inputs.progress = &p;
                     return statusOf(makePlan(*m_large, inputs, m_moqa));
                 }},
                {JobKind::Baseline, "baseline",
                 [this](Progress&) { return statusOf(makePlan(*m_large, nullptr, m_uniform)); }},
                {JobKind::Membership, "memberships",
                 [this](Progress& p) {
                     return statusOf(planMemberships(m_largePlan, *m_largeAnalysis, p));
                 }},
                {JobKind::Difference, "difference of two texts",
                 [this](Progress&) {
                     return statusOf(
                         corpusDifference(*m_largeAnalysis, "load", "corpus0", "corpus1"));
                 }},
                {JobKind::Frontier, "frontier", [this](Progress& p) {
                     return statusOf(Frontier::build(m_large, m_losses, m_moqa, p));
                 }}};
    }

    // Plans by the other rules: over the large table, and over weights.
    std::vector<Case> rules() {
        std::vector<Case> cases;
        const auto add = [&](const std::string& name, const PlanOptions& options,
                             std::shared_ptr<const ModelSource> model) {
            cases.push_back({JobKind::Plan, name, [this, options, model](Progress& progress) {
                                 PlanInputs inputs;
                                 inputs.analysis =
                                     model == m_large ? m_largeAnalysis.get() : nullptr;
                                 inputs.losses = model == m_large ? m_losses.get() : nullptr;
                                 inputs.progress = &progress;
                                 return statusOf(makePlan(*model, inputs, options));
                             }});
        };
        PlanOptions options;
        options.bits = 2.5;
        options.widths = {2, 3, 4, 5, 6, 8};
        for (const PlanMethod method : {PlanMethod::McMoe, PlanMethod::Gemq, PlanMethod::Optimal}) {
            options.method = method;
            add(std::string("plan: ") + methodInfo(method).id, options, m_large);
        }
        for (const PlanObjective objective : {PlanObjective::Worst, PlanObjective::Regret}) {
            options.objective = objective;
            add(std::string("plan: optimal, ") + objectiveName(objective), options, m_large);
        }
        options.objective = PlanObjective::Mean;
        const auto noise = std::make_shared<NoiseModel>(SyntheticSize{2, 4, 1});
        for (const PlanMethod method : {PlanMethod::Ewq, PlanMethod::AlphaQ}) {
            options.method = method;
            add(std::string("plan: ") + methodInfo(method).id, options, noise);
        }
        options.method = PlanMethod::Score;
        options.score = "spectral_fit";
        add("plan: score:spectral_fit", options, noise);
        return cases;
    }

    std::vector<Case> engine() {
        const WeightId tensor = m_demo.model->weights().front().id;
        return {
            {JobKind::Walk, "token walk",
             [this](Progress& p) {
                 return statusOf(walkTokens(*m_demo.model, "for i in range(10): print(i)", p));
             }},
            {JobKind::Tensor, "tensor",
             [this, tensor](Progress& p) {
                 return statusOf(tensorStatistics(*m_demo.model, tensor, {}, p));
             }},
            {JobKind::Analyze, "analyse: quick look",
             [this](Progress& p) {
                 return statusOf(runAnalyze({m_demo.model, m_demo.corpora, kTokens, {}, true}, p));
             }},
            {JobKind::Analyze, "analyse",
             [this](Progress& p) {
                 return statusOf(runAnalyze({m_demo.model, m_demo.corpora, kTokens, {}, false}, p));
             }},
            {JobKind::Measure, "measure losses",
             [this](Progress& p) {
                 MeasureJob job{m_demo.model, m_calibration, {}, {}};
                 job.options.widths = {2, 3};
                 return statusOf(runMeasure(job, p));
             }},
            {JobKind::Study, "study",
             [this](Progress& p) {
                 return statusOf(runStudyJob(
                     studyJob(), [](const std::shared_ptr<const Study>&) {}, p));
             }},
            {JobKind::Quantize, "quantize",
             [this](Progress& p) {
                 return statusOf(runQuantize(
                     quantizeJob(at("q" + std::to_string(++m_runs) + ".h5")),
                     [](const LayerReport&) {}, p));
             }},
            {JobKind::Evaluate, "evaluate", [this](Progress& p) {
                 EvaluateJob job;
                 job.model = m_demo.model;
                 job.quantizedPath = m_quantized;
                 job.corpora = {m_demo.corpora.front()};
                 job.maxTokens = kTokens;
                 return statusOf(runEvaluate(job, p));
             }}};
    }

    // What pages 8 and 9 and the page of scores do.
    std::vector<Case> later() {
        return {{JobKind::Patch, "read a channel cache",
                 [this](Progress& p) { return statusOf(readCachedFile(m_choice.file, p)); }},
                {JobKind::Patch, "read a patch",
                 [this](Progress& p) {
                     return statusOf(checkPatches(m_choice.file, {at("known.h5")}, p));
                 }},
                {JobKind::Patch, "write a patch",
                 [this](Progress& p) {
                     const std::string path = at("p" + std::to_string(++m_runs) + ".h5");
                     return statusOf(savePatch(m_outcome, {}, path, p));
                 }},
                {JobKind::Adapt, "check the plan on a text",
                 [this](Progress& p) { return statusOf(runAdapt(m_choice, m_cached, p)); }},
                {JobKind::Gain, "measure a patch",
                 [this](Progress& p) {
                     return statusOf(runGain({m_outcome, {}, m_demo.model, kTokens}, p));
                 }},
                {JobKind::Check, "check an export",
                 [this](Progress& p) {
                     return statusOf(runCheckExport({m_demo.model, m_quantized, {}}, p));
                 }},
                {JobKind::Scores, "scores", [this](Progress& p) {
                     ScoreInputs inputs;
                     inputs.model = m_demo.model;
                     return statusOf(computeScores(inputs, nullptr, p));
                 }}};
    }

    Demo m_demo;
    QTemporaryDir m_folder;
    AdaptChoice m_choice;
    std::shared_ptr<const CachedFile> m_cached;
    AdaptOutcome m_outcome;
    PlanOptions m_moqa, m_uniform;
    std::shared_ptr<const ModelSource> m_large;
    std::shared_ptr<const Analysis> m_largeAnalysis;
    std::shared_ptr<const LossTable> m_losses;
    Plan m_demoPlan, m_largePlan;
    std::vector<Corpus> m_calibration;
    Workspace m_workspace;
    std::string m_quantized;
    int m_runs = 0;
};

} // namespace

int main(int argc, char* argv[]) {
    QCoreApplication application(argc, argv);
    auto demo = openDemoModel();
    if (!demo.ok()) {
        std::fprintf(stderr, "bench_cancel: %s\n", demo.error().message().c_str());
        return 1;
    }
    Cases cases(std::move(demo).value());
    if (const Status ready = cases.prepare(); !ready.ok()) {
        std::fprintf(stderr, "bench_cancel: %s\n", ready.error().message().c_str());
        return 1;
    }
    std::printf("%-34s %9s %9s %12s %12s   %6s\n", "ms", "whole", "looks", "longest call",
                "answered by", "target");
    JobRunner jobs;
    const QString only = application.arguments().value(1);
    for (const Case& one : cases.all())
        if (only.isEmpty() || QString::fromStdString(one.name).startsWith(only))
            printCase(jobs, one);
    return 0;
}
