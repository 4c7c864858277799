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

class PatchedSource final : public ForwardingSource {
public:
    // BadInput for a patch that does not fit the base, two patches that are the same, or two that
    // override the same channel.
    static Result<std::shared_ptr<const ModelSource>>
    create(std::shared_ptr<const ModelSource> base,
           std::vector<std::shared_ptr<const ChannelPatch>> patches);

    Status readRows(WeightId id, int64_t row, int64_t count, float* out) const override;
    const void* mappedBf16(WeightId id, int64_t row, int64_t count) const override;
    // Of an expert without patched channels.
    std::optional<kernels::PackedMatrix> packed(WeightId id) const override;

private:
    // Where a patched channel of an expert is.
    struct Place {
        const LayerPatch* patch = nullptr;
        size_t index = 0, codeBegin = 0;
    };
    explicit PatchedSource(std::shared_ptr<const ModelSource> base)
        : ForwardingSource(*base), m_owned(std::move(base)) {}
    bool patches(WeightId id) const;
    Status add(const ChannelPatch& patch);

    std::shared_ptr<const ModelSource> m_owned; // base()
    std::vector<std::shared_ptr<const ChannelPatch>> m_patches;
    std::map<ExpertId, std::map<int32_t, Place>> m_places; // by channel
};

} // namespace moqa
