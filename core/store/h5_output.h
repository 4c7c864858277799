// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// An HDF5 file being written, under a temporary name: the caller renames it (core/base/files.h)
// once finish() succeeded. Datasets are contiguous, unfiltered, and carry the SHA-256 of their
// bytes; nothing in the file depends on time, place or thread, so that the same calls give the
// same bytes. Readable by HDF5 1.8 and later. One thread at a time.

#include "core/base/result.h"
#include "core/base/sha256.h"
#include "core/store/h5.h"

#include <cstddef>
#include <functional>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

namespace moqa::h5 {

struct PlacedDataset {
    int64_t offset = -1; // in the file; -1 for an empty dataset
    int64_t bytes = 0;
    std::string sha256;
};

class OutputFile {
public:
    // Fills out with rows [first, first+count).
    using RowProducer = std::function<Status(int64_t first, int64_t count, std::byte* out)>;

    // finalPath is what errors name. Io if the file cannot be made.
    static Result<std::unique_ptr<OutputFile>> create(const std::string& temporaryPath,
                                                      const std::string& finalPath);
    ~OutputFile();

    // Makes a group and those above it; one that is there is fine.
    Status group(const std::string& path);

    // path of a group or dataset; "" is the root.
    Status attribute(const std::string& path, const char* name, std::string_view text);
    template <class T>
    requires std::is_arithmetic_v<T> Status attribute(const std::string& path, const char* name,
                                                      T number) {
        return scalar(path, name, elementOf<T>(), &number);
    }

    // Groups above path are made.
    Result<PlacedDataset> dataset(const std::string& path, Element element,
                                  const std::vector<int64_t>& shape,
                                  std::span<const std::byte> bytes);
    // In slabs of at most 64 MiB, so that a tensor larger than memory can pass.
    Result<PlacedDataset> dataset(const std::string& path, Element element,
                                  const std::vector<int64_t>& shape, const RowProducer& produce);
    template <class T>
    Result<PlacedDataset> column(const std::string& path, const std::vector<T>& values) {
        return dataset(path, elementOf<T>(), {static_cast<int64_t>(values.size())},
                       std::as_bytes(std::span(values)));
    }
    // Fixed-length UTF-8, as wide as the longest.
    Result<PlacedDataset> textColumn(const std::string& path,
                                     const std::vector<std::string>& values);
    // A file's bytes as u8[n] with media_type and filename (model-formats.md 5.3).
    Status embedFile(const std::string& path, const std::string& fileName, std::string_view bytes);

    const std::vector<DatasetHash>& hashes() const { return m_hashes; }

    // Writes manifest_sha256 (the datasets), attributes_sha256 (what was set before, in order) and,
    // last, complete = 1; closes. Nothing may be called afterwards.
    Status finish();

private:
    OutputFile() = default;
    Error failure(const std::string& path, const char* what) const;
    Status scalar(const std::string& path, const char* name, Element element, const void* value);
    Status writeAttribute(const std::string& path, const char* name, hid_t type, const void* value);
    Status enter(const std::string& path);  // m_group = the group at path, made if missing
    Status select(const std::string& path); // m_object = the object at path
    Result<Handle> createDataset(const std::string& path, Element element,
                                 const std::vector<int64_t>& shape, size_t textWidth);
    Result<PlacedDataset> seal(const std::string& path, const Handle& dataset, int64_t bytes,
                               std::string sha256);
    Result<PlacedDataset> write(const std::string& path, Element element,
                                const std::vector<int64_t>& shape, size_t textWidth,
                                const RowProducer& produce);

    struct State;
    std::unique_ptr<State> m_state; // the driver's: outlives m_file
    std::string m_finalPath;
    std::set<std::string> m_groups;
    std::vector<DatasetHash> m_hashes;
    Sha256 m_attributeSum;
    Handle m_file;
    Handle m_groupList, m_datasetList, m_scalar; // properties and extent of what is made
    // Where the last object was made, and the object that attributes were last set on: looking a
    // path up from the root costs more than writing what is there.
    Handle m_group, m_object;
    std::string m_groupPath, m_objectPath;
};

} // namespace moqa::h5
