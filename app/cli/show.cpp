// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/show.h"
#include "app/cli/verb.h"
#include "core/analysis/coverage.h"
#include "core/store/workspace.h"

#include <fmt/format.h>
#include <memory>

namespace moqa::cli {

namespace {

struct Options {
    std::string work, metric, corpus;
    int layer = -1;
    bool list = false, csv = false;
};

std::string listText(const Json& list) {
    std::string text;
    for (const Json& row : list)
        text += fmt::format("{:24} {:12} {:8} {}\n", row["metric"].get<std::string>(),
                            row["shape"].dump(), row["unit"].get<std::string>(),
                            row["formula"].get<std::string>());
    return text;
}

Status run(const Options& options, Context& context) {
    MOQA_TRY(const Workspace workspace, loadWorkspace(options.work));
    if (!workspace.analysis)
        return badInput("this workspace holds no analysis", options.work, "run moqa analyze first");
    if (const Coverage coverage = coverageOf(*workspace.analysis); coverage.partial())
        context.console.note("this analysis is partial: " + coverage.text());
    if (options.list) {
        const Json list = listJson(*workspace.analysis);
        return context.json ? printJson(list) : printText(listText(list));
    }
    if (options.metric.empty())
        return usageError("no metric named", "--metric", "moqa show WORK --list names them");
    if (context.json) {
        MOQA_TRY(const Json value,
                 showJson(*workspace.analysis, options.metric, options.corpus, options.layer));
        return printJson(value);
    }
    MOQA_TRY(const std::string csv,
             showCsv(*workspace.analysis, options.metric, options.corpus, options.layer));
    return printText(csv);
}

} // namespace

Run addShow(CLI::App& command) {
    auto options = std::make_shared<Options>();
    command.add_option("WORK", options->work, "workspace")->required();
    command.add_option("--metric", options->metric, "metric to print");
    command.add_option("--corpus", options->corpus, "corpus (A|B for values of a pair)");
    command.add_option("--layer", options->layer, "layer, for values kept per layer")
        ->check(CLI::NonNegativeNumber);
    command.add_flag("--list", options->list, "names of all values with unit, shape and formula");
    command.add_flag("--csv", options->csv, "comma-separated (the default without --json)");
    return [options](Context& context) -> Status {
        if (options->csv && context.json)
            return usageError("--csv and --json contradict each other", {}, "choose one");
        return run(*options, context);
    };
}

Run addExplain(CLI::App& command) {
    auto metric = std::make_shared<std::string>();
    command.add_option("METRIC", *metric, "metric, as moqa show --list names it")->required();
    return [metric](Context& context) -> Status {
        const MetricInfo* info = findMetric(*metric);
        if (!info) {
            std::string names;
            for (const MetricInfo& row : metricTable())
                names += std::string(names.empty() ? "" : ", ") + row.id;
            return usageError("there is no such metric", *metric, "known: " + names);
        }
        if (context.json)
            return printJson({{"metric", info->id},
                              {"title", info->title},
                              {"unit", info->unit},
                              {"axes", info->axes},
                              {"formula", info->formula},
                              {"description", info->description},
                              {"source", info->source}});
        return printText(fmt::format(
            "{} ({})\n  unit      {}\n  axes      {}\n  formula   {}\n  source    {}\n\n{}\n",
            info->title, info->id, info->unit, info->axes, info->formula, info->source,
            info->description));
    };
}

} // namespace moqa::cli
