// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include "core/base/sha256.h"
#include "core/quantize/quant_method.h"
#include "core/store/channel_cache_store.h"
#include "core/store/partial_folder.h"
#include "core/store/quantized_join.h"
#include "core/store/quantized_layout.h"
#include "core/store/quantized_model.h"

#include <algorithm>
#include <cstdint>
#include <unistd.h>

namespace moqa {

namespace {

const char* gridName(GridSearch grid) {
    switch (grid) {
    case GridSearch::Off: return "off";
    case GridSearch::Power24: return "power-2.4";
    case GridSearch::Power20: return "power-2.0";
    case GridSearch::Hessian: return "hessian";
    }
    return "unknown";
}

// Which channels are cached and what they will be compared with.
std::string choiceHash(const CacheRequest& request) {
    Sha256 hash;
    for (const auto& [layer, channels] : request.layers) {
        hash.add(std::as_bytes(std::span(&layer, 1)));
        hash.add(std::as_bytes(std::span(channels)));
    }
    for (const auto& [layer, significance] : request.baseline)
        hash.add(std::as_bytes(std::span(significance)));
    return hash.hex();
}

Json optionsJson(const QuantizeOptions& options) {
    Json json = Json::object();
    json["method"] = quantMethodName(options.method);
    json["act_order"] = options.actOrder;
    json["damp"] = options.damp;
    json["shrink"] = options.shrink ? Json(*options.shrink) : Json("auto");
    if (options.starved != StarvedChoice()) json["starved"] = starvedName(options.starved);
    for (const auto& [name, weight] : options.corpusWeights) json["corpus_weights"][name] = weight;
    json["sequential"] = options.sequential;
    json["grid"] = gridName(options.grid);
    json["window"] = options.window;
    if (options.asymmetric > 0) json["asymmetric"] = options.asymmetric;
    if (options.reweight != 0) json["reweight"] = options.reweight;
    json["seed"] = options.seed;
    if (options.lowRank) json["low_rank"] = *options.lowRank;
    if (options.lowRankRounds > 1) json["low_rank_rounds"] = options.lowRankRounds;
    if (options.cache != nullptr) {
        json["cache"] = options.cache->share;
        json["cache_channels"] = choiceHash(*options.cache);
    }
    return json;
}

// Names and hashes, not paths: the file must be the same on another machine.
Json calibrationJson(const std::vector<Corpus>& corpora) {
    Json list = Json::array();
    for (const Corpus& corpus : corpora)
        list.push_back({{"name", corpus.name},
                        {"tokens", corpus.ids.size()},
                        {"text_sha256", corpus.textSha256},
                        {"ids_sha256", sha256Hex(std::as_bytes(std::span(corpus.ids)))}});
    return list;
}

// The fingerprint knows names and shapes, not values: a fine-tuned model has the same one. One row
// of every weight, another for each, tells such models apart without reading all of them.
Result<std::string> sampleHash(const ModelSource& model) {
    std::vector<float> row;
    Sha256 hash;
    for (size_t i = 0; i < model.weights().size(); ++i) {
        const WeightEntry& entry = model.weights()[i];
        if (entry.count() == 0) continue;
        row.resize(static_cast<size_t>(entry.cols));
        const auto at = static_cast<int64_t>((i * 2654435761U) % static_cast<size_t>(entry.rows));
        MOQA_CHECK(model.readRows(entry.id, at, 1, row.data()));
        hash.add(std::as_bytes(std::span(row)));
    }
    return hash.hex();
}

Result<Json> runState(const ModelSource& model, const QuantizationRecipe& recipe) {
    Json state = Json::object();
    state["format"] = "moqa-partial";
    state["version"] = 2;
    state["model"] = model.fingerprint();
    MOQA_TRY(state["weights"], sampleHash(model));
    state["plan"] = sha256Hex(recipe.planJson);
    state["options"] = recipe.options;
    state["calibration"] = recipe.calibration;
    return state;
}

} // namespace

struct QuantizedWriter::Impl {
    Impl(std::string target, const ModelSource& source) : path(std::move(target)), model(source) {}

    const std::string path;
    const ModelSource& model;
    QuantizationRecipe recipe;
    std::unique_ptr<PartialFolder> partial;

    // The layer being collected.
    static constexpr int kNone = -2;
    int layer = kNone;
    std::unique_ptr<h5::OutputFile> file;
    std::vector<LedgerRow> rows;

