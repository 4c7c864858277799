// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/h5_sink_driver.h"

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <fcntl.h>
#include <iterator>
#include <sys/stat.h>
#include <unistd.h>

namespace moqa::h5 {

namespace {

struct DriverInfo {
    SinkState* state;
};

// The library sees a pointer to base, its first member.
struct SinkFile {
    H5FD_t base{};
    SinkState* state = nullptr;
    int fd = -1;
    haddr_t allocated = 0; // what the library uses
    haddr_t end = 0;       // what the file holds
};

constexpr haddr_t kMaxAddress = INT64_MAX;
// Linux moves at most 2 GiB - 4 KiB per call; a round number below.
constexpr size_t kMaxTransfer = size_t{1} << 30;

hid_t driverId();

SinkFile* sink(H5FD_t* file) { return reinterpret_cast<SinkFile*>(file); }
const SinkFile* sink(const H5FD_t* file) { return reinterpret_cast<const SinkFile*>(file); }

H5FD_t* openFile(const char* name, unsigned flags, hid_t accessList, haddr_t) {
    const auto* info = static_cast<const DriverInfo*>(H5Pget_driver_info(accessList));
    if (!info) return nullptr;
    int mode = O_CLOEXEC | ((flags & H5F_ACC_RDWR) ? O_RDWR : O_RDONLY);
    if (flags & H5F_ACC_CREAT) mode |= O_CREAT;
    if (flags & H5F_ACC_TRUNC) mode |= O_TRUNC;
    const int fd = ::open(name, mode, 0666);
    if (fd < 0) {
        // The library first tries whether the file is there, without the create flag.
        if (flags & H5F_ACC_CREAT) info->state->error = errno;
        return nullptr;
    }
    struct stat status {};
    if (::fstat(fd, &status) != 0) {
        info->state->error = errno;
        ::close(fd);
        return nullptr;
    }
    auto* file = new SinkFile;
    file->state = info->state;
    file->fd = fd;
    file->end = static_cast<haddr_t>(status.st_size);
    return &file->base;
}

herr_t closeFile(H5FD_t* base) {
    SinkFile* file = sink(base);
    if (::close(file->fd) != 0 && file->state->error == 0) file->state->error = errno;
    delete file;
    return 0;
}

int compareFiles(const H5FD_t* a, const H5FD_t* b) {
    struct stat left {
    }, right{};
    ::fstat(sink(a)->fd, &left);
    ::fstat(sink(b)->fd, &right);
    if (left.st_dev != right.st_dev) return left.st_dev < right.st_dev ? -1 : 1;
    if (left.st_ino != right.st_ino) return left.st_ino < right.st_ino ? -1 : 1;
    return 0;
}

herr_t queryFeatures(const H5FD_t*, unsigned long* flags) {
    if (flags)
        *flags = H5FD_FEAT_AGGREGATE_METADATA | H5FD_FEAT_ACCUMULATE_METADATA |
                 H5FD_FEAT_DATA_SIEVE | H5FD_FEAT_AGGREGATE_SMALLDATA |
                 H5FD_FEAT_DEFAULT_VFD_COMPATIBLE;
    return 0;
}

haddr_t allocatedEnd(const H5FD_t* file, H5FD_mem_t) { return sink(file)->allocated; }

herr_t setAllocatedEnd(H5FD_t* file, H5FD_mem_t, haddr_t address) {
    sink(file)->allocated = address;
    return 0;
}

haddr_t fileEnd(const H5FD_t* file, H5FD_mem_t) { return sink(file)->end; }

herr_t fileHandle(H5FD_t* file, hid_t, void** handle) {
    *handle = &sink(file)->fd;
    return 0;
}

herr_t readBytes(H5FD_t* base, H5FD_mem_t, hid_t, haddr_t address, size_t size, void* buffer) {
    const SinkFile* file = sink(base);
    auto* out = static_cast<char*>(buffer);
    while (size > 0) {
        const ssize_t got =
            ::pread(file->fd, out, std::min(size, kMaxTransfer), static_cast<off_t>(address));
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return -1;
        if (got == 0) { // past the end: zeros, as the library expects of a driver
            std::memset(out, 0, size);
            return 0;
        }
        out += got;
        address += static_cast<haddr_t>(got);
        size -= static_cast<size_t>(got);
    }
    return 0;
}

herr_t writeBytes(H5FD_t* base, H5FD_mem_t, hid_t, haddr_t address, size_t size,
                  const void* buffer) {
    SinkFile* file = sink(base);
    const auto* from = static_cast<const char*>(buffer);
    file->end = std::max(file->end, address + size);
    while (size > 0 && file->state->error == 0) {
        const ssize_t put =
            ::pwrite(file->fd, from, std::min(size, kMaxTransfer), static_cast<off_t>(address));
        if (put < 0 && errno == EINTR) continue;
        if (put < 0) {
            file->state->error = errno;
            break;
        }
        from += put;
        address += static_cast<haddr_t>(put);
        size -= static_cast<size_t>(put);
    }
    return 0;
}

herr_t truncateFile(H5FD_t* base, hid_t, hbool_t) {
    SinkFile* file = sink(base);
    if (file->state->error == 0 && file->end != file->allocated &&
        ::ftruncate(file->fd, static_cast<off_t>(file->allocated)) != 0)
        file->state->error = errno;
    file->end = file->allocated;
    return 0;
}

H5FD_class_t makeClass() {
    H5FD_class_t driver{};
    driver.name = "moqa_sink";
    driver.maxaddr = kMaxAddress;
    driver.fc_degree = H5F_CLOSE_STRONG;
    driver.fapl_size = sizeof(DriverInfo);
    driver.open = openFile;
    driver.close = closeFile;
    driver.cmp = compareFiles;
    driver.query = queryFeatures;
    driver.get_eoa = allocatedEnd;
    driver.set_eoa = setAllocatedEnd;
    driver.get_eof = fileEnd;
    driver.get_handle = fileHandle;
    driver.read = readBytes;
    driver.write = writeBytes;
    driver.truncate = truncateFile;
    const H5FD_mem_t map[] = H5FD_FLMAP_DICHOTOMY;
    static_assert(sizeof(map) == sizeof(driver.fl_map));
    std::copy(std::begin(map), std::end(map), driver.fl_map);
    return driver;
}

hid_t driverId() {
    static const H5FD_class_t driver = makeClass();
    static const hid_t id = H5FDregister(&driver);
    return id;
}

} // namespace

bool useSinkDriver(hid_t accessList, SinkState* state) {
    const DriverInfo info{state};
    return H5Pset_driver(accessList, driverId(), &info) >= 0;
}

} // namespace moqa::h5
