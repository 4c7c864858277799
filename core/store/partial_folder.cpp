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
    if (const Status fits = folder->checkState(state); !fits.ok()) {
        if (folder->holdsFinishedLayer()) return fits.error();
        folder->removeContents();
        MOQA_CHECK(writeFileAtomically(path + "/state.json", state.dump(1) + "\n"));
    }
    folder->removeLeftovers();
    return folder;
}

Status PartialFolder::discard(const std::string& path) {
    std::error_code ignored;
    if (!fs::exists(path, ignored)) return {};
    PartialFolder folder(path);
    MOQA_CHECK(folder.lock());
    folder.remove();
    if (fs::exists(path, ignored))
        return ioError("files of another kind are in the folder of the unfinished run", path,
                       "look at it and remove it by hand");
    return {};
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
    const char* const hint = "delete this folder to start anew, or choose another name with -o";
    const auto readState = [&]() -> Result<Json> {
        MOQA_TRY(const std::string text, readFile(where, kMaxStateBytes));
        return parseJson(text, where);
    };
    const Result<Json> read = readState();
    if (!read.ok())
        return badInput("what this unfinished run was made from cannot be read: " +
                            read.error().what,
                        where, hint);
    const Json& found = *read;
    for (const auto& [key, value] : state.items()) {
        if (found.contains(key) && found.at(key) == value) continue;
        return badInput("this unfinished run differs in its " + key, m_path, hint);
    }
    return {};
}

bool PartialFolder::holdsFinishedLayer() const {
    std::error_code failed;
    for (const auto& entry : fs::directory_iterator(m_path, failed))
        if (entry.path().extension() == ".h5" &&
            h5::InputFile::open(entry.path().string(), kLayerFormat, kQuantizedVersion).ok())
            return true;
    return false;
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

// The lock stays: another run may be waiting for it.
void PartialFolder::removeContents() {
    m_open.clear();
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(m_path, ignored)) {
        const std::string name = entry.path().filename().string();
        if (isOurs(name) && name != "lock") fs::remove(entry.path(), ignored);
    }
}

void PartialFolder::remove() {
    removeContents();
    std::error_code ignored;
    fs::remove(m_path + "/lock", ignored);
    fs::remove(m_path, ignored); // stays if it holds anything that is not ours
}

} // namespace moqa
