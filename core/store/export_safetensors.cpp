// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/export_safetensors.h"

#include "core/base/files.h"
#include "core/base/half.h"
#include "core/base/json.h"
#include "core/checkpoint/families.h"
#include "core/checkpoint/safetensors_writer.h"
#include "core/store/quantized_model.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <map>
#include <unistd.h>
#include <vector>

namespace moqa {

namespace fs = std::filesystem;

namespace {

constexpr int64_t kTileBytes = int64_t{16} << 20; // of f32 in memory at a time

// 16-bit weights stay as they are; everything else, codes above all, becomes bf16.
DType exportedDType(const WeightEntry& entry) {
    return entry.bits == 16 && entry.dtype == DType::F16 ? DType::F16 : DType::BF16;
}

using Shard = std::vector<const WeightEntry*>;

std::vector<Shard> shardsOf(const ModelSource& model, int64_t shardBytes) {
    std::vector<Shard> shards(1);
    int64_t filled = 0;
    for (const WeightEntry& entry : model.weights()) {
        const int64_t bytes = entry.count() * 2;
        if (filled > 0 && filled + bytes > shardBytes) {
            shards.emplace_back();
            filled = 0;
        }
        shards.back().push_back(&entry);
        filled += bytes;
    }
    return shards;
}

std::string shardName(size_t index, size_t count) {
    if (count == 1) return "model.safetensors";
    char name[64];
    std::snprintf(name, sizeof name, "model-%05zu-of-%05zu.safetensors", index + 1, count);
    return name;
}

// One export into a folder of its own.
class FolderExport {
public:
    FolderExport(const ModelSource& model, std::string folder, int64_t shardBytes,
                 Progress& progress)
        : m_model(model), m_folder(std::move(folder)), m_progress(progress),
          m_shards(shardsOf(model, shardBytes)) {
        for (const WeightEntry& entry : model.weights()) m_totalBytes += entry.count() * 2;
    }

    Status run() {
        for (size_t i = 0; i < m_shards.size(); ++i) MOQA_CHECK(writeShard(i));
        if (m_shards.size() > 1) MOQA_CHECK(writeIndex());
        return writeSideFiles();
    }

private:
    Status writeShard(size_t index) {
        std::vector<SafetensorsWriter::Tensor> tensors;
        std::map<std::string, const WeightEntry*> byName;
        for (const WeightEntry* entry : m_shards[index]) {
            const bool vector = isVectorRole(entry->id.role);
            tensors.push_back({entry->name, exportedDType(*entry),
                               vector ? std::vector<int64_t>{entry->count()}
                                      : std::vector<int64_t>{entry->rows, entry->cols},
                               0});
            byName[entry->name] = entry;
        }
        MOQA_TRY(SafetensorsWriter writer,
                 SafetensorsWriter::create(m_folder + "/" + shardName(index, m_shards.size()),
                                           std::move(tensors)));
        for (const auto& tensor : writer.tensors())
            MOQA_CHECK(writeWeight(writer, *byName.at(tensor.name)));
        return writer.finish();
    }

    Status writeWeight(SafetensorsWriter& writer, const WeightEntry& entry) {
        const int64_t tileRows = std::clamp(kTileBytes / (4 * entry.cols), int64_t{1}, entry.rows);
        for (int64_t row = 0; row < entry.rows; row += tileRows) {
            MOQA_CHECK(checkCancelled(m_progress));
            const int64_t count = std::min(tileRows, entry.rows - row);
            MOQA_CHECK(writeRows(writer, entry, row, count));
            m_doneBytes += count * entry.cols * 2;
            m_progress.report(static_cast<double>(m_doneBytes) / static_cast<double>(m_totalBytes),
                              entry.name);
        }
        return {};
    }

