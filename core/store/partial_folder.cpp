// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/partial_folder.h"

#include "core/base/files.h"
#include "core/store/quantized_layout.h"

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <filesystem>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace moqa {

namespace fs = std::filesystem;

namespace {
constexpr int64_t kMaxStateBytes = int64_t{1} << 20;

bool isOurs(const std::string& name) {
    return name == "state.json" || name == "lock" || name.starts_with("layer-") ||
           name.starts_with("outside.h5") || name.starts_with("state.json.tmp-");
}
} // namespace

Result<std::unique_ptr<PartialFolder>> PartialFolder::open(const std::string& path,
                                                           const Json& state) {
    if (::mkdir(path.c_str(), 0777) != 0 && errno != EEXIST) return writeError(path, errno);
    std::unique_ptr<PartialFolder> folder(new PartialFolder(path));
    MOQA_CHECK(folder->lock());
    const std::string statePath = path + "/state.json";
    std::error_code ignored;
    if (fs::exists(statePath, ignored)) {
        MOQA_CHECK(folder->checkState(state));
    } else {
        MOQA_CHECK(writeFileAtomically(statePath, state.dump(1) + "\n"));
    }
    folder->removeLeftovers();
    return folder;
}

PartialFolder::~PartialFolder() {
    if (m_lockFd >= 0) ::close(m_lockFd);
}

Status PartialFolder::lock() {
    m_lockFd = ::open((m_path + "/lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (m_lockFd < 0) return writeError(m_path, errno);
    if (::flock(m_lockFd, LOCK_EX | LOCK_NB) == 0) return {};
    if (errno == EWOULDBLOCK)
        return ioError("another run is writing here", m_path, "wait for it to end");
    return writeError(m_path, errno);
}

Status PartialFolder::checkState(const Json& state) const {
    const std::string where = m_path + "/state.json";
    MOQA_TRY(const std::string text, readFile(where, kMaxStateBytes));
    MOQA_TRY(const Json found, parseJson(text, where));
    for (const auto& [key, value] : state.items()) {
        if (found.contains(key) && found.at(key) == value) continue;
        return badInput("this unfinished run differs in its " + key, m_path,
                        "delete this folder to start anew, or choose another name with -o");
    }
    return {};
}

void PartialFolder::removeLeftovers() const {
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(m_path, ignored)) {
        const std::string name = entry.path().filename().string();
        if (isOurs(name) && name.find(".tmp-") != std::string::npos)
            fs::remove(entry.path(), ignored);
    }
}

std::string PartialFolder::layerFile(int layer) const {
    if (layer < 0) return m_path + "/outside.h5";
    char name[32];
    std::snprintf(name, sizeof name, "/layer-%03d.h5", layer);
    return m_path + name;
}

std::shared_ptr<const h5::InputFile> PartialFolder::layer(int layer) const {
    const auto found = m_open.find(layer);
    if (found != m_open.end()) return found->second;
    auto opened = h5::InputFile::open(layerFile(layer), kLayerFormat, kQuantizedVersion);
    if (!opened.ok()) return nullptr;
    m_open[layer] = opened.value();
    return opened.value();
}

void PartialFolder::removeIfEmpty() {
    std::error_code failed;
    for (const auto& entry : fs::directory_iterator(m_path, failed))
        if (entry.path().extension() == ".h5") return;
    remove();
}

void PartialFolder::remove() {
    m_open.clear();
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(m_path, ignored))
        if (isOurs(entry.path().filename().string())) fs::remove(entry.path(), ignored);
    fs::remove(m_path, ignored); // stays if it holds anything that is not ours
}

} // namespace moqa
