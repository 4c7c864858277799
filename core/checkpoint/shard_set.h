// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The safetensors files of one checkpoint, as one index of tensors by name. Reads headers only.
// Owns the mappings. Immutable, any thread.

#include "core/base/result.h"
#include "core/checkpoint/safetensors.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace moqa {

struct ShardTensor {
    const TensorInfo* info = nullptr;
    uint32_t shard = 0;
    bool listed = true; // false: in a shard, but not in the index file
};

class ShardSet {
public:
    // path: a .safetensors file, or a folder, of which model.safetensors is taken, else the shards
    // of model.safetensors.index.json, else all *.safetensors in name order. BadInput naming the
    // shard that is missing, truncated or malformed, for a shard name that leads out of the folder,
    // and for a tensor that is in two shards with different content.
    static Result<ShardSet> open(const std::string& path);

    const std::string& folder() const { return m_folder; } // where config.json is looked for
    const std::vector<SafetensorsFile>& shards() const { return m_shards; }
    const std::vector<ShardTensor>& tensors() const { return m_tensors; } // by rising name
    const ShardTensor* find(std::string_view name) const;                 // null: none
    std::span<const std::byte> bytes(const ShardTensor& tensor) const;
    // What is odd but harmless: "the index lists 3 tensors that no shard holds".
    const std::vector<std::string>& notes() const { return m_notes; }

private:
    Status openFolder();
    Status openIndexed(const std::string& indexPath);
    Status openAll();
    Status addShard(const std::string& path);
    Status mergeTensors();
    bool sameContent(const ShardTensor& a, const ShardTensor& b) const;

    std::string m_folder;
    std::vector<SafetensorsFile> m_shards;
    std::vector<ShardTensor> m_tensors;
    std::vector<std::string> m_notes;
};

} // namespace moqa
