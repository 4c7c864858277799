// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/quantized_index.h"

#include "core/base/memory.h"

#include <algorithm>
#include <limits>

namespace moqa {

namespace {

constexpr uint64_t kNowhere = std::numeric_limits<uint64_t>::max(); // offset of an empty dataset
constexpr size_t kHashBytes = 32;

void appendHash(std::vector<uint8_t>& out, const std::string& hex) {
    const auto digit = [](char c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
    for (size_t i = 0; i < kHashBytes; ++i) {
        const bool given = hex.size() == 2 * kHashBytes;
        out.push_back(given ? static_cast<uint8_t>(digit(hex[2 * i]) * 16 + digit(hex[2 * i + 1]))
                            : uint8_t{0});
    }
}

std::string hashAt(const h5::InputDataset& hashes, size_t row) {
    static const char kDigits[] = "0123456789abcdef";
    std::string hex;
    for (const std::byte byte : hashes.bytes.subspan(row * kHashBytes, kHashBytes)) {
        hex += kDigits[std::to_integer<int>(byte) >> 4];
        hex += kDigits[std::to_integer<int>(byte) & 15];
    }
    return hex;
}

Result<h5::InputDataset> hashTable(const h5::InputFile& file, const std::string& path,
                                   int64_t rows) {
    MOQA_TRY(h5::InputDataset table, file.dataset(path));
    if (table.element != h5::Element::U8 ||
        table.shape != std::vector<int64_t>{rows, static_cast<int64_t>(kHashBytes)})
        return file.malformed(path, "it is not a table of SHA-256 values");
    MOQA_CHECK(file.verify(table));
    return table;
}

Status putHashes(h5::OutputFile& file, const std::string& path, const std::vector<uint8_t>& bytes) {
    const auto rows = static_cast<int64_t>(bytes.size() / kHashBytes);
    MOQA_CHECK(file.dataset(path, h5::Element::U8, {rows, static_cast<int64_t>(kHashBytes)},
                            std::as_bytes(std::span(bytes))));
    return {};
}

// One column made of a field of each row.
template <class T, class Row, class Get>
Status put(h5::OutputFile& file, const std::string& path, const std::vector<Row>& rows, Get get) {
    std::vector<T> values;
    values.reserve(rows.size());
    for (const Row& row : rows) values.push_back(static_cast<T>(get(row)));
    if constexpr (std::is_same_v<T, std::string>)
        MOQA_CHECK(file.textColumn(path, values));
    else
        MOQA_CHECK(file.column(path, values));
    return {};
}

template <class Row>
Status putIdentity(h5::OutputFile& file, const std::string& group, const std::vector<Row>& rows) {
    using R = const Row&;
    MOQA_CHECK(put<std::string>(file, group + "/weight", rows, [](R r) { return r.entry.name; }));
    MOQA_CHECK(put<std::string>(file, group + "/role", rows,
                                [](R r) { return std::string(roleName(r.entry.id.role)); }));
    MOQA_CHECK(put<int32_t>(file, group + "/layer", rows, [](R r) { return r.entry.id.layer; }));
    return put<int32_t>(file, group + "/expert", rows, [](R r) { return r.entry.id.expert; });
}

// The identity columns of row i into any row type.
struct Identity {
    std::vector<std::string> weight, role;
    std::vector<int32_t> layer, expert;
};

Result<Identity> readIdentity(const h5::InputFile& file, const std::string& group) {
    Identity columns;
    MOQA_TRY(columns.weight, file.textColumn(group + "/weight"));
    const auto n = static_cast<int64_t>(columns.weight.size());
    MOQA_TRY(columns.role, file.textColumn(group + "/role", n));
    MOQA_TRY(columns.layer, file.column<int32_t>(group + "/layer", n));
    MOQA_TRY(columns.expert, file.column<int32_t>(group + "/expert", n));
    for (const std::string& role : columns.role)
        if (!roleFromName(role))
            return file.malformed(group + "/role", "\"" + role.substr(0, 40) + "\" is unknown");
    return columns;
}

template <class Row>
void setIdentity(const Identity& columns, size_t i, Row& row) {
    row.entry.id = {*roleFromName(columns.role[i]), columns.layer[i], columns.expert[i]};
    row.entry.name = columns.weight[i];
}

Status checkInside(const h5::InputFile& file, const std::string& path, const IndexedBytes& part) {
    const uint64_t size = file.mapping().bytes().size();
    if (part.bytes > size || part.offset > size - part.bytes)
        return file.malformed(path, "the index places its data outside the file");
    return {};
}

} // namespace

IndexedBytes indexedBytes(const h5::PlacedDataset& placed) {
    return {placed.offset < 0 ? kNowhere : static_cast<uint64_t>(placed.offset),
            static_cast<uint64_t>(placed.bytes), placed.sha256};
}

namespace {

Status writeFactorIndex(h5::OutputFile& file, const std::vector<IndexedModule>& rows) {
    using R = const IndexedModule&;
    const std::string g = "index/low_rank";
    MOQA_CHECK(put<int32_t>(file, g, rows, [](R r) { return r.format.rank; }));
    std::vector<uint8_t> left, right;
    for (const IndexedModule& row : rows) {
        appendHash(left, row.left.sha256);
        appendHash(right, row.right.sha256);
    }
    MOQA_CHECK(put<uint64_t>(file, g + "_left_file_offset", rows,
                             [](R r) { return r.left.bytes == 0 ? kNowhere : r.left.offset; }));
    MOQA_CHECK(put<uint64_t>(file, g + "_right_file_offset", rows,
                             [](R r) { return r.right.bytes == 0 ? kNowhere : r.right.offset; }));
    MOQA_CHECK(putHashes(file, g + "_left_sha256", left));
    return putHashes(file, g + "_right_sha256", right);
}

// Before the rows' sizes are set: rank and places of the factors.
Status readFactorIndex(const h5::InputFile& file, std::vector<IndexedModule>& rows) {
    const std::string g = "index/low_rank";
    MOQA_TRY(const bool any, file.has(g));
    if (!any) return {};
    const auto n = static_cast<int64_t>(rows.size());
    MOQA_TRY(const auto rank, file.column<int32_t>(g, n));
    MOQA_TRY(const auto left, file.column<uint64_t>(g + "_left_file_offset", n));
    MOQA_TRY(const auto right, file.column<uint64_t>(g + "_right_file_offset", n));
    MOQA_TRY(const auto leftHash, hashTable(file, g + "_left_sha256", n));
    MOQA_TRY(const auto rightHash, hashTable(file, g + "_right_sha256", n));
    for (size_t i = 0; i < rows.size(); ++i) {
        rows[i].format.rank = rank[i];
        if (rank[i] == 0) continue;
        rows[i].left = {left[i], 0, hashAt(leftHash, i)};
        rows[i].right = {right[i], 0, hashAt(rightHash, i)};
    }
    return {};
}

} // namespace

Status writeModuleIndex(h5::OutputFile& file, const std::vector<IndexedModule>& rows) {
    using R = const IndexedModule&;
    const std::string g = "index";
    MOQA_CHECK(put<std::string>(file, g + "/module", rows,
                                [](R r) { return moduleNameOf(r.entry.name); }));
    MOQA_CHECK(put<std::string>(file, g + "/path", rows, [](R r) { return r.group; }));
    MOQA_CHECK(putIdentity(file, g, rows));
    MOQA_CHECK(
        put<uint8_t>(file, g + "/proj", rows, [](R r) { return projectionCode(r.entry.id.role); }));
    MOQA_CHECK(file.attribute(g + "/proj", "values",
                              "0 gate, 1 up, 2 down, 3 q, 4 k, 5 v, 6 o, 255 other"));
    MOQA_CHECK(put<uint8_t>(file, g + "/bits", rows, [](R r) { return r.format.bits; }));
    MOQA_CHECK(put<int32_t>(file, g + "/group_size", rows, [](R r) { return r.format.group; }));
    MOQA_CHECK(put<uint8_t>(file, g + "/symmetric", rows, [](R r) { return r.format.symmetric; }));
    MOQA_CHECK(put<uint32_t>(file, g + "/in_features", rows, [](R r) { return r.entry.cols; }));
    MOQA_CHECK(put<uint32_t>(file, g + "/out_features", rows, [](R r) { return r.entry.rows; }));
    MOQA_CHECK(put<std::string>(file, g + "/source_dtype", rows,
                                [](R r) { return std::string(nameOf(r.entry.dtype)); }));
    MOQA_CHECK(put<uint64_t>(file, g + "/codes_bytes", rows, [](R r) { return r.codes.bytes; }));
    MOQA_CHECK(
        put<uint64_t>(file, g + "/codes_file_offset", rows, [](R r) { return r.codes.offset; }));
    MOQA_CHECK(
        put<uint64_t>(file, g + "/scales_file_offset", rows, [](R r) { return r.scales.offset; }));
    MOQA_CHECK(put<uint64_t>(file, g + "/zero_points_file_offset", rows, [](R r) {
        return r.zeroPoints.bytes == 0 ? kNowhere : r.zeroPoints.offset;
    }));
    // Only where there is one: files without keep their bytes.
    if (std::any_of(rows.begin(), rows.end(), [](R r) { return r.format.realZeros; }))
        MOQA_CHECK(
            put<uint8_t>(file, g + "/real_zeros", rows, [](R r) { return r.format.realZeros; }));
    if (std::any_of(rows.begin(), rows.end(), [](R r) { return r.format.rank > 0; }))
        MOQA_CHECK(writeFactorIndex(file, rows));
    std::vector<uint8_t> codes, scales, zeroPoints;
    for (const IndexedModule& row : rows) {
        appendHash(codes, row.codes.sha256);
        appendHash(scales, row.scales.sha256);
        appendHash(zeroPoints, row.zeroPoints.sha256);
    }
    MOQA_CHECK(putHashes(file, g + "/sha256", codes));
    MOQA_CHECK(putHashes(file, g + "/scales_sha256", scales));
    return putHashes(file, g + "/zero_points_sha256", zeroPoints);
}

Status writeKeptIndex(h5::OutputFile& file, const std::vector<IndexedKept>& rows) {
    using R = const IndexedKept&;
    const std::string g = "index_kept";
    MOQA_CHECK(put<std::string>(file, g + "/path", rows, [](R r) { return r.path; }));
    MOQA_CHECK(putIdentity(file, g, rows));
    MOQA_CHECK(put<uint32_t>(file, g + "/rows", rows, [](R r) { return r.entry.rows; }));
    MOQA_CHECK(put<uint32_t>(file, g + "/cols", rows, [](R r) { return r.entry.cols; }));
    MOQA_CHECK(put<std::string>(file, g + "/logical_dtype", rows,
                                [](R r) { return std::string(nameOf(r.entry.dtype)); }));
    MOQA_CHECK(put<uint64_t>(file, g + "/file_offset", rows, [](R r) { return r.data.offset; }));
    std::vector<uint8_t> hashes;
    for (const IndexedKept& row : rows) appendHash(hashes, row.data.sha256);
    return putHashes(file, g + "/sha256", hashes);
}

namespace {

// The shape of the module decides every size; the index only says where.
Status setSizes(const h5::InputFile& file, IndexedModule& row) {
    MOQA_CHECK(checkModuleShape(file, row.group, row.format, row.entry.rows, row.entry.cols));
    QuantizedTensor shape;
    shape.format = row.format;
    shape.rows = row.entry.rows;
    shape.cols = row.entry.cols;
    const auto groups = static_cast<uint64_t>(shape.rows * shape.groups());
    if (row.codes.bytes != static_cast<uint64_t>(shape.rows * shape.rowBytes()))
        return file.malformed(row.group, "its codes do not have the size of its shape");
    row.scales.bytes = 2 * groups;
    if (row.format.realZeros && !row.format.hasZeroPoints())
        return file.malformed(row.group, "its format has no zero points that could be real");
    row.zeroPoints.bytes = !row.format.hasZeroPoints() ? 0
                           : row.format.realZeros      ? 2 * groups
                                                       : groups;
    if (row.zeroPoints.bytes == 0) row.zeroPoints.offset = 0;
    // Shape and rank were checked: below 2^63.
    const auto rank = static_cast<uint64_t>(row.format.rank);
    row.left.bytes = 2 * rank * static_cast<uint64_t>(shape.rows);
    row.right.bytes = 2 * rank * static_cast<uint64_t>(shape.cols);
    row.entry.bits = row.format.bits;
    row.entry.bytes = static_cast<int64_t>(row.codes.bytes + row.scales.bytes +
                                           row.zeroPoints.bytes + row.left.bytes + row.right.bytes);
    MOQA_CHECK(checkInside(file, row.group + kLeftFactor, row.left));
    MOQA_CHECK(checkInside(file, row.group + kRightFactor, row.right));
    MOQA_CHECK(checkInside(file, row.group + "/codes", row.codes));
    MOQA_CHECK(checkInside(file, row.group + "/scales", row.scales));
    return checkInside(file, row.group + "/zero_points", row.zeroPoints);
}

} // namespace

Result<std::vector<IndexedModule>> readModuleIndex(const h5::InputFile& file) {
    const std::string g = "index";
    MOQA_TRY(const Identity identity, readIdentity(file, g));
    const auto n = static_cast<int64_t>(identity.weight.size());
    MOQA_TRY(const auto path, file.textColumn(g + "/path", n));
    MOQA_TRY(const auto bits, file.column<uint8_t>(g + "/bits", n));
    MOQA_TRY(const auto group, file.column<int32_t>(g + "/group_size", n));
    MOQA_TRY(const auto symmetric, file.column<uint8_t>(g + "/symmetric", n));
    MOQA_TRY(const auto cols, file.column<uint32_t>(g + "/in_features", n));
    MOQA_TRY(const auto rows, file.column<uint32_t>(g + "/out_features", n));
    MOQA_TRY(const auto dtype, file.textColumn(g + "/source_dtype", n));
    MOQA_TRY(const auto codesBytes, file.column<uint64_t>(g + "/codes_bytes", n));
    MOQA_TRY(const auto codes, file.column<uint64_t>(g + "/codes_file_offset", n));
    MOQA_TRY(const auto scales, file.column<uint64_t>(g + "/scales_file_offset", n));
    MOQA_TRY(const auto zeros, file.column<uint64_t>(g + "/zero_points_file_offset", n));
    MOQA_TRY(const auto codesHash, hashTable(file, g + "/sha256", n));
    MOQA_TRY(const auto scalesHash, hashTable(file, g + "/scales_sha256", n));
    MOQA_TRY(const auto zerosHash, hashTable(file, g + "/zero_points_sha256", n));
    MOQA_TRY(const bool anyReal, file.has(g + "/real_zeros"));
    std::vector<uint8_t> realZeros(static_cast<size_t>(n));
    if (anyReal) {
        MOQA_TRY(realZeros, file.column<uint8_t>(g + "/real_zeros", n));
    }
    constexpr int64_t kBytesPerModule = 1024; // three hashes, names and places
    MOQA_CHECK(requireMemory(n * kBytesPerModule, "the tensors listed in " + file.path()));
    std::vector<IndexedModule> modules(static_cast<size_t>(n));
    for (size_t i = 0; i < modules.size(); ++i) {
        IndexedModule& row = modules[i];
        setIdentity(identity, i, row);
        row.group = path[i];
        row.format = {bits[i], group[i], symmetric[i] != 0, realZeros[i] != 0};
        row.entry.rows = rows[i];
        row.entry.cols = cols[i];
        MOQA_TRY(row.entry.dtype, parseDType(dtype[i]));
        row.codes = {codes[i], codesBytes[i], hashAt(codesHash, i)};
        row.scales = {scales[i], 0, hashAt(scalesHash, i)};
        row.zeroPoints = {zeros[i], 0, hashAt(zerosHash, i)};
    }
    MOQA_CHECK(readFactorIndex(file, modules));
    for (IndexedModule& row : modules) MOQA_CHECK(setSizes(file, row));
    return modules;
}

Result<std::vector<IndexedKept>> readKeptIndex(const h5::InputFile& file) {
    const std::string g = "index_kept";
    MOQA_TRY(const Identity identity, readIdentity(file, g));
    const auto n = static_cast<int64_t>(identity.weight.size());
    MOQA_TRY(const auto path, file.textColumn(g + "/path", n));
    MOQA_TRY(const auto rows, file.column<uint32_t>(g + "/rows", n));
    MOQA_TRY(const auto cols, file.column<uint32_t>(g + "/cols", n));
    MOQA_TRY(const auto dtype, file.textColumn(g + "/logical_dtype", n));
    MOQA_TRY(const auto offset, file.column<uint64_t>(g + "/file_offset", n));
    MOQA_TRY(const auto hashes, hashTable(file, g + "/sha256", n));
    std::vector<IndexedKept> kept(static_cast<size_t>(n));
    for (size_t i = 0; i < kept.size(); ++i) {
        IndexedKept& row = kept[i];
        setIdentity(identity, i, row);
        row.path = path[i];
        MOQA_TRY(row.entry.dtype, parseDType(dtype[i]));
        const DType stored = row.entry.dtype;
        constexpr uint32_t kMax = std::numeric_limits<int32_t>::max();
        if (rows[i] < 1 || cols[i] < 1 || rows[i] > kMax || cols[i] > kMax ||
            (stored != DType::BF16 && stored != DType::F16 && stored != DType::F32))
            return file.malformed(row.path, "its shape or type is impossible");
        row.entry.rows = rows[i];
        row.entry.cols = cols[i];
        row.entry.bits = bitsOf(stored);
        // Below 2^62 * 4 bytes: fits.
        row.data = {offset[i], static_cast<uint64_t>(row.entry.count()) * (bitsOf(stored) / 8u),
                    hashAt(hashes, i)};
        row.entry.bytes = static_cast<int64_t>(row.data.bytes);
        MOQA_CHECK(checkInside(file, row.path, row.data));
    }
    return kept;
}

} // namespace moqa
