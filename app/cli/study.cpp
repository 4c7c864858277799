// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/study.h"
#include "app/cli/common.h"
#include "app/cli/output_check.h"
#include "app/cli/verb.h"
#include "core/base/files.h"
#include "core/measure/study_summary.h"
#include "core/store/open_model.h"

#include <fmt/format.h>
#include <memory>

namespace moqa::cli {

namespace {

struct Options {
    std::string model, grid, output;
};

Status run(const Options& options, Context& context) {
    MOQA_TRY(const std::string text, readFile(options.grid, 1 << 20));
    MOQA_TRY(const Json json, parseJson(text, options.grid));
    MOQA_TRY(StudyGrid grid, parseStudyGrid(json, options.grid));
    grid.quantize.seed = context.seed;
    if (!options.output.empty()) {
        MOQA_CHECK(checkNotInput(options.output, {options.model, options.grid}));
        MOQA_CHECK(checkWritable(options.output));
    }
    MOQA_TRY(const auto model, openModel(options.model));
    MOQA_TRY(const Tokenizer tokenizer, openTokenizer(*model));
    StudySources sources;
    sources.corpus = [&](const std::string& argument, int64_t maxTokens) -> Result<Corpus> {
        MOQA_TRY(const CorpusRequest request, parseCorpusRequest(argument));
        return loadCorpus(request, tokenizer, maxTokens);
    };
    context.console.beginJob();
    MOQA_TRY(const Study study, runStudy(*model, grid, sources, context.console));
    if (!options.output.empty()) {
        MOQA_CHECK(writeFileAtomically(options.output, studyReport(study, options.output)));
    }
    if (context.json) return printJson(studyJson(study));
    return printText(studyText(study) + summaryText(summarize(study)) +
                     (options.output.empty() ? "" : "wrote " + options.output + "\n"));
}

} // namespace

Run addStudy(CLI::App& command) {
    auto options = std::make_shared<Options>();
    command.add_option("MODEL", options->model, "the model")->required();
    command.add_option("--grid", options->grid, "methods, bits, calibration and evaluation texts")
        ->required()
        ->type_name("GRID.json");
    command.add_option("-o,--output", options->output, "report to write: .json, .csv or text")
        ->type_name("REPORT");
    return [options](Context& context) { return run(*options, context); };
}

} // namespace moqa::cli