    Status writeRows(SafetensorsWriter& writer, const WeightEntry& entry, int64_t row,
                     int64_t count) {
        const auto values = static_cast<size_t>(count * entry.cols);
        if (const void* mapped = m_model.mappedBf16(entry.id, row, count))
            return writer.append({static_cast<const std::byte*>(mapped), 2 * values});
        m_wide.resize(values);
        m_half.resize(values);
        MOQA_CHECK(m_model.readRows(entry.id, row, count, m_wide.data()));
        const bool f16 = exportedDType(entry) == DType::F16;
        for (size_t i = 0; i < values; ++i)
            m_half[i] = f16 ? f32ToF16(m_wide[i]) : f32ToBf16(m_wide[i]);
        return writer.append(std::as_bytes(std::span(m_half)));
    }

    Status writeIndex() {
        // Sorted keys: an ordered Json looks through all of them at each insertion.
        nlohmann::json index = {{"metadata", {{"total_size", m_totalBytes}}}};
        nlohmann::json& map = index["weight_map"] = nlohmann::json::object();
        for (size_t i = 0; i < m_shards.size(); ++i)
            for (const WeightEntry* entry : m_shards[i])
                map[entry->name] = shardName(i, m_shards.size());
        return writeFileAtomically(m_folder + "/model.safetensors.index.json",
                                   index.dump(2) + "\n");
    }

    Status writeSideFiles() {
        for (const std::string& name : m_model.sideFiles()) {
            // Names come from the model file: only a plain one may become a path.
            if (name.empty() || name.front() == '.' || name.find('/') != std::string::npos ||
                name.find('\\') != std::string::npos)
                return badInput("a file that comes with the model has the name \"" +
                                    name.substr(0, 80) + "\"",
                                m_model.path());
            MOQA_TRY(std::string bytes, m_model.sideFile(name));
            if (name == "config.json") {
                MOQA_TRY(bytes, exportedConfig(bytes));
            }
            MOQA_CHECK(writeFileAtomically(m_folder + "/" + name, bytes));
        }
        return {};
    }

    Result<std::string> exportedConfig(const std::string& original) {
        MOQA_TRY(Json config, parseJson(original, m_model.path() + ": config.json"));
        config.erase("quantization_config");
        const bool f16 = std::ranges::any_of(m_model.weights(), [](const WeightEntry& entry) {
            return exportedDType(entry) == DType::F16;
        });
        for (const char* key : {"torch_dtype", "dtype"})
            if (config.contains(key)) config[key] = f16 ? "float16" : "bfloat16";
        return config.dump(2) + "\n";
    }

    const ModelSource& m_model;
    const std::string m_folder;
    Progress& m_progress;
    const std::vector<Shard> m_shards;
    int64_t m_totalBytes = 0, m_doneBytes = 0;
    std::vector<float> m_wide;
    std::vector<uint16_t> m_half;
};

Status takeName(const std::string& temporary, const std::string& folder) {
    // An empty folder of that name is replaced by rename itself.
    if (::rename(temporary.c_str(), folder.c_str()) != 0) return writeError(folder, errno);
    return {};
}

} // namespace

Status exportSafetensorsSharded(const ModelSource& model, const std::string& outFolder,
                                int64_t shardBytes, Progress& progress) {
    std::string folder = fs::path(outFolder).lexically_normal().string();
    if (folder.size() > 1 && folder.back() == '/') folder.pop_back();
    std::error_code failed;
    if (fs::exists(folder, failed) &&
        !(fs::is_directory(folder, failed) && fs::is_empty(folder, failed)))
        return badInput("there is something of this name already", outFolder,
                        "remove it or choose another name with -o");
    const std::string temporary = folder + ".tmp-" + std::to_string(::getpid());
    fs::remove_all(temporary, failed);
    if (!fs::create_directory(temporary, failed)) return writeError(outFolder, failed.value());
    Status status = FolderExport(model, temporary, shardBytes, progress).run();
    if (status.ok()) status = takeName(temporary, folder);
    if (status.ok()) return {};
    fs::remove_all(temporary, failed);
    Error error = status.error();
    if (error.where.starts_with(temporary)) error.where.replace(0, temporary.size(), folder);
    return error;
}

Status exportSafetensors(const ModelSource& model, const std::string& outFolder,
                         Progress& progress) {
    return exportSafetensorsSharded(model, outFolder, kShardBytes, progress);
}

} // namespace moqa
