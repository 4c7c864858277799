// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/demo_job.h"

#include "app/cli/common.h"
#include "core/analysis/analyze.h"
#include "core/analysis/findings.h"
#include "core/base/files.h"
#include "core/evaluate/report_json.h"
#include "core/plan/make_plan.h"
#include "core/quantize/memory_sink.h"
#include "core/store/demo_files.h"
#include "core/store/open_model.h"
#include "core/store/quantized_model.h"
#include "core/store/workspace_lock.h"

#include <chrono>
#include <filesystem>
#include <fmt/format.h>

namespace moqa::cli {

namespace {

// The demo models were trained on 256 tokens of context.
constexpr int64_t kWindow = 256;
constexpr int64_t kFastTokens = 2048;

struct PlannedRow {
    const char* name;
    PlanMethod method;
    double bits;
    bool exported; // this one becomes demo-3bit.h5
};

constexpr PlannedRow kRows[] = {
    {"uniform GPTQ 2 bit", PlanMethod::Uniform, 2.0, false},
    {"uniform GPTQ 3 bit", PlanMethod::Uniform, 3.0, false},
    {"MoQa 2.5", PlanMethod::Moqa, 2.5, false},
    {"MoQa 3.0", PlanMethod::Moqa, 3.0, true},
};

// Hands every tensor to two sinks: the file and the copy in memory that is evaluated before it.
class TeeSink final : public QuantizedSink {
public:
    TeeSink(QuantizedSink& first, QuantizedSink& second) : m_first(first), m_second(second) {}
    Result<std::optional<QuantizedTensor>> readTensor(WeightId id) const override {
        return m_first.readTensor(id);
    }
    Status add(const LedgerRow& row, const QuantizedTensor* tensor) override {
        MOQA_CHECK(m_first.add(row, tensor));
        return m_second.add(row, tensor);
    }
    Status addFold(const LayerFold& fold) override {
        MOQA_CHECK(m_first.addFold(fold));
        return m_second.addFold(fold);
    }
    Status layerDone(const LayerReport& report) override {
        MOQA_CHECK(m_first.layerDone(report));
        return m_second.layerDone(report);
    }

private:
    QuantizedSink& m_first;
    QuantizedSink& m_second;
};

class DemoJob {
public:
    DemoJob(const DemoOptions& options, Progress& progress, const std::function<void()>& beginJob,
            const std::function<Status(const std::string&)>& print)
        : m_options(options), m_progress(progress), m_beginJob(beginJob), m_print(print) {}

    Result<DemoResult> run() {
        const auto start = std::chrono::steady_clock::now();
        MOQA_CHECK(prepare());
        MOQA_CHECK(analyzeCorpora());
        MOQA_CHECK(evaluateFull());
        for (const PlannedRow& row : kRows) MOQA_CHECK(quantizeRow(row));
        MOQA_CHECK(m_print(demoTable(m_result)));
        MOQA_CHECK(reload());
        MOQA_CHECK(save());
        m_result.seconds =
            std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        return std::move(m_result);
    }

private:
    std::string pathOf(const char* name) const {
        return (std::filesystem::path(m_options.folder) / name).string();
    }

    Status prepare() {
        std::error_code error;
        std::filesystem::create_directories(m_options.folder, error);
        if (error) return writeError(m_options.folder, error.value());
        m_result.workspacePath = pathOf("demo.moqa");
        m_result.modelPath = pathOf("demo-3bit.h5");
        MOQA_CHECK(checkWritable(m_result.workspacePath));
        MOQA_TRY(m_files, findDemoFiles());
        MOQA_TRY(m_model, openModel(m_files.modelPath));
        MOQA_TRY(const Tokenizer tokenizer, openTokenizer(*m_model));
        const int64_t limit = m_options.fast ? kFastTokens : 0;
        for (const DemoCorpus& corpus : m_files.corpora) {
            MOQA_TRY(Corpus calibration, loadCorpus(corpus.calibration(), tokenizer, limit));
            MOQA_TRY(Corpus held, loadCorpus(corpus.evaluation(), tokenizer, limit));
            (corpus.known ? m_result.known : m_result.fresh).push_back(corpus.name);
            if (corpus.known) m_calibration.push_back(calibration);
            m_all.push_back(std::move(calibration));
            m_held.push_back(std::move(held));
        }
        return m_print(
            fmt::format("Model {} ({} layers, {} experts, {} chosen); known corpora {}; new {}\n",
                        m_model->name(), m_model->spec().layerCount(), m_model->spec().experts,
                        m_model->spec().topK, fmt::join(m_result.known, ", "),
                        fmt::join(m_result.fresh, ", ")));
    }

