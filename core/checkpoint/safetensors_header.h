// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The JSON header of a safetensors file, checked: whatever it claims, the tensors that come out
// cover the file's data without holes, overlaps or overflow. One pass over the text without a
// document tree, so that a header of 100 MB costs its tensors and no more.

#include "core/base/result.h"
#include "core/base/tensor.h"

#include <array>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace moqa {

// Limits of ours on top of the format's own rules. The largest published checkpoint has some
// 140,000 tensors in all its shards together.
inline constexpr int64_t kMaxHeaderBytes = 100'000'000; // the reference library's limit
inline constexpr size_t kMaxTensorRank = 8;
inline constexpr size_t kMaxTensorNameBytes = 1024;
inline constexpr size_t kMaxTensorsPerFile = 500'000;

struct TensorInfo {
    std::string name;
    DType dtype = DType::F32;
    uint8_t rank = 0;
    std::array<int64_t, kMaxTensorRank> dims{};
    int64_t begin = 0, end = 0; // bytes, relative to the end of the header

    std::span<const int64_t> shape() const { return {dims.data(), rank}; }
    int64_t bytes() const { return end - begin; }
};

struct SafetensorsHeader {
    std::vector<TensorInfo> tensors;             // by rising name
    std::map<std::string, std::string> metadata; // "__metadata__"
};

// Parses header text and checks it against the dataBytes that follow it in the file. BadInput
// (where = the file) for anything that the format forbids.
Result<SafetensorsHeader> parseSafetensorsHeader(std::string_view text, int64_t dataBytes,
                                                 const std::string& where);

// Bytes of a tensor; BadInput if the product overflows or is not a whole number of bytes.
Result<int64_t> tensorBytes(DType dtype, std::span<const int64_t> shape);

// A name fit for a message: quoted, without control characters, at most 120 bytes.
std::string inQuotes(std::string_view name);
// "[8, 96, 64]"
std::string shapeText(std::span<const int64_t> shape);

} // namespace moqa
