// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/common.h"
#include "app/cli/output_check.h"
#include "app/cli/verb.h"
#include "core/base/files.h"
#include "core/measure/calibration_report.h"
#include "core/store/open_model.h"

#include <memory>

namespace moqa::cli {

namespace {

struct Options {
    std::string model, work, output;
    std::vector<std::string> corpora;
    int64_t tokens = 0, balance = 0;
    bool csv = false;
    CalibrationCheck check;
};

Result<std::vector<Corpus>> calibrationTexts(Options& options, const ModelSource& model,
                                             Context& context) {
    if (options.work.empty())
        return loadCorpora(model, options.corpora, options.tokens, context.console);
    MOQA_TRY(Workspace workspace, loadWorkspace(options.work));
    if (workspace.modelFingerprint != model.fingerprint())
        return badInput("this workspace was made with another model", options.work,
                        "give the workspace of " + model.name());
    if (options.check.window == 0) options.check.window = workspace.window;
    return std::move(workspace.corpora);
}

// The texts as the tokenizer gives them back, one after another: what --balance chose, for other
// tools.
Status writeTexts(const ModelSource& model, const std::vector<Corpus>& corpora,
                  const std::string& path) {
    MOQA_TRY(const Tokenizer tokenizer, openTokenizer(model));
    std::string text;
    for (const Corpus& corpus : corpora) text += tokenizer.decode(corpus.ids) + "\n";
    return writeFileAtomically(path, text);
}

Status run(Options& options, Context& context) {
    if (options.corpora.empty() == options.work.empty())
        return usageError("give either texts or a workspace that has some", "--corpus, --work",
                          "moqa calibration MODEL --corpus NAME=FILE");
    if (options.csv && context.json)
        return usageError("--csv and --json contradict each other", {}, "choose one");
    if (!(options.check.damp > 0))
        return usageError("damping must be a positive share of the mean diagonal", "--damp");
    if (!options.output.empty()) {
        if (options.balance == 0)
            return usageError("there is no chosen text to write", "--output",
                              "say how many tokens to choose with --balance");
        std::vector<std::string> inputs{options.model, options.work};
        for (const std::string& text : options.corpora) {
            MOQA_TRY(const CorpusRequest request, parseCorpusRequest(text));
            inputs.push_back(request.path);
        }
        MOQA_CHECK(checkNotInput(options.output, inputs));
        MOQA_CHECK(checkWritable(options.output));
    }
    MOQA_TRY(const auto model, openModel(options.model));
    MOQA_TRY(std::vector<Corpus> corpora, calibrationTexts(options, *model, context));
    context.console.beginJob();
    if (options.balance > 0) {
        MOQA_TRY(corpora,
                 balanced(*model, corpora, options.balance, options.check.window, context.console));
        context.console.beginJob();
    }
    if (!options.output.empty()) MOQA_CHECK(writeTexts(*model, corpora, options.output));
    MOQA_TRY(const CalibrationReport report,
             calibrationReport(*model, corpora, options.check, context.console));
    if (context.json) return printJson(calibrationJson(report));
    return printText(options.csv ? calibrationCsv(report) : calibrationText(report));
}

} // namespace

Run addCalibration(CLI::App& command) {
    auto options = std::make_shared<Options>();
    command.add_option("MODEL", options->model, "the model")->required();
    command
        .add_option("--corpus", options->corpora,
                    "NAME=FILE, NAME=FILE@2/3:head, NAME=FILE@1/3:tail")
        ->type_name("CORPUS");
    command.add_option("--work", options->work, "workspace whose texts are looked at instead")
        ->type_name("WORK");
    command.add_option("--tokens", options->tokens, "first N tokens of each corpus (default: all)")
        ->check(oneOrMore());
    command
        .add_option("--window", options->check.window,
                    "tokens per window (default: min(2048, the model's limit))")
        ->check(oneOrMore());
    command.add_option("--damp", options->check.damp, "damping, as a share of the mean diagonal")
        ->check(CLI::Range(0.0, 10.0))
        ->capture_default_str();
    command
        .add_option("--balance", options->balance,
                    "look at N tokens of each corpus: the windows that reach the experts most "
                    "evenly")
        ->check(oneOrMore());
    command.add_option("-o,--output", options->output, "write the text that --balance chose")
        ->type_name("TEXT");
    command.add_flag("--csv", options->csv, "one line per expert");
    return [options](Context& context) { return run(*options, context); };
}

} // namespace moqa::cli
