// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A published checkpoint as a ModelSource: config.json read through the family table, every weight
// found in the mapped safetensors files, whichever layout they use. Opening reads headers only.
// Owns the mappings. Immutable, any thread.

#include "core/checkpoint/model_source.h"
#include "core/checkpoint/shard_set.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace moqa {

class Checkpoint final : public ModelSource {
public:
    // path: a folder in hub layout, or one .safetensors file with its config.json beside it.
    // BadInput for a family that cannot be run, a weight that is missing or of another shape than
    // config.json says, a dtype other than F32, F16 and BF16, and tensors that no weight accounts
    // for (each named), and whatever ShardSet::open refuses.
    static Result<std::shared_ptr<const Checkpoint>> open(const std::string& path);

    const ModelSpec& spec() const override { return m_spec; }
    std::string path() const override { return m_path; }
    std::string name() const override;
    std::string fingerprint() const override { return m_fingerprint; }
    Result<std::string> sideFile(const std::string& fileName) const override;
    std::vector<std::string> sideFiles() const override;
    const std::vector<WeightEntry>& weights() const override { return m_weights; }
    const WeightEntry* find(WeightId id) const override;
    Status readRows(WeightId id, int64_t row, int64_t count, float* out) const override;
    const void* mappedBf16(WeightId id, int64_t row, int64_t count) const override;
    void releaseLayer(int layer) const override;

    // What is odd but harmless, one sentence each.
    const std::vector<std::string>& notes() const { return m_notes; }

private:
    // Bytes of a weight's first row and where they are mapped.
    struct Place {
        const std::byte* data = nullptr;
        uint32_t shard = 0;
    };

    Status bindWeights();
    Status bindWeight(WeightId id, std::vector<bool>& used);
    Status checkRest(const std::vector<bool>& used);
    std::string fingerprintOf(const std::string& config) const;
    size_t indexOf(WeightId id) const; // weights().size() if there is none

    std::string m_path;
    ModelSpec m_spec;
    ShardSet m_shards;
    std::string m_config;
    std::string m_fingerprint;
    std::vector<WeightEntry> m_weights;
    std::vector<Place> m_places;                          // beside m_weights
    std::vector<std::pair<WeightId, size_t>> m_indexById; // rising
    std::vector<std::string> m_notes;
};

// Names that sideFile answers, as far as the checkpoint has them.
const std::vector<std::string>& knownSideFiles();

} // namespace moqa
