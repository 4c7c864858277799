// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/common.h"
#include "app/cli/verb.h"
#include "core/store/export_targets.h"
#include "core/store/open_model.h"
#include "core/store/quantized_model.h"

#include <fmt/format.h>
#include <memory>

namespace moqa::cli {

namespace {

struct Options {
    std::string model, target, output;
    bool list = false;
};

Status printTargets(const Context& context) {
    Json rows = Json::array();
    std::string text;
    for (const ExportTarget& target : exportTargets()) {
        rows.push_back({{"name", target.name},
                        {"holds", target.holds},
                        {"loaded_by", target.loadedBy},
                        {"available", target.available}});
        text += fmt::format("{:20} {}; loaded by {}{}\n", target.name, target.holds,
                            target.loadedBy, target.available ? "" : " (comes in a later version)");
    }
    return context.json ? printJson(rows) : printText(text);
}

Status run(const Options& options, Context& context) {
    if (options.list) return printTargets(context);
    if (options.model.empty() || options.target.empty() || options.output.empty())
        return usageError("export needs MODEL, --to NAME and -o PATH", {},
                          "moqa export --list names the targets");
    if (options.target != "safetensors") {
        for (const ExportTarget& target : exportTargets())
            if (options.target == target.name)
                return comesLater("--to", options.target, "safetensors");
        return usageError("no such target: " + options.target, "--to",
                          "moqa export --list names them");
    }
    MOQA_TRY(const auto model, openModel(options.model));
    MOQA_CHECK(exportSafetensors(*model, options.output, context.console));
    if (context.json) return printJson({{"target", options.target}, {"path", options.output}});
    return printText("wrote " + options.output + "\n");
}

} // namespace

Run addExport(CLI::App& command) {
    auto options = std::make_shared<Options>();
    command.add_option("MODEL", options->model, "quantized .h5 or any model");
    command.add_option("--to", options->target, "target format")->type_name("NAME");
    command.add_option("-o,--output", options->output, "folder or file to write");
    command.add_flag("--list", options->list, "what each target can hold and who loads it");
    return [options](Context& context) { return run(*options, context); };
}

} // namespace moqa::cli
