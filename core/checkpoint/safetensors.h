// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// One safetensors file, mapped. Opening reads and checks the header alone; tensor bytes are
// touched when they are read. Owns the mapping: views must not outlive it. Immutable, any thread.

#include "core/base/mapped_file.h"
#include "core/base/result.h"
#include "core/checkpoint/safetensors_header.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace moqa {

class SafetensorsFile {
public:
    // BadInput for a missing, truncated or malformed file, Io for an unreadable one.
    static Result<SafetensorsFile> open(const std::string& path);

    const std::string& path() const { return m_file.path(); }
    const std::vector<TensorInfo>& tensors() const { return m_header.tensors; } // by rising name
    const std::map<std::string, std::string>& metadata() const { return m_header.metadata; }

    // Null if there is none of this name.
    const TensorInfo* find(std::string_view name) const;
    // BadInput if there is none of this name.
    Result<TensorView> view(std::string_view name) const;
    // The bytes of a tensor of this file.
    std::span<const std::byte> bytes(const TensorInfo& tensor) const;
    // Tells the kernel that these bytes of the file are not needed soon.
    void release(std::span<const std::byte> range) const { m_file.release(range); }

private:
    MappedFile m_file;
    SafetensorsHeader m_header;
    size_t m_dataStart = 0;
};

} // namespace moqa
