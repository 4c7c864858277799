// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What every HDF5 call of ours shares: the lock, ids that close themselves and element types.
// The library is told once to load no plugins and, on each thread, to print nothing; a bad id
// becomes an Error that names file and object (h5_input.h, h5_output.h).

#include "core/base/result.h"

#include <cstdint>
#include <hdf5.h>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace moqa::h5 {

// Holds the process-wide lock: the serial library need not be thread-safe. Recursive, so that a
// function holding it may call another.
class LibraryLock {
public:
    LibraryLock();

private:
    std::unique_lock<std::recursive_mutex> m_lock;
};

// An id of any kind (file, group, dataset, attribute, space, type, property list), closed with the
// object. Move-only.
class Handle {
public:
    Handle() = default;
    explicit Handle(hid_t id) : m_id(id) {}
    Handle(Handle&& other) noexcept : m_id(other.m_id) { other.m_id = H5I_INVALID_HID; }
    Handle& operator=(Handle&& other) noexcept;
    ~Handle() { close(); }

    // Another handle of the same object, closed on its own.
    Handle share() const;

    bool ok() const { return m_id >= 0; }
    hid_t id() const { return m_id; }
    void close();

private:
    hid_t m_id = H5I_INVALID_HID;
};

// Element types of our files, all little-endian. Text is a fixed-length UTF-8 string padded with
// NUL.
enum class Element : uint8_t { U8, U16, U32, U64, I32, I64, F16, F32, F64, Text };

int64_t sizeOf(Element element); // bytes; 0 for Text, whose width differs by dataset
const char* nameOf(Element element);
// The library's own type of a number as our files hold it; valid while the library is open, not to
// be closed. Invalid for F16 and Text, which the library does not have.
hid_t storedType(Element element);
// A new type id; textWidth in bytes for Text.
Handle makeType(Element element, size_t textWidth = 0);

template <class T>
constexpr Element elementOf();
template <>
constexpr Element elementOf<uint8_t>() {
    return Element::U8;
}
template <>
constexpr Element elementOf<uint16_t>() {
    return Element::U16;
}
template <>
constexpr Element elementOf<uint32_t>() {
    return Element::U32;
}
template <>
constexpr Element elementOf<uint64_t>() {
    return Element::U64;
}
template <>
constexpr Element elementOf<int32_t>() {
    return Element::I32;
}
template <>
constexpr Element elementOf<int64_t>() {
    return Element::I64;
}
template <>
constexpr Element elementOf<float>() {
    return Element::F32;
}
template <>
constexpr Element elementOf<double>() {
    return Element::F64;
}

// "/a/b/c" or "a/b/c" -> {"a", "b", "c"}.
std::vector<std::string> pathParts(std::string_view path);

// Where each dataset of a file is and what it holds, for the manifest.
struct DatasetHash {
    std::string path; // without leading slash
    std::string sha256;
};
// SHA-256 of the lines "path sha256\n", sorted by path: one value for the content of a whole file.
std::string manifestOf(std::vector<DatasetHash> hashes);

} // namespace moqa::h5
