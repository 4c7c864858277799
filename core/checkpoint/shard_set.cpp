// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/shard_set.h"

#include "core/checkpoint/shard_index.h"

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <set>

namespace moqa {

namespace fs = std::filesystem;

namespace {

constexpr size_t kMaxShards = 10'000;

bool isPlainName(const std::string& name) {
    return !name.empty() && name != "." && name != ".." &&
           name.find_first_of(std::string_view("/\\\0", 3)) == std::string::npos;
}

// A shard must lie in its folder, so that a hostile checkpoint cannot name other files of this
// machine. The one exception is the layout of the hub's download cache, where
// <repository>/snapshots/<revision>/ holds links into <repository>/blobs/.
Status checkPlace(const fs::path& folder, const std::string& name, const std::string& where) {
    if (!isPlainName(name))
        return badInput("the shard name " + inQuotes(name) + " leads out of the folder", where,
                        "do not trust this checkpoint");
    std::error_code error;
    const fs::path target = fs::canonical(folder / name, error);
    if (error)
        return badInput("the shard " + inQuotes(name) + " is missing", where,
                        "download or copy the missing file");
    const fs::path home = fs::canonical(folder, error);
    const bool cached = home.parent_path().filename() == "snapshots" &&
                        target.parent_path() == home.parent_path().parent_path() / "blobs";
    if (error || (target.parent_path() != home && !cached))
        return badInput("the shard " + inQuotes(name) + " is a link that leads out of the folder",
                        where, "copy the file into the folder if you trust it");
    return {};
}

} // namespace

Result<ShardSet> ShardSet::open(const std::string& path) {
    std::error_code error;
    ShardSet set;
    if (fs::is_directory(path, error)) {
        set.m_folder = path;
        MOQA_CHECK(set.openFolder());
    } else if (!fs::exists(path, error)) {
        return badInput("no such file or folder", path, "check the path");
    } else if (fs::path(path).extension() != ".safetensors") {
        return badInput("this is neither a folder nor a .safetensors file", path,
                        "name a model's folder or its .safetensors file");
    } else {
        const fs::path parent = fs::path(path).parent_path();
        set.m_folder = parent.empty() ? "." : parent.string();
        MOQA_CHECK(set.addShard(path));
    }
    MOQA_CHECK(set.mergeTensors());
    return set;
}

Status ShardSet::openFolder() {
    std::error_code error;
    const fs::path folder(m_folder);
    if (fs::exists(folder / "model.safetensors", error)) {
        MOQA_CHECK(checkPlace(folder, "model.safetensors", m_folder));
        return addShard((folder / "model.safetensors").string());
    }
    const fs::path index = folder / "model.safetensors.index.json";
    if (fs::exists(index, error)) return openIndexed(index.string());
    return openAll();
}

Status ShardSet::addShard(const std::string& path) {
    MOQA_TRY(SafetensorsFile file, SafetensorsFile::open(path));
    const auto shard = static_cast<uint32_t>(m_shards.size());
    m_shards.push_back(std::move(file));
    for (const TensorInfo& tensor : m_shards.back().tensors())
        m_tensors.push_back({&tensor, shard, true});
    return {};
}

Status ShardSet::openIndexed(const std::string& indexPath) {
    MOQA_TRY(const ShardIndex index, readShardIndex(indexPath));
    if (index.shards.size() > kMaxShards) return badInput("it names too many shards", indexPath);
    for (const std::string& name : index.shards) {
        MOQA_CHECK(checkPlace(m_folder, name, indexPath));
        MOQA_CHECK(addShard((fs::path(m_folder) / name).string()));
    }
    // Converted repositories keep an index with old names: the shards' own headers are believed.
    size_t unlisted = 0;
    std::set<std::string_view> present;
    for (ShardTensor& tensor : m_tensors) {
        tensor.listed =
            std::binary_search(index.tensors.begin(), index.tensors.end(), tensor.info->name);
        unlisted += tensor.listed ? 0 : 1;
        if (tensor.listed) present.insert(tensor.info->name);
    }
    if (unlisted > 0)
        m_notes.push_back("the shards hold " + std::to_string(unlisted) +
                          " tensors that the index does not list");
    if (present.size() < index.tensors.size())
        m_notes.push_back("the index lists " +
                          std::to_string(index.tensors.size() - present.size()) +
                          " tensors that no shard holds");
    return {};
}

Status ShardSet::openAll() {
    std::set<std::string> names;
    std::error_code error;
    for (fs::directory_iterator it(m_folder, error), end; !error && it != end;
         it.increment(error)) {
        if (it->path().extension() == ".safetensors") names.insert(it->path().filename().string());
        if (names.size() > kMaxShards) return badInput("too many .safetensors files", m_folder);
    }
    if (error) return ioError("cannot list this folder: " + error.message(), m_folder);
    if (names.empty())
        return badInput("no .safetensors file in this folder", m_folder,
                        "name a folder with config.json and model.safetensors");
    for (const std::string& name : names) {
        MOQA_CHECK(checkPlace(m_folder, name, m_folder));
        MOQA_CHECK(addShard((fs::path(m_folder) / name).string()));
    }
    return {};
}

bool ShardSet::sameContent(const ShardTensor& a, const ShardTensor& b) const {
    const auto shapeA = a.info->shape(), shapeB = b.info->shape();
    if (a.info->dtype != b.info->dtype ||
        !std::equal(shapeA.begin(), shapeA.end(), shapeB.begin(), shapeB.end()))
        return false;
    const auto bytesA = bytes(a), bytesB = bytes(b);
    return bytesA.empty() || std::memcmp(bytesA.data(), bytesB.data(), bytesA.size()) == 0;
}

Status ShardSet::mergeTensors() {
    std::stable_sort(
        m_tensors.begin(), m_tensors.end(),
        [](const ShardTensor& a, const ShardTensor& b) { return a.info->name < b.info->name; });
    for (size_t i = 1; i < m_tensors.size(); ++i) {
        if (m_tensors[i - 1].info->name != m_tensors[i].info->name) continue;
        if (!sameContent(m_tensors[i - 1], m_tensors[i]))
            return badInput("tensor " + inQuotes(m_tensors[i].info->name) +
                                " is also, with different content, in " +
                                m_shards[m_tensors[i - 1].shard].path(),
                            m_shards[m_tensors[i].shard].path(),
                            "keep in this folder only the files of one model");
    }
    const auto sameName = [](const ShardTensor& a, const ShardTensor& b) {
        return a.info->name == b.info->name;
    };
    m_tensors.erase(std::unique(m_tensors.begin(), m_tensors.end(), sameName), m_tensors.end());
    return {};
}

const ShardTensor* ShardSet::find(std::string_view name) const {
    const auto it = std::lower_bound(m_tensors.begin(), m_tensors.end(), name,
                                     [](const ShardTensor& tensor, std::string_view wanted) {
                                         return tensor.info->name < wanted;
                                     });
    return it != m_tensors.end() && it->info->name == name ? &*it : nullptr;
}

std::span<const std::byte> ShardSet::bytes(const ShardTensor& tensor) const {
    return m_shards[tensor.shard].bytes(*tensor.info);
}

} // namespace moqa
