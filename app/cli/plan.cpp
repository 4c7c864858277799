// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/common.h"
#include "app/cli/loss_choice.h"
#include "app/cli/output_check.h"
#include "app/cli/verb.h"
#include "core/base/files.h"
#include "core/plan/plan_methods.h"
#include "core/plan/unit_scores.h"
#include "core/plan/width_list.h"
#include "core/store/open_model.h"

#include <charconv>
#include <fmt/format.h>
#include <memory>
#include <optional>

namespace moqa::cli {

namespace {

struct Options {
    std::string source, method = "moqa", scope = "layer", objective = "mean", layerBits, losses,
                        scoreFile, output;
    std::vector<std::string> corpora, sets;
    std::vector<std::string> widths = {"2", "4", "6", "8"};
    bool asymmetric = false, symmetric = false;
    PlanOptions plan;
};

// "LOW:HIGH", either may be left out.
Result<LayerBits> parseLayerBits(const std::string& text) {
    LayerBits bits;
    if (text.empty()) return bits;
    const size_t colon = text.find(':');
    const auto read = [](std::string_view part, double& value) {
        if (part.empty()) return true;
        const auto [stop, fault] = std::from_chars(part.data(), part.data() + part.size(), value);
        return fault == std::errc() && stop == part.data() + part.size();
    };
    if (colon == std::string::npos || !read(std::string_view(text).substr(0, colon), bits.low) ||
        !read(std::string_view(text).substr(colon + 1), bits.high))
        return usageError("a layer's mean bits are LOW:HIGH", "--layer-bits " + text,
                          "such as 2:4, 2: or :4");
    return bits;
}

Status readChoices(Options& options) {
    PlanOptions& plan = options.plan;
    MOQA_CHECK(parsePlanMethod(options.method, plan));
    MOQA_TRY(plan.objective, parseObjective(options.objective));
    MOQA_TRY(plan.layerBits, parseLayerBits(options.layerBits));
    if (options.asymmetric && options.symmetric)
        return usageError("--asymmetric and --symmetric contradict each other", {}, "choose one");
    plan.scope = options.scope == "model" ? PlanScope::Model : PlanScope::Layer;
    MOQA_TRY(WidthList widths, parseWidthList(options.widths, "--widths"));
    plan.widths = std::move(widths.widths);
    plan.pairs = std::move(widths.pairs);
    plan.unitFormat.symmetric = options.symmetric;
    MOQA_TRY(plan.corpusWeights, parseWeights(options.corpora));
    for (const std::string& text : options.sets) {
        MOQA_TRY(PlanOverride rule, parseOverride(text));
        plan.overrides.push_back(std::move(rule));
    }
    return {};
}

Status run(Options& options, Context& context) {
    MOQA_CHECK(readChoices(options));
    MOQA_CHECK(checkPlanOutput(options.output, {options.source}));
    Workspace workspace;
    std::shared_ptr<const ModelSource> model;
    if (isWorkspacePath(options.source)) {
        MOQA_TRY(workspace, loadWorkspace(options.source));
        MOQA_TRY(model, openWorkspaceModel(workspace));
    } else {
        MOQA_TRY(model, openModel(options.source));
    }
    if (methodInfo(options.plan.method).needsAnalysis && !workspace.analysis)
        return badInput(fmt::format("method {} needs an analysis", options.method), options.source,
                        "run moqa analyze and give its workspace");
    MOQA_TRY(const auto losses,
             chooseLosses(workspace, options.losses, methodInfo(options.plan.method).needsLosses));
    std::optional<UnitScore> userScore;
    if (!options.scoreFile.empty()) {
        MOQA_TRY(const std::string text, readFile(options.scoreFile, kMostScoreBytes));
        MOQA_TRY(userScore, scoreFromCsv(text, *model, options.scoreFile));
    }
    const PlanInputs inputs{workspace.analysis.get(), losses.get(),
                            userScore ? &*userScore : nullptr, &context.console};
    MOQA_TRY(const Plan plan, makePlan(*model, inputs, options.plan));
    MOQA_CHECK(plan.save(options.output));
    if (context.json) return printJson(plan.toJson());
    std::string text = fmt::format("{} plan: {}\n", plan.method, totalsText(plan.totals));
    if (plan.totals.predictedLoss)
        text += fmt::format("predicted loss {:.6g} nats per token\n", *plan.totals.predictedLoss);
    return printText(text + fmt::format("wrote {}\n", options.output));
}

} // namespace

Run addPlan(CLI::App& command) {
    auto options = std::make_shared<Options>();
    PlanOptions& plan = options->plan;
    command
        .add_option("SOURCE", options->source,
                    "workspace; or a model, for methods that need no analysis")
        ->required();
    command.add_option("--method", options->method, planMethodNames())->capture_default_str();
    auto* bits = command.add_option("--bits", plan.bits, "target mean bits of the routed experts")
                     ->check(CLI::Range(1.0, 16.0));
    command.add_option("--bytes", plan.bytes, "target bytes of the whole model")
        ->check(oneOrMore())
        ->excludes(bits);
    command
        .add_option(
            "--widths", options->widths,
            "widths to choose among; for optimal also with a group of their own, as in 2,3g32,3: "
            "--bits is then spent in bytes, scales counted")
        ->delimiter(',')
        ->capture_default_str();
    command
        .add_option("--scope", options->scope, "cluster experts per layer or over the whole model")
        ->check(CLI::IsMember({"layer", "model"}))
        ->capture_default_str();
    command
        .add_option("--overlap", plan.overlap,
                    "membership difference below which the lower precision wins")
        ->check(CLI::Range(0.0, 1.0))
        ->capture_default_str();
    command.add_flag("--drop-redundant", plan.dropRedundant,
                     "of two experts chosen together that answer alike, the less significant drops "
                     "one width (moqa)");
    command.add_option("--corpus", options->corpora,
                       "NAME[:WEIGHT] to plan for (default: all, equal)");
    command
        .add_option("--objective", options->objective,
                    "over corpora: mean, worst or regret (optimal)")
        ->capture_default_str();
    command
        .add_option("--unseen", plan.unseen,
                    "share of the expected loss on unmeasured text that counts (optimal)")
        ->capture_default_str();
    command
        .add_option("--groups", plan.groups,
                    "group sizes to choose among (optimal; default: --group alone). A target of "
                    "--bits does not count scales: give --bytes")
        ->delimiter(',');
    command
        .add_option("--layer-bits", options->layerBits,
                    "least and most mean bits of every layer's experts (optimal); in bytes where "
                    "those are the budget, as of experts with so many bits and --group")
        ->type_name("LOW:HIGH");
    command
        .add_option("--score-file", options->scoreFile,
                    "values of layer,expert,value or tensor,value (method score:csv)")
        ->type_name("FILE.csv");
    command.add_flag("--flip-score", plan.flipScore,
                     "read the score the other way round than its source (method score)");
    command
        .add_option("--mc-gamma", plan.mcGamma,
                    "exponent of the error (mc-moe): 2 as published, 1 as in its code")
        ->capture_default_str();
    command.add_option("--losses", options->losses,
                       "loss table of the workspace (default: the only one)");
    command.add_option("--group", plan.unitFormat.group, "input columns per scale; -1 = whole row")
        ->check(CLI::IsMember({-1, 16, 32, 64, 128}))
        ->capture_default_str();
    command
        .add_option("--low-rank", plan.unitFormat.rank,
                    "rank of the experts' compensation, its bytes counted")
        ->check(CLI::Range(0, 65536))
        ->capture_default_str();
    command.add_flag("--real-zeros", plan.unitFormat.realZeros,
                     "count zero points of two bytes, as hqq stores them");
    command.add_flag("--asymmetric", options->asymmetric, "zero points (the default)");
    command.add_flag("--symmetric", options->symmetric, "no zero points");
    command.add_option("--attention-bits", plan.attentionBits, "width of attention")
        ->capture_default_str();
    command.add_option("--shared-bits", plan.sharedBits, "width of shared experts")
        ->capture_default_str();
    command.add_option("--dense-bits", plan.denseBits, "width of dense layers")
        ->capture_default_str();
    command
        .add_option("--cache", plan.cache,
                    "share of the channels kept at half precision, for moqa adapt (such as 0.01)")
        ->check(CLI::Range(0.0, 1.0))
        ->capture_default_str();
    command.add_option(
        "--set", options->sets,
        "PATTERN=WIDTH[:GROUP] over tensor names; later ones win; for optimal on all of "
        "what was measured as one");
    command.add_option("-o,--output", options->output, "plan file to write")
        ->required()
        ->type_name("PLAN.json");
    return [options](Context& context) { return run(*options, context); };
}

} // namespace moqa::cli
