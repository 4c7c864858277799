// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A model with patches laid over it: rows of gate and up and columns of down of the patched
// channels come from the patches, everything else from the base, which stays as it is. Taking a
// patch back is opening the base without it. Immutable, any thread.

#include "core/adapt/channel_patch.h"
#include "core/checkpoint/model_source.h"

#include <map>
#include <memory>
#include <vector>

namespace moqa {

class PatchedSource final : public ModelSource {
public:
    // BadInput for a patch that does not fit the base, two patches that are the same, or two that
    // override the same channel.
    static Result<std::shared_ptr<const ModelSource>>
    create(std::shared_ptr<const ModelSource> base,
           std::vector<std::shared_ptr<const ChannelPatch>> patches);

    const ModelSpec& spec() const override { return m_base->spec(); }
    std::string path() const override { return m_base->path(); }
    std::string name() const override { return m_base->name(); }
    std::string fingerprint() const override { return m_base->fingerprint(); }
    Result<std::string> sideFile(const std::string& f) const override {
        return m_base->sideFile(f);
    }
    std::vector<std::string> sideFiles() const override { return m_base->sideFiles(); }
    const std::vector<WeightEntry>& weights() const override { return m_base->weights(); }
    const WeightEntry* find(WeightId id) const override { return m_base->find(id); }
    Status readRows(WeightId id, int64_t row, int64_t count, float* out) const override;
    const void* mappedBf16(WeightId id, int64_t row, int64_t count) const override;
    void releaseLayer(int layer) const override { m_base->releaseLayer(layer); }

private:
    // Where a patched channel of an expert is.
    struct Place {
        const LayerPatch* patch = nullptr;
        size_t index = 0, codeBegin = 0;
    };
    PatchedSource() = default;
    Status add(const ChannelPatch& patch);

    std::shared_ptr<const ModelSource> m_base;
    std::vector<std::shared_ptr<const ChannelPatch>> m_patches;
    std::map<ExpertId, std::map<int32_t, Place>> m_places; // by channel
};

} // namespace moqa
