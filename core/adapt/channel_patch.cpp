// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/adapt/channel_patch.h"

#include "core/base/half.h"
#include "core/quantize/rtn.h"

#include <algorithm>
#include <cstring>
#include <map>

namespace moqa {

namespace {

constexpr int kWhole = 16;

// Gate, up and down of the cached channels `chosen`, [3 * chosen, hidden].
Matrix rowsOf(const LayerCache& cache, const std::vector<size_t>& chosen) {
    Matrix rows(static_cast<int64_t>(chosen.size()) * kPatchRows, cache.hidden);
    for (size_t k = 0; k < chosen.size(); ++k)
        for (int r = 0; r < kPatchRows; ++r) {
            const auto& values = r == 0 ? cache.gate : r == 1 ? cache.up : cache.down;
            float* out = rows.row(static_cast<int64_t>(k) * kPatchRows + r);
            for (int64_t c = 0; c < cache.hidden; ++c)
                out[c] = f16ToF32(
                    values[chosen[k] * static_cast<size_t>(cache.hidden) + static_cast<size_t>(c)]);
        }
    return rows;
}

void copyWhole(const LayerCache& cache, size_t from, uint8_t* out) {
    const auto rowBytes = static_cast<size_t>(2 * cache.hidden);
    for (const auto* values : {&cache.gate, &cache.up, &cache.down}) {
        std::memcpy(out, values->data() + from * static_cast<size_t>(cache.hidden), rowBytes);
        out += rowBytes;
    }
}

// All channels of one width are rounded as one matrix.
Status fillWidth(const LayerCache& cache, const std::vector<size_t>& chosen,
                 const std::vector<size_t>& targets, int bits, const Progress& progress,
                 LayerPatch& patch) {
    const std::vector<size_t> begins = patch.codeBegins();
    if (bits == kWhole) {
        for (size_t k = 0; k < chosen.size(); ++k)
            copyWhole(cache, chosen[k], patch.codes.data() + begins[targets[k]]);
        return {};
    }
    const Matrix rows = rowsOf(cache, chosen);
    const UnitFormat format{bits, patch.group, patch.symmetric};
    MOQA_TRY(const QuantizedTensor tensor,
             quantizeRtn(rows, {}, format, GridSearch::Power24, nullptr, progress));
    const auto perChannel = static_cast<size_t>(kPatchRows * patch.groups());
    const auto codeBytes = static_cast<size_t>(kPatchRows * tensor.rowBytes());
    for (size_t k = 0; k < chosen.size(); ++k) {
        const size_t at = targets[k] * perChannel;
        std::memcpy(patch.codes.data() + begins[targets[k]], tensor.codes.data() + k * codeBytes,
                    codeBytes);
        std::copy_n(tensor.scales.data() + k * perChannel, perChannel, patch.scales.data() + at);
        if (!tensor.zeroPoints.empty())
            std::copy_n(tensor.zeroPoints.data() + k * perChannel, perChannel,
                        patch.zeroPoints.data() + at);
    }
    return {};
}

Result<LayerPatch> patchLayer(const LayerCache& cache, const std::map<int, int>& widths,
                              PatchMode mode, const UnitFormat& common, const Progress& progress) {
    LayerPatch patch;
    patch.layer = cache.layer;
    patch.hidden = cache.hidden;
    patch.symmetric = common.symmetric;
    patch.group = common.group > 0 && cache.hidden % common.group == 0 ? common.group : -1;
    std::map<int, std::vector<size_t>> chosen, targets; // by width
    for (size_t i = 0; i < cache.channels.size(); ++i) {
        const auto width = widths.find(cache.channels[i].expert);
        if (mode == PatchMode::Switch && width == widths.end()) continue;
        const int bits = mode == PatchMode::Resident ? kWhole : width->second;
        chosen[bits].push_back(i);
        targets[bits].push_back(patch.channels.size());
        patch.channels.push_back(cache.channels[i]);
        patch.bits.push_back(static_cast<uint8_t>(bits));
    }
    patch.codes.resize(patch.codeBegins().back());
    const size_t cells = patch.channels.size() * static_cast<size_t>(kPatchRows * patch.groups());
    patch.scales.resize(cells);
    patch.zeroPoints.resize(cells);
    for (const auto& [bits, from] : chosen)
        MOQA_CHECK(fillWidth(cache, from, targets[bits], bits, progress, patch));
    return patch;
}

} // namespace

const char* patchModeName(PatchMode mode) {
    return mode == PatchMode::Resident ? "resident" : "switch";
}

int64_t LayerPatch::rowBytes(int channelBits) const {
    return channelBits == kWhole ? 2 * hidden : ((hidden * channelBits + 7) / 8 + 3) / 4 * 4;
}

std::vector<size_t> LayerPatch::codeBegins() const {
    std::vector<size_t> begins{0};
    for (const uint8_t width : bits)
        begins.push_back(begins.back() + static_cast<size_t>(kPatchRows * rowBytes(width)));
    return begins;
}

int64_t LayerPatch::storedBytes() const {
    return static_cast<int64_t>(channels.size() * 9 + codes.size() + 2 * scales.size() +
                                zeroPoints.size());
}

void LayerPatch::row(size_t i, size_t begin, int r, float* out) const {
    const int width = bits[i];
    const uint8_t* packed = codes.data() + begin + static_cast<size_t>(r * rowBytes(width));
    if (width == kWhole) {
        for (int64_t c = 0; c < hidden; ++c) {
            uint16_t half = 0;
            std::memcpy(&half, packed + 2 * c, 2);
            out[c] = f16ToF32(half);
        }
        return;
    }
    thread_local QuantizedTensor one;
    one.format = {width, group, symmetric};
    one.rows = 1;
    one.cols = hidden;
    one.codes.assign(packed, packed + rowBytes(width));
    const size_t at = (i * kPatchRows + static_cast<size_t>(r)) * static_cast<size_t>(groups());
    const auto count = static_cast<size_t>(groups());
    one.scales.assign(scales.data() + at, scales.data() + at + count);
    one.zeroPoints.clear();
    if (!symmetric && width > 1)
        one.zeroPoints.assign(zeroPoints.data() + at, zeroPoints.data() + at + count);
    dequantizeRows(one, 0, 1, out);
}

int64_t ChannelPatch::channels() const {
    int64_t count = 0;
    for (const LayerPatch& layer : layers) count += static_cast<int64_t>(layer.channels.size());
    return count;
}

int64_t ChannelPatch::storedBytes() const {
    int64_t bytes = 0;
    for (const LayerPatch& layer : layers) bytes += layer.storedBytes();
    return bytes;
}

Result<ChannelPatch> makePatch(const CachedModel& model,
                               const std::vector<PrecisionChange>& changes, PatchMode mode,
                               const Progress& progress) {
    ChannelPatch patch;
    patch.mode = mode;
    patch.baseManifest = model.manifest;
    for (const LayerCache& cache : model.layers) {
        std::map<int, int> widths; // of the experts that changed
        for (const PrecisionChange& change : changes)
            if (change.layer == cache.layer) widths[change.expert] = change.to;
        MOQA_TRY(LayerPatch layer,
                 patchLayer(cache, widths, mode, model.plan.unitFormat, progress));
        if (!layer.channels.empty()) patch.layers.push_back(std::move(layer));
    }
    return patch;
}

} // namespace moqa
