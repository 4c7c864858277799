// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/workspace_lock.h"

#include "core/base/files.h"

#include <cerrno>
#include <chrono>
#include <fcntl.h>
#include <fstream>
#include <sys/file.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>
#include <utility>

namespace moqa {

namespace {

// isHeld holds a shared lock for a moment: who wants the whole one tries this often.
constexpr int kTries = 4;
constexpr std::chrono::milliseconds kPause{10};

int lockWhole(int fd) {
    for (int tried = 1; ::flock(fd, LOCK_EX | LOCK_NB) != 0; ++tried) {
        if (errno != EWOULDBLOCK || tried == kTries) return errno;
        std::this_thread::sleep_for(kPause);
    }
    return 0;
}

std::string ownProgram() {
    std::string name;
    std::ifstream("/proc/self/comm") >> name;
    return name.empty() ? "a program" : name;
}

std::string ownerIn(const std::string& path) {
    const Result<std::string> text = readFile(path, 4096);
    return text.ok() && !text.value().empty() ? text.value() : "another program";
}

// False if the file was removed or replaced by its last owner between our open and our lock.
bool isStillAt(int fd, const std::string& path) {
    struct stat held {
    }, named{};
    return ::fstat(fd, &held) == 0 && ::stat(path.c_str(), &named) == 0 &&
           held.st_dev == named.st_dev && held.st_ino == named.st_ino;
}

} // namespace

Result<WorkspaceLock> WorkspaceLock::acquire(const std::string& workspacePath) {
    const std::string path = workspacePath + ".lock";
    for (;;) {
        const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
        if (fd < 0) return writeError(path, errno);
        WorkspaceLock lock(path, fd);
        if (const int reason = lockWhole(fd); reason != 0) {
            ::close(std::exchange(lock.m_fd, -1)); // not ours to remove
            if (reason != EWOULDBLOCK) return writeError(path, reason);
            return ioError("the workspace is in use by " + ownerIn(path), workspacePath,
                           "close it there, or work on a copy");
        }
        if (!isStillAt(fd, path)) {
            ::close(std::exchange(lock.m_fd, -1));
            continue;
        }
        const std::string owner = ownProgram() + " (process " + std::to_string(::getpid()) + ")";
        if (::ftruncate(fd, 0) != 0 || ::pwrite(fd, owner.data(), owner.size(), 0) < 0)
            return writeError(path, errno);
        return lock;
    }
}

bool WorkspaceLock::isHeld(const std::string& workspacePath) {
    const int fd = ::open((workspacePath + ".lock").c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0) return false;
    const bool held = ::flock(fd, LOCK_SH | LOCK_NB) != 0;
    ::close(fd);
    return held;
}

WorkspaceLock::WorkspaceLock(WorkspaceLock&& other) noexcept
    : m_path(std::move(other.m_path)), m_fd(std::exchange(other.m_fd, -1)) {}

WorkspaceLock& WorkspaceLock::operator=(WorkspaceLock&& other) noexcept {
    if (this != &other) {
        release();
        m_path = std::move(other.m_path);
        m_fd = std::exchange(other.m_fd, -1);
    }
    return *this;
}

void WorkspaceLock::release() {
    if (m_fd < 0) return;
    ::unlink(m_path.c_str()); // while it is held: nobody else can own the name now
    ::close(m_fd);
    m_fd = -1;
}

} // namespace moqa
