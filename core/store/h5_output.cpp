// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/h5_output.h"

#include "core/base/files.h"
#include "core/store/h5_sink_driver.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace moqa::h5 {

struct OutputFile::State {
    SinkState sink;
};

namespace {

constexpr int64_t kSlabBytes = int64_t{64} << 20;
// Data of 64 KiB and more starts on a page, so that it can be mapped and read directly.
constexpr hsize_t kAlignThreshold = 64 * 1024;
constexpr hsize_t kAlignment = 4096;
// Attributes of one object stay in its header up to this many: beyond HDF5's default of 8 each
// module would get a heap of several KiB.
constexpr unsigned kMaxCompactAttributes = 64;

Handle accessList(SinkState* state) {
    Handle list(H5Pcreate(H5P_FILE_ACCESS));
    H5Pset_libver_bounds(list.id(), H5F_LIBVER_V18, H5F_LIBVER_V110);
    H5Pset_fclose_degree(list.id(), H5F_CLOSE_STRONG);
    H5Pset_alignment(list.id(), kAlignThreshold, kAlignment);
    if (!useSinkDriver(list.id(), state)) return Handle();
    return list;
}

Handle creationList(hid_t kind) {
    Handle list(H5Pcreate(kind));
    if (kind != H5P_FILE_CREATE) H5Pset_obj_track_times(list.id(), false);
    H5Pset_attr_phase_change(list.id(), kMaxCompactAttributes, kMaxCompactAttributes / 2);
    return list;
}

Handle makeSpace(const std::vector<int64_t>& shape) {
    std::vector<hsize_t> dims(shape.begin(), shape.end());
    return Handle(H5Screate_simple(static_cast<int>(dims.size()), dims.data(), nullptr));
}

int64_t product(const std::vector<int64_t>& shape) {
    int64_t count = 1;
    for (const int64_t extent : shape) count *= extent;
    return count;
}

std::string parentOf(const std::string& path) {
    const size_t slash = path.rfind('/');
    return slash == std::string::npos ? std::string() : path.substr(0, slash);
}

const char* leafOf(const std::string& path) {
    const size_t slash = path.rfind('/');
    return path.c_str() + (slash == std::string::npos ? 0 : slash + 1);
}

Status writeSlab(hid_t dataset, hid_t type, const std::vector<int64_t>& shape, int64_t first,
                 int64_t count, const std::byte* bytes) {
    std::vector<hsize_t> start(shape.size(), 0), extent(shape.begin(), shape.end());
    start[0] = static_cast<hsize_t>(first);
    extent[0] = static_cast<hsize_t>(count);
    const Handle memory(H5Screate_simple(static_cast<int>(extent.size()), extent.data(), nullptr));
    const Handle file(H5Dget_space(dataset));
    if (H5Sselect_hyperslab(file.id(), H5S_SELECT_SET, start.data(), nullptr, extent.data(),
                            nullptr) < 0 ||
        H5Dwrite(dataset, type, memory.id(), file.id(), H5P_DEFAULT, bytes) < 0)
        return internalError("HDF5 refused a slab");
    return {};
}

} // namespace

Result<std::unique_ptr<OutputFile>> OutputFile::create(const std::string& temporaryPath,
                                                       const std::string& finalPath) {
    const LibraryLock lock;
    std::unique_ptr<OutputFile> file(new OutputFile);
    file->m_finalPath = finalPath;
    file->m_state = std::make_unique<State>();
    const Handle access = accessList(&file->m_state->sink);
    const Handle creation = creationList(H5P_FILE_CREATE);
    // The root group's own times: object tracking is a property of the file's creation list too.
    H5Pset_obj_track_times(creation.id(), false);
    if (!access.ok()) return internalError("HDF5 refused the file driver", finalPath);
    file->m_scalar = Handle(H5Screate(H5S_SCALAR));
    file->m_groupList = creationList(H5P_GROUP_CREATE);
    file->m_datasetList = creationList(H5P_DATASET_CREATE);
    const hid_t plain = file->m_datasetList.id();
    H5Pset_layout(plain, H5D_CONTIGUOUS);
    H5Pset_alloc_time(plain, H5D_ALLOC_TIME_EARLY); // its place is known before its bytes
    H5Pset_fill_time(plain, H5D_FILL_TIME_NEVER);
    file->m_file =
        Handle(H5Fcreate(temporaryPath.c_str(), H5F_ACC_TRUNC, creation.id(), access.id()));
    if (!file->m_file.ok()) return file->failure("", "HDF5 cannot make the file");
    return file;
}

