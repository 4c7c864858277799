// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/h5.h"

#include "core/base/sha256.h"

#include <algorithm>

namespace moqa::h5 {

namespace {
std::recursive_mutex& libraryMutex() {
    static std::recursive_mutex mutex;
    return mutex;
}
} // namespace

LibraryLock::LibraryLock() : m_lock(libraryMutex()) {
    static const bool started = [] {
        H5open();
        H5PLset_loading_state(0); // a file must not be able to make us load code
        return true;
    }();
    // Builds with thread safety keep one error stack per thread, so each must be silenced.
    thread_local const bool silenced = H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr) >= 0;
    (void)started, (void)silenced;
}

Handle& Handle::operator=(Handle&& other) noexcept {
    if (this != &other) {
        close();
        m_id = other.m_id;
        other.m_id = H5I_INVALID_HID;
    }
    return *this;
}

Handle Handle::share() const {
    const LibraryLock lock;
    if (m_id >= 0) H5Iinc_ref(m_id);
    return Handle(m_id);
}

void Handle::close() {
    if (m_id < 0) return;
    const LibraryLock lock;
    H5Idec_ref(m_id);
    m_id = H5I_INVALID_HID;
}

int64_t sizeOf(Element element) {
    switch (element) {
    case Element::U8: return 1;
    case Element::U16:
    case Element::F16: return 2;
    case Element::U32:
    case Element::I32:
    case Element::F32: return 4;
    case Element::U64:
    case Element::I64:
    case Element::F64: return 8;
    case Element::Text: return 0;
    }
    return 0;
}

const char* nameOf(Element element) {
    switch (element) {
    case Element::U8: return "u8";
    case Element::U16: return "u16";
    case Element::U32: return "u32";
    case Element::U64: return "u64";
    case Element::I32: return "i32";
    case Element::I64: return "i64";
    case Element::F16: return "f16";
    case Element::F32: return "f32";
    case Element::F64: return "f64";
    case Element::Text: return "text";
    }
    return "unknown";
}

namespace {
// IEEE binary16 as h5py writes it.
Handle makeF16() {
    Handle type(H5Tcopy(H5T_IEEE_F32LE));
    H5Tset_fields(type.id(), 15, 10, 5, 0, 10);
    H5Tset_size(type.id(), 2);
    H5Tset_ebias(type.id(), 15);
    return type;
}

Handle makeText(size_t width) {
    Handle type(H5Tcopy(H5T_C_S1));
    H5Tset_size(type.id(), width);
    H5Tset_cset(type.id(), H5T_CSET_UTF8);
    H5Tset_strpad(type.id(), H5T_STR_NULLPAD);
    return type;
}
} // namespace

hid_t storedType(Element element) {
    const LibraryLock lock; // opens the library, whose types these macros ask for
    switch (element) {
    case Element::U8: return H5T_STD_U8LE;
    case Element::U16: return H5T_STD_U16LE;
    case Element::U32: return H5T_STD_U32LE;
    case Element::U64: return H5T_STD_U64LE;
    case Element::I32: return H5T_STD_I32LE;
    case Element::I64: return H5T_STD_I64LE;
    case Element::F32: return H5T_IEEE_F32LE;
    case Element::F64: return H5T_IEEE_F64LE;
    case Element::F16:
    case Element::Text: return H5I_INVALID_HID;
    }
    return H5I_INVALID_HID;
}

Handle makeType(Element element, size_t textWidth) {
    const LibraryLock lock;
    if (element == Element::F16) return makeF16();
    if (element == Element::Text) return makeText(std::max<size_t>(textWidth, 1));
    return Handle(H5Tcopy(storedType(element)));
}

std::vector<std::string> pathParts(std::string_view path) {
    std::vector<std::string> parts;
    while (!path.empty()) {
        const size_t slash = path.find('/');
        const std::string_view part = path.substr(0, slash);
        if (!part.empty()) parts.emplace_back(part);
        if (slash == std::string_view::npos) break;
        path.remove_prefix(slash + 1);
    }
    return parts;
}

std::string manifestOf(std::vector<DatasetHash> hashes) {
    std::sort(hashes.begin(), hashes.end(),
              [](const DatasetHash& a, const DatasetHash& b) { return a.path < b.path; });
    Sha256 sum;
    for (const DatasetHash& hash : hashes) sum.add(hash.path + ' ' + hash.sha256 + '\n');
    return sum.hex();
}

} // namespace moqa::h5
