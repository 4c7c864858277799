// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/checkpoint.h"

#include "core/base/files.h"
#include "core/base/json.h"
#include "core/base/sha256.h"
#include "core/checkpoint/families.h"
#include "core/checkpoint/tensor_names.h"

#include <algorithm>
#include <array>
#include <filesystem>

namespace moqa {

namespace fs = std::filesystem;

namespace {

constexpr int64_t kMaxSideFileBytes = 256 << 20;

bool readable(DType dtype) {
    return dtype == DType::F32 || dtype == DType::F16 || dtype == DType::BF16;
}

// Weights that are codes of some scheme look like ordinary tensors by name: say so first.
Status refuseQuantized(const std::string& config, const std::string& where) {
    MOQA_TRY(const Json json, parseJson(config, where));
    const auto it = json.find("quantization_config");
    if (it == json.end() || !it->is_object()) return {};
    MOQA_TRY(const std::string method, jsonString(*it, "quant_method", "unknown", where));
    return badInput("the weights are quantized already (" + method.substr(0, 40) +
                        "), which cannot be read",
                    where, "use the original checkpoint in F32, F16 or BF16");
}

} // namespace

const std::vector<std::string>& knownSideFiles() {
    static const std::vector<std::string> names = {
        "config.json",         "generation_config.json",  "tokenizer.json", "tokenizer_config.json",
        "tokenizer.model",     "special_tokens_map.json", "vocab.json",     "merges.txt",
        "chat_template.jinja", "added_tokens.json"};
    return names;
}

Result<std::shared_ptr<const Checkpoint>> Checkpoint::open(const std::string& path) {
    auto checkpoint = std::make_shared<Checkpoint>();
    checkpoint->m_path = path;
    MOQA_TRY(checkpoint->m_shards, ShardSet::open(path));
    const std::string configPath =
        (fs::path(checkpoint->m_shards.folder()) / "config.json").string();
    std::error_code error;
    if (!fs::exists(configPath, error))
        return badInput("there is no config.json beside the weights", path,
                        "it comes with the model: copy it into the same folder");
    MOQA_TRY(checkpoint->m_config, readFile(configPath, kMaxSideFileBytes));
    MOQA_TRY(checkpoint->m_spec, parseModelSpec(checkpoint->m_config, configPath));
    MOQA_CHECK(refuseQuantized(checkpoint->m_config, configPath));
    checkpoint->m_notes = checkpoint->m_shards.notes();
    MOQA_CHECK(checkpoint->bindWeights());
    checkpoint->m_fingerprint = checkpoint->fingerprintOf(checkpoint->m_config);
    return std::shared_ptr<const Checkpoint>(std::move(checkpoint));
}

Status Checkpoint::bindWeights() {
    std::vector<bool> used(m_shards.tensors().size());
    MOQA_CHECK(forEachWeight(m_spec, [&](WeightId id) { return bindWeight(id, used); }));
    m_indexById.reserve(m_weights.size());
    for (size_t i = 0; i < m_weights.size(); ++i) m_indexById.emplace_back(m_weights[i].id, i);
    std::sort(m_indexById.begin(), m_indexById.end());
    return checkRest(used);
}

Status Checkpoint::bindWeight(WeightId id, std::vector<bool>& used) {
    const auto [rows, cols] = weightShape(m_spec, id);
    const std::vector<WeightPlace> places = weightPlaces(m_spec, id);
    for (const WeightPlace& place : places) {
        const ShardTensor* tensor = m_shards.find(place.tensor);
        if (!tensor) continue;
        const TensorInfo& info = *tensor->info;
        const std::string& shard = m_shards.shards()[tensor->shard].path();
        if (!std::ranges::equal(info.shape(), place.shape))
            return badInput("tensor " + inQuotes(info.name) + " has shape " +
                                shapeText(info.shape()) + ", config.json asks for " +
                                shapeText(place.shape),
                            shard, "config.json and the weights belong to different models");
        if (!readable(info.dtype))
            return badInput("tensor " + inQuotes(info.name) + " is stored as " +
                                nameOf(info.dtype) + ", which cannot be read as weights",
                            shard, "use the original checkpoint in F32, F16 or BF16");
        const int64_t rowBytes = cols * bitsOf(info.dtype) / 8;
        m_weights.push_back({id, places.front().tensor, rows, cols, info.dtype, rows * rowBytes,
                             bitsOf(info.dtype)});
        m_places.push_back(
            {m_shards.bytes(*tensor).data() + place.firstRow * rowBytes, tensor->shard});
        used[static_cast<size_t>(tensor - m_shards.tensors().data())] = true;
        return {};
    }
    const bool head = id.role == Role::Head;
    const bool oneFile = m_shards.shards().size() == 1 && !fs::is_directory(m_path);
    return badInput("tensor " +
                        inQuotes(places.empty() ? roleName(id.role) : places.front().tensor) + " " +
                        shapeText(std::array{rows, cols}) + " is missing" +
                        (head ? ", and \"tie_word_embeddings\" is false" : ""),
                    m_path,
                    oneFile ? "if this is one of several shards, name their folder"
                            : "the checkpoint is incomplete, or config.json is another model's");
}

Status Checkpoint::checkRest(const std::vector<bool>& used) {
    size_t strange = 0, behind = 0;
    std::string first;
    for (size_t i = 0; i < used.size(); ++i) {
        const ShardTensor& tensor = m_shards.tensors()[i];
        const std::string& name = tensor.info->name;
        if (used[i] || !tensor.listed) continue;
        if (isIgnorableTensor(name, m_spec.layerCount())) {
            behind += layerInName(name) >= m_spec.layerCount() ? 1 : 0;
            continue;
        }
        if (m_spec.tiedHead && name == weightName(m_spec, {Role::Head, -1, -1})) {
            m_notes.push_back("\"" + name + "\" is ignored: the head is tied to the embedding");
            continue;
        }
        if (strange++ == 0) first = name;
    }
    if (strange > 0)
        return badInput(std::to_string(strange) + " tensors belong to no known weight of a " +
                            m_spec.family + " model, among them " + inQuotes(first),
                        m_path, "ignoring them could compute something else than this model");
    // As a rule next-token-prediction layers; but a config.json cut short looks the same.
    if (behind > 0)
        m_notes.push_back(std::to_string(behind) + " tensors of layers behind the " +
                          std::to_string(m_spec.layerCount()) +
                          " that config.json counts are ignored");
    return {};
}

std::string Checkpoint::fingerprintOf(const std::string& config) const {
    Sha256 sha;
    sha.add(config);
    for (const ShardTensor& tensor : m_shards.tensors())
        sha.add("\n" + tensor.info->name + "\t" + nameOf(tensor.info->dtype) + "\t" +
                shapeText(tensor.info->shape()));
    return sha.hex();
}

std::string Checkpoint::name() const {
    const fs::path clean = fs::path(m_path).lexically_normal();
    return (clean.has_filename() ? clean : clean.parent_path()).filename().string();
}

Result<std::string> Checkpoint::sideFile(const std::string& fileName) const {
    if (fileName == "config.json") return m_config;
    const auto& known = knownSideFiles();
    const std::string path = (fs::path(m_shards.folder()) / fileName).string();
    if (std::find(known.begin(), known.end(), fileName) == known.end())
        return badInput("not a file that comes with a model", fileName);
    return readFile(path, kMaxSideFileBytes);
}

std::vector<std::string> Checkpoint::sideFiles() const {
    std::vector<std::string> result;
    std::error_code error;
    for (const std::string& name : knownSideFiles())
        if (fs::is_regular_file(fs::path(m_shards.folder()) / name, error)) result.push_back(name);
    return result;
}

size_t Checkpoint::indexOf(WeightId id) const {
    const auto it = std::lower_bound(m_indexById.begin(), m_indexById.end(), id,
                                     [](const std::pair<WeightId, size_t>& entry, WeightId wanted) {
                                         return entry.first < wanted;
                                     });
    return it != m_indexById.end() && it->first == id ? it->second : m_weights.size();
}

const WeightEntry* Checkpoint::find(WeightId id) const {
    const size_t index = indexOf(id);
    return index == m_weights.size() ? nullptr : &m_weights[index];
}

Status Checkpoint::readRows(WeightId id, int64_t row, int64_t count, float* out) const {
    const size_t index = indexOf(id);
    const WeightEntry& entry = m_weights[index];
    const int64_t rowBytes = entry.cols * bitsOf(entry.dtype) / 8;
    return widenToF32(entry.dtype, m_places[index].data + row * rowBytes, count * entry.cols, out);
}

const void* Checkpoint::mappedBf16(WeightId id, int64_t row, int64_t count) const {
    (void)count; // rows of a weight are contiguous
    const size_t index = indexOf(id);
    if (index == m_weights.size() || m_weights[index].dtype != DType::BF16) return nullptr;
    const std::byte* data = m_places[index].data + row * m_weights[index].cols * 2;
    // Old writers did not align the data; a kernel reads 16-bit words.
    return reinterpret_cast<uintptr_t>(data) % 2 == 0 ? data : nullptr;
}

void Checkpoint::releaseLayer(int layer) const {
    for (size_t i = 0; i < m_weights.size(); ++i)
        if (m_weights[i].id.layer == layer)
            m_shards.shards()[m_places[i].shard].release(
                {m_places[i].data, static_cast<size_t>(m_weights[i].bytes)});
}

} // namespace moqa
