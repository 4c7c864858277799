// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/channel_cache_store.h"

#include "core/base/json.h"
#include "core/store/quantized_layout.h"

#include <algorithm>
#include <cstdio>

namespace moqa {

namespace {

template <class T>
Result<std::vector<T>> readTable(const h5::InputFile& file, const std::string& path,
                                 h5::Element element, int64_t rows, int64_t cols) {
    MOQA_TRY(const h5::InputDataset found, file.dataset(path));
    if (found.element != element || found.shape != std::vector<int64_t>{rows, cols})
        return file.malformed(path, "it does not have the type and shape of a channel cache");
    MOQA_CHECK(file.verify(found));
    std::vector<T> values(static_cast<size_t>(found.count));
    if (!values.empty()) std::memcpy(values.data(), found.bytes.data(), found.bytes.size());
    return values;
}

Status checkChannels(const h5::InputFile& file, const std::string& group, const LayerCache& cache,
                     const ModelSpec& spec) {
    for (size_t i = 0; i < cache.channels.size(); ++i) {
        const ChannelId id = cache.channels[i];
        if (id.expert < 0 || id.expert >= spec.experts || id.channel < 0 ||
            id.channel >= spec.expertWidth || (i > 0 && !(cache.channels[i - 1] < id)))
            return file.malformed(group, "its channels are not those of the model, in order");
    }
    return {};
}

Status readUsage(const h5::InputFile& file, const std::string& group, const ModelSpec& spec,
                 LayerCache& cache) {
    MOQA_TRY(cache.window, file.integer(group, "window"));
    MOQA_TRY(cache.sequenceCorpus, file.column<int32_t>(group + "/usage_corpus"));
    MOQA_TRY(cache.usage,
             readTable<int32_t>(file, group + "/usage", h5::Element::I32,
                                static_cast<int64_t>(cache.sequenceCorpus.size()), spec.experts));
    const bool counts = std::all_of(cache.usage.begin(), cache.usage.end(),
                                    [&](int32_t n) { return n >= 0 && n <= cache.window; });
    if (cache.window < 0 || !counts) return file.malformed(group, "its counts are impossible");
    return {};
}

} // namespace

std::string cacheGroupOf(int layer) {
    char text[32];
    std::snprintf(text, sizeof text, "%s/%03d", kCacheGroup, layer);
    return text;
}

Status writeLayerCache(h5::OutputFile& file, const LayerCache& cache) {
    const std::string group = cacheGroupOf(cache.layer);
    MOQA_CHECK(file.group(group));
    MOQA_CHECK(file.attribute(group, "window", cache.window));
    std::vector<int32_t> expert, channel;
    for (const ChannelId& id : cache.channels) {
        expert.push_back(id.expert);
        channel.push_back(id.channel);
    }
    MOQA_CHECK(file.column(group + "/expert", expert));
    MOQA_CHECK(file.column(group + "/channel", channel));
    for (const auto& [name, values] : {std::pair{"/gate", &cache.gate}, std::pair{"/up", &cache.up},
                                       std::pair{"/down", &cache.down}})
        MOQA_CHECK(file.dataset(group + name, h5::Element::F16, {cache.size(), cache.hidden},
                                std::as_bytes(std::span(*values))));
    MOQA_CHECK(file.column(group + "/baseline", cache.baseline));
    MOQA_CHECK(file.column(group + "/usage_corpus", cache.sequenceCorpus));
    const auto sequences = static_cast<int64_t>(cache.sequenceCorpus.size());
    const int64_t experts =
        sequences > 0 ? static_cast<int64_t>(cache.usage.size()) / sequences : 0;
    MOQA_CHECK(file.dataset(group + "/usage", h5::Element::I32, {sequences, experts},
                            std::as_bytes(std::span(cache.usage))));
    return {};
}

Result<LayerCache> readLayerCache(const h5::InputFile& file, int layer, const ModelSpec& spec) {
    const std::string group = cacheGroupOf(layer);
    LayerCache cache;
    cache.layer = layer;
    cache.hidden = spec.hidden;
    MOQA_TRY(const auto expert, file.column<int32_t>(group + "/expert"));
    const auto n = static_cast<int64_t>(expert.size());
    MOQA_TRY(const auto channel, file.column<int32_t>(group + "/channel", n));
    for (size_t i = 0; i < expert.size(); ++i) cache.channels.push_back({expert[i], channel[i]});
    MOQA_CHECK(checkChannels(file, group, cache, spec));
    for (const auto& [name, values] : {std::pair{"/gate", &cache.gate}, std::pair{"/up", &cache.up},
                                       std::pair{"/down", &cache.down}}) {
        MOQA_TRY(*values,
                 readTable<uint16_t>(file, group + name, h5::Element::F16, n, spec.hidden));
    }
    MOQA_TRY(cache.baseline, file.column<double>(group + "/baseline", spec.experts));
    MOQA_CHECK(readUsage(file, group, spec, cache));
    return cache;
}

Result<std::vector<h5::DatasetHash>> cacheHashes(const h5::InputFile& file) {
    std::vector<h5::DatasetHash> hashes;
    MOQA_TRY(const bool there, file.has(kCacheGroup));
    if (!there) return hashes;
    MOQA_TRY(const std::vector<std::string> layers, file.children(kCacheGroup));
    for (const std::string& layer : layers) {
        const std::string group = std::string(kCacheGroup) + "/" + layer;
        MOQA_TRY(const std::vector<std::string> names, file.children(group));
        for (const std::string& name : names) {
            MOQA_TRY(const h5::InputDataset found, file.dataset(group + "/" + name));
            hashes.push_back({found.path, found.sha256});
        }
    }
    return hashes;
}

Result<CachedModel> readCachedModel(const std::string& path, const ModelSpec& spec) {
    MOQA_TRY(const auto file, h5::InputFile::open(path, kQuantizedFormat, kQuantizedVersion));
    MOQA_TRY(const bool there, file->has(kCacheGroup));
    if (!there)
        return badInput("this file has no channel cache to switch with", path,
                        "quantize again with --cache 0.01");
    CachedModel model;
    model.path = path;
    MOQA_TRY(model.manifest, file->text("", "manifest_sha256"));
    MOQA_TRY(model.share, file->number(kCacheGroup, "share"));
    MOQA_TRY(model.significance, file->text(kCacheGroup, "significance"));
    MOQA_TRY(model.reweight, file->number(kCacheGroup, "reweight"));
    MOQA_TRY(const std::string plan, file->embeddedFile("config/plan.json"));
    const std::string planAt = path + ":/config/plan.json";
    MOQA_TRY(const Json planJson, parseJson(plan, planAt));
    MOQA_TRY(model.plan, Plan::fromJson(planJson, planAt));
    MOQA_TRY(const std::string calibration, file->embeddedFile("provenance/calibration"));
    const std::string corporaAt = path + ":/provenance/calibration";
    MOQA_TRY(const Json corpora, parseJson(calibration, corporaAt));
    if (!corpora.is_array()) return file->malformed("provenance/calibration", "it is not a list");
    for (const Json& corpus : corpora) {
        if (!corpus.is_object())
            return file->malformed("provenance/calibration", "an entry is not an object");
        MOQA_TRY(std::string name, jsonString(corpus, "name", "", corporaAt));
        model.corpora.push_back(std::move(name));
    }
    for (const int layer : spec.moeLayers()) {
        MOQA_TRY(LayerCache cache, readLayerCache(*file, layer, spec));
        for (const int32_t corpus : cache.sequenceCorpus)
            if (corpus < 0 || corpus >= static_cast<int64_t>(model.corpora.size()))
                return file->malformed(cacheGroupOf(layer), "its corpora are not those calibrated");
        model.layers.push_back(std::move(cache));
    }
    return model;
}

} // namespace moqa
