// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/patch_store.h"

#include "core/adapt/patched_source.h"
#include "core/base/files.h"
#include "core/base/sha256.h"
#include "core/store/h5_input.h"
#include "core/store/h5_output.h"
#include "core/store/open_model.h"
#include "core/store/quantized_layout.h"

#include <charconv>
#include <cstdio>

namespace moqa {

namespace {

constexpr const char* kPatchFormat = "moqa-patch";
constexpr int64_t kPatchVersion = 1;
const std::string kPatch = "patch";

std::string groupOf(int layer) {
    char text[32];
    std::snprintf(text, sizeof text, "%s/%03d", kPatch.c_str(), layer);
    return text;
}

Status writeLayer(h5::OutputFile& file, const LayerPatch& layer) {
    const std::string group = groupOf(layer.layer);
    MOQA_CHECK(file.group(group));
    // A dataset, so that the manifest covers it.
    MOQA_CHECK(
        file.column(group + "/format", std::vector<int32_t>{static_cast<int32_t>(layer.hidden),
                                                            layer.group, layer.symmetric ? 1 : 0}));
    std::vector<int32_t> expert, channel;
    for (const ChannelId& id : layer.channels) {
        expert.push_back(id.expert);
        channel.push_back(id.channel);
    }
    MOQA_CHECK(file.column(group + "/expert", expert));
    MOQA_CHECK(file.column(group + "/channel", channel));
    MOQA_CHECK(file.column(group + "/bits", layer.bits));
    MOQA_CHECK(file.column(group + "/codes", layer.codes));
    const std::vector<int64_t> shape{static_cast<int64_t>(layer.channels.size()), kPatchRows,
                                     layer.groups()};
    MOQA_CHECK(file.dataset(group + "/scales", h5::Element::F16, shape,
                            std::as_bytes(std::span(layer.scales))));
    MOQA_CHECK(file.dataset(group + "/zero_points", h5::Element::U8, shape,
                            std::as_bytes(std::span(layer.zeroPoints))));
    return {};
}

Status writeAll(const ChannelPatch& patch, h5::OutputFile& file) {
    MOQA_CHECK(file.attribute("", "format", kPatchFormat));
    MOQA_CHECK(file.attribute("", "format_version", static_cast<uint32_t>(kPatchVersion)));
    MOQA_CHECK(file.attribute("", "producer", "MoQa Workbench"));
    MOQA_CHECK(file.attribute("", "producer_version", MOQA_VERSION));
    MOQA_CHECK(file.attribute("", "mode", patchModeName(patch.mode)));
    MOQA_CHECK(file.attribute("", "base_sha256", patch.baseSha256));
    MOQA_CHECK(file.attribute("", "base_manifest_sha256", patch.baseManifest));
    MOQA_CHECK(file.group("provenance"));
    MOQA_CHECK(file.textColumn("provenance/corpora", patch.corpora));
    MOQA_CHECK(file.group(kPatch));
    for (const LayerPatch& layer : patch.layers) MOQA_CHECK(writeLayer(file, layer));
    return file.finish();
}

template <class T>
Result<std::vector<T>> readCells(const h5::InputFile& file, const std::string& path,
                                 h5::Element element, const LayerPatch& layer) {
    MOQA_TRY(const h5::InputDataset found, file.dataset(path));
    const std::vector<int64_t> shape{static_cast<int64_t>(layer.channels.size()), kPatchRows,
                                     layer.groups()};
    if (found.element != element || found.shape != shape)
        return file.malformed(path, "it does not have the type and shape of a patch");
    MOQA_CHECK(file.verify(found));
    std::vector<T> values(static_cast<size_t>(found.count));
    if (!values.empty()) std::memcpy(values.data(), found.bytes.data(), found.bytes.size());
    return values;
}

Status readFormat(const h5::InputFile& file, const std::string& group, LayerPatch& layer) {
    MOQA_TRY(const auto format, file.column<int32_t>(group + "/format", 3));
    layer.hidden = format[0];
    layer.group = format[1];
    layer.symmetric = format[2] != 0;
    const bool whole = layer.group == -1;
    if (layer.hidden < 1 || (!whole && (layer.group < 1 || layer.hidden % layer.group != 0)))
        return file.malformed(group, "its width or group is impossible");
    return {};
}

Result<LayerPatch> readLayer(const h5::InputFile& file, const std::string& name) {
    LayerPatch layer;
    const char* const end = name.data() + name.size();
    const auto [stop, fault] = std::from_chars(name.data(), end, layer.layer);
    if (fault != std::errc() || stop != end || layer.layer < 0)
        return file.malformed(kPatch + "/" + name, "this is not the number of a layer");
    const std::string group = kPatch + "/" + name;
    MOQA_CHECK(readFormat(file, group, layer));
    MOQA_TRY(const auto expert, file.column<int32_t>(group + "/expert"));
    const auto n = static_cast<int64_t>(expert.size());
    MOQA_TRY(const auto channel, file.column<int32_t>(group + "/channel", n));
    MOQA_TRY(layer.bits, file.column<uint8_t>(group + "/bits", n));
    for (size_t i = 0; i < expert.size(); ++i) {
        layer.channels.push_back({expert[i], channel[i]});
        const int bits = layer.bits[i];
        if (bits < 1 || (bits > 8 && bits != 16))
            return file.malformed(group + "/bits", "a width of " + std::to_string(bits));
        if (i > 0 && !(layer.channels[i - 1] < layer.channels[i]))
            return file.malformed(group, "its channels are not in order");
    }
    MOQA_TRY(layer.codes, file.column<uint8_t>(group + "/codes",
                                               static_cast<int64_t>(layer.codeBegins().back())));
    MOQA_TRY(layer.scales, readCells<uint16_t>(file, group + "/scales", h5::Element::F16, layer));
    MOQA_TRY(layer.zeroPoints,
             readCells<uint8_t>(file, group + "/zero_points", h5::Element::U8, layer));
    return layer;
}

Result<PatchMode> readMode(const h5::InputFile& file) {
    const Result<std::string> mode = file.text("", "mode");
    if (!mode.ok()) return mode.error();
    for (const PatchMode known : {PatchMode::Switch, PatchMode::Resident})
        if (std::string_view(*mode) == patchModeName(known)) return known;
    return file.malformed("", "a patch of mode \"" + mode->substr(0, 40) + "\" is unknown");
}

Status checkManifest(const h5::InputFile& file, const std::vector<std::string>& layers,
                     const std::string& claimed) {
    std::vector<h5::DatasetHash> hashes;
    std::vector<std::string> groups{"provenance"};
    for (const std::string& layer : layers) groups.push_back(kPatch + "/" + layer);
    for (const std::string& group : groups) {
        MOQA_TRY(const std::vector<std::string> names, file.children(group));
        for (const std::string& name : names) {
            MOQA_TRY(const h5::InputDataset found, file.dataset(group + "/" + name));
            hashes.push_back({found.path, found.sha256});
        }
    }
    if (h5::manifestOf(std::move(hashes)) != claimed)
        return file.malformed("", "the hashes of its datasets do not match the manifest");
    return {};
}

// Manifest of the base. A patch of earlier contents must not be stamped for those that replaced
// them: its channels would override weights that it was never compared with.
Result<std::string> manifestOfBase(const ChannelPatch& patch, const h5::InputFile& base,
                                   const std::string& basePath) {
    Result<std::string> manifest = base.text("", "manifest_sha256");
    if (manifest.ok() && !patch.baseManifest.empty() && patch.baseManifest != *manifest)
        return badInput("the file was written again since the patch was made", basePath,
                        "compare the text with the file as it is now");
    return manifest;
}

} // namespace

Status checkPatchBase(const ChannelPatch& patch, const std::string& basePath) {
    MOQA_TRY(const auto base, h5::InputFile::open(basePath, kQuantizedFormat, kQuantizedVersion));
    const auto manifest = manifestOfBase(patch, *base, basePath);
    return manifest.ok() ? Status{} : Status(manifest.error());
}

Status writePatch(ChannelPatch patch, const std::string& basePath, const std::string& path) {
    {
        MOQA_TRY(const auto base,
                 h5::InputFile::open(basePath, kQuantizedFormat, kQuantizedVersion));
        MOQA_TRY(patch.baseManifest, manifestOfBase(patch, *base, basePath));
        patch.baseSha256 = sha256Hex(base->mapping().bytes());
    }
    return writeAtomically(path, [&](const std::string& temporary) -> Status {
        MOQA_TRY(const auto file, h5::OutputFile::create(temporary, path));
        return writeAll(patch, *file);
    });
}

Result<std::shared_ptr<const ChannelPatch>> readPatch(const std::string& path) {
    MOQA_TRY(const auto file, h5::InputFile::open(path, kPatchFormat, kPatchVersion));
    auto patch = std::make_shared<ChannelPatch>();
    patch->path = path;
    MOQA_TRY(patch->mode, readMode(*file));
    MOQA_TRY(patch->baseSha256, file->text("", "base_sha256"));
    MOQA_TRY(patch->baseManifest, file->text("", "base_manifest_sha256"));
    MOQA_TRY(patch->identity, file->text("", "manifest_sha256"));
    MOQA_TRY(const std::vector<std::string> layers, file->children(kPatch));
    MOQA_CHECK(checkManifest(*file, layers, patch->identity));
    MOQA_TRY(patch->corpora, file->textColumn("provenance/corpora"));
    for (const std::string& name : layers) {
        MOQA_TRY(LayerPatch layer, readLayer(*file, name));
        patch->layers.push_back(std::move(layer));
    }
    return std::shared_ptr<const ChannelPatch>(std::move(patch));
}

Result<std::shared_ptr<const ModelSource>>
openPatchedModel(const std::string& path, const std::vector<std::string>& patches) {
    MOQA_TRY(auto model, openModel(path));
    if (patches.empty()) return model;
    const auto base = h5::InputFile::open(path, kQuantizedFormat, kQuantizedVersion);
    if (!base.ok())
        return usageError("patches go on a quantized file", path,
                          "give the .h5 that moqa quantize --cache wrote");
    MOQA_TRY(const std::string manifest, (*base)->text("", "manifest_sha256"));
    std::vector<std::shared_ptr<const ChannelPatch>> read;
    for (const std::string& name : patches) {
        MOQA_TRY(auto patch, readPatch(name));
        if (patch->baseManifest != manifest)
            return badInput("this patch belongs to another file", name,
                            "it was made for the one with SHA-256 " + patch->baseSha256);
        read.push_back(std::move(patch));
    }
    return PatchedSource::create(std::move(model), std::move(read));
}

} // namespace moqa
