// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Says that a window or a command is changing a workspace: NAME.moqa.lock, held by the kernel's
// file lock, so that it ends with its process however that ends; a lock file left behind by a
// crash is no obstacle. Released with the object.

#include "core/base/result.h"

#include <string>

namespace moqa {

class WorkspaceLock {
public:
    // Io naming the owner (process and program) if another holds it, or if the folder cannot be
    // written.
    static Result<WorkspaceLock> acquire(const std::string& workspacePath);
    // Whether another holds it. Takes nothing: a lock that is acquired meanwhile is not refused.
    static bool isHeld(const std::string& workspacePath);

    WorkspaceLock(WorkspaceLock&& other) noexcept;
    WorkspaceLock& operator=(WorkspaceLock&& other) noexcept;
    ~WorkspaceLock() { release(); }
    void release();

private:
    WorkspaceLock(std::string path, int fd) : m_path(std::move(path)), m_fd(fd) {}

    std::string m_path;
    int m_fd = -1;
};

} // namespace moqa
