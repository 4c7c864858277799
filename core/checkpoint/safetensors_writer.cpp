// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/safetensors_writer.h"

#include "core/base/files.h"
#include "core/base/json.h"
#include "core/checkpoint/header_scanner.h"
#include "core/checkpoint/safetensors_header.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <set>
#include <unistd.h>
#include <utility>

namespace moqa {

namespace {

// Sorts tensors into layout order, fills in their sizes and returns the total.
Result<int64_t> layOut(std::vector<SafetensorsWriter::Tensor>& tensors, const std::string& path) {
    std::sort(tensors.begin(), tensors.end(), [](const auto& a, const auto& b) {
        return a.dtype != b.dtype ? a.dtype > b.dtype : a.name < b.name;
    });
    std::set<std::string_view> names;
    int64_t total = 0;
    for (SafetensorsWriter::Tensor& tensor : tensors) {
        if (tensor.name == "__metadata__" || tensor.name.size() > kMaxTensorNameBytes ||
            !isUtf8(tensor.name))
            return badInput("a tensor cannot have the name " + inQuotes(tensor.name), path);
        if (!names.insert(tensor.name).second)
            return badInput("tensor " + inQuotes(tensor.name) + " is declared twice", path);
        if (tensor.shape.size() > kMaxTensorRank)
            return badInput("tensor " + inQuotes(tensor.name) + " has too many dimensions", path);
        const Result<int64_t> bytes = tensorBytes(tensor.dtype, tensor.shape);
        if (!bytes.ok() || __builtin_add_overflow(total, *bytes, &total))
            return badInput("tensor " + inQuotes(tensor.name) + " " +
                                (bytes.ok() ? "makes the file too large" : bytes.error().what),
                            path);
        tensor.bytes = *bytes;
    }
    return total;
}

Result<std::string> headerOf(const std::vector<SafetensorsWriter::Tensor>& tensors,
                             const std::map<std::string, std::string>& metadata,
                             const std::string& path) {
    Json header = Json::object();
    for (const auto& [key, value] : metadata) {
        if (!isUtf8(key) || !isUtf8(value))
            return badInput("metadata " + inQuotes(key) + " is not UTF-8", path);
        header["__metadata__"][key] = value;
    }
    std::string text = header.dump();
    text.pop_back();
    int64_t at = 0;
    for (const SafetensorsWriter::Tensor& tensor : tensors) {
        if (text.size() > 1) text += ',';
        text += Json(tensor.name).dump() + ":{\"dtype\":\"" + nameOf(tensor.dtype) +
                "\",\"shape\":" + Json(tensor.shape).dump() + ",\"data_offsets\":[" +
                std::to_string(at) + "," + std::to_string(at + tensor.bytes) + "]}";
        at += tensor.bytes;
    }
    text += '}';
    text.append((8 - text.size() % 8) % 8, ' '); // the data begin 8-aligned
    if (static_cast<int64_t>(text.size()) > kMaxHeaderBytes)
        return badInput("too many tensors for one file", path, "write several files");
    return text;
}

} // namespace

Result<SafetensorsWriter>
SafetensorsWriter::create(const std::string& path, std::vector<Tensor> tensors,
                          const std::map<std::string, std::string>& metadata) {
    SafetensorsWriter writer;
    writer.m_path = path;
    writer.m_temporaryPath = path + ".tmp-" + std::to_string(::getpid());
    writer.m_tensors = std::move(tensors);
    MOQA_TRY(writer.m_declaredBytes, layOut(writer.m_tensors, path));
    MOQA_TRY(const std::string header, headerOf(writer.m_tensors, metadata, path));
    MOQA_CHECK(writer.open(header));
    return writer;
}

SafetensorsWriter::SafetensorsWriter(SafetensorsWriter&& other) noexcept
    : m_path(std::move(other.m_path)), m_temporaryPath(std::move(other.m_temporaryPath)),
      m_tensors(std::move(other.m_tensors)), m_declaredBytes(other.m_declaredBytes),
      m_appendedBytes(other.m_appendedBytes), m_fd(std::exchange(other.m_fd, -1)) {}

SafetensorsWriter::~SafetensorsWriter() {
    if (m_fd < 0) return;
    ::close(m_fd);
    ::unlink(m_temporaryPath.c_str());
}

Status SafetensorsWriter::open(const std::string& header) {
    m_fd = ::open(m_temporaryPath.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (m_fd < 0) return writeError(m_path, errno);
    const uint64_t size = header.size();
    MOQA_CHECK(put(std::as_bytes(std::span(&size, 1))));
    return put(std::as_bytes(std::span(header)));
}

Status SafetensorsWriter::put(std::span<const std::byte> bytes) {
    while (!bytes.empty()) {
        const ssize_t done = ::write(m_fd, bytes.data(), bytes.size());
        if (done < 0 && errno == EINTR) continue;
        if (done < 0) return writeError(m_path, errno);
        bytes = bytes.subspan(static_cast<size_t>(done));
    }
    return {};
}

Status SafetensorsWriter::append(std::span<const std::byte> bytes) {
    if (m_fd < 0) return internalError("bytes appended to a finished file", m_path);
    if (static_cast<int64_t>(bytes.size()) > m_declaredBytes - m_appendedBytes)
        return internalError("more bytes appended than declared", m_path);
    MOQA_CHECK(put(bytes));
    m_appendedBytes += static_cast<int64_t>(bytes.size());
    return {};
}

Status SafetensorsWriter::finish() {
    if (m_fd < 0) return internalError("the file is finished already", m_path);
    if (m_appendedBytes != m_declaredBytes)
        return internalError("fewer bytes appended than declared", m_path);
    const int fd = std::exchange(m_fd, -1);
    Status status = ::close(fd) == 0 ? Status() : Status(writeError(m_path, errno));
    if (status.ok()) status = syncAndRename(m_temporaryPath, m_path);
    if (!status.ok()) ::unlink(m_temporaryPath.c_str());
    return status;
}

} // namespace moqa