    std::string temporaryPath(int of) const {
        return partial->layerFile(of) + ".tmp-" + std::to_string(::getpid());
    }
    Status begin(int newLayer) {
        if (layer == newLayer) return {};
        if (layer != kNone)
            return internalError("a layer was begun before the last one was done",
                                 partial->layerFile(newLayer));
        partial->forget(newLayer);
        MOQA_TRY(file,
                 h5::OutputFile::create(temporaryPath(newLayer), partial->layerFile(newLayer)));
        layer = newLayer;
        MOQA_CHECK(file->attribute("", "format", kLayerFormat));
        return file->attribute("", "format_version", static_cast<uint32_t>(kQuantizedVersion));
    }
    Status end(const LayerReport& report) {
        MOQA_CHECK(writeLedger(*file, "ledger", rows));
        MOQA_CHECK(file->attribute("", "weight_error", report.weightError));
        MOQA_CHECK(file->attribute("", "output_error", report.outputError));
        MOQA_CHECK(file->attribute("", "fallbacks", static_cast<int32_t>(report.fallbacks)));
        MOQA_CHECK(file->attribute("", "seconds", report.seconds));
        MOQA_CHECK(file->finish());
        file.reset();
        MOQA_CHECK(syncAndRename(temporaryPath(layer), partial->layerFile(layer)));
        rows.clear();
        layer = kNone;
        return {};
    }
    // Leaves the folder as it was before the layer.
    void abandon() {
        if (layer == kNone) return;
        file.reset();
        ::unlink(temporaryPath(layer).c_str());
        rows.clear();
        layer = kNone;
    }
};

QuantizedWriter::QuantizedWriter() = default;

QuantizedWriter::~QuantizedWriter() {
    if (!m_impl) return;
    m_impl->abandon();
    if (m_impl->partial) m_impl->partial->removeIfEmpty();
}

Result<std::unique_ptr<QuantizedWriter>> QuantizedWriter::create(const std::string& path,
                                                                 const ModelSource& model,
                                                                 const QuantizedFileInfo& info) {
    if (!info.plan || !info.options || !info.calibration)
        return internalError("a quantized file needs plan, options and calibration", path);
    std::unique_ptr<QuantizedWriter> writer(new QuantizedWriter);
    writer->m_impl = std::make_unique<Impl>(path, model);
    Impl& impl = *writer->m_impl;
    impl.recipe.planJson = planFor(*info.plan, model, *info.options).toJson().dump(1) + "\n";
    impl.recipe.options = optionsJson(*info.options);
    impl.recipe.calibration = calibrationJson(*info.calibration);
    impl.recipe.commandLine = info.commandLine;
    impl.recipe.cache = info.options->cache;
    MOQA_TRY(const Json state, runState(model, impl.recipe));
    MOQA_TRY(impl.partial, PartialFolder::open(path + ".partial", state));
    return writer;
}

Status discardUnfinished(const std::string& path) {
    return PartialFolder::discard(path + ".partial");
}

std::string QuantizedWriter::partialPath() const { return m_impl->partial->path(); }

int QuantizedWriter::finishedLayers() const {
    const int layers = m_impl->model.spec().layerCount();
    int finished = 0;
    while (finished < layers && m_impl->partial->layer(finished)) ++finished;
    return finished;
}

Result<LayerReport> QuantizedWriter::finishedReport(int layer) const {
    const auto file = m_impl->partial->layer(layer);
    if (!file)
        return internalError("this layer is not finished", m_impl->partial->layerFile(layer));
    LayerReport report;
    report.layer = layer;
    MOQA_TRY(report.weightError, file->number("", "weight_error"));
    MOQA_TRY(report.outputError, file->number("", "output_error"));
    MOQA_TRY(const int64_t fallbacks, file->integer("", "fallbacks"));
    report.fallbacks = static_cast<int>(std::clamp<int64_t>(fallbacks, 0, INT32_MAX));
    MOQA_TRY(report.seconds, file->number("", "seconds"));
    return report;
}

Result<std::optional<QuantizedTensor>> QuantizedWriter::readTensor(WeightId id) const {
    const auto file = m_impl->partial->layer(id.layer);
    if (!file)
        return internalError("this layer is not finished", m_impl->partial->layerFile(id.layer));
    const std::string group = groupPathOf(id);
    MOQA_TRY(const bool quantized, file->has(group + "/codes"));
    if (!quantized) return std::optional<QuantizedTensor>();
    MOQA_TRY(QuantizedTensor tensor, readModule(*file, group, id));
    return std::optional<QuantizedTensor>(std::move(tensor));
}

Status QuantizedWriter::add(const LedgerRow& row, const QuantizedTensor* tensor) {
    MOQA_CHECK(m_impl->begin(row.id.layer));
    // The ledger's width says whether there are codes: readers rely on it.
    if ((tensor != nullptr) != (row.format.bits < 16))
        return internalError("ledger row and tensor disagree on the width", row.name);
    if (tensor) {
        MOQA_TRY(const PlacedModule placed,
                 writeModule(*m_impl->file, groupPathOf(row.id), *tensor, row));
        (void)placed;
    }
    m_impl->rows.push_back(row);
    return {};
}

Status QuantizedWriter::addCache(const LayerCache& cache) {
    MOQA_CHECK(m_impl->begin(cache.layer));
    return writeLayerCache(*m_impl->file, cache);
}

Status QuantizedWriter::addFold(const LayerFold& fold) {
    MOQA_CHECK(m_impl->begin(fold.layer));
    MOQA_CHECK(m_impl->file->column(kFoldDataset, fold.scale));
    return {};
}

Result<std::optional<LayerFold>> QuantizedWriter::readFold(int layer) const {
    const auto file = m_impl->partial->layer(layer);
    if (!file)
        return internalError("this layer is not finished", m_impl->partial->layerFile(layer));
    return readLayerFold(*file, layer, m_impl->model.spec().hidden);
}

Status QuantizedWriter::layerDone(const LayerReport& report) {
    MOQA_CHECK(m_impl->begin(report.layer));
    return m_impl->end(report);
}

Status QuantizedWriter::finish(const Progress& progress) {
    Impl& impl = *m_impl;
    impl.abandon();
    const auto write = [&](const std::string& temporary) -> Status {
        MOQA_TRY(const auto file, h5::OutputFile::create(temporary, impl.path));
        MOQA_CHECK(QuantizedJoin(*file, impl.model, *impl.partial, impl.recipe).run(progress));
        return file->finish();
    };
    MOQA_CHECK(writeAtomically(impl.path, write));
    impl.partial->remove();
    return {};
}

} // namespace moqa
