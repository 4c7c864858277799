// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A file mapped read-only into memory: opening costs nothing however large it is, pages come in as
// they are touched. Move-only; the mapping ends with the object, so views must not outlive it.

#include "core/base/result.h"

#include <cstddef>
#include <span>
#include <string>

namespace moqa {

class MappedFile {
public:
    // Regular files only. BadInput if missing or not a regular file, Io if it cannot be read.
    static Result<MappedFile> open(const std::string& path);

    MappedFile() = default;
    MappedFile(MappedFile&& other) noexcept;
    MappedFile& operator=(MappedFile&& other) noexcept;
    MappedFile(const MappedFile&) = delete;
    MappedFile& operator=(const MappedFile&) = delete;
    ~MappedFile();

    std::span<const std::byte> bytes() const { return {m_data, m_size}; }
    const std::string& path() const { return m_path; }
    // Tells the kernel that this range is not needed soon: keeps a pass over a huge checkpoint
    // from filling the memory limit with mapped pages.
    void release(std::span<const std::byte> range) const;

private:
    std::string m_path;
    const std::byte* m_data = nullptr;
    size_t m_size = 0;
};

} // namespace moqa
