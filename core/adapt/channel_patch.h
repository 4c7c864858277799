// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A patch: cached channels of some experts at another precision, rounded to nearest from their
// cached values with groups of their own (moqa.md section 6 step 3), or whole (mode resident). It
// overrides the channels of its base file and nothing else. A value as it is stored; any thread.

#include "core/adapt/cached_model.h"
#include "core/adapt/precision_change.h"
#include "core/base/progress.h"
#include "core/quantize/quantized_tensor.h"

#include <array>

namespace moqa {

enum class PatchMode { Switch, Resident };
const char* patchModeName(PatchMode mode); // "switch", "resident"

inline constexpr int kPatchRows = 3; // gate, up, down of a channel, each a row of `hidden` values

// The channels of one layer. Row r of channel i begins at codeBegin[i] + r * rowBytes(bits).
struct LayerPatch {
    int layer = 0;
    int64_t hidden = 0;
    int group = -1; // columns per scale along each row; -1 = the whole row
    bool symmetric = false;
    std::vector<ChannelId> channels; // rising, without repeats
    std::vector<uint8_t> bits;       // [channels] 1..8, or 16: codes are f16 values
    std::vector<uint8_t> codes;      // rows end to end
    std::vector<uint16_t> scales;    // f16 [channels, 3, groups], 0 where bits is 16
    std::vector<uint8_t> zeroPoints; // [channels, 3, groups]

    int64_t groups() const { return group > 0 ? hidden / group : 1; }
    int64_t rowBytes(int channelBits) const;
    std::vector<size_t> codeBegins() const; // [channels + 1]
    int64_t storedBytes() const;
    // Row r (0 gate, 1 up, 2 down) of channel i as f32 [hidden]; begin = codeBegins()[i].
    void row(size_t i, size_t begin, int r, float* out) const;
};

struct ChannelPatch {
    PatchMode mode = PatchMode::Switch;
    std::string path;                     // where it came from, for errors
    std::string baseSha256, baseManifest; // of the file it belongs to
    std::string identity;                 // manifest of the patch itself
    std::vector<std::string> corpora;     // it was made for
    std::vector<LayerPatch> layers;       // rising; those without channels are left out

    int64_t channels() const;
    int64_t storedBytes() const;
};

// Switch: the cached channels of the changed experts at their new precision. Resident: all cached
// channels, whole. groupWidth and symmetry are the plan's; a group that does not divide a row of
// `hidden` values is the whole row. Cancelled is the only error.
Result<ChannelPatch> makePatch(const CachedModel& model,
                               const std::vector<PrecisionChange>& changes, PatchMode mode,
                               const Progress& progress);

} // namespace moqa