OutputFile::~OutputFile() {
    m_object.close();
    m_group.close();
    m_file.close();
}

Error OutputFile::failure(const std::string& path, const char* what) const {
    if (m_state->sink.error != 0) return writeError(m_finalPath, m_state->sink.error);
    return internalError(what, path.empty() ? m_finalPath : m_finalPath + ":/" + path);
}

Status OutputFile::group(const std::string& path) {
    if (path.empty() || m_groups.count(path)) return {};
    const LibraryLock lock;
    return enter(path);
}

Status OutputFile::enter(const std::string& path) {
    if (m_group.ok() && m_groupPath == path) return {};
    if (path.empty() || m_groups.count(path)) {
        m_group = Handle(H5Gopen2(m_file.id(), path.empty() ? "/" : path.c_str(), H5P_DEFAULT));
    } else {
        MOQA_CHECK(enter(parentOf(path)));
        m_group = Handle(
            H5Gcreate2(m_group.id(), leafOf(path), H5P_DEFAULT, m_groupList.id(), H5P_DEFAULT));
        if (m_group.ok()) m_groups.insert(path);
    }
    if (!m_group.ok()) return failure(path, "HDF5 cannot make or open this group");
    m_groupPath = path;
    return {};
}

Status OutputFile::select(const std::string& path) {
    if (m_object.ok() && m_objectPath == path) return {};
    m_object = m_group.ok() && m_groupPath == path
                   ? m_group.share()
                   : Handle(H5Oopen(m_file.id(), path.empty() ? "/" : path.c_str(), H5P_DEFAULT));
    if (!m_object.ok()) return failure(path, "HDF5 cannot open this object again");
    m_objectPath = path;
    return {};
}

Status OutputFile::writeAttribute(const std::string& path, const char* name, hid_t type,
                                  const void* value) {
    MOQA_CHECK(select(path));
    const Handle made(
        H5Acreate2(m_object.id(), name, type, m_scalar.id(), H5P_DEFAULT, H5P_DEFAULT));
    if (!made.ok() || H5Awrite(made.id(), type, value) < 0 || m_state->sink.error != 0)
        return failure(path, "HDF5 cannot write an attribute");
    return {};
}

Status OutputFile::attribute(const std::string& path, const char* name, std::string_view text) {
    const LibraryLock lock;
    // Fixed length: the text then lies in the object's header, which HDF5 checksums; the heap of
    // variable-length text has no checksum, and a changed byte there would go unseen.
    std::string padded(text);
    m_attributeSum.add(path + '@' + name + '=' + padded + '\n');
    padded.resize(std::max<size_t>(padded.size(), 1));
    return writeAttribute(path, name, makeType(Element::Text, padded.size()).id(), padded.data());
}

Status OutputFile::scalar(const std::string& path, const char* name, Element element,
                          const void* value) {
    const LibraryLock lock;
    m_attributeSum.add(path + '@' + name + '=');
    m_attributeSum.add(
        std::span(static_cast<const std::byte*>(value), static_cast<size_t>(sizeOf(element))));
    return writeAttribute(path, name, storedType(element), value);
}

Result<Handle> OutputFile::createDataset(const std::string& path, Element element,
                                         const std::vector<int64_t>& shape, size_t textWidth) {
    MOQA_CHECK(enter(parentOf(path)));
    const Handle type = makeType(element, textWidth);
    const Handle space = makeSpace(shape);
    Handle made(H5Dcreate2(m_group.id(), leafOf(path), type.id(), space.id(), H5P_DEFAULT,
                           m_datasetList.id(), H5P_DEFAULT));
    if (!made.ok()) return failure(path, "HDF5 cannot make this dataset");
    m_object = made.share();
    m_objectPath = path;
    return made;
}

Result<PlacedDataset> OutputFile::write(const std::string& path, Element element,
                                        const std::vector<int64_t>& shape, size_t textWidth,
                                        const RowProducer& produce) {
    const LibraryLock lock;
    MOQA_TRY(const Handle made, createDataset(path, element, shape, textWidth));
    const Handle type = makeType(element, textWidth);
    const int64_t elementBytes =
        element == Element::Text ? static_cast<int64_t>(textWidth) : sizeOf(element);
    const int64_t total = product(shape) * elementBytes;
    const int64_t rows = total == 0 ? 0 : shape[0];
    const int64_t rowBytes = rows == 0 ? 0 : total / rows;
    const int64_t slabRows = rows == 0 ? 0 : std::clamp(kSlabBytes / rowBytes, int64_t{1}, rows);
    std::vector<std::byte> slab(static_cast<size_t>(slabRows * rowBytes));
    Sha256 sum;
    for (int64_t first = 0; first < rows; first += slabRows) {
        const int64_t count = std::min(slabRows, rows - first);
        MOQA_CHECK(produce(first, count, slab.data()));
        sum.add(std::span(slab).first(static_cast<size_t>(count * rowBytes)));
        const Status written = writeSlab(made.id(), type.id(), shape, first, count, slab.data());
        if (!written.ok() || m_state->sink.error != 0)
            return failure(path, "HDF5 cannot write this dataset");
    }
    return seal(path, made, total, sum.hex());
}

