// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/memory.h"

#include <atomic>
#include <fmt/format.h>
#include <fstream>
#include <string>
#include <sys/resource.h>
#include <unistd.h>

namespace moqa {

namespace {
std::atomic<int64_t> g_limit{0};
constexpr double kGiB = 1024.0 * 1024.0 * 1024.0;
} // namespace

void setMemoryLimit(int64_t bytes) { g_limit = bytes; }
int64_t memoryLimit() { return g_limit; }

int64_t residentBytes() {
    std::ifstream statm("/proc/self/statm");
    int64_t total = 0;
    int64_t resident = 0;
    statm >> total >> resident;
    return resident * ::sysconf(_SC_PAGESIZE);
}

int64_t peakResidentBytes() {
    struct rusage usage {};
    ::getrusage(RUSAGE_SELF, &usage);
    return int64_t{usage.ru_maxrss} * 1024;
}

Status requireMemory(int64_t bytes, const std::string& what) {
    const int64_t limit = memoryLimit();
    if (limit <= 0 || residentBytes() + bytes <= limit) return {};
    return badInput(
        fmt::format("{} need {:.3g} GiB more, which passes the memory limit of {:.3g} GiB", what,
                    static_cast<double>(bytes) / kGiB, static_cast<double>(limit) / kGiB),
        "--memory", "raise the limit or use fewer tokens (--tokens)");
}

} // namespace moqa
