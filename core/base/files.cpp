// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"

#include "core/base/fault_point.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

namespace moqa {

namespace fs = std::filesystem;

Error writeError(const std::string& path, int errnoValue) {
    switch (errnoValue) {
    case ENOSPC:
    case EDQUOT: return ioError("the disk is full", path, "free some space or write elsewhere");
    case EACCES:
    case EPERM:
    case EROFS:
        return ioError("no permission to write here", path, "choose another folder with -o");
    case ENOTDIR:
        return ioError("a part of this path is a file, not a folder", path,
                       "choose another folder with -o");
    case EEXIST: return ioError("this is a file, not a folder", path, "name a folder with -o");
    case ENOENT:
        return ioError("the folder does not exist", path,
                       "create it first or choose another with -o");
    case EISDIR: return ioError("this is a folder, not a file", path, "name a file with -o");
    default: return ioError(std::string("cannot write: ") + std::strerror(errnoValue), path);
    }
}

Result<std::string> readFile(const std::string& path, int64_t maxBytes) {
    const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) {
        if (errno == ENOENT || errno == ENOTDIR)
            return badInput("no such file", path, "check the path");
        return ioError(std::string("cannot read: ") + std::strerror(errno), path,
                       "check its permissions");
    }
    struct stat info {};
    if (::fstat(fd, &info) != 0 || !S_ISREG(info.st_mode)) {
        ::close(fd);
        return badInput("not a regular file", path);
    }
    if (info.st_size > maxBytes) {
        ::close(fd);
        return badInput("the file is larger than the " + std::to_string(maxBytes) +
                            " bytes expected here",
                        path);
    }
    std::string content(static_cast<size_t>(info.st_size), '\0');
    size_t done = 0;
    while (done < content.size()) {
        const ssize_t got = ::read(fd, content.data() + done, content.size() - done);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) {
            const int reason = errno;
            ::close(fd);
            return ioError(got == 0 ? std::string("the file became shorter while it was read")
                                    : std::string("cannot read: ") + std::strerror(reason),
                           path);
        }
        done += static_cast<size_t>(got);
    }
    ::close(fd);
    return content;
}

Status checkReplaceable(const std::string& path) {
    struct stat info {};
    if (::stat(path.c_str(), &info) != 0 || S_ISREG(info.st_mode)) return {};
    if (S_ISDIR(info.st_mode)) return writeError(path, EISDIR);
    return ioError("this is a device or pipe, not a file", path, "name a file with -o");
}

Status syncAndRename(const std::string& temporaryPath, const std::string& path) {
    MOQA_CHECK(checkReplaceable(path));
    const int fd = ::open(temporaryPath.c_str(), O_RDWR | O_CLOEXEC);
    if (fd < 0) return writeError(path, errno);
    const int synced = ::fsync(fd);
    const int reason = errno;
    ::close(fd);
    if (synced != 0) return writeError(path, reason);
    faultPoint("file.before_rename");
    if (::rename(temporaryPath.c_str(), path.c_str()) != 0) return writeError(path, errno);
    faultPoint("file.after_rename");
    const fs::path parent = fs::path(path).parent_path();
    const int dir =
        ::open(parent.empty() ? "." : parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (dir >= 0) {
        ::fsync(dir);
        ::close(dir);
    }
    return {};
}

Status writeAtomically(const std::string& path,
                       const std::function<Status(const std::string&)>& write) {
    const std::string temporary = path + kTemporaryMark + std::to_string(::getpid());
    Status status = write(temporary);
    if (status.ok()) status = syncAndRename(temporary, path);
    if (!status.ok()) ::unlink(temporary.c_str());
    return status;
}

Status writeFileAtomically(const std::string& path, std::string_view content) {
    return writeAtomically(path, [&](const std::string& temporary) -> Status {
        const int fd = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
        if (fd < 0) return writeError(path, errno);
        size_t done = 0;
        while (done < content.size()) {
            const ssize_t put = ::write(fd, content.data() + done, content.size() - done);
            if (put < 0 && errno == EINTR) continue;
            if (put < 0) {
                const int reason = errno;
                ::close(fd);
                return writeError(path, reason);
            }
            done += static_cast<size_t>(put);
        }
        if (::close(fd) != 0) return writeError(path, errno);
        return {};
    });
}

Result<int64_t> freeDiskBytes(const std::string& path) {
    std::error_code ignored;
    fs::path place = fs::absolute(path, ignored);
    while (!place.empty() && !fs::exists(place, ignored) && place != place.root_path())
        place = place.parent_path();
    struct statvfs info {};
    if (::statvfs(place.c_str(), &info) != 0) return writeError(path, errno);
    return static_cast<int64_t>(info.f_bavail) * static_cast<int64_t>(info.f_frsize);
}

} // namespace moqa
