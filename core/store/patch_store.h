// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Patch files, HDF5 of our kind ("moqa-patch" version 1): /patch/<layer>/{format i32 [hidden,
// group, symmetric], expert i32 [n], channel i32 [n], bits u8 [n], codes u8 [bytes], scales f16 [n,
// 3, groups], zero_points u8 [n, 3, groups]}, the three rows of a channel being gate, up and down,
// and the SHA-256 of the file they belong to. Written under a temporary name and renamed; read as
// hostile.

#include "core/adapt/channel_patch.h"
#include "core/checkpoint/model_source.h"

#include <memory>
#include <string>
#include <vector>

namespace moqa {

// Names the base: fills patch.baseSha256 and baseManifest from the file at basePath, then writes.
// The same patch of the same base gives the same bytes. Errors of checkPatchBase.
Status writePatch(ChannelPatch patch, const std::string& basePath, const std::string& path);
// BadInput where the patch was made from other contents than the file at basePath has now. One made
// in memory alone names no base and fits any.
Status checkPatchBase(const ChannelPatch& patch, const std::string& basePath);
// BadInput for a file that is no patch, is cut off or damaged.
Result<std::shared_ptr<const ChannelPatch>> readPatch(const std::string& path);

// A quantized file with patches laid over it; the file itself when there are none. BadInput for a
// patch of another file, one that is given twice, or two that override the same channel.
Result<std::shared_ptr<const ModelSource>>
openPatchedModel(const std::string& path, const std::vector<std::string>& patches);

} // namespace moqa
