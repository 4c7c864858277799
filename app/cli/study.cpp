// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/study.h"
#include "app/cli/common.h"
#include "app/cli/loss_choice.h"
#include "app/cli/output_check.h"
#include "app/cli/verb.h"
#include "core/base/files.h"
#include "core/measure/study_summary.h"
#include "core/store/open_model.h"
#include "core/store/workspace_lock.h"

#include <filesystem>
#include <fmt/format.h>
#include <memory>
#include <optional>

namespace moqa::cli {

namespace {

struct Options {
    std::string model, grid, output, work;
};

// Always JSON, which alone says that it is unfinished and is read again.
std::string partialPath(const std::string& output) { return output + ".partial.json"; }

// The rows that are done, beside the report while it is not.
class PartialReport {
public:
    PartialReport(std::string output, Progress& progress)
        : m_output(std::move(output)), m_progress(progress) {}

    // A disk that is full now may have room with the next rows: the study goes on.
    void keep(const Study& study) {
        if (m_output.empty()) return;
        const Status written =
            writeFileAtomically(partialPath(m_output), studyJson(study).dump(1) + "\n");
        if (!written.ok() && !m_hasFailed)
            m_progress.note("the finished rows cannot be kept: " + written.error().message());
        m_hasFailed = !written.ok();
        if (written.ok()) m_rows = study.rows.size();
    }

    // What is kept and how to go on.
    std::string text(const std::string& work) const {
        const std::string tables =
            work.empty() ? "with --work WORK the next run finds the losses that this one measures"
                         : "finished loss tables are kept in " + work;
        if (m_output.empty()) return "with -o REPORT finished rows are kept; " + tables;
        if (m_rows == 0) return "no row was finished; " + tables;
        return fmt::format("{} finished rows are kept in {}; {}", m_rows, partialPath(m_output),
                           tables);
    }

    void remove() const {
        std::error_code ignored;
        if (!m_output.empty()) std::filesystem::remove(partialPath(m_output), ignored);
    }

    bool hasRows() const { return m_rows > 0; }

private:
    std::string m_output;
    Progress& m_progress;
    size_t m_rows = 0;
    bool m_hasFailed = false;
};

// The workspace whose loss tables are used and that gets the new ones.
struct Tables {
    WorkspaceLock lock;
    Workspace workspace;
};

Result<std::optional<Tables>> openTables(const std::string& work, const ModelSource& model) {
    if (work.empty()) return std::optional<Tables>();
    MOQA_TRY(WorkspaceLock lock, WorkspaceLock::acquire(work));
    MOQA_TRY(Workspace workspace, loadWorkspace(work));
    if (workspace.modelFingerprint != model.fingerprint())
        return badInput("this workspace was made with another model", work,
                        "give the workspace of " + model.name());
    return std::optional<Tables>(Tables{std::move(lock), std::move(workspace)});
}

void useTables(Tables& tables, const std::string& work, const ModelSource& model,
               Progress& progress, StudySources& sources) {
    sources.measured = [&](const MeasureOptions& options,
                           const std::vector<Corpus>& corpora) -> const LossTable* {
        const std::string key = measuredKey(tables.workspace, model, corpora, options);
        if (key.empty()) return nullptr;
        progress.note(fmt::format("losses were measured before: table \"{}\" of {}", key, work));
        return tables.workspace.losses.at(key).get();
    };
    sources.newTable = [&](const MeasureOptions& options, const LossTable& table) {
        auto& losses = tables.workspace.losses;
        losses[lossTableKey(losses, lossTableName(options), table)] =
            std::make_shared<const LossTable>(table);
        return saveWorkspace(tables.workspace, work);
    };
}

Status checkOutput(const Options& options) {
    if (options.output.empty()) return {};
    std::vector<std::string> inputs = {options.model, options.grid};
    if (!options.work.empty()) inputs.push_back(options.work);
    MOQA_CHECK(checkNotInput(options.output, inputs));
    MOQA_CHECK(checkNotInput(partialPath(options.output), inputs));
    return checkWritable(options.output);
}

Status run(const Options& options, Context& context) {
    MOQA_TRY(const std::string text, readFile(options.grid, 1 << 20));
    MOQA_TRY(const Json json, parseJson(text, options.grid));
    MOQA_TRY(StudyGrid grid, parseStudyGrid(json, options.grid));
    grid.quantize.seed = context.seed;
    MOQA_CHECK(checkOutput(options));
    MOQA_TRY(const auto model, openModel(options.model));
    MOQA_TRY(const Tokenizer tokenizer, openTokenizer(*model));
    MOQA_TRY(std::optional<Tables> tables, openTables(options.work, *model));
    StudySources sources;
    sources.corpus = [&](const std::string& argument, int64_t maxTokens) -> Result<Corpus> {
        MOQA_TRY(const CorpusRequest request, parseCorpusRequest(argument));
        return loadCorpus(request, tokenizer, maxTokens);
    };
    if (tables) useTables(*tables, options.work, *model, context.console, sources);
    PartialReport partial(options.output, context.console);
    sources.grown = [&](const Study& soFar) { partial.keep(soFar); };
    context.console.beginJob();
    const auto study = runStudy(*model, grid, sources, context.console);
    if (!study.ok()) {
        Error error = study.error();
        if (error.code == ErrorCode::Cancelled)
            error.hint = partial.text(options.work);
        else if (partial.hasRows())
            context.console.note(partial.text(options.work));
        return error;
    }
    if (!options.output.empty()) {
        MOQA_CHECK(writeFileAtomically(options.output, studyReport(*study, options.output)));
        partial.remove();
    }
    if (context.json) return printJson(studyJson(*study));
    return printText(studyText(*study) + summaryText(summarize(*study)) +
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
    command
        .add_option("--work", options->work,
                    "workspace: losses measured before are taken from it, new ones are kept in it")
        ->type_name("WORK");
    return [options](Context& context) { return run(*options, context); };
}

} // namespace moqa::cli
