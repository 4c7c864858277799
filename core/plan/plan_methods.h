// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The ways to make a plan, by name: one table that the command line, the window and errors read.

#include "core/plan/make_plan.h"

namespace moqa {

struct PlanMethodInfo {
    PlanMethod method;
    const char* id;     // of --method: "optimal"
    const char* title;  // "Least predicted loss"
    const char* source; // paper and section, with the file that quotes it
    bool needsAnalysis, needsLosses;
};

const std::vector<PlanMethodInfo>& planMethodTable();
const PlanMethodInfo& methodInfo(PlanMethod method);
// All names, comma-separated, in the order of the table.
std::string planMethodNames();
// Sets options.method (and options.score of "score:ID"). Usage error that names all methods.
Status parsePlanMethod(const std::string& text, PlanOptions& options);
const char* objectiveName(PlanObjective objective); // "mean", "worst", "regret"
Result<PlanObjective> parseObjective(const std::string& text);

} // namespace moqa
