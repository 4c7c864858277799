// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Writes one safetensors file without holding its tensors: all are declared first, then their
// bytes are appended in layout order. The file appears under its name only when finish() succeeds;
// an object that dies before leaves nothing behind. One thread at a time.

#include "core/base/result.h"
#include "core/base/tensor.h"

#include <map>
#include <span>
#include <string>
#include <vector>

namespace moqa {

class SafetensorsWriter {
public:
    struct Tensor {
        std::string name;
        DType dtype = DType::F32;
        std::vector<int64_t> shape;
        int64_t bytes = 0; // filled in by create
    };

    // BadInput for two tensors of one name, names that are not UTF-8 and sizes that overflow; Io
    // if the file cannot be written.
    static Result<SafetensorsWriter> create(const std::string& path, std::vector<Tensor> tensors,
                                            const std::map<std::string, std::string>& metadata = {
                                                {"format", "pt"}});
    SafetensorsWriter(SafetensorsWriter&& other) noexcept;
    SafetensorsWriter& operator=(SafetensorsWriter&&) = delete;
    ~SafetensorsWriter();

    // In layout order: that in which append() takes their bytes (dtype falling, then name rising).
    const std::vector<Tensor>& tensors() const { return m_tensors; }
    // The next bytes of the data; a tensor may come in any number of pieces.
    Status append(std::span<const std::byte> bytes);
    // Syncs and renames. Internal if the bytes appended are not those declared.
    Status finish();

private:
    SafetensorsWriter() = default;
    Status open(const std::string& header);
    Status put(std::span<const std::byte> bytes);

    std::string m_path, m_temporaryPath;
    std::vector<Tensor> m_tensors;
    int64_t m_declaredBytes = 0, m_appendedBytes = 0;
    int m_fd = -1;
};

} // namespace moqa
