// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluate/evaluate.h"
#include "app/cli/common.h"
#include "app/cli/verb.h"
#include "core/evaluate/report_json.h"
#include "core/evaluate/tasks.h"
#include "core/store/open_model.h"
#include "core/store/patch_store.h"

#include <fmt/format.h>
#include <memory>
#include <set>

namespace moqa::cli {

namespace {

struct Options {
    std::string model, protocol = "gptq", against;
    std::vector<std::string> corpora, tasks, patches;
    int64_t tokens = 0, limit = 0;
    EvaluateOptions evaluate;
};

Result<std::vector<TaskSet>> loadTasks(const Options& options) {
    std::vector<TaskSet> tasks;
    std::set<std::string> names;
    for (const std::string& text : options.tasks) {
        const size_t equals = text.find('=');
        if (equals == std::string::npos || equals == 0)
            return usageError("must be NAME=FILE", "--task " + text, "for example piqa=piqa.jsonl");
        if (!names.insert(text.substr(0, equals)).second)
            return usageError("two tasks have this name", text.substr(0, equals),
                              "give each its own NAME=FILE");
        MOQA_TRY(TaskSet task, loadTask(text.substr(0, equals), text.substr(equals + 1)));
        if (options.limit > 0 && static_cast<int64_t>(task.items.size()) > options.limit)
            task.items.resize(static_cast<size_t>(options.limit));
        tasks.push_back(std::move(task));
    }
    return tasks;
}

Result<std::vector<TaskScore>> scoreAll(const ModelSource& model, const std::vector<TaskSet>& tasks,
                                        Progress& progress) {
    std::vector<TaskScore> scores;
    if (tasks.empty()) return scores;
    MOQA_TRY(const Tokenizer tokenizer, openTokenizer(model));
    for (const TaskSet& task : tasks) {
        MOQA_TRY(TaskScore score, scoreTask(model, tokenizer, task, progress));
        scores.push_back(std::move(score));
    }
    return scores;
}

std::string asText(const EvaluateReport& report, const std::vector<TaskScore>& tasks,
                   const std::vector<TaskScore>& fullTasks) {
    std::string text = report.model;
    if (!report.corpora.empty())
        text +=
            fmt::format(", protocol {}, window {}",
                        report.protocol == Protocol::Gptq ? "gptq" : "llama.cpp", report.window);
    text += "\n";
    for (const CorpusScore& score : report.corpora) {
        text += fmt::format("{:16} tokens {:8} dropped {:5} scored {:8} nll {:.6f} ppl {:.4f}",
                            score.corpus, score.tokens, score.dropped, score.scored, score.nll,
                            score.ppl);
        if (score.hasReference) {
            double shift = 0;
            for (const double value : score.routingShift) shift += value;
            if (!score.routingShift.empty())
                shift /= static_cast<double>(score.routingShift.size());
            text += fmt::format(" kl {:.6f} same top-1 {:.2f} % routing shift {:.2f} %", score.kl,
                                100 * score.sameTop1, 100 * shift);
        }
        text += "\n";
    }
    for (size_t i = 0; i < tasks.size(); ++i) {
        const TaskScore& task = tasks[i];
        text +=
            fmt::format("{:16} n {:6} acc {:.4f} +- {:.4f} acc_norm {:.4f} +- {:.4f}", task.name,
                        task.n, task.acc, task.stderrAcc, task.accNorm, task.stderrAccNorm);
        if (i < fullTasks.size()) {
            const McNemar test = mcNemar(fullTasks[i].correct, task.correct);
            text += fmt::format(" (full {:.4f}; flips {} lost, {} won, McNemar p {:.3g})",
                                fullTasks[i].acc, test.onlyA, test.onlyB, test.p);
        }
        text += "\n";
    }
    return text;
}

void addPairedTests(Json& json, const std::vector<TaskScore>& tasks,
                    const std::vector<TaskScore>& fullTasks) {
    for (size_t i = 0; i < fullTasks.size(); ++i) {
        const McNemar test = mcNemar(fullTasks[i].correct, tasks[i].correct);
        json["tasks"][tasks[i].name]["against"] = {{"acc", fullTasks[i].acc},
                                                   {"acc_norm", fullTasks[i].accNorm},
                                                   {"only_full", test.onlyA},
                                                   {"only_this", test.onlyB},
                                                   {"mcnemar_p", test.p}};
    }
}

Status run(Options& options, Context& context) {
    if (options.corpora.empty() && options.tasks.empty())
        return usageError("nothing to evaluate on", {},
                          "give --corpus NAME=FILE or --task NAME=FILE");
    if (options.protocol == "llama.cpp") options.evaluate.protocol = Protocol::LlamaCpp;
    Console& console = context.console;
    MOQA_TRY(const auto model, openPatchedModel(options.model, options.patches));
    std::shared_ptr<const ModelSource> full;
    if (!options.against.empty()) {
        MOQA_TRY(full, openModel(options.against));
    }
    MOQA_TRY(const std::vector<TaskSet> tasks, loadTasks(options));
    EvaluateReport report;
    report.model = model->name();
    report.modelPath = model->path();
    report.protocol = options.evaluate.protocol;
    if (!options.corpora.empty()) {
        MOQA_TRY(const std::vector<Corpus> corpora,
                 loadCorpora(*model, options.corpora, options.tokens, console));
        std::shared_ptr<const ReferenceRun> reference;
        if (full) {
            console.beginJob();
            MOQA_TRY(reference, makeReference(*full, corpora, options.evaluate, console));
        }
        console.beginJob();
        MOQA_TRY(report, evaluate(*model, corpora, options.evaluate, reference.get(), console));
    }
    console.beginJob();
    MOQA_TRY(const std::vector<TaskScore> scores, scoreAll(*model, tasks, console));
    std::vector<TaskScore> fullScores;
    if (full) {
        MOQA_TRY(fullScores, scoreAll(*full, tasks, console));
    }
    if (!context.json) return printText(asText(report, scores, fullScores));
    Json json = evaluateJson(report, scores);
    addPairedTests(json, scores, fullScores);
    return printJson(json);
}

} // namespace

Run addEvaluate(CLI::App& command) {
    auto options = std::make_shared<Options>();
    command.add_option("MODEL", options->model, "the model")->required();
    command.add_option("--corpus", options->corpora, "NAME=FILE, NAME=FILE@1/3:tail")
        ->type_name("CORPUS");
    command.add_option("--tokens", options->tokens, "first N tokens of each corpus (default: all)")
        ->check(oneOrMore());
    command.add_option("--protocol", options->protocol, "perplexity protocol")
        ->check(CLI::IsMember({"gptq", "llama.cpp"}))
        ->capture_default_str();
    command
        .add_option("--window", options->evaluate.window,
                    "tokens per window (default: min(2048, the model's limit))")
        ->check(oneOrMore());
    command.add_option("--against", options->against,
                       "full model: adds divergence, top-1 and routing shift");
    command.add_option("--task", options->tasks, "multiple-choice task NAME=FILE");
    command.add_option("--limit", options->limit, "first N questions of each task")
        ->check(oneOrMore());
    command
        .add_option("--patch", options->patches,
                    "patch of moqa adapt to lay over the model; may be repeated")
        ->type_name("PATCH.h5");
    return [options](Context& context) { return run(*options, context); };
}

} // namespace moqa::cli
