// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/analyze.h"
#include "app/cli/common.h"
#include "app/cli/output_check.h"
#include "app/cli/verb.h"
#include "core/analysis/findings.h"
#include "core/store/open_model.h"
#include "core/store/workspace_lock.h"

#include <filesystem>
#include <fmt/format.h>
#include <memory>

namespace moqa::cli {

namespace {

struct Options {
    std::string model, work, stages = "1,2,3", significance = "energy";
    std::vector<std::string> corpora, keep, weights;
    int64_t tokens = 0, balance = 0;
    AnalyzeOptions analyze;
};

Status readChoices(Options& options) {
    AnalyzeOptions& analyze = options.analyze;
    analyze.stage1 = analyze.stage2 = analyze.stage3 = false;
    for (const std::string& stage : CLI::detail::split(options.stages, ',')) {
        if (stage == "1")
            analyze.stage1 = true;
        else if (stage == "2")
            analyze.stage2 = true;
        else if (stage == "3")
            analyze.stage3 = true;
        else
            return usageError("no such stage: " + stage, "--stage", "choose of 1,2,3");
    }
    for (const std::string& kept : options.keep) {
        if (kept != "channels")
            return usageError("cannot keep " + kept, "--keep", "choose channels");
        analyze.keepChannels = true;
    }
    if (options.significance == "magnitude") analyze.significance = Significance::Magnitude;
    if (options.significance == "activation") analyze.significance = Significance::Activation;
    return {};
}

Result<std::vector<std::string>> inputsOf(const Options& options) {
    std::vector<std::string> inputs{options.model};
    for (const std::string& text : options.corpora) {
        MOQA_TRY(const CorpusRequest request, parseCorpusRequest(text));
        inputs.push_back(request.path);
    }
    return inputs;
}

// An existing workspace of the same model keeps its plans, reports and notes.
Workspace workspaceFor(const std::string& path, const ModelSource& model) {
    Workspace workspace;
    std::error_code ignored;
    if (std::filesystem::exists(path, ignored))
        if (auto existing = loadWorkspace(path); existing.ok())
            if (existing->modelFingerprint == model.fingerprint()) workspace = std::move(*existing);
    workspace.modelPath = model.path();
    workspace.modelName = model.name();
    workspace.modelFingerprint = model.fingerprint();
    return workspace;
}

Json corpusRows(const Analysis& analysis) {
    Json rows = Json::object();
    for (const CorpusInfo& corpus : analysis.corpora)
        rows[corpus.name] = {{"tokens", corpus.tokens},
                             {"dropped", corpus.droppedTokens},
                             {"sequences", corpus.sequences},
                             {"window", corpus.window}};
    return rows;
}

Status report(const Context& context, const Analysis& analysis, const std::string& work) {
    const std::vector<std::string> findings = stageFindings(analysis);
    if (context.json)
        return printJson({{"workspace", work},
                          {"model", analysis.modelName},
                          {"corpora", corpusRows(analysis)},
                          {"findings", findings}});
    std::string text;
    for (const CorpusInfo& corpus : analysis.corpora)
        text += fmt::format("corpus {}: {} tokens in {} windows of {}, {} left over\n", corpus.name,
                            corpus.tokens, corpus.sequences, corpus.window, corpus.droppedTokens);
    for (const std::string& line : findings) text += line + "\n";
    return printText(text + "wrote " + work + "\n");
}

Status run(Options& options, Context& context) {
    MOQA_CHECK(readChoices(options));
    MOQA_TRY(options.analyze.corpusWeights, parseWeights(options.weights));
    MOQA_TRY(const std::vector<std::string> inputs, inputsOf(options));
    MOQA_CHECK(checkNotInput(options.work, inputs));
    MOQA_CHECK(checkWritable(options.work));
    MOQA_TRY(const auto model, openModel(options.model));
    MOQA_CHECK(checkWorkspaceOutput(options.work, *model, inputs));
    // Before the work: what a window has open would be refused after it.
    MOQA_TRY(const WorkspaceLock lock, WorkspaceLock::acquire(options.work));
    MOQA_TRY(std::vector<Corpus> corpora,
             loadCorpora(*model, options.corpora, options.tokens, context.console));
    options.analyze.seed = context.seed;
    context.console.beginJob();
    if (options.balance > 0) {
        MOQA_TRY(corpora,
                 balanced(*model, corpora, options.balance,
                          analysisWindow(model->spec(), options.analyze), context.console));
        context.console.beginJob();
    }
    MOQA_TRY(Analysis analysis, analyze(*model, corpora, options.analyze, context.console));
    Workspace workspace = workspaceFor(options.work, *model);
    workspace.corpora = std::move(corpora);
    workspace.window = analysis.corpora.front().window;
    workspace.analysis = std::make_shared<const Analysis>(std::move(analysis));
    MOQA_CHECK(saveWorkspace(workspace, options.work));
    return report(context, *workspace.analysis, options.work);
}

} // namespace

Run addAnalyze(CLI::App& command) {
    auto options = std::make_shared<Options>();
    command.add_option("MODEL", options->model, "the model")->required();
    command
        .add_option("--corpus", options->corpora,
                    "NAME=FILE, NAME=FILE@2/3:head, NAME=FILE@1/3:tail")
        ->required()
        ->type_name("CORPUS");
    command.add_option("-o,--output", options->work, "workspace to write")
        ->required()
        ->type_name("WORK");
    command.add_option("--tokens", options->tokens, "first N tokens of each corpus (default: all)")
        ->check(oneOrMore());
    command
        .add_option("--balance", options->balance,
                    "N tokens of each corpus: the windows that reach the experts most evenly")
        ->check(oneOrMore());
    command
        .add_option("--window", options->analyze.window,
                    "tokens per window (default: min(2048, the model's limit))")
        ->check(oneOrMore());
    command.add_option("--stage", options->stages, "stages to run")->capture_default_str();
    command
        .add_option("--reweight", options->analyze.reweight,
                    "factor a of the token weights rank^-a")
        ->check(CLI::Range(0.0, 8.0))
        ->capture_default_str();
    command.add_option("--significance", options->significance, "formula of channel significance")
        ->check(CLI::IsMember({"energy", "magnitude", "activation"}))
        ->capture_default_str();
    command.add_option("--weight", options->weights,
                       "corpus weight NAME:WEIGHT in mixes (default: equal)");
    command.add_option("--keep", options->keep, "keep channels: the significance of every channel");
    return [options](Context& context) { return run(*options, context); };
}

} // namespace moqa::cli
