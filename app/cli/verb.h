// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A verb of the command line: adds its options to the parser and returns what to run. One file per
// verb; the catalogue in verbs.cpp lists them.

#include "app/cli/console.h"

#include <CLI/CLI.hpp>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace moqa::cli {

// Options that every verb has, and what they set up.
struct Context {
    bool json = false;
    bool quiet = false;
    std::string logFile;
    int threads = 0;      // 0 = all cores
    double memoryGiB = 0; // 0 = no limit
    uint64_t seed = 0;
    std::string commandLine; // without the program's path: provenance
    Console console;
};

// A whole number from 1 up, said in words: CLI11's own check prints the largest double.
CLI::Validator oneOrMore();

using Run = std::function<Status(Context&)>;
// Adds options to `command`; the returned closure holds their values and runs after parsing.
using AddVerb = Run (*)(CLI::App& command);

struct Verb {
    const char* name;
    const char* summary;
    const char* example; // shown by --help
    AddVerb add;         // null: comes in a later version
};

const std::vector<Verb>& verbs();

Run addInspect(CLI::App& command);
Run addTokenize(CLI::App& command);
Run addLogits(CLI::App& command);
Run addAnalyze(CLI::App& command);
Run addCalibration(CLI::App& command);
Run addShow(CLI::App& command);
Run addExplain(CLI::App& command);
Run addPlan(CLI::App& command);
Run addQuantize(CLI::App& command);
Run addMeasure(CLI::App& command);
Run addScores(CLI::App& command);
Run addStudy(CLI::App& command);
Run addEvaluate(CLI::App& command);
Run addExport(CLI::App& command);
Run addAdapt(CLI::App& command);
Run addDemo(CLI::App& command);

} // namespace moqa::cli
