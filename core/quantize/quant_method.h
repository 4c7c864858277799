// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The quantizers by name, one list for files, command line and window, and what a plan becomes by
// the choice of one. Values; any thread.

#include "core/plan/plan.h"
#include "core/quantize/quantize_model.h"

#include <string>

namespace moqa {

const char* quantMethodName(QuantMethod method); // "rtn", "gptq", "hqq", "awq"
std::string quantMethodNames();                  // "rtn, gptq, hqq, awq"
// A usage error that lists the names and quotes `where`.
Result<QuantMethod> parseQuantMethod(const std::string& name, const std::string& where);
// Whether it refuses to work without calibration tokens.
bool needsTokens(QuantMethod method);

// The plan as this quantizer stores it: what zero points are, which rank
// compensates. Its totals follow; formats of units
// stay. quantizeModel does this itself; do it before showing or storing the plan of a run.
Plan planFor(const Plan& plan, const ModelSource& model, const QuantizeOptions& options);

} // namespace moqa