    Status analyzeCorpora() {
        m_beginJob();
        AnalyzeOptions options;
        options.window = kWindow;
        options.seed = m_options.seed;
        MOQA_TRY(Analysis analysis, analyze(*m_model, m_all, options, m_progress));
        m_analysis = std::make_shared<const Analysis>(std::move(analysis));
        m_result.findings = stageFindings(*m_analysis);
        return m_print(fmt::format("\n{}\n", fmt::join(m_result.findings, "\n")));
    }

    EvaluateOptions evaluateOptions() const { return {Protocol::Gptq, kWindow}; }

    Status evaluateFull() {
        m_beginJob();
        MOQA_TRY(m_reference, makeReference(*m_model, m_held, evaluateOptions(), m_progress));
        m_beginJob();
        DemoRow row;
        row.name = "full precision";
        MOQA_TRY(row.scores,
                 evaluate(*m_model, m_held, evaluateOptions(), m_reference.get(), m_progress));
        PlanOptions kept;
        kept.method = PlanMethod::Uniform;
        kept.bits = 16;
        kept.attentionBits = kept.sharedBits = kept.denseBits = 16;
        MOQA_TRY(const Plan plan, makePlan(*m_model, nullptr, kept));
        row.totals = plan.totals;
        m_result.rows.push_back(std::move(row));
        return {};
    }

    Result<Plan> planFor(const PlannedRow& planned) const {
        PlanOptions options;
        options.method = planned.method;
        options.bits = planned.bits;
        for (const std::string& name : m_result.known)
            options.corpusWeights.emplace_back(name, 1.0);
        return makePlan(*m_model, m_analysis.get(), options);
    }

    Status quantizeRow(const PlannedRow& planned) {
        MOQA_TRY(const Plan plan, planFor(planned));
        MOQA_CHECK(m_print(fmt::format("\n{}: {}\n", planned.name, totalsText(plan.totals))));
        m_beginJob();
        QuantizeOptions options;
        options.window = kWindow;
        options.seed = m_options.seed;
        MemorySink memory;
        std::unique_ptr<QuantizedWriter> writer;
        std::unique_ptr<TeeSink> tee;
        QuantizedSink* sink = &memory;
        if (planned.exported) {
            // A demo starts afresh: what an interrupted one left is not continued.
            std::error_code ignored;
            std::filesystem::remove_all(m_result.modelPath + ".partial", ignored);
            MOQA_TRY(writer,
                     QuantizedWriter::create(m_result.modelPath, *m_model,
                                             {&plan, &options, &m_calibration, "moqa demo"}));
            tee = std::make_unique<TeeSink>(*writer, memory);
            sink = tee.get();
        }
        MOQA_TRY(const QuantizeReport report,
                 quantizeModel(*m_model, plan, m_calibration, options, *sink, m_progress));
        if (writer) MOQA_CHECK(writer->finish(m_progress));
        const std::unique_ptr<QuantizedOverlay> quantized = memory.model(*m_model);
        return scoreRow(planned, plan, report, *quantized);
    }

    Status scoreRow(const PlannedRow& planned, const Plan& plan, const QuantizeReport& report,
                    const ModelSource& quantized) {
        m_beginJob();
        DemoRow row;
        row.name = planned.name;
        row.totals = plan.totals;
        row.layers = report.layers;
        row.quantizeSeconds = report.seconds;
        MOQA_TRY(row.scores,
                 evaluate(quantized, m_held, evaluateOptions(), m_reference.get(), m_progress));
        std::string text;
        for (const LayerReport& layer : report.layers)
            text += fmt::format(
                "  layer {}: weight error {:.4f}, output error {:.4f}, {} fallbacks, {:.2f} s\n",
                layer.layer, layer.weightError, layer.outputError, layer.fallbacks, layer.seconds);
        m_plans[planned.name] = plan;
        m_result.rows.push_back(std::move(row));
        return m_print(text + fmt::format("  quantized in {:.1f} s\n", report.seconds));
    }

    Status reload() {
        m_beginJob();
        MOQA_TRY(const auto model, openModel(m_result.modelPath));
        MOQA_TRY(m_result.reloaded,
                 evaluate(*model, m_held, evaluateOptions(), m_reference.get(), m_progress));
        const EvaluateReport& before = m_result.rows.back().scores;
        std::string text =
            fmt::format("\nRe-loaded {} without the original model:\n", m_result.modelPath);
        bool same = true;
        for (size_t i = 0; i < m_held.size(); ++i) {
            const double a = before.corpora[i].ppl;
            const double b = m_result.reloaded.corpora[i].ppl;
            same = same && a == b;
            text += fmt::format("  {:14} perplexity {} before, {} re-loaded{}\n", m_held[i].name, a,
                                b, a == b ? "" : "  DIFFERENT");
        }
        MOQA_CHECK(m_print(text));
        if (same) return {};
        return internalError("the re-loaded model gives other numbers than before the export",
                             m_result.modelPath, "please report this");
    }

