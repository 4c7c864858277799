// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/quantized_join.h"

#include "core/base/half.h"
#include "core/base/sha256.h"
#include "core/checkpoint/families.h"
#include "core/store/channel_cache_store.h"

#include <cstdlib>
#include <ctime>
#include <map>

namespace moqa {

namespace {

// The one time in the file, and only when the caller names it: equal runs give equal bytes.
std::string createdUtc() {
    const char* epoch = std::getenv("SOURCE_DATE_EPOCH");
    if (!epoch || !*epoch) return {};
    char* end = nullptr;
    const auto seconds = static_cast<std::time_t>(std::strtoll(epoch, &end, 10));
    std::tm utc{};
    char text[40];
    if (*end != '\0' || !::gmtime_r(&seconds, &utc) ||
        std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &utc) == 0)
        return {};
    return text;
}

// A UUID of version 8 (RFC 9562: meaning of the bits left to us) cut from a SHA-256.
std::string uuidOf(const std::string& sha256) {
    std::string hex = sha256.substr(0, 32);
    hex[12] = '8';
    hex[16] = "89ab"[static_cast<size_t>(hex[16] <= '9' ? hex[16] - '0' : hex[16] - 'a' + 10) & 3];
    for (const size_t at : {size_t{20}, size_t{16}, size_t{12}, size_t{8}}) hex.insert(at, "-");
    return hex;
}

// Rows as their storage holds them; the source's bf16 bits unchanged where they are mapped.
Status storeRows(const ModelSource& model, const WeightEntry& entry, const KeptStorage& storage,
                 int64_t row, int64_t count, std::byte* out) {
    const auto values = static_cast<size_t>(count * entry.cols);
    if (storage.dtype == DType::BF16)
        if (const void* mapped = model.mappedBf16(entry.id, row, count)) {
            std::memcpy(out, mapped, 2 * values);
            return {};
        }
    std::vector<float> wide(values);
    MOQA_CHECK(model.readRows(entry.id, row, count, wide.data()));
    if (storage.dtype == DType::F32) {
        std::memcpy(out, wide.data(), 4 * values);
        return {};
    }
    for (size_t i = 0; i < values; ++i) {
        const uint16_t half = storage.dtype == DType::F16 ? f32ToF16(wide[i]) : f32ToBf16(wide[i]);
        std::memcpy(out + 2 * i, &half, 2);
    }
    return {};
}

} // namespace

Status QuantizedJoin::run(const Progress& progress) {
    MOQA_CHECK(collectLedger(progress));
    MOQA_CHECK(collectFolds());
    MOQA_CHECK(writeRoot());
    MOQA_CHECK(writeSideFiles());
    MOQA_CHECK(writeProvenance());
    MOQA_CHECK(writeWeights(progress));
    MOQA_CHECK(writeCaches(progress));
    MOQA_CHECK(writeModuleIndex(m_file, m_modules));
    MOQA_CHECK(writeKeptIndex(m_file, m_kept));
    MOQA_CHECK(writeLedger(m_file, "ledger", m_ledger));
    return m_file.attribute("", "uuid", uuidOf(h5::manifestOf(m_file.hashes())));
}

Status QuantizedJoin::collectLedger(const Progress& progress) {
    std::map<WeightId, LedgerRow> rows;
    for (int layer = -1; layer < m_model.spec().layerCount(); ++layer) {
        MOQA_CHECK(checkCancelled(progress));
        const auto file = m_partial.layer(layer);
        if (!file) return internalError("a layer was never finished", m_partial.layerFile(layer));
        MOQA_TRY(const std::vector<LedgerRow> found, readLedgerColumns(*file, "ledger"));
        for (const LedgerRow& row : found)
            if (!rows.emplace(row.id, row).second)
                return internalError("a weight has two ledger rows", row.name);
    }
    for (const WeightEntry& entry : m_model.weights()) {
        const auto row = rows.find(entry.id);
        if (row == rows.end()) return internalError("a weight has no ledger row", entry.name);
        m_ledger.push_back(row->second);
    }
    if (rows.size() != m_ledger.size())
        return internalError("the ledger names weights that the model does not have",
                             m_partial.path());
    return {};
}

