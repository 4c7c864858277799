// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The evaluate JSON of cli.md.

#include "core/base/json.h"
#include "core/evaluate/evaluate.h"
#include "core/evaluate/tasks.h"

namespace moqa {

// Keys kl, same_top1 and routing_shift are there with a reference only; acc_norm where the task has
// one; macro_f1 for cb.
Json evaluateJson(const EvaluateReport& report, const std::vector<TaskScore>& tasks);

} // namespace moqa
