// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// One of our HDF5 files, opened for reading and treated as hostile. The library is asked only for
// structure (groups, attributes, types, shapes, places); data is read from the mapped file, which
// is possible because our datasets are contiguous and unfiltered, costs no lock, and lets no size
// pass that the file does not have. Refused: files of another superblock or length, links that are
// not hard, external or virtual storage, filters, foreign byte orders.
// Const functions may be called from any thread; spans live as long as the file object.

#include "core/base/mapped_file.h"
#include "core/base/result.h"
#include "core/store/h5.h"

#include <cstddef>
#include <cstring>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace moqa::h5 {

struct InputDataset {
    std::string path;
    Element element = Element::U8;
    size_t textWidth = 0; // bytes per string of Element::Text
    std::vector<int64_t> shape;
    int64_t count = 0; // elements
    std::span<const std::byte> bytes;
    std::string sha256; // as the file claims it; empty if it does not
};

class InputFile {
public:
    // BadInput unless the file is complete and says format, in a version from 1 to this one.
    static Result<std::shared_ptr<const InputFile>> open(const std::string& path,
                                                         std::string_view format, int64_t version);
    ~InputFile();

    const std::string& path() const { return m_mapping.path(); }
    const MappedFile& mapping() const { return m_mapping; }

    // BadInput if something on the way is there but damaged: that is not the same as absent.
    Result<bool> has(const std::string& path) const;
    // Names in a group, in rising order.
    Result<std::vector<std::string>> children(const std::string& path) const;

    Result<std::string> text(const std::string& path, const char* name) const;
    Result<int64_t> integer(const std::string& path, const char* name) const;
    Result<double> number(const std::string& path, const char* name) const;

    // Type, shape and place; the bytes are not looked at.
    Result<InputDataset> dataset(const std::string& path) const;
    // BadInput if the bytes are not those that were written.
    Status verify(const InputDataset& dataset) const;

    // A whole 1-D dataset of exactly this type, verified. expected: its length, -1 = any.
    template <class T>
    Result<std::vector<T>> column(const std::string& path, int64_t expected = -1) const {
        MOQA_TRY(const InputDataset found, checkedColumn(path, elementOf<T>(), expected));
        std::vector<T> values(static_cast<size_t>(found.count));
        if (!values.empty()) std::memcpy(values.data(), found.bytes.data(), found.bytes.size());
        return values;
    }
    Result<std::vector<std::string>> textColumn(const std::string& path,
                                                int64_t expected = -1) const;
    // A file embedded as u8[n], verified.
    Result<std::string> embeddedFile(const std::string& path) const;

    Error malformed(const std::string& path, const std::string& what) const;

private:
    InputFile() = default;
    Status checkHeader() const;
    Status checkFormat(std::string_view format, int64_t version) const;
    Result<bool> walk(const std::string& path) const;
    Result<Handle> openObject(const std::string& path) const;
    Result<Handle> openAttribute(const std::string& path, const char* name) const;
    Result<InputDataset> checkedColumn(const std::string& path, Element element,
                                       int64_t expected) const;
    Status describeType(hid_t dataset, InputDataset& out) const;
    Status describeShape(hid_t dataset, InputDataset& out) const;
    Status describePlace(hid_t dataset, InputDataset& out) const;

    struct Step {
        std::string name;
        Handle object;
    };

    MappedFile m_mapping;
    Handle m_file, m_root;
    // The path looked up last, part by part: the next one mostly shares its beginning. Changed only
    // under the library's lock.
    mutable std::vector<Step> m_walked;
};

} // namespace moqa::h5
