// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/common.h"
#include "app/cli/output_check.h"
#include "app/cli/verb.h"
#include "core/plan/make_plan.h"
#include "core/store/open_model.h"

#include <fmt/format.h>
#include <memory>
#include <optional>

namespace moqa::cli {

namespace {

struct Options {
    std::string source, method = "moqa", scope = "layer", objective = "mean", output;
    std::vector<std::string> corpora, sets;
    std::vector<int> widths = {2, 4, 6, 8};
    bool asymmetric = false, symmetric = false;
    PlanOptions plan;
};

Status readChoices(Options& options) {
    PlanOptions& plan = options.plan;
    if (options.method == "uniform")
        plan.method = PlanMethod::Uniform;
    else if (options.method != "moqa")
        return comesLater("--method", options.method, "moqa, uniform");
    if (options.objective != "mean") return comesLater("--objective", options.objective, "mean");
    if (options.asymmetric && options.symmetric)
        return usageError("--asymmetric and --symmetric contradict each other", {}, "choose one");
    plan.scope = options.scope == "model" ? PlanScope::Model : PlanScope::Layer;
    plan.widths = options.widths;
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
    if (options.plan.method == PlanMethod::Moqa && !workspace.analysis)
        return badInput("method moqa needs an analysis", options.source,
                        "run moqa analyze and give its workspace");
    MOQA_TRY(const Plan plan, makePlan(*model, workspace.analysis.get(), options.plan));
    MOQA_CHECK(plan.save(options.output));
    if (context.json) return printJson(plan.toJson());
    return printText(fmt::format("{} plan: {}\nwrote {}\n", plan.method, totalsText(plan.totals),
                                 options.output));
}

} // namespace

Run addPlan(CLI::App& command) {
    auto options = std::make_shared<Options>();
    PlanOptions& plan = options->plan;
    command.add_option("SOURCE", options->source, "workspace, or a model (method uniform)")
        ->required();
    command.add_option("--method", options->method, "moqa or uniform")->capture_default_str();
    auto* bits = command.add_option("--bits", plan.bits, "target mean bits of the routed experts")
                     ->check(CLI::Range(1.0, 16.0));
    command.add_option("--bytes", plan.bytes, "target bytes of the whole model")
        ->check(oneOrMore())
        ->excludes(bits);
    command.add_option("--widths", options->widths, "widths to choose among")
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
    command.add_option("--corpus", options->corpora,
                       "NAME[:WEIGHT] to plan for (default: all, equal)");
    command.add_option("--objective", options->objective, "mean over corpora")
        ->capture_default_str();
    command.add_option("--group", plan.unitFormat.group, "input columns per scale; -1 = whole row")
        ->check(CLI::IsMember({-1, 32, 64, 128}))
        ->capture_default_str();
    command.add_flag("--asymmetric", options->asymmetric, "zero points (the default)");
    command.add_flag("--symmetric", options->symmetric, "no zero points");
    command.add_option("--attention-bits", plan.attentionBits, "width of attention")
        ->capture_default_str();
    command.add_option("--shared-bits", plan.sharedBits, "width of shared experts")
        ->capture_default_str();
    command.add_option("--dense-bits", plan.denseBits, "width of dense layers")
        ->capture_default_str();
    command.add_option("--set", options->sets,
                       "PATTERN=WIDTH[:GROUP] over tensor names; later ones win");
    command.add_option("-o,--output", options->output, "plan file to write")
        ->required()
        ->type_name("PLAN.json");
    return [options](Context& context) { return run(*options, context); };
}

} // namespace moqa::cli