Status QuantizedJoin::collectFolds() {
    const ModelSpec& spec = m_model.spec();
    for (int layer = 0; layer < spec.layerCount(); ++layer) {
        MOQA_TRY(const std::optional<LayerFold> fold,
                 readLayerFold(*m_partial.layer(layer), layer, spec.hidden));
        if (!fold.has_value()) continue;
        m_folded.fold(layer, fold->scale);
        m_foldedLayers.push_back(layer);
    }
    return {};
}

Status QuantizedJoin::writeRoot() {
    const ModelSpec& spec = m_model.spec();
    MOQA_CHECK(m_file.attribute("", "format", kQuantizedFormat));
    MOQA_CHECK(m_file.attribute("", "format_version", static_cast<uint32_t>(kQuantizedVersion)));
    MOQA_CHECK(m_file.attribute("", "producer", "MoQa Workbench"));
    MOQA_CHECK(m_file.attribute("", "producer_version", MOQA_VERSION));
    if (const std::string created = createdUtc(); !created.empty())
        MOQA_CHECK(m_file.attribute("", "created_utc", created));
    MOQA_CHECK(m_file.attribute("", "layout", "modules"));
    MOQA_CHECK(m_file.attribute("", "model_type", spec.family));
    MOQA_CHECK(m_file.attribute("", "source_model", m_model.name()));
    MOQA_CHECK(m_file.attribute("", "source_revision", m_model.fingerprint()));
    MOQA_CHECK(m_file.attribute("", "num_layers", static_cast<int32_t>(spec.layerCount())));
    return m_file.attribute("", "num_experts", static_cast<int32_t>(spec.experts));
}

Json QuantizedJoin::recipeJson() const {
    Json recipe = Json::object();
    recipe["quantizer"] = "moqa";
    recipe["options"] = m_recipe.options;
    recipe["calibration"] = m_recipe.calibration;
    Json modules = Json::array();
    for (const LedgerRow& row : m_ledger) {
        if (row.format.bits >= 16) continue;
        modules.push_back({{"module", moduleNameOf(row.name)},
                           {"bits", row.format.bits},
                           {"group_size", row.format.group},
                           {"symmetric", row.format.symmetric},
                           {"method", row.method}});
    }
    recipe["modules"] = std::move(modules);
    if (!m_foldedLayers.empty()) recipe["layers_with_scaled_norm"] = m_foldedLayers;
    return recipe;
}

Status QuantizedJoin::writeSideFiles() {
    MOQA_CHECK(m_file.group("tokenizer"));
    for (const std::string& name : m_model.sideFiles()) {
        MOQA_TRY(const std::string bytes, m_model.sideFile(name));
        const char* group = name == "config.json" ? "config/" : "tokenizer/";
        MOQA_CHECK(m_file.embedFile(group + name, name, bytes));
    }
    MOQA_CHECK(m_file.embedFile("config/plan.json", "plan.json", m_recipe.planJson));
    return m_file.embedFile("config/quantization.json", "quantization.json",
                            recipeJson().dump(1) + "\n");
}

Status QuantizedJoin::writeProvenance() {
    MOQA_CHECK(m_file.group("provenance"));
    MOQA_CHECK(m_file.attribute("provenance", "command_line", m_recipe.commandLine));
    if (const int64_t codes = quantizedWeights(m_model); codes > 0)
        MOQA_CHECK(m_file.attribute("provenance", "source_quantized_weights", codes));
    std::vector<std::string> files, hashes;
    for (const std::string& name : m_model.sideFiles()) {
        MOQA_TRY(const std::string bytes, m_model.sideFile(name));
        files.push_back(name);
        hashes.push_back(sha256Hex(bytes));
    }
    MOQA_CHECK(m_file.textColumn("provenance/source_files", files));
    MOQA_CHECK(m_file.textColumn("provenance/source_sha256", hashes));
    return m_file.embedFile("provenance/calibration", "calibration.json",
                            m_recipe.calibration.dump(1) + "\n");
}

