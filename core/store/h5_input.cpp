// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/h5_input.h"

#include "core/base/sha256.h"

#include <algorithm>
#include <array>

namespace moqa::h5 {

namespace {

constexpr int kMaxRank = 8;
// Far above any file of ours (a module group per expert and layer), far below what would hurt.
constexpr hsize_t kMaxChildren = 4'000'000;
constexpr size_t kMaxAttributeBytes = 64 * 1024; // what an object header can hold
constexpr const char* kDamagedHint = "the file is damaged; write or copy it again";

uint64_t littleEndian(std::span<const std::byte> bytes, size_t at) {
    uint64_t value = 0;
    for (size_t i = 0; i < 8; ++i)
        value |= static_cast<uint64_t>(std::to_integer<uint8_t>(bytes[at + i])) << (8 * i);
    return value;
}

herr_t collectName(hid_t, const char* name, const H5L_info_t*, void* data) {
    static_cast<std::vector<std::string>*>(data)->emplace_back(name);
    return 0;
}

} // namespace

Error InputFile::malformed(const std::string& path, const std::string& what) const {
    return badInput(what, path.empty() ? m_mapping.path() : m_mapping.path() + ":/" + path,
                    kDamagedHint);
}

Result<std::shared_ptr<const InputFile>> InputFile::open(const std::string& path,
                                                         std::string_view format, int64_t version) {
    std::shared_ptr<InputFile> file(new InputFile);
    MOQA_TRY(file->m_mapping, MappedFile::open(path));
    MOQA_CHECK(file->checkHeader());
    const LibraryLock lock;
    const Handle access(H5Pcreate(H5P_FILE_ACCESS));
    H5Pset_fclose_degree(access.id(), H5F_CLOSE_STRONG);
    // Our files are never changed in place, so a lock protects nothing and fails on some network
    // file systems.
    H5Pset_file_locking(access.id(), false, true);
    file->m_file = Handle(H5Fopen(path.c_str(), H5F_ACC_RDONLY, access.id()));
    if (!file->m_file.ok()) return file->malformed("", "the HDF5 structure cannot be read");
    file->m_root = Handle(H5Oopen(file->m_file.id(), "/", H5P_DEFAULT));
    if (!file->m_root.ok()) return file->malformed("", "the root group cannot be read");
    MOQA_CHECK(file->checkFormat(format, version));
    return std::shared_ptr<const InputFile>(file);
}

InputFile::~InputFile() {
    m_walked.clear();
    m_root.close();
    m_file.close();
}

// The superblock (HDF5 file format, II.A, version 2): what our writer makes, and the length of the
// file with it. Keeps the library away from the layouts that we never write.
Status InputFile::checkHeader() const {
    constexpr std::array<uint8_t, 8> kSignature = {0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};
    const auto bytes = m_mapping.bytes();
    if (bytes.size() < 48 || std::memcmp(bytes.data(), kSignature.data(), 8) != 0)
        return badInput("this is not an HDF5 file", m_mapping.path(),
                        "give a file that this program wrote");
    const auto byteAt = [&](size_t i) { return std::to_integer<int>(bytes[i]); };
    const bool ours = (byteAt(8) == 2 || byteAt(8) == 3) && byteAt(9) == 8 && byteAt(10) == 8 &&
                      littleEndian(bytes, 12) == 0;
    if (!ours)
        return badInput("this HDF5 file was not written by this program", m_mapping.path(),
                        "give a file made by \"moqa quantize\" or \"moqa analyze\"");
    const uint64_t end = littleEndian(bytes, 28);
    if (end != bytes.size())
        return malformed("", "the file has " + std::to_string(bytes.size()) + " bytes instead of " +
                                 std::to_string(end) + (end > bytes.size() ? ": truncated" : ""));
    return {};
}

Status InputFile::checkFormat(std::string_view format, int64_t version) const {
    const Result<std::string> found = text("", "format");
    if (!found.ok() || found.value() != format)
        return badInput("this HDF5 file is not of format \"" + std::string(format) + "\"",
                        m_mapping.path(),
                        found.ok() ? "it says \"" + found.value().substr(0, 80) + "\"" : "");
    MOQA_TRY(const int64_t written, integer("", "format_version"));
    if (written > version)
        return badInput("format version " + std::to_string(written) +
                            " is of a newer program: this one reads up to " +
                            std::to_string(version),
                        m_mapping.path(), "use the newer program");
    if (written < 1)
        return badInput("format version " + std::to_string(written) + " is unknown",
                        m_mapping.path(), "write the file again");
    const Result<int64_t> complete = integer("", "complete");
    if (!complete.ok() || complete.value() != 1)
        return badInput("the file is not complete: its writer was interrupted", m_mapping.path(),
                        "write it again");
    return {};
}

// Step by step, so that a soft or external link is seen before it is followed. Leaves the objects
// on the way in m_walked; false if there is nothing at path.
Result<bool> InputFile::walk(const std::string& path) const {
    const std::vector<std::string> parts = pathParts(path);
    size_t known = 0;
    while (known < std::min(parts.size(), m_walked.size()) && m_walked[known].name == parts[known])
        ++known;
    m_walked.erase(m_walked.begin() + static_cast<std::ptrdiff_t>(known), m_walked.end());
    for (size_t i = known; i < parts.size(); ++i) {
        const hid_t group = i == 0 ? m_root.id() : m_walked.back().object.id();
        const char* const name = parts[i].c_str();
        const htri_t there =
            H5Iget_type(group) == H5I_GROUP ? H5Lexists(group, name, H5P_DEFAULT) : 0;
        H5L_info_t link;
        if (there == 0) return false;
        if (there < 0 || H5Lget_info(group, name, &link, H5P_DEFAULT) < 0)
            return malformed(path, "the names on the way to this object cannot be read");
        if (link.type != H5L_TYPE_HARD)
            return malformed(path, "this is a link out of its place, which is not followed");
        Handle next(H5Oopen(group, name, H5P_DEFAULT));
        if (!next.ok()) return malformed(path, "this object cannot be read");
        m_walked.push_back({parts[i], std::move(next)});
    }
    return true;
}

Result<Handle> InputFile::openObject(const std::string& path) const {
    MOQA_TRY(const bool there, walk(path));
    if (!there) return malformed(path, "there is no such object");
    return (m_walked.empty() ? m_root : m_walked.back().object).share();
}

Result<bool> InputFile::has(const std::string& path) const {
    const LibraryLock lock;
    return walk(path);
}

Result<std::vector<std::string>> InputFile::children(const std::string& path) const {
    const LibraryLock lock;
    MOQA_TRY(const Handle group, openObject(path));
    H5G_info_t info;
    if (H5Iget_type(group.id()) != H5I_GROUP || H5Gget_info(group.id(), &info) < 0 ||
        info.nlinks > kMaxChildren)
        return malformed(path, "this is not a group that can be read");
    std::vector<std::string> names;
    if (H5Literate(group.id(), H5_INDEX_NAME, H5_ITER_NATIVE, nullptr, collectName, &names) < 0)
        return malformed(path, "the names in this group cannot be read");
    std::sort(names.begin(), names.end());
    return names;
}

Result<Handle> InputFile::openAttribute(const std::string& path, const char* name) const {
    MOQA_TRY(const Handle object, openObject(path));
    Handle attribute(H5Aopen(object.id(), name, H5P_DEFAULT));
    if (!attribute.ok()) return malformed(path, std::string("attribute ") + name + " is missing");
    const Handle space(H5Aget_space(attribute.id()));
    if (H5Sget_simple_extent_npoints(space.id()) != 1)
        return malformed(path, std::string("attribute ") + name + " is not one value");
    return attribute;
}

Result<std::string> InputFile::text(const std::string& path, const char* name) const {
    const LibraryLock lock;
    MOQA_TRY(const Handle attribute, openAttribute(path, name));
    const Handle stored(H5Aget_type(attribute.id()));
    const size_t width = H5Tget_size(stored.id());
    if (H5Tget_class(stored.id()) != H5T_STRING || H5Tis_variable_str(stored.id()) != 0 ||
        width == 0 || width > kMaxAttributeBytes)
        return malformed(path, std::string("attribute ") + name + " is not text");
    std::string value(width, '\0');
    const Handle type = makeType(Element::Text, width);
    H5Tset_cset(type.id(), H5Tget_cset(stored.id()));
    if (H5Aread(attribute.id(), type.id(), value.data()) < 0)
        return malformed(path, std::string("attribute ") + name + " cannot be read");
    value.resize(::strnlen(value.data(), width));
    return value;
}

Result<int64_t> InputFile::integer(const std::string& path, const char* name) const {
    const LibraryLock lock;
    MOQA_TRY(const Handle attribute, openAttribute(path, name));
    const Handle stored(H5Aget_type(attribute.id()));
    int64_t value = 0;
    if (H5Tget_class(stored.id()) != H5T_INTEGER ||
        H5Aread(attribute.id(), H5T_NATIVE_INT64, &value) < 0)
        return malformed(path, std::string("attribute ") + name + " is not an integer");
    return value;
}

Result<double> InputFile::number(const std::string& path, const char* name) const {
    const LibraryLock lock;
    MOQA_TRY(const Handle attribute, openAttribute(path, name));
    const Handle stored(H5Aget_type(attribute.id()));
    double value = 0;
    if (H5Tget_class(stored.id()) != H5T_FLOAT ||
        H5Aread(attribute.id(), H5T_NATIVE_DOUBLE, &value) < 0)
        return malformed(path, std::string("attribute ") + name + " is not a number");
    return value;
}

Status InputFile::describeType(hid_t dataset, InputDataset& out) const {
    const Handle stored(H5Dget_type(dataset));
    if (H5Tget_class(stored.id()) == H5T_STRING && H5Tis_variable_str(stored.id()) == 0) {
        out.element = Element::Text;
        out.textWidth = H5Tget_size(stored.id());
        if (out.textWidth > 0) return {};
    }
    for (const Element element :
         {Element::U8, Element::U16, Element::U32, Element::U64, Element::I32, Element::I64,
          Element::F16, Element::F32, Element::F64}) {
        if (H5Tequal(stored.id(), makeType(element).id()) <= 0) continue;
        out.element = element;
        return {};
    }
    return malformed(out.path, "its element type is not one of this format");
}

Status InputFile::describeShape(hid_t dataset, InputDataset& out) const {
    const Handle space(H5Dget_space(dataset));
    const int rank = H5Sget_simple_extent_ndims(space.id());
    if (rank < 1 || rank > kMaxRank) return malformed(out.path, "it has no array shape");
    std::array<hsize_t, kMaxRank> dims{};
    H5Sget_simple_extent_dims(space.id(), dims.data(), nullptr);
    out.count = 1;
    for (int i = 0; i < rank; ++i) {
        const auto extent = static_cast<int64_t>(dims[static_cast<size_t>(i)]);
        if (extent < 0 || __builtin_mul_overflow(out.count, extent, &out.count))
            return malformed(out.path, "its shape is impossible");
        out.shape.push_back(extent);
    }
    return {};
}

Status InputFile::describePlace(hid_t dataset, InputDataset& out) const {
    const Handle creation(H5Dget_create_plist(dataset));
    if (H5Pget_layout(creation.id()) != H5D_CONTIGUOUS ||
        H5Pget_external_count(creation.id()) != 0 || H5Pget_nfilters(creation.id()) != 0)
        return malformed(out.path, "it is not stored plainly inside the file");
    if (out.count == 0) return {};
    const size_t width =
        out.element == Element::Text ? out.textWidth : static_cast<size_t>(sizeOf(out.element));
    const auto file = m_mapping.bytes();
    const haddr_t offset = H5Dget_offset(dataset);
    // A header that claims 2^60 elements ends here: nothing is allocated on its word.
    size_t wanted = 0;
    if (offset == HADDR_UNDEF ||
        __builtin_mul_overflow(static_cast<size_t>(out.count), width, &wanted) ||
        wanted > file.size() || offset > file.size() - wanted)
        return malformed(out.path, "its data lies outside the file");
    out.bytes = file.subspan(offset, wanted);
    return {};
}

Result<InputDataset> InputFile::dataset(const std::string& path) const {
    const LibraryLock lock;
    MOQA_TRY(const Handle object, openObject(path));
    if (H5Iget_type(object.id()) != H5I_DATASET) return malformed(path, "this is not a dataset");
    InputDataset out;
    out.path = path;
    MOQA_CHECK(describeType(object.id(), out));
    MOQA_CHECK(describeShape(object.id(), out));
    MOQA_CHECK(describePlace(object.id(), out));
    const Result<std::string> claimed = text(path, "sha256");
    if (claimed.ok()) out.sha256 = claimed.value();
    return out;
}

Status InputFile::verify(const InputDataset& dataset) const {
    if (dataset.sha256.empty()) return malformed(dataset.path, "its SHA-256 is missing");
    if (sha256Hex(dataset.bytes) != dataset.sha256)
        return malformed(dataset.path, "its bytes do not match their SHA-256");
    return {};
}

Result<InputDataset> InputFile::checkedColumn(const std::string& path, Element element,
                                              int64_t expected) const {
    MOQA_TRY(InputDataset found, dataset(path));
    if (found.shape.size() != 1 || found.element != element)
        return malformed(path, std::string("it is not a list of ") + nameOf(element));
    if (expected >= 0 && found.count != expected)
        return malformed(path, "it has " + std::to_string(found.count) + " entries instead of " +
                                   std::to_string(expected));
    MOQA_CHECK(verify(found));
    return found;
}

Result<std::vector<std::string>> InputFile::textColumn(const std::string& path,
                                                       int64_t expected) const {
    MOQA_TRY(const InputDataset found, checkedColumn(path, Element::Text, expected));
    std::vector<std::string> values;
    values.reserve(static_cast<size_t>(found.count));
    for (int64_t i = 0; i < found.count; ++i) {
        const auto* begin = reinterpret_cast<const char*>(found.bytes.data()) +
                            static_cast<size_t>(i) * found.textWidth;
        values.emplace_back(begin, ::strnlen(begin, found.textWidth));
    }
    return values;
}

Result<std::string> InputFile::embeddedFile(const std::string& path) const {
    MOQA_TRY(const InputDataset found, checkedColumn(path, Element::U8, -1));
    return std::string(reinterpret_cast<const char*>(found.bytes.data()), found.bytes.size());
}

} // namespace moqa::h5
