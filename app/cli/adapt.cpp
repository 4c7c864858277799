// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/adapt/adapt.h"
#include "app/cli/common.h"
#include "app/cli/output_check.h"
#include "app/cli/verb.h"
#include "core/store/channel_cache_store.h"
#include "core/store/open_model.h"
#include "core/store/patch_store.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <memory>

namespace moqa::cli {

namespace {

struct Options {
    std::string model, mode = "switch", output;
    std::vector<std::string> corpora;
    bool check = false;
    int64_t tokens = 8192;
    AdaptOptions adapt;
};

Json driftJson(const TextSample& sample, const UsageDrift& drift) {
    Json layers = Json::array();
    for (const LayerDrift& layer : drift.layers)
        layers.push_back({{"layer", layer.layer},
                          {"divergence", layer.mean},
                          {"highest", layer.highest},
                          {"null_mean", layer.nullMean},
                          {"null_high", layer.nullHigh}});
    return {{"name", sample.corpus},
            {"tokens", sample.tokens},
            {"dropped", sample.droppedTokens},
            {"unreached_experts", sample.unreached},
            {"window_tokens", drift.windowTokens},
            {"windows", drift.windows},
            {"null_windows", drift.nullWindows},
            {"divergence", drift.mean},
            {"null_mean", drift.nullMean},
            {"null_high", drift.nullHigh},
            {"beyond", drift.beyond},
            {"layers", std::move(layers)},
            {"recommend", drift.recommendsSwitch()}};
}

Json adaptationJson(const Options& options, const CachedModel& cached, const Adaptation& result) {
    Json corpora = Json::array();
    for (size_t d = 0; d < result.samples.size(); ++d)
        corpora.push_back(driftJson(result.samples[d], result.drifts[d]));
    Json changes = Json::array();
    for (const PrecisionChange& change : result.changes)
        changes.push_back({{"layer", change.layer},
                           {"expert", change.expert},
                           {"from", change.from},
                           {"to", change.to},
                           {"significance_before", change.before},
                           {"significance_now", change.now}});
    return {{"model", options.model},
            {"cache",
             {{"share", cached.share},
              {"channels", result.cachedChannels},
              {"corpora", cached.corpora}}},
            {"corpora", std::move(corpora)},
            {"recommend", result.recommendsSwitch()},
            {"changes", std::move(changes)},
            {"unreached_experts", result.unreached},
            {"patch",
             {{"mode", patchModeName(result.patch.mode)},
              {"channels", result.patch.channels()},
              {"bytes", result.patch.storedBytes()},
              {"path", options.output.empty() ? Json(nullptr) : Json(options.output)}}},
            {"seconds", {{"sample", result.sampleSeconds}, {"patch", result.patchSeconds}}}};
}

std::string driftText(const TextSample& sample, const UsageDrift& drift) {
    std::string text = fmt::format(
        "{}: {} tokens in {} windows of {}; divergence of expert usage from the calibration mix, "
        "bits\nlayer  this text    highest  known texts: mean       95 %\n",
        drift.corpus, sample.tokens, drift.windows, drift.windowTokens);
    for (const LayerDrift& layer : drift.layers)
        text += fmt::format("{:5}  {:9.6f}  {:9.6f}         {:9.6f}  {:9.6f}{}\n", layer.layer,
                            layer.mean, layer.highest, layer.nullMean, layer.nullHigh,
                            layer.mean > layer.nullHigh ? "  *" : "");
    text += fmt::format("  all  {:9.6f}                    {:9.6f}  {:9.6f}\n", drift.mean,
                        drift.nullMean, drift.nullHigh);
    if (sample.unreached > 0)
        text += fmt::format("{} experts were chosen by no token of the sample\n", sample.unreached);
    text +=
        fmt::format("{}: {:.0f} % of the windows differ more than known texts do; {}\n",
                    drift.corpus, 100 * drift.beyond,
                    drift.recommendsSwitch() ? "a switch is recommended" : "the plan still fits");
    return text;
}

std::string changesText(const Adaptation& result) {
    int raised = 0;
    std::string text;
    for (const PrecisionChange& change : result.changes) {
        raised += change.to > change.from ? 1 : 0;
        text += fmt::format("{:5}  {:6}  {} -> {}  {:10.6f}  {:10.6f}\n", change.layer,
                            change.expert, change.from, change.to, change.before, change.now);
    }
    const size_t lowered = result.changes.size() - static_cast<size_t>(raised);
    std::string head = fmt::format("by the base rule {} experts change their precision ({} up, {} "
                                   "down)\n",
                                   result.changes.size(), raised, lowered);
    if (!text.empty()) head += "layer  expert  bits    significance: mix        now\n" + text;
    return head;
}

std::string patchText(const Options& options, const Adaptation& result) {
    const ChannelPatch& patch = result.patch;
    std::string text = fmt::format(
        "{} patch: {} of {} cached channels, {:.1f} kB ({:.3f} s for the sample, {:.3f} s for the "
        "patch)\n",
        patchModeName(patch.mode), patch.channels(), result.cachedChannels,
        static_cast<double>(patch.storedBytes()) / 1e3, result.sampleSeconds, result.patchSeconds);
    if (!options.output.empty()) text += fmt::format("wrote {}\n", options.output);
    return text;
}

std::string asText(const Options& options, const CachedModel& cached, const Adaptation& result) {
    std::string text =
        fmt::format("{}: {:g} % of the channels cached ({}), calibrated on {}\n\n", options.model,
                    100 * cached.share, result.cachedChannels, fmt::join(cached.corpora, ", "));
    for (size_t d = 0; d < result.samples.size(); ++d)
        text += driftText(result.samples[d], result.drifts[d]) + "\n";
    return text + changesText(result) + patchText(options, result);
}

Status run(Options& options, Context& context) {
    options.adapt.mode = options.mode == "resident" ? PatchMode::Resident : PatchMode::Switch;
    options.adapt.seed = context.seed;
    if (!options.output.empty()) MOQA_CHECK(checkPatchOutput(options.output, {options.model}));
    MOQA_TRY(const auto model, openModel(options.model));
    if (!isQuantizedPath(options.model))
        return usageError("only a quantized file can be switched", options.model,
                          "give the .h5 that moqa quantize --cache wrote");
    MOQA_TRY(const CachedModel cached, readCachedModel(options.model, model->spec()));
    MOQA_TRY(const std::vector<Corpus> corpora,
             loadCorpora(*model, options.corpora, options.tokens, context.console));
    context.console.beginJob();
    MOQA_TRY(const Adaptation result,
             adapt(*model, cached, corpora, options.adapt, context.console));
    if (!options.output.empty()) {
        if (result.patch.channels() == 0)
            return badInput("there is nothing to switch: no expert with cached channels changes "
                            "its precision on this text",
                            options.model, "use the file as it is, or --mode resident");
        MOQA_CHECK(writePatch(result.patch, options.model, options.output));
    }
    if (context.json) return printJson(adaptationJson(options, cached, result));
    return printText(asText(options, cached, result));
}

} // namespace

Run addAdapt(CLI::App& command) {
    auto options = std::make_shared<Options>();
    command.add_option("MODEL", options->model, "quantized file with a channel cache")
        ->required()
        ->type_name("OUT.h5");
    command
        .add_option("--corpus", options->corpora, "the new text, NAME=FILE; several count alike")
        ->required()
        ->type_name("CORPUS");
    auto* check = command.add_flag("--check", options->check,
                                   "only say whether the plan still fits (the default without -o)");
    command.add_option("--tokens", options->tokens, "first N tokens of each text")
        ->check(oneOrMore())
        ->capture_default_str();
    command
        .add_option("--mode", options->mode,
                    "switch: changed experts' channels at their new precision; resident: all "
                    "cached channels whole")
        ->check(CLI::IsMember({"switch", "resident"}))
        ->capture_default_str();
    command
        .add_option("--monitor-window", options->adapt.windowTokens,
                    "tokens of the window that slides over the text")
        ->check(oneOrMore())
        ->capture_default_str();
    command.add_option("-o,--output", options->output, "patch to write, for evaluate --patch")
        ->type_name("PATCH.h5")
        ->excludes(check);
    return [options](Context& context) { return run(*options, context); };
}

} // namespace moqa::cli
