// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/demo_job.h"
#include "app/cli/verb.h"
#include "core/checkpoint/random_checkpoint.h"

#include <filesystem>
#include <fmt/format.h>
#include <memory>

namespace moqa::cli {

namespace {

struct Options {
    std::string folder = "demo-out", shape;
    bool fast = false;
};

Status writeRandom(const Options& options, Context& context) {
    MOQA_TRY(const RandomShape shape, namedShape(options.shape));
    MOQA_CHECK(writeRandomCheckpoint(shape, options.folder, context.seed, context.console));
    if (context.json) return printJson({{"shape", options.shape}, {"folder", options.folder}});
    return printText(
        fmt::format("wrote a random checkpoint \"{}\" to {}\n", options.shape, options.folder));
}

Status run(const Options& options, Context& context) {
    if (!options.shape.empty()) return writeRandom(options, context);
    const DemoOptions demo{options.folder, options.fast, context.seed, context.commandLine};
    const auto print = [&context](const std::string& text) -> Status {
        context.console.beginJob();
        return context.json ? Status{} : printText(text);
    };
    const auto result = runDemo(
        demo, context.console, [&context] { context.console.beginJob(); }, print);
    if (!result.ok()) {
        std::error_code notEmpty;
        std::filesystem::remove(demo.folder, notEmpty); // succeeds only where nothing was written
        return result.error();
    }
    if (context.json) return printJson(demoJson(*result));
    return printText(fmt::format("Done in {:.0f} s. Look at it with: moqa-workbench {}\n",
                                 result->seconds, result->workspacePath));
}

} // namespace

Run addDemo(CLI::App& command) {
    auto options = std::make_shared<Options>();
    command.add_option("-o,--output", options->folder, "folder to write")->capture_default_str();
    command.add_flag("--fast", options->fast, "2048 tokens a corpus instead of all");
    command
        .add_option("--random", options->shape,
                    "write a random checkpoint of this shape instead (tiny, tiny16, micro)")
        ->type_name("SHAPE");
    return [options](Context& context) { return run(*options, context); };
}

} // namespace moqa::cli
