// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What may be written over: asked before the work starts, so that a slip in -o costs neither hours
// nor a file that the user still needs. Each includes checkWritable.

#include "core/base/result.h"

#include <string>
#include <vector>

namespace moqa {
class ModelSource;
}

namespace moqa::cli {

// Usage error if path is one of the inputs.
Status checkNotInput(const std::string& path, const std::vector<std::string>& inputs);
// BadInput if a file of this name exists and is anything but a plan, a model file or a patch of
// ours, logits or a workspace of this model; an empty file may always be replaced. Usage error for
// a name that would not open again.
Status checkLogitsOutput(const std::string& path, const std::vector<std::string>& inputs);
Status checkPlanOutput(const std::string& path, const std::vector<std::string>& inputs);
Status checkModelOutput(const std::string& path, const std::vector<std::string>& inputs);
Status checkPatchOutput(const std::string& path, const std::vector<std::string>& inputs);
Status checkWorkspaceOutput(const std::string& path, const ModelSource& model,
                            const std::vector<std::string>& inputs);

} // namespace moqa::cli
