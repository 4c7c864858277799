// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/quantized_source.h"

#include "core/base/sha256.h"
#include "core/checkpoint/families.h"
#include "core/store/channel_cache_store.h"
#include "core/store/quantized_model.h"

#include <algorithm>
#include <filesystem>

namespace moqa {

namespace {

constexpr const char* kWriteAgain = "the file is damaged; write or copy it again";

Result<std::vector<h5::DatasetHash>> hashesUnder(const h5::InputFile& file,
                                                 const std::string& group) {
    std::vector<h5::DatasetHash> hashes;
    MOQA_TRY(const std::vector<std::string> names, file.children(group));
    for (const std::string& name : names) {
        MOQA_TRY(const h5::InputDataset found, file.dataset(group + "/" + name));
        hashes.push_back({found.path, found.sha256});
    }
    return hashes;
}

} // namespace

Result<std::shared_ptr<const ModelSource>> QuantizedSource::open(const std::string& path) {
    std::shared_ptr<QuantizedSource> source(new QuantizedSource);
    MOQA_TRY(source->m_file, h5::InputFile::open(path, kQuantizedFormat, kQuantizedVersion));
    const h5::InputFile& file = *source->m_file;
    MOQA_TRY(source->m_modules, readModuleIndex(file));
    MOQA_TRY(source->m_kept, readKeptIndex(file));
    MOQA_CHECK(source->checkManifest());
    MOQA_TRY(source->m_fingerprint, file.text("", "source_revision"));
    MOQA_TRY(const std::string config, file.embeddedFile("config/config.json"));
    MOQA_TRY(source->m_spec, parseModelSpec(config, path + ":/config/config.json"));
    source->m_sideFiles["config.json"] = "config/config.json";
    MOQA_TRY(const std::vector<std::string> names, file.children("tokenizer"));
    for (const std::string& name : names) source->m_sideFiles[name] = "tokenizer/" + name;
    MOQA_CHECK(source->bindWeights());
    return std::shared_ptr<const ModelSource>(source);
}

// All hashes of the file in one: no dataset can be exchanged together with its own hash.
Status QuantizedSource::checkManifest() const {
    std::vector<h5::DatasetHash> hashes;
    for (const IndexedModule& module : m_modules) {
        hashes.push_back({module.group + "/codes", module.codes.sha256});
        hashes.push_back({module.group + "/scales", module.scales.sha256});
        if (module.zeroPoints.bytes > 0)
            hashes.push_back({module.group + "/zero_points", module.zeroPoints.sha256});
        if (module.format.rank > 0) {
            hashes.push_back({module.group + kLeftFactor, module.left.sha256});
            hashes.push_back({module.group + kRightFactor, module.right.sha256});
        }
    }
    for (const IndexedKept& kept : m_kept) hashes.push_back({kept.path, kept.data.sha256});
    for (const char* group :
         {"config", "tokenizer", "provenance", "index", "index_kept", "ledger"}) {
        MOQA_TRY(const std::vector<h5::DatasetHash> found, hashesUnder(*m_file, group));
        hashes.insert(hashes.end(), found.begin(), found.end());
    }
    MOQA_TRY(const std::vector<h5::DatasetHash> cached, cacheHashes(*m_file));
    hashes.insert(hashes.end(), cached.begin(), cached.end());
    MOQA_TRY(const std::string claimed, m_file->text("", "manifest_sha256"));
    if (h5::manifestOf(std::move(hashes)) != claimed)
        return m_file->malformed("", "the hashes of its datasets do not match the manifest");
    return {};
}

// The config decides which weights there are and their shapes; the file must have exactly those.
Status QuantizedSource::bindWeights() {
    std::map<WeightId, Place> places;
    for (size_t i = 0; i < m_modules.size(); ++i)
        if (!places.emplace(m_modules[i].entry.id, Place{true, i}).second)
            return m_file->malformed(m_modules[i].group, "this weight is listed twice");
    for (size_t i = 0; i < m_kept.size(); ++i)
        if (!places.emplace(m_kept[i].entry.id, Place{false, i}).second)
            return m_file->malformed(m_kept[i].path, "this weight is listed twice");
    MOQA_CHECK(forEachWeight(m_spec, [&](WeightId id) -> Status {
        const auto found = places.find(id);
        if (found == places.end())
            return m_file->malformed(groupPathOf(id), "this weight of the model is missing");
        const Place place = found->second;
        const WeightEntry& entry =
            place.quantized ? m_modules[place.row].entry : m_kept[place.row].entry;
        if (std::pair(entry.rows, entry.cols) != weightShape(m_spec, id))
            return m_file->malformed(groupPathOf(id), "its shape does not fit config.json");
        m_indexById[id] = m_weights.size();
        m_weights.push_back(entry);
        m_places.push_back(place);
        return {};
    }));
    if (m_weights.size() != places.size())
        return m_file->malformed("index", "it lists weights that config.json does not know");
    m_verified = std::make_unique<std::atomic<bool>[]>(m_weights.size());
    return {};
}

std::string QuantizedSource::name() const {
    return std::filesystem::path(m_file->path()).filename().string();
}

Result<std::string> QuantizedSource::sideFile(const std::string& fileName) const {
    const auto found = m_sideFiles.find(fileName);
    if (found == m_sideFiles.end()) return badInput("the model has no " + fileName, m_file->path());
    return m_file->embeddedFile(found->second);
}

std::vector<std::string> QuantizedSource::sideFiles() const {
    std::vector<std::string> names;
    for (const auto& [name, path] : m_sideFiles) names.push_back(name);
    return names;
}

size_t QuantizedSource::indexOf(WeightId id) const {
    const auto found = m_indexById.find(id);
    return found == m_indexById.end() ? m_weights.size() : found->second;
}

const WeightEntry* QuantizedSource::find(WeightId id) const {
    const size_t index = indexOf(id);
    return index == m_weights.size() ? nullptr : &m_weights[index];
}

std::span<const std::byte> QuantizedSource::at(const IndexedBytes& part, uint64_t first,
                                               uint64_t bytes) const {
    return m_file->mapping().bytes().subspan(part.offset + first, bytes);
}

Status QuantizedSource::verifyBytes(const IndexedBytes& part, const std::string& what) const {
    if (sha256Hex(at(part, 0, part.bytes)) == part.sha256) return {};
    return badInput(what + " does not match its SHA-256", m_file->path(), kWriteAgain);
}

Status QuantizedSource::verify(size_t index) const {
    if (m_verified[index].load(std::memory_order_acquire)) return {};
    const Place place = m_places[index];
    const std::string& name = m_weights[index].name;
    if (place.quantized) {
        const IndexedModule& module = m_modules[place.row];
        MOQA_CHECK(verifyBytes(module.codes, "the codes of " + name));
        MOQA_CHECK(verifyBytes(module.scales, "the scales of " + name));
        if (module.zeroPoints.bytes > 0)
            MOQA_CHECK(verifyBytes(module.zeroPoints, "the zero points of " + name));
        if (module.format.realZeros)
            MOQA_CHECK(verifyHalves(module.zeroPoints, module.group + "/zero_points"));
        if (module.format.rank > 0) {
            MOQA_CHECK(verifyBytes(module.left, "the compensation of " + name));
            MOQA_CHECK(verifyBytes(module.right, "the compensation of " + name));
            MOQA_CHECK(verifyHalves(module.left, module.group + kLeftFactor));
            MOQA_CHECK(verifyHalves(module.right, module.group + kRightFactor));
        }
    } else {
        MOQA_CHECK(verifyBytes(m_kept[place.row].data, name));
    }
    m_verified[index].store(true, std::memory_order_release);
    return {};
}

Status QuantizedSource::verifyHalves(const IndexedBytes& part, const std::string& dataset) const {
    std::vector<uint16_t> halves(part.bytes / 2);
    std::memcpy(halves.data(), at(part, 0, part.bytes).data(), part.bytes);
    return checkHalves(*m_file, dataset, halves.data(), halves.size());
}

Status QuantizedSource::readModuleRows(const IndexedModule& module, int64_t row, int64_t count,
                                       float* out) const {
    // Only these rows are copied, into buffers that each thread keeps: a fresh allocation per tile
    // would cost more than the copy.
    thread_local QuantizedTensor tile;
    tile.format = module.format;
    tile.rows = count;
    tile.cols = module.entry.cols;
    const auto first = static_cast<uint64_t>(row), rows = static_cast<uint64_t>(count);
    const auto rowBytes = static_cast<uint64_t>(tile.rowBytes());
    const auto groups = static_cast<uint64_t>(tile.groups());
    const auto copy = [&](const IndexedBytes& part, uint64_t bytesPerRow, auto& into) {
        const auto bytes = at(part, first * bytesPerRow, rows * bytesPerRow);
        into.resize(bytes.size() / sizeof(into[0]));
        std::memcpy(into.data(), bytes.data(), bytes.size());
    };
    copy(module.codes, rowBytes, tile.codes);
    copy(module.scales, 2 * groups, tile.scales);
    tile.zeroPoints.clear();
    tile.realZeros.clear();
    if (module.format.realZeros)
        copy(module.zeroPoints, 2 * groups, tile.realZeros);
    else if (module.zeroPoints.bytes > 0)
        copy(module.zeroPoints, groups, tile.zeroPoints);
    if (const auto rank = static_cast<uint64_t>(module.format.rank); rank > 0) {
        copy(module.left, 2 * rank, tile.left);
        tile.right.resize(module.right.bytes / 2); // all of it: every row needs it
        std::memcpy(tile.right.data(), at(module.right, 0, module.right.bytes).data(),
                    module.right.bytes);
    }
    dequantizeRows(tile, 0, count, out);
    return {};
}

Status QuantizedSource::readRows(WeightId id, int64_t row, int64_t count, float* out) const {
    const size_t index = indexOf(id);
    MOQA_CHECK(verify(index));
    const Place place = m_places[index];
    if (place.quantized) return readModuleRows(m_modules[place.row], row, count, out);
    const IndexedKept& kept = m_kept[place.row];
    const auto rowBytes = static_cast<uint64_t>(kept.entry.bytes / kept.entry.rows);
    const auto bytes = at(kept.data, static_cast<uint64_t>(row) * rowBytes,
                          static_cast<uint64_t>(count) * rowBytes);
    return widenToF32(kept.entry.dtype, bytes.data(), count * kept.entry.cols, out);
}

const void* QuantizedSource::mappedBf16(WeightId id, int64_t row, int64_t count) const {
    const size_t index = indexOf(id);
    if (index == m_weights.size() || m_places[index].quantized) return nullptr;
    const IndexedKept& kept = m_kept[m_places[index].row];
    // Bytes that do not match are refused by readRows, with a reason.
    if (kept.entry.dtype != DType::BF16 || !verify(index).ok()) return nullptr;
    const auto rowBytes = static_cast<uint64_t>(kept.entry.cols) * 2;
    const std::byte* data = at(kept.data, static_cast<uint64_t>(row) * rowBytes,
                               static_cast<uint64_t>(count) * rowBytes)
                                .data();
    return reinterpret_cast<uintptr_t>(data) % 2 == 0 ? data : nullptr;
}

std::optional<kernels::PackedMatrix> QuantizedSource::packed(WeightId id) const {
    const size_t index = indexOf(id);
    const Place place = m_places[index];
    // Bytes that do not match are refused by readRows, with a reason.
    if (!place.quantized || !verify(index).ok()) return std::nullopt;
    const IndexedModule& module = m_modules[place.row];
    if (module.format.rank > 0) return std::nullopt;
    const auto begin = [&](const IndexedBytes& part) { return at(part, 0, part.bytes).data(); };
    kernels::PackedMatrix view;
    view.bits = module.format.bits;
    view.rows = module.entry.rows;
    view.cols = module.entry.cols;
    view.rowBytes = static_cast<int64_t>(module.codes.bytes) / view.rows;
    view.groupSize = module.format.group;
    view.codes = reinterpret_cast<const uint8_t*>(begin(module.codes));
    view.scales = begin(module.scales);
    if (module.format.realZeros)
        view.realZeros = begin(module.zeroPoints);
    else if (module.zeroPoints.bytes > 0)
        view.zeros = reinterpret_cast<const uint8_t*>(begin(module.zeroPoints));
    return view;
}

void QuantizedSource::releaseLayer(int layer) const {
    // The writer lays a layer's weights out one after the other.
    uint64_t begin = UINT64_MAX, end = 0;
    for (size_t i = 0; i < m_weights.size(); ++i) {
        if (m_weights[i].id.layer != layer) continue;
        const Place place = m_places[i];
        const IndexedBytes& part =
            place.quantized ? m_modules[place.row].codes : m_kept[place.row].data;
        begin = std::min(begin, part.offset);
        end = std::max(end, part.offset + part.bytes);
    }
    if (begin < end)
        m_file->mapping().release(m_file->mapping().bytes().subspan(begin, end - begin));
}

Result<std::shared_ptr<const ModelSource>> openQuantizedModel(const std::string& path) {
    return QuantizedSource::open(path);
}

Result<std::vector<LedgerRow>> readLedger(const std::string& path) {
    MOQA_TRY(const auto file, h5::InputFile::open(path, kQuantizedFormat, kQuantizedVersion));
    return readLedgerColumns(*file, "ledger");
}

Result<Plan> readPlan(const std::string& path) {
    MOQA_TRY(const auto file, h5::InputFile::open(path, kQuantizedFormat, kQuantizedVersion));
    MOQA_TRY(const std::string text, file->embeddedFile("config/plan.json"));
    const std::string where = path + ":/config/plan.json";
    MOQA_TRY(const Json json, parseJson(text, where));
    return Plan::fromJson(json, where);
}

} // namespace moqa
