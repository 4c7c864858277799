// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/open_model.h"

#include "core/checkpoint/checkpoint.h"
#include "core/store/quantized_model.h"

#include <filesystem>

namespace moqa {

Result<std::shared_ptr<const ModelSource>> openModel(const std::string& path) {
    namespace fs = std::filesystem;
    std::error_code failed;
    const fs::file_status status = fs::status(path, failed);
    if (!fs::exists(status)) return badInput("no such file or folder", path, "check the path");
    const std::string extension = fs::path(path).extension().string();
    if (fs::is_directory(status) || extension == ".safetensors") {
        MOQA_TRY(auto checkpoint, Checkpoint::open(path));
        return std::shared_ptr<const ModelSource>(std::move(checkpoint));
    }
    if (isQuantizedPath(path)) return openQuantizedModel(path);
    if (extension == ".gguf")
        return usageError("GGUF files cannot be opened in this version", path,
                          "use the checkpoint it was made from");
    return badInput("this is not a model that can be opened", path,
                    "give a folder with config.json, a .safetensors file or a quantized .h5");
}

bool isQuantizedPath(const std::string& path) {
    const std::string extension = std::filesystem::path(path).extension().string();
    return extension == ".h5" || extension == ".hdf5";
}

} // namespace moqa
