// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/demo_files.h"

#include <cstdlib>
#include <filesystem>

namespace moqa {

namespace fs = std::filesystem;

namespace {

std::vector<std::string> candidateFolders() {
    if (const char* forced = std::getenv("MOQA_DEMO_DIR")) return {forced};
    std::vector<std::string> folders;
    std::error_code error;
    const fs::path program = fs::read_symlink("/proc/self/exe", error);
    if (!error)
        folders.push_back((program.parent_path().parent_path() / "share/moqa/demo").string());
    folders.push_back(MOQA_SOURCE_DEMO_DIR);
    return folders;
}

} // namespace

Result<DemoFiles> findDemoFiles() {
    std::string looked;
    for (const std::string& folder : candidateFolders()) {
        std::error_code error;
        const fs::path model = fs::path(folder) / "demo-olmoe";
        if (fs::is_directory(model, error)) {
            DemoFiles files{folder, model.string(), {}};
            for (const char* name :
                 {"encyclopedia", "code", "maths", "stories", "drama", "manual"}) {
                const std::string path =
                    (fs::path(folder) / "corpora" / (std::string(name) + ".txt")).string();
                files.corpora.push_back({name, path, files.corpora.size() < 3});
            }
            return files;
        }
        looked += (looked.empty() ? "" : ", ") + folder;
    }
    return badInput(
        "the demo model is not installed", looked,
        "install it or set MOQA_DEMO_DIR to the folder that holds demo-olmoe and corpora");
}

} // namespace moqa
