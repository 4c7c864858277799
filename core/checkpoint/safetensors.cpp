// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/safetensors.h"

#include "core/base/memory.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace moqa {

static_assert(std::endian::native == std::endian::little,
              "the format is little-endian and tensors are read in place");

Result<SafetensorsFile> SafetensorsFile::open(const std::string& path) {
    SafetensorsFile result;
    MOQA_TRY(result.m_file, MappedFile::open(path));
    const std::span<const std::byte> bytes = result.m_file.bytes();
    if (bytes.size() < 8)
        return badInput("the file has " + std::to_string(bytes.size()) +
                            " bytes, too few for a safetensors file",
                        path, "download or copy it again");
    uint64_t headerBytes = 0;
    std::memcpy(&headerBytes, bytes.data(), 8);
    if (headerBytes > uint64_t{kMaxHeaderBytes})
        return badInput("its header claims " + std::to_string(headerBytes) + " bytes, more than " +
                            std::to_string(kMaxHeaderBytes) + " allowed",
                        path, "this is not a safetensors file, or it is damaged");
    if (headerBytes > bytes.size() - 8)
        return badInput("the file is cut short: its header claims " + std::to_string(headerBytes) +
                            " bytes, " + std::to_string(bytes.size() - 8) + " follow",
                        path, "download or copy it again");
    // Names, shapes and places of its tensors, and those of the model's weights made from them.
    MOQA_CHECK(
        requireMemory(4 * static_cast<int64_t>(headerBytes), "the tensors listed in " + path));
    result.m_dataStart = 8 + static_cast<size_t>(headerBytes);
    const std::string_view text(reinterpret_cast<const char*>(bytes.data() + 8), headerBytes);
    MOQA_TRY(result.m_header,
             parseSafetensorsHeader(text, static_cast<int64_t>(bytes.size() - result.m_dataStart),
                                    path));
    result.m_file.release(bytes.first(result.m_dataStart));
    return result;
}

const TensorInfo* SafetensorsFile::find(std::string_view name) const {
    const auto it = std::lower_bound(
        m_header.tensors.begin(), m_header.tensors.end(), name,
        [](const TensorInfo& tensor, std::string_view wanted) { return tensor.name < wanted; });
    return it != m_header.tensors.end() && it->name == name ? &*it : nullptr;
}

Result<TensorView> SafetensorsFile::view(std::string_view name) const {
    const TensorInfo* tensor = find(name);
    if (!tensor) return badInput("there is no tensor " + inQuotes(name), path());
    const auto shape = tensor->shape();
    return TensorView{tensor->dtype, {shape.begin(), shape.end()}, bytes(*tensor)};
}

std::span<const std::byte> SafetensorsFile::bytes(const TensorInfo& tensor) const {
    return m_file.bytes().subspan(m_dataStart + static_cast<size_t>(tensor.begin),
                                  static_cast<size_t>(tensor.bytes()));
}

} // namespace moqa
