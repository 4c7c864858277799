// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Plans inside a workspace file (workspace_layout.h): the units as columns, all else as the JSON of
// a PLAN file. Any thread.

#include "core/plan/plan.h"
#include "core/store/h5_input.h"
#include "core/store/h5_output.h"

#include <map>
#include <string>

namespace moqa {

Status writePlans(h5::OutputFile& file, const std::map<std::string, Plan>& plans);
// version: of the file; those before 3 hold the units in the JSON too. BadInput names the plan.
Result<std::map<std::string, Plan>> readPlans(const h5::InputFile& file, int64_t version);

} // namespace moqa