    Status save() {
        Workspace workspace;
        workspace.modelPath = m_model->path();
        workspace.modelFingerprint = m_model->fingerprint();
        workspace.modelName = m_model->name();
        workspace.corpora = m_all;
        workspace.window = kWindow;
        workspace.analysis = m_analysis;
        workspace.plans = m_plans;
        for (const DemoRow& row : m_result.rows)
            workspace.reports["evaluate " + row.name] = evaluateJson(row.scores, {}).dump();
        workspace.notes =
            "Made by moqa demo: planned and calibrated on the known corpora, evaluated on the "
            "last third of all six texts.";
        MOQA_TRY(const WorkspaceLock lock, WorkspaceLock::acquire(m_result.workspacePath));
        MOQA_CHECK(saveWorkspace(workspace, m_result.workspacePath));
        MOQA_CHECK(m_plans["MoQa 3.0"].save(pathOf("demo-plan.json")));
        return m_print(
            fmt::format("\nWrote {}\nWrote {}\n", m_result.workspacePath, m_result.modelPath));
    }

    const DemoOptions& m_options;
    Progress& m_progress;
    const std::function<void()>& m_beginJob;
    const std::function<Status(const std::string&)>& m_print;

    DemoFiles m_files;
    std::shared_ptr<const ModelSource> m_model;
    std::vector<Corpus> m_all, m_calibration, m_held;
    std::shared_ptr<const Analysis> m_analysis;
    std::shared_ptr<const ReferenceRun> m_reference;
    std::map<std::string, Plan> m_plans;
    DemoResult m_result;
};

double meanKl(const EvaluateReport& report, const std::vector<std::string>& names) {
    double sum = 0;
    for (const CorpusScore& score : report.corpora)
        if (std::find(names.begin(), names.end(), score.corpus) != names.end()) sum += score.kl;
    return names.empty() ? 0.0 : sum / static_cast<double>(names.size());
}

std::string header(const DemoResult& result, const char* title, const char* lastA,
                   const char* lastB) {
    std::string line = fmt::format("{:20} {:>5} {:>5} {:>7}", title, "mean", "true", "MB");
    for (const CorpusScore& score : result.rows.front().scores.corpora)
        line += fmt::format(" {:>12}", score.corpus.substr(0, 12));
    if (*lastA) line += fmt::format(" {:>9} {:>9}", lastA, lastB);
    return line + "\n";
}

std::string rowStart(const DemoRow& row) {
    return fmt::format("{:20} {:5.2f} {:5.2f} {:7.2f}", row.name, row.totals.meanBits,
                       row.totals.trueBits, static_cast<double>(row.totals.bytes) / 1e6);
}

} // namespace

Result<DemoResult> runDemo(const DemoOptions& options, Progress& progress,
                           const std::function<void()>& beginJob,
                           const std::function<Status(const std::string&)>& print) {
    return DemoJob(options, progress, beginJob, print).run();
}

std::string demoTable(const DemoResult& result) {
    std::string text =
        fmt::format("\nHeld-back thirds, protocol gptq, window {}; known: {}; new: {}\n\n", kWindow,
                    fmt::join(result.known, ", "), fmt::join(result.fresh, ", "));
    text += header(result, "perplexity", "", "");
    for (const DemoRow& row : result.rows) {
        text += rowStart(row);
        for (const CorpusScore& score : row.scores.corpora)
            text += fmt::format(" {:12.3f}", score.ppl);
        text += "\n";
    }
    text += "\n" + header(result, "KL, nats a token", "known", "new");
    for (const DemoRow& row : result.rows) {
        text += rowStart(row);
        for (const CorpusScore& score : row.scores.corpora)
            text += fmt::format(" {:12.6f}", score.kl);
        text += fmt::format(" {:9.6f} {:9.6f}\n", meanKl(row.scores, result.known),
                            meanKl(row.scores, result.fresh));
    }
    return text;
}

Json demoJson(const DemoResult& result) {
    Json rows = Json::array();
    for (const DemoRow& row : result.rows) {
        Json json = evaluateJson(row.scores, {});
        json["name"] = row.name;
        json["mean_bits"] = row.totals.meanBits;
        json["mean_bits_model"] = row.totals.meanBitsModel;
        json["true_bits"] = row.totals.trueBits;
        json["bytes"] = row.totals.bytes;
        json["seconds"] = row.quantizeSeconds;
        rows.push_back(std::move(json));
    }
    return {{"known", result.known},
            {"new", result.fresh},
            {"findings", result.findings},
            {"rows", rows},
            {"reloaded", evaluateJson(result.reloaded, {})},
            {"workspace", result.workspacePath},
            {"quantized", result.modelPath},
            {"seconds", result.seconds}};
}

} // namespace moqa::cli