Status QuantizedJoin::writeWeights(const Progress& progress) {
    for (size_t i = 0; i < m_ledger.size(); ++i) {
        MOQA_CHECK(checkCancelled(progress));
        const WeightEntry& entry = m_model.weights()[i];
        if (m_ledger[i].format.bits < 16)
            MOQA_CHECK(writeModuleOf(entry, m_ledger[i]));
        else
            MOQA_CHECK(writeKept(entry));
    }
    const WeightId head{Role::Head, -1, -1}, embedding{Role::Embedding, -1, -1};
    if (m_model.has(head) || !m_model.has(embedding)) return {};
    MOQA_CHECK(m_file.group(groupPathOf(head)));
    return m_file.attribute(groupPathOf(head), "tied_to", "/" + groupPathOf(embedding));
}

Status QuantizedJoin::writeCaches(const Progress& progress) {
    if (m_recipe.cache == nullptr) return {};
    MOQA_CHECK(m_file.group(kCacheGroup));
    MOQA_CHECK(m_file.attribute(kCacheGroup, "share", m_recipe.cache->share));
    MOQA_CHECK(m_file.attribute(kCacheGroup, "significance", m_recipe.cache->significance));
    MOQA_CHECK(m_file.attribute(kCacheGroup, "reweight", m_recipe.cache->reweight));
    for (const int layer : m_model.spec().moeLayers()) {
        MOQA_CHECK(checkCancelled(progress));
        MOQA_TRY(const LayerCache cache,
                 readLayerCache(*m_partial.layer(layer), layer, m_model.spec()));
        MOQA_CHECK(writeLayerCache(m_file, cache));
    }
    return {};
}

Status QuantizedJoin::writeModuleOf(const WeightEntry& entry, const LedgerRow& row) {
    const std::string group = groupPathOf(entry.id);
    MOQA_TRY(const QuantizedTensor tensor,
             readModule(*m_partial.layer(entry.id.layer), group, entry.id));
    MOQA_TRY(const PlacedModule placed, writeModule(m_file, group, tensor, row));
    m_modules.push_back({entry, tensor.format, group, indexedBytes(placed.codes),
                         indexedBytes(placed.scales), indexedBytes(placed.zeroPoints),
                         indexedBytes(placed.left), indexedBytes(placed.right)});
    return {};
}

Status QuantizedJoin::writeKept(const WeightEntry& entry) {
    const KeptStorage storage = keptStorage(entry);
    const std::string path = groupPathOf(entry.id) + "/" + datasetNameOf(entry.id.role);
    const auto store = [&](int64_t row, int64_t count, std::byte* out) {
        return storeRows(m_folded, entry, storage, row, count, out);
    };
    h5::PlacedDataset placed;
    if (isVectorRole(entry.id.role)) {
        std::vector<std::byte> bytes(static_cast<size_t>(entry.count() * sizeOf(storage.element)));
        MOQA_CHECK(store(0, entry.rows, bytes.data()));
        MOQA_TRY(placed, m_file.dataset(path, storage.element, {entry.count()}, bytes));
    } else {
        MOQA_TRY(placed, m_file.dataset(path, storage.element, {entry.rows, entry.cols}, store));
    }
    MOQA_CHECK(m_file.attribute(path, "logical_dtype", nameOf(storage.dtype)));
    MOQA_CHECK(m_file.attribute(path, "hf_name", entry.name));
    WeightEntry stored = entry;
    stored.dtype = storage.dtype;
    m_kept.push_back({stored, path, indexedBytes(placed)});
    return {};
}

} // namespace moqa
