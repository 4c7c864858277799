// SPDX-License-Identifier: GPL-3.0-or-later
// moqa: the engine's verbs from a shell. Parses, sets up threads, memory limit and log, runs one
// verb and turns its Status into an exit code and one sentence.

#include "app/cli/man_page.h"
#include "app/cli/verb.h"
#include "core/base/memory.h"
#include "core/base/parallel.h"
#include "moqa/kernels.h"

#include <algorithm>
#include <exception>
#include <fmt/format.h>
#include <new>

using namespace moqa;
using namespace moqa::cli;

namespace {

int fail(const Error& error, bool json) {
    if (json) {
        const Json value = {{"error",
                             {{"code", errorName(error.code)},
                              {"what", error.what},
                              {"where", error.where},
                              {"hint", error.hint}}}};
        (void)printJson(value);
    }
    std::fprintf(stderr, "moqa: %s\n", error.message().c_str());
    return exitCode(error.code);
}

void addCommonOptions(CLI::App& command, Context& context) {
    command.add_flag("--json", context.json, "one JSON value on stdout, nothing else there");
    command.add_flag("--quiet", context.quiet, "no progress on stderr");
    command.add_option("--log", context.logFile, "append progress and notes to this file")
        ->type_name("FILE");
    command.add_option("--threads", context.threads, "threads to use (default: all cores)")
        ->check(CLI::Range(1, 4096));
    command.add_option("--memory", context.memoryGiB, "memory limit in GiB (default: none)")
        ->check(CLI::Range(1e-6, 1e6));
    command.add_option("--seed", context.seed, "seed of everything random (default 0)")
        ->check(CLI::Range(uint64_t{0}, UINT64_MAX >> 1));
}

Status setUp(Context& context) {
    MOQA_CHECK(context.console.open(context.quiet, context.logFile));
    if (context.threads > 0) setThreadLimit(context.threads);
    kernels::setCpuThreads(threadLimit());
    if (context.memoryGiB > 0)
        setMemoryLimit(static_cast<int64_t>(context.memoryGiB * 1024 * 1024 * 1024));
    return {};
}

Run laterVersion(const char* name) {
    return [name](Context&) -> Status {
        return usageError(fmt::format("the verb \"{}\" is not in this version yet", name), {},
                          "moqa --help lists what is");
    };
}

bool asksForJson(int argc, char** argv) {
    for (int i = 1; i < argc; ++i)
        if (std::string_view(argv[i]) == "--json") return true;
    return false;
}

// The parser only says that some verb is missing when the one given is unknown.
Error parseFault(const CLI::ParseError& parse, int argc, char** argv) {
    std::string_view first;
    for (int i = 1; i < argc && (first.empty() || first.starts_with("--")); ++i) first = argv[i];
    const auto& table = verbs();
    const bool known = std::any_of(table.begin(), table.end(),
                                   [&](const Verb& verb) { return first == verb.name; });
    if (known || first.starts_with("-"))
        return usageError(parse.what(), {}, "moqa VERB --help shows the options");
    const std::string what = first.empty() ? std::string("a verb is required")
                                           : fmt::format("there is no verb \"{}\"", first);
    return usageError(what, {}, "moqa --help lists them");
}

std::string joined(int argc, char** argv) {
    std::string line = "moqa";
    for (int i = 1; i < argc; ++i) line += fmt::format(" {}", argv[i]);
    return line;
}

int runVerb(Context& context, const Run& run) {
    Status status = setUp(context);
    if (status.ok()) status = run(context);
    context.console.beginJob(); // clears a half-drawn progress line
    if (!status.ok()) {
        Error error = status.error();
        if (error.code == ErrorCode::Cancelled && error.hint.empty())
            error.hint = "nothing was kept: the same command begins anew";
        return fail(error, context.json);
    }
    if (context.memoryGiB > 0)
        context.console.note(fmt::format("peak memory {:.2f} GiB of {:.2f} GiB allowed",
                                         static_cast<double>(peakResidentBytes()) / 1073741824.0,
                                         context.memoryGiB));
    return 0;
}

int runProgram(int argc, char** argv) {
    Context context;
    context.commandLine = joined(argc, argv);
    CLI::App app{"MoQa Workbench: understand Mixture-of-Experts models and quantize them well",
                 "moqa"};
    app.set_version_flag("--version", MOQA_VERSION);
    app.require_subcommand(1);
    std::vector<std::pair<CLI::App*, Run>> runs;
    for (const Verb& verb : verbs()) {
        CLI::App* command = app.add_subcommand(verb.name, verb.summary);
        addCommonOptions(*command, context);
        if (verb.add) {
            command->footer(fmt::format("Example: {}", verb.example));
            runs.emplace_back(command, verb.add(*command));
        } else {
            command->allow_extras();
            command->description(std::string(verb.summary) + " (comes in a later version)");
            runs.emplace_back(command, laterVersion(verb.name));
        }
    }
    if (argc == 2 && std::string_view(argv[1]) == "--man-page") { // for the build
        std::fputs(manPage(app, MOQA_VERSION).c_str(), stdout);
        return 0;
    }
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& parse) {
        if (parse.get_exit_code() == 0) return app.exit(parse); // --help, --version
        return fail(parseFault(parse, argc, argv), asksForJson(argc, argv));
    }
    installCancelHandlers();
    for (const auto& [command, run] : runs)
        if (command->parsed()) return runVerb(context, run);
    return exitCode(ErrorCode::Usage);
}

} // namespace

int main(int argc, char** argv) {
    // Libraries below may throw; nothing of that reaches the user as an abort.
    try {
        return runProgram(argc, argv);
    } catch (const std::bad_alloc&) {
        return fail(
            ioError("out of memory", {}, "use fewer tokens (--tokens) or a smaller --window"),
            asksForJson(argc, argv));
    } catch (const std::exception& defect) {
        return fail(internalError(std::string("unexpected fault: ") + defect.what(), {},
                                  "please report this"),
                    asksForJson(argc, argv));
    }
}
