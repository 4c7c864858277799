// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/adapt/patched_source.h"

#include <fmt/format.h>

namespace moqa {

namespace {

// Which row of a patched channel a weight is made of; -1 for other weights.
int patchRow(Role role) {
    switch (role) {
    case Role::ExpertGate: return 0;
    case Role::ExpertUp: return 1;
    case Role::ExpertDown: return 2;
    default: return -1;
    }
}

} // namespace

Result<std::shared_ptr<const ModelSource>>
PatchedSource::create(std::shared_ptr<const ModelSource> base,
                      std::vector<std::shared_ptr<const ChannelPatch>> patches) {
    std::shared_ptr<PatchedSource> source(new PatchedSource(std::move(base)));
    source->m_patches = std::move(patches);
    for (size_t i = 0; i < source->m_patches.size(); ++i) {
        const ChannelPatch& patch = *source->m_patches[i];
        for (size_t j = 0; j < i; ++j)
            if (!patch.identity.empty() && source->m_patches[j]->identity == patch.identity)
                return badInput("this patch is applied twice", patch.path, "name it once");
        MOQA_CHECK(source->add(patch));
    }
    return std::shared_ptr<const ModelSource>(source);
}

Status PatchedSource::add(const ChannelPatch& patch) {
    const ModelSpec& spec = this->spec();
    for (const LayerPatch& layer : patch.layers) {
        const bool known = layer.layer >= 0 && layer.layer < spec.layerCount() &&
                           spec.layers[static_cast<size_t>(layer.layer)].moe;
        if (!known || layer.hidden != spec.hidden)
            return badInput("the patch is not for a model of this shape", patch.path,
                            "use it with the file that it was made from");
        const std::vector<size_t> begins = layer.codeBegins();
        for (size_t i = 0; i < layer.channels.size(); ++i) {
            const ChannelId id = layer.channels[i];
            if (id.expert < 0 || id.expert >= spec.experts || id.channel < 0 ||
                id.channel >= spec.expertWidth)
                return badInput("the patch names a channel that the model does not have",
                                patch.path, "use it with the file that it was made from");
            auto& channels = m_places[{layer.layer, id.expert}];
            if (!channels.emplace(id.channel, Place{&layer, i, begins[i]}).second)
                return badInput(
                    fmt::format("channel {} of expert {} in layer {} is patched already",
                                id.channel, id.expert, layer.layer),
                    patch.path, "apply patches that overlap one at a time");
        }
    }
    return {};
}

Status PatchedSource::readRows(WeightId id, int64_t row, int64_t count, float* out) const {
    MOQA_CHECK(base().readRows(id, row, count, out));
    const int part = patchRow(id.role);
    if (part < 0) return {};
    const auto found = m_places.find({id.layer, id.expert});
    if (found == m_places.end()) return {};
    const int64_t width = part < 2 ? spec().hidden : spec().expertWidth;
    if (part < 2) {
        const auto& channels = found->second;
        for (auto it = channels.lower_bound(static_cast<int32_t>(row));
             it != channels.end() && it->first < row + count; ++it)
            it->second.patch->row(it->second.index, it->second.codeBegin, part,
                                  out + (it->first - row) * width);
        return {};
    }
    std::vector<float> column(static_cast<size_t>(spec().hidden));
    for (const auto& [channel, place] : found->second) {
        place.patch->row(place.index, place.codeBegin, part, column.data());
        for (int64_t r = 0; r < count; ++r)
            out[r * width + channel] = column[static_cast<size_t>(row + r)];
    }
    return {};
}

const void* PatchedSource::mappedBf16(WeightId id, int64_t row, int64_t count) const {
    return patches(id) ? nullptr : base().mappedBf16(id, row, count);
}

std::optional<kernels::PackedMatrix> PatchedSource::packed(WeightId id) const {
    return patches(id) ? std::nullopt : base().packed(id);
}

bool PatchedSource::patches(WeightId id) const {
    return patchRow(id.role) >= 0 && m_places.count({id.layer, id.expert}) != 0;
}

} // namespace moqa
