// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/common.h"
#include "app/cli/loss_choice.h"
#include "app/cli/output_check.h"
#include "app/cli/quantizer_choice.h"
#include "app/cli/verb.h"
#include "core/analysis/analyze.h"
#include "core/base/memory.h"
#include "core/measure/measure_losses.h"
#include "core/measure/measured_share.h"
#include "core/plan/width_list.h"
#include "core/store/loss_table_store.h"
#include "core/store/open_model.h"
#include "core/store/workspace_lock.h"

#include <chrono>
#include <filesystem>
#include <fmt/format.h>
#include <memory>
#include <optional>

namespace moqa::cli {

namespace {

struct Options {
    std::string model, work, unit = "projection";
    std::vector<std::string> widths = {"2", "3", "4", "5", "6", "8"};
    bool symmetric = false;
    QuantizerChoice quantizer;
    MeasureOptions measure;
};

std::string partialPath(const std::string& work) { return work + ".losses.partial"; }

// The table of an unfinished run of the same kind; nothing if there is none.
Result<std::optional<LossTable>> unfinished(const std::string& work) {
    std::error_code ignored;
    if (!std::filesystem::exists(partialPath(work), ignored)) return std::optional<LossTable>();
    auto table = loadLossTable(partialPath(work));
    if (!table.ok()) {
        Error error = table.error();
        error.hint = "delete this file to measure anew";
        return error;
    }
    return std::optional<LossTable>(std::move(*table));
}

std::string unitsText(const MeasuredShare& share) {
    if (share.predicted == 0) return fmt::format("{} units measured", share.measured);
    return fmt::format("{} of {} units measured at every width, {} at one and predicted at the "
                       "others (give or take {:.2g} %)",
                       share.measured, share.measured + share.predicted, share.predicted,
                       100 * share.spread);
}

Status print(const Context& context, const LossTable& table, const std::string& name,
             const std::string& work, double seconds) {
    std::vector<double> sums(table.formatCount() * table.corpusCount(), 0.0);
    for (size_t u = 0; u < table.unitCount(); ++u)
        for (size_t f = 0; f < table.formatCount(); ++f)
            for (size_t c = 0; c < table.corpusCount(); ++c)
                sums[f * table.corpusCount() + c] += table.loss(u, f, c);
    const MeasuredShare share = measuredShare(table);
    if (context.json) {
        Json rows = Json::array();
        for (size_t f = 0; f < table.formatCount(); ++f) {
            Json losses = Json::object();
            for (size_t c = 0; c < table.corpusCount(); ++c)
                losses[table.corpora[c].name] = sums[f * table.corpusCount() + c];
            rows.push_back({{"bits", table.formats[f].bits},
                            {"group", table.formats[f].group},
                            {"predicted_kl", std::move(losses)}});
        }
        return printJson({{"workspace", work},
                          {"table", name},
                          {"units", table.unitCount()},
                          {"measured_units", share.measured},
                          {"predicted_units", share.predicted},
                          {"predicted_spread", share.spread},
                          {"uniform", std::move(rows)},
                          {"seconds", seconds},
                          {"peak_bytes", peakResidentBytes()}});
    }
    std::string text = fmt::format("{}; predicted KL of uniform plans, nats per token\n{:>5} {:>6}",
                                   unitsText(share), "bits", "group");
    for (const LossCorpus& corpus : table.corpora) text += fmt::format("  {:>14}", corpus.name);
    for (size_t f = 0; f < table.formatCount(); ++f) {
        text += fmt::format("\n{:5} {:6}", table.formats[f].bits, table.formats[f].group);
        for (size_t c = 0; c < table.corpusCount(); ++c)
            text += fmt::format("  {:14.6g}", sums[f * table.corpusCount() + c]);
    }
    return printText(text + fmt::format("\nwrote table \"{}\" to {}\n", name, work));
}

Status run(Options& options, Context& context) {
    MeasureOptions& measure = options.measure;
    MOQA_TRY(measure.quantize, options.quantizer.read());
    if (measure.quantize.asymmetric > 0)
        return usageError("losses are measured a unit at a time: no inputs drift",
                          "--asymmetric-calibration", "give it to quantize");
    MOQA_TRY(WidthList widths, parseWidthList(options.widths, "--widths"));
    measure.widths = std::move(widths.widths);
    measure.pairs = std::move(widths.pairs);
    measure.byProjection = options.unit == "projection";
    measure.symmetric = options.symmetric;
    measure.quantize.seed = context.seed;
    MOQA_TRY(const auto model, openModel(options.model));
    MOQA_TRY(const WorkspaceLock lock, WorkspaceLock::acquire(options.work));
    MOQA_TRY(Workspace workspace, loadWorkspace(options.work));
    if (workspace.modelFingerprint != model->fingerprint())
        return badInput("this workspace was made with another model", options.work,
                        "give the workspace of " + model->name());
    if (measure.quantize.window == 0) measure.quantize.window = workspace.window;
    if (workspace.analysis) {
        MOQA_TRY(measure.quantize.reweight, reweightOf(*workspace.analysis));
    }
    std::vector<Corpus> corpora = workspace.corpora;
    if (!measure.quantize.corpusWeights.empty()) {
        MOQA_TRY(corpora, namedCorpora(workspace.corpora, measure.quantize.corpusWeights));
    }
    if (const std::string key = measuredKey(workspace, *model, corpora, measure); !key.empty()) {
        context.console.note("this was measured before; nothing to do");
        return print(context, *workspace.losses.at(key), key, options.work, 0);
    }
    MOQA_CHECK(checkWritable(partialPath(options.work)));
    MOQA_TRY(const std::optional<LossTable> earlier, unfinished(options.work));
    if (earlier)
        context.console.note(fmt::format("going on after layer {} of {}",
                                         earlier->units.back().layer, partialPath(options.work)));
    const auto start = std::chrono::steady_clock::now();
    context.console.beginJob();
    auto table = measureLosses(
        *model, corpora, measure, earlier ? &*earlier : nullptr,
        [&](const LossTable& done) { return saveLossTable(done, partialPath(options.work)); },
        context.console);
    if (!table.ok()) {
        Error error = table.error();
        if (error.code == ErrorCode::Cancelled)
            error.hint = "finished layers are kept in " + partialPath(options.work) +
                         "; run the same command again to go on";
        else if (earlier && error.code == ErrorCode::BadInput)
            error.hint = "delete " + partialPath(options.work) + " to measure anew";
        return error;
    }
    const double seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    const auto kept = std::make_shared<const LossTable>(std::move(*table));
    const std::string name = lossTableKey(workspace.losses, lossTableName(measure), *kept);
    workspace.losses[name] = kept;
    MOQA_CHECK(saveWorkspace(workspace, options.work));
    std::error_code ignored;
    std::filesystem::remove(partialPath(options.work), ignored);
    return print(context, *kept, name, options.work, seconds);
}

} // namespace

Run addMeasure(CLI::App& command) {
    auto options = std::make_shared<Options>();
    MeasureOptions& measure = options->measure;
    command.add_option("MODEL", options->model, "the model")->required();
    command
        .add_option("--work", options->work, "workspace: its corpora calibrate, it gets the table")
        ->required()
        ->type_name("WORK");
    command
        .add_option("--widths", options->widths,
                    "widths to measure, also with a group of their own, as in 2,3g32,3")
        ->delimiter(',')
        ->capture_default_str();
    command.add_option("--group", measure.groups, "input columns per scale, one or more")
        ->delimiter(',')
        ->check(CLI::IsMember({-1, 16, 32, 64, 128}))
        ->capture_default_str();
    command.add_flag("--symmetric", options->symmetric, "no zero points");
    command.add_option("--unit", options->unit, "what is measured as one")
        ->check(CLI::IsMember({"expert", "projection"}))
        ->capture_default_str();
    command
        .add_option(
            "--sample", measure.sample,
            "share of the experts measured at every width; the others at one, then predicted")
        ->check(CLI::Range(0.0, 1.0))
        ->capture_default_str();
    command.add_option("--probe-bits", measure.probeBits, "width at which the scale is measured")
        ->check(CLI::Range(1, 8))
        ->capture_default_str();
    command
        .add_option("--probe-tokens", measure.probeTokens,
                    "tokens of each corpus that are run to the logits")
        ->check(oneOrMore())
        ->capture_default_str();
    options->quantizer.add(command);
    return [options](Context& context) { return run(*options, context); };
}

} // namespace moqa::cli
