// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Which of a workspace's loss tables a verb looks at.

#include "core/measure/measure_losses.h"
#include "core/store/workspace.h"

#include <memory>
#include <string>

namespace moqa::cli {

// The table of this name; without one the only table of the workspace. Null where there is none to
// take and it is not needed; usage error that names the tables where one must be chosen.
Result<std::shared_ptr<const LossTable>> chooseLosses(const Workspace& workspace,
                                                      const std::string& name, bool needed);

// The key of the table that is this measurement, of the same options and texts; empty if there is
// none.
std::string measuredKey(const Workspace& workspace, const ModelSource& model,
                        const std::vector<Corpus>& corpora, const MeasureOptions& options);

} // namespace moqa::cli