Result<PlacedDataset> OutputFile::seal(const std::string& path, const Handle& dataset,
                                       int64_t bytes, std::string sha256) {
    PlacedDataset placed;
    placed.bytes = bytes;
    const haddr_t offset = bytes == 0 ? HADDR_UNDEF : H5Dget_offset(dataset.id());
    if (offset != HADDR_UNDEF) placed.offset = static_cast<int64_t>(offset);
    MOQA_CHECK(attribute(path, "sha256", sha256));
    m_hashes.push_back({path, sha256});
    placed.sha256 = std::move(sha256);
    return placed;
}

Result<PlacedDataset> OutputFile::dataset(const std::string& path, Element element,
                                          const std::vector<int64_t>& shape,
                                          const RowProducer& produce) {
    return write(path, element, shape, 0, produce);
}

Result<PlacedDataset> OutputFile::dataset(const std::string& path, Element element,
                                          const std::vector<int64_t>& shape,
                                          std::span<const std::byte> bytes) {
    const int64_t total = product(shape) * sizeOf(element);
    if (total != static_cast<int64_t>(bytes.size()))
        return internalError("a dataset's bytes do not fit its shape", m_finalPath + ":/" + path);
    const int64_t rowBytes = total == 0 ? 0 : total / shape[0];
    return write(path, element, shape, 0,
                 [&](int64_t first, int64_t count, std::byte* out) -> Status {
                     std::memcpy(out, bytes.data() + first * rowBytes,
                                 static_cast<size_t>(count * rowBytes));
                     return {};
                 });
}

Result<PlacedDataset> OutputFile::textColumn(const std::string& path,
                                             const std::vector<std::string>& values) {
    size_t width = 1;
    for (const std::string& value : values) width = std::max(width, value.size());
    return write(path, Element::Text, {static_cast<int64_t>(values.size())}, width,
                 [&](int64_t first, int64_t count, std::byte* out) -> Status {
                     std::memset(out, 0, static_cast<size_t>(count) * width);
                     for (int64_t i = 0; i < count; ++i) {
                         const std::string& value = values[static_cast<size_t>(first + i)];
                         std::memcpy(out + static_cast<size_t>(i) * width, value.data(),
                                     value.size());
                     }
                     return {};
                 });
}

Status OutputFile::embedFile(const std::string& path, const std::string& fileName,
                             std::string_view bytes) {
    MOQA_CHECK(dataset(path, Element::U8, {static_cast<int64_t>(bytes.size())},
                       std::as_bytes(std::span(bytes.data(), bytes.size()))));
    const char* type = fileName.ends_with(".json") ? "application/json"
                       : fileName.ends_with(".txt") || fileName.ends_with(".jinja")
                           ? "text/plain"
                           : "application/octet-stream";
    MOQA_CHECK(attribute(path, "media_type", type));
    return attribute(path, "filename", fileName);
}

Status OutputFile::finish() {
    const LibraryLock lock;
    MOQA_CHECK(attribute("", "manifest_sha256", manifestOf(m_hashes)));
    const std::string attributes = std::exchange(m_attributeSum, Sha256()).hex();
    MOQA_CHECK(attribute("", "attributes_sha256", attributes));
    // Everything else must be in the file before it says that it is complete.
    if (H5Fflush(m_file.id(), H5F_SCOPE_GLOBAL) < 0 || m_state->sink.error != 0)
        return failure("", "HDF5 cannot flush the file");
    MOQA_CHECK(attribute("", "complete", uint8_t{1}));
    m_object.close();
    m_group.close();
    const bool flushed = H5Fflush(m_file.id(), H5F_SCOPE_GLOBAL) >= 0;
    m_file.close();
    if (!flushed || m_state->sink.error != 0) return failure("", "HDF5 cannot close the file");
    return {};
}

} // namespace moqa::h5
