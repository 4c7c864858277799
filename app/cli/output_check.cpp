// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/output_check.h"

#include "app/cli/common.h"
#include "core/checkpoint/safetensors.h"
#include "core/store/open_model.h"
#include "core/store/patch_store.h"

#include <filesystem>

namespace moqa::cli {

namespace fs = std::filesystem;

namespace {

bool holdsSomething(const std::string& path) {
    std::error_code failed;
    const auto bytes = fs::file_size(path, failed);
    return !failed && bytes > 0;
}

Error somethingElse(const std::string& path, const std::string& kind) {
    return badInput("there is a file of this name already, and it is not " + kind, path,
                    "remove it or choose another name with -o");
}

Status checkPlace(const std::string& path, const std::vector<std::string>& inputs) {
    MOQA_CHECK(checkNotInput(path, inputs));
    return checkWritable(path);
}

} // namespace

Status checkNotInput(const std::string& path, const std::vector<std::string>& inputs) {
    std::error_code failed;
    if (!fs::is_regular_file(path, failed)) return {};
    for (const std::string& input : inputs)
        if (fs::equivalent(path, input, failed))
            return usageError("this would overwrite an input", path, "choose another name with -o");
    return {};
}

Status checkLogitsOutput(const std::string& path, const std::vector<std::string>& inputs) {
    MOQA_CHECK(checkPlace(path, inputs));
    if (!holdsSomething(path)) return {};
    const auto existing = SafetensorsFile::open(path);
    if (!existing.ok() || !existing->find("logits")) return somethingElse(path, "one of logits");
    return {};
}

Status checkPlanOutput(const std::string& path, const std::vector<std::string>& inputs) {
    MOQA_CHECK(checkPlace(path, inputs));
    if (holdsSomething(path) && !Plan::load(path).ok()) return somethingElse(path, "a plan");
    return {};
}

Status checkModelOutput(const std::string& path, const std::vector<std::string>& inputs) {
    const std::string extension = fs::path(path).extension().string();
    if (extension != ".h5" && extension != ".hdf5")
        return usageError("a quantized model opens again only under a name in .h5", path,
                          "name a file OUT.h5 with -o");
    MOQA_CHECK(checkPlace(path, inputs));
    if (holdsSomething(path) && !openModel(path).ok())
        return somethingElse(path, "a quantized model");
    return {};
}

Status checkPatchOutput(const std::string& path, const std::vector<std::string>& inputs) {
    MOQA_CHECK(checkPlace(path, inputs));
    if (holdsSomething(path) && !readPatch(path).ok()) return somethingElse(path, "a patch");
    return {};
}

Status checkWorkspaceOutput(const std::string& path, const ModelSource& model,
                            const std::vector<std::string>& inputs) {
    if (!isWorkspacePath(path))
        return usageError("a workspace opens again only under a name in .moqa", path,
                          "name a file WORK.moqa with -o");
    MOQA_CHECK(checkPlace(path, inputs));
    if (!holdsSomething(path)) return {};
    const auto existing = loadWorkspace(path);
    if (!existing.ok()) return somethingElse(path, "a workspace");
    if (existing->modelFingerprint != model.fingerprint())
        return badInput("this workspace holds the analysis of another model, " +
                            existing->modelName,
                        path, "remove it or choose another name with -o");
    return {};
}

} // namespace moqa::cli
