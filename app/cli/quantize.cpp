// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/common.h"
#include "app/cli/output_check.h"
#include "app/cli/quantizer_choice.h"
#include "app/cli/verb.h"
#include "core/adapt/channel_choice.h"
#include "core/analysis/analyze.h"
#include "core/base/memory.h"
#include "core/measure/calibration_report.h"
#include "core/plan/plan_totals.h"
#include "core/quantize/calibration_corpora.h"
#include "core/quantize/quant_method.h"
#include "core/quantize/quantized_overlay.h"
#include "core/quantize/quantizer_notes.h"
#include "core/quantize/router_align.h"
#include "core/store/open_model.h"
#include "core/store/quantized_model.h"

#include <cmath>
#include <fmt/format.h>
#include <memory>
#include <optional>

namespace moqa::cli {

namespace {

struct Options {
    std::string model, plan, work, output;
    std::optional<double> reweight; // default: the workspace's
    std::optional<double> cache;    // default: the plan's
    QuantizerChoice quantizer;
    bool sequential = false, notSequential = false, routerAlign = false;
    QuantizeOptions quantize;
};

// The layers of a run, and before them those that it found finished; what aligning the routers did;
// what of the quantizer is not as the plan says.
struct LayerRows {
    std::vector<LayerReport> kept, done;
    std::vector<RouterShift> shifts;
    std::vector<std::string> notes;
};

Result<std::vector<LayerReport>> keptReports(const QuantizedWriter& writer) {
    std::vector<LayerReport> kept;
    for (int layer = 0; layer < writer.finishedLayers(); ++layer) {
        MOQA_TRY(const LayerReport report, writer.finishedReport(layer));
        kept.push_back(report);
    }
    return kept;
}

void addRows(const std::vector<LayerReport>& layers, bool kept, Json& rows) {
    for (const LayerReport& layer : layers)
        rows.push_back({{"layer", layer.layer},
                        {"weight_error", layer.weightError},
                        {"output_error", layer.outputError},
                        {"fallbacks", layer.fallbacks},
                        {"seconds", layer.seconds},
                        {"kept", kept}});
}

// Without calibration tokens there is no output error.
std::string errorText(double error) {
    return std::isnan(error) ? "-" : fmt::format("{:.5f}", error);
}

std::string rowTexts(const std::vector<LayerReport>& layers, const char* mark) {
    std::string text;
    for (const LayerReport& layer : layers)
        text +=
            fmt::format("{:5}  {:12.5f}  {:>12}  {:9}  {:7.2f}{}\n", layer.layer, layer.weightError,
                        errorText(layer.outputError), layer.fallbacks, layer.seconds, mark);
    return text;
}

std::string shiftText(const std::vector<RouterShift>& shifts) {
    if (shifts.empty()) return {};
    std::string text = "routing shift on the calibration tokens, before and after aligning\n";
    for (const RouterShift& shift : shifts)
        text += fmt::format("{:5}  {:10.4f}  {:10.4f}\n", shift.layer, shift.before, shift.after);
    return text;
}

Json shiftJson(const std::vector<RouterShift>& shifts) {
    Json rows = Json::array();
    for (const RouterShift& shift : shifts)
        rows.push_back({{"layer", shift.layer}, {"before", shift.before}, {"after", shift.after}});
    return rows;
}

Status print(const Context& context, const LayerRows& layers, double seconds, const Plan& plan,
             const std::string& output) {
    if (context.json) {
        Json rows = Json::array();
        addRows(layers.kept, true, rows);
        addRows(layers.done, false, rows);
        Json json{{"seconds", seconds},
                  {"peak_bytes", peakResidentBytes()},
                  {"layers", std::move(rows)},
                  {"bits", plan.totals.meanBits},
                  {"mean_bits_model", plan.totals.meanBitsModel},
                  {"true_bits", plan.totals.trueBits},
                  {"bytes", plan.totals.bytes}};
        if (!layers.notes.empty()) json["notes"] = layers.notes;
        if (!layers.shifts.empty()) json["routing_shift"] = shiftJson(layers.shifts);
        return printJson(json);
    }
    std::string text = "layer  weight error  output error  fallbacks  seconds\n";
    text += rowTexts(layers.kept, "  kept") + rowTexts(layers.done, "");
    text += shiftText(layers.shifts);
    return printText(text + totalsText(plan.totals) + "\nwrote " + output + "\n");
}

// Says which experts the text starves: from the workspace's counts where they are of this text,
// else from a routing pass, which costs a tenth of the run.
Status noteStarved(const ModelSource& model, const Workspace& workspace,
                   const std::vector<Corpus>& calibration, const QuantizeOptions& options,
                   Context& context) {
    if (!needsTokens(options.method) || model.spec().moeLayers().empty()) return {};
    std::optional<CalibrationReport> report;
    if (workspace.analysis)
        report = calibrationReport(model, *workspace.analysis, calibration, options.window);
    if (!report) {
        const CalibrationCheck check{options.window, options.reweight, options.damp, false};
        MOQA_TRY(report, calibrationReport(model, calibration, check, context.console));
    }
    const std::string sentence = starvedSentence(*report);
    if (!sentence.empty())
        context.console.note(fmt::format("{}; remedy: {} (moqa calibration names them all)",
                                         sentence, starvedName(options.starved)));
    return {};
}

// The plan in the file names the cache that the file has.
Status chooseCache(const ModelSource& model, const Analysis* analysis,
                   const std::vector<Corpus>& calibration, Options& options, Plan& plan,
                   Context& context) {
    const double share = options.cache.value_or(cacheShare(plan));
    if (options.cache) {
        plan.options.erase("cache");
        if (share > 0) plan.options["cache"] = share;
        const auto predicted = plan.totals.predictedLoss;
        plan.totals = planTotals(plan, model);
        plan.totals.predictedLoss = predicted;
    }
    if (share == 0) return {};
    if (calibration.empty())
        return usageError("a channel cache needs calibration texts", "--work",
                          "give the workspace that moqa analyze wrote");
    MOQA_TRY(CacheRequest request,
             makeCacheRequest(model, plan, analysis, calibration, options.quantize.window, share,
                              context.console));
    options.quantize.cache = std::make_shared<const CacheRequest>(std::move(request));
    context.console.beginJob();
    return {};
}

// Routers that give the quantized stream the experts of the full one; a layer at a time is held.
Result<std::vector<RouterShift>> align(const ModelSource& model, const QuantizedWriter& writer,
                                       const std::vector<Corpus>& calibration,
                                       const QuantizeOptions& quantize, RouterOverlay& routers,
                                       Context& context) {
    QuantizedOverlay quantized(model);
    RouterAlignOptions options;
    options.window = quantize.window;
    options.load = [&](int layer) -> Status {
        quantized.clear();
        for (const WeightEntry& entry : model.weights()) {
            if (entry.id.layer != layer) continue;
            MOQA_TRY(auto tensor, writer.readTensor(entry.id));
            if (tensor) quantized.put(std::make_shared<QuantizedTensor>(std::move(*tensor)));
        }
        return {};
    };
    context.console.beginJob();
    return alignRouters(model, quantized, calibration, options, routers, context.console);
}

Status run(Options& options, Context& context) {
    MOQA_TRY(options.quantize, options.quantizer.read());
    if (options.sequential && options.notSequential)
        return usageError("--sequential and --no-sequential contradict each other", {},
                          "choose one");
    options.quantize.sequential = !options.notSequential;
    MOQA_CHECK(checkModelOutput(options.output, {options.model, options.plan, options.work}));
    MOQA_TRY(const auto model, openModel(options.model));
    MOQA_TRY(Plan plan, Plan::load(options.plan));
    MOQA_CHECK(plan.fits(*model));
    std::vector<Corpus> calibration;
    Workspace workspace;
    if (!options.work.empty()) {
        MOQA_TRY(workspace, loadWorkspace(options.work));
        if (workspace.modelFingerprint != model->fingerprint())
            return badInput("this workspace was made with another model", options.work,
                            "give the workspace of " + model->name());
        if (options.quantize.corpusWeights.empty()) {
            MOQA_TRY(calibration, calibrationCorpora(workspace.corpora, plan));
        } else {
            MOQA_TRY(calibration, namedCorpora(workspace.corpora, options.quantize.corpusWeights));
        }
        if (options.quantize.window == 0) options.quantize.window = workspace.window;
        if (workspace.analysis) {
            MOQA_TRY(options.quantize.reweight, reweightOf(*workspace.analysis));
        }
        options.quantize.reweight = options.reweight.value_or(options.quantize.reweight);
    } else if (!options.quantize.corpusWeights.empty()) {
        return usageError("the texts to calibrate on are those of a workspace", "--corpus",
                          "give the workspace that moqa analyze wrote with --work");
    } else if (options.reweight) {
        return usageError("token weights need calibration tokens", "--reweight",
                          "give the workspace that moqa analyze wrote with --work");
    } else if (needsTokens(options.quantize.method)) {
        return usageError(fmt::format("{} needs calibration tokens", options.quantizer.method),
                          "--work", "give the workspace that moqa analyze wrote");
    }
    if (options.routerAlign && calibration.empty())
        return usageError("routers are aligned on calibration tokens", "--router-align",
                          "give the workspace that moqa analyze wrote with --work");
    options.quantize.seed = context.seed;
    MOQA_CHECK(chooseCache(*model, workspace.analysis.get(), calibration, options, plan, context));
    LayerRows layers;
    layers.notes = quantizerNotes(plan, *model, options.quantize);
    for (const std::string& note : layers.notes) context.console.note(note);
    plan = planFor(plan, *model, options.quantize);
    const QuantizedFileInfo info{&plan, &options.quantize, &calibration, context.commandLine};
    RouterOverlay routers(*model); // what the file is joined from: kept weights come from here
    MOQA_TRY(const auto writer, QuantizedWriter::create(options.output, routers, info));
    if (writer->finishedLayers() > 0)
        context.console.note(fmt::format("going on after {} finished layers of {}",
                                         writer->finishedLayers(), writer->partialPath()));
    else if (!calibration.empty())
        MOQA_CHECK(noteStarved(*model, workspace, calibration, options.quantize, context));
    MOQA_TRY(layers.kept, keptReports(*writer));
    const auto work = [&]() -> Result<QuantizeReport> {
        MOQA_TRY(QuantizeReport report, quantizeModel(*model, plan, calibration, options.quantize,
                                                      *writer, context.console));
        if (options.routerAlign) {
            MOQA_TRY(layers.shifts,
                     align(*model, *writer, calibration, options.quantize, routers, context));
        }
        MOQA_CHECK(writer->finish(context.console));
        return report;
    };
    auto report = work();
    if (!report.ok()) {
        Error error = report.error();
        if (error.code == ErrorCode::Cancelled)
            error.hint = writer->finishedLayers() == 0
                             ? "no layer was finished yet; run the same command again"
                             : "finished layers are kept in " + writer->partialPath() +
                                   "; run the same command again to go on";
        return error;
    }
    layers.done = std::move(report->layers);
    return print(context, layers, report->seconds, plan, options.output);
}

} // namespace

Run addQuantize(CLI::App& command) {
    auto options = std::make_shared<Options>();
    command.add_option("MODEL", options->model, "the model")->required();
    command.add_option("--plan", options->plan, "plan file")->required()->type_name("PLAN.json");
    command.add_option("--work", options->work, "workspace whose corpora calibrate")
        ->type_name("WORK");
    options->quantizer.add(command);
    command
        .add_option("--reweight", options->reweight,
                    "factor a of the token weights rank^-a (default: the workspace's)")
        ->check(CLI::Range(0.0, 8.0));
    command
        .add_option("--cache", options->cache,
                    "share of the channels kept at half precision for moqa adapt, such as 0.01 "
                    "(default: the plan's, else 0)")
        ->check(CLI::Range(0.0, 1.0));
    command.add_flag("--sequential", options->sequential,
                     "inputs from the quantized layers before (the default)");
    command.add_flag("--no-sequential", options->notSequential, "inputs from the full model");
    command.add_flag("--router-align", options->routerAlign,
                     "fit the routers anew to the choices of the full model");
    command
        .add_option("-o,--output", options->output, "file to write; goes on from OUT.h5.partial")
        ->required()
        ->type_name("OUT.h5");
    return [options](Context& context) { return run(*options, context); };
}

} // namespace moqa::cli
