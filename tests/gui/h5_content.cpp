// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/h5_content.h"

#include "core/store/h5.h"

namespace moqa {

namespace {

using h5::Handle;
using Content = std::map<std::string, std::string>;

// Type and shape in words before the bytes: equal bytes of unlike types are not equal.
std::string described(hid_t type, hid_t space, const std::string& bytes) {
    size_t length = 0;
    H5Tencode(type, nullptr, &length);
    std::string text(length, '\0');
    H5Tencode(type, text.data(), &length);
    hsize_t extent[H5S_MAX_RANK] = {};
    const int rank = H5Sget_simple_extent_dims(space, extent, nullptr);
    for (int i = 0; i < rank; ++i) text += ' ' + std::to_string(extent[i]);
    return text + '\n' + bytes;
}

std::string spaceFor(hid_t type, hid_t space) {
    return std::string(H5Tget_size(type) * static_cast<size_t>(H5Sget_simple_extent_npoints(space)),
                       '\0');
}

herr_t takeAttribute(hid_t object, const char* name, const H5A_info_t*, void* into) {
    auto& [content, path] = *static_cast<std::pair<Content*, std::string>*>(into);
    const Handle attribute(H5Aopen(object, name, H5P_DEFAULT));
    const Handle type(H5Aget_type(attribute.id())), space(H5Aget_space(attribute.id()));
    std::string bytes = spaceFor(type.id(), space.id());
    if (H5Aread(attribute.id(), type.id(), bytes.data()) < 0) return -1;
    (*content)[path + '@' + name] = described(type.id(), space.id(), bytes);
    return 0;
}

void takeAttributes(Content& content, hid_t object, const std::string& path) {
    std::pair<Content*, std::string> into(&content, path);
    H5Aiterate2(object, H5_INDEX_NAME, H5_ITER_INC, nullptr, takeAttribute, &into);
}

herr_t takeObject(hid_t file, const char* path, const H5L_info_t*, void* into) {
    auto& content = *static_cast<Content*>(into);
    const Handle object(H5Oopen(file, path, H5P_DEFAULT));
    if (!object.ok()) return -1;
    takeAttributes(content, object.id(), path);
    content[path] = "group";
    if (H5Iget_type(object.id()) != H5I_DATASET) return 0;
    const Handle type(H5Dget_type(object.id())), space(H5Dget_space(object.id()));
    std::string bytes = spaceFor(type.id(), space.id());
    if (H5Dread(object.id(), type.id(), H5S_ALL, H5S_ALL, H5P_DEFAULT, bytes.data()) < 0) return -1;
    content[path] = described(type.id(), space.id(), bytes);
    return 0;
}

} // namespace

Content h5Content(const std::string& path) {
    const h5::LibraryLock lock;
    Content content;
    const Handle file(H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT));
    if (!file.ok()) return content;
    takeAttributes(content, file.id(), {});
    // A file that cannot be read to its end equals none.
    if (H5Lvisit(file.id(), H5_INDEX_NAME, H5_ITER_INC, takeObject, &content) < 0) content.clear();
    return content;
}

} // namespace moqa
