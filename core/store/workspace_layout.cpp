// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/workspace_layout.h"

#include <cstdio>
#include <cstring>
#include <limits>

namespace moqa {

std::string numberedPath(const std::string& prefix, size_t number) {
    char text[32];
    std::snprintf(text, sizeof text, "/%06zu", number);
    return prefix + text;
}

namespace {
Result<int> smallInteger(const h5::InputFile& file, const std::string& path, const char* name) {
    MOQA_TRY(const int64_t value, file.integer(path, name));
    if (value < -1 || value > std::numeric_limits<int>::max())
        return file.malformed(path, std::string("attribute ") + name + " is out of range");
    return static_cast<int>(value);
}

Status writeResult(h5::OutputFile& file, const std::string& path, const ResultArray& result) {
    // A single value is an array of one.
    const std::vector<int64_t> shape =
        result.shape.empty() ? std::vector<int64_t>{1} : result.shape;
    MOQA_CHECK(
        file.dataset(path, h5::Element::F64, shape, std::as_bytes(std::span(result.values))));
    MOQA_CHECK(file.attribute(path, "metric", result.key.metric));
    MOQA_CHECK(file.attribute(path, "corpus", result.key.corpus));
    MOQA_CHECK(file.attribute(path, "layer", static_cast<int32_t>(result.key.layer)));
    MOQA_CHECK(file.attribute(path, "scalar", static_cast<uint8_t>(result.shape.empty())));
    return file.attribute(path, "samples", result.samples);
}

Result<ResultKey> readResultKey(const h5::InputFile& file, const std::string& path) {
    ResultKey key;
    MOQA_TRY(key.metric, file.text(path, "metric"));
    MOQA_TRY(key.corpus, file.text(path, "corpus"));
    MOQA_TRY(key.layer, smallInteger(file, path, "layer"));
    return key;
}

Result<ResultArray> readArray(const h5::InputFile& file, const std::string& path) {
    ResultArray result;
    MOQA_TRY(result.key, readResultKey(file, path));
    MOQA_TRY(result.samples, file.integer(path, "samples"));
    MOQA_TRY(const int64_t scalar, file.integer(path, "scalar"));
    MOQA_TRY(const h5::InputDataset found, file.dataset(path));
    if (found.element != h5::Element::F64 || (scalar != 0 && found.count != 1))
        return file.malformed(path, "a result must be an array of f64");
    MOQA_CHECK(file.verify(found));
    if (scalar == 0) result.shape = found.shape;
    result.values.resize(static_cast<size_t>(found.count));
    if (found.count > 0) std::memcpy(result.values.data(), found.bytes.data(), found.bytes.size());
    return result;
}

Status writeCorpusInfos(h5::OutputFile& file, const std::string& g,
                        const std::vector<CorpusInfo>& corpora) {
    std::vector<std::string> name, source, hash;
    std::vector<int64_t> tokens, dropped, sequences, window;
    std::vector<double> weight;
    for (const CorpusInfo& corpus : corpora) {
        name.push_back(corpus.name);
        source.push_back(corpus.source);
        hash.push_back(corpus.textSha256);
        tokens.push_back(corpus.tokens);
        dropped.push_back(corpus.droppedTokens);
        sequences.push_back(corpus.sequences);
        window.push_back(corpus.window);
        weight.push_back(corpus.weight);
    }
    MOQA_CHECK(file.textColumn(g + "/name", name));
    MOQA_CHECK(file.textColumn(g + "/source", source));
    MOQA_CHECK(file.textColumn(g + "/text_sha256", hash));
    MOQA_CHECK(file.column(g + "/tokens", tokens));
    MOQA_CHECK(file.column(g + "/dropped_tokens", dropped));
    MOQA_CHECK(file.column(g + "/sequences", sequences));
    MOQA_CHECK(file.column(g + "/window", window));
    MOQA_CHECK(file.column(g + "/weight", weight));
    return {};
}

Result<std::vector<CorpusInfo>> readCorpusInfos(const h5::InputFile& file, const std::string& g) {
    MOQA_TRY(const auto name, file.textColumn(g + "/name"));
    const auto n = static_cast<int64_t>(name.size());
    MOQA_TRY(const auto source, file.textColumn(g + "/source", n));
    MOQA_TRY(const auto hash, file.textColumn(g + "/text_sha256", n));
    MOQA_TRY(const auto tokens, file.column<int64_t>(g + "/tokens", n));
    MOQA_TRY(const auto dropped, file.column<int64_t>(g + "/dropped_tokens", n));
    MOQA_TRY(const auto sequences, file.column<int64_t>(g + "/sequences", n));
    MOQA_TRY(const auto window, file.column<int64_t>(g + "/window", n));
    MOQA_TRY(const auto weight, file.column<double>(g + "/weight", n));
    std::vector<CorpusInfo> corpora;
    for (size_t i = 0; i < name.size(); ++i)
        corpora.push_back({name[i], source[i], hash[i], tokens[i], dropped[i], sequences[i],
                           window[i], weight[i]});
    return corpora;
}

Status writeIndex(h5::OutputFile& file, const Analysis& analysis) {
    std::vector<std::string> metric, corpus;
    std::vector<int32_t> layer;
    for (const auto& [key, result] : analysis.results) {
        metric.push_back(key.metric);
        corpus.push_back(key.corpus);
        layer.push_back(key.layer);
    }
    const std::string g = kIndexGroup;
    MOQA_CHECK(file.textColumn(g + "/metric", metric));
    MOQA_CHECK(file.textColumn(g + "/corpus", corpus));
    MOQA_CHECK(file.column(g + "/layer", layer));
    return {};
}

Result<std::vector<ResultKey>> readIndex(const h5::InputFile& file) {
    const std::string g = kIndexGroup;
    MOQA_TRY(const auto metric, file.textColumn(g + "/metric"));
    const auto n = static_cast<int64_t>(metric.size());
    MOQA_TRY(const auto corpus, file.textColumn(g + "/corpus", n));
    MOQA_TRY(const auto layer, file.column<int32_t>(g + "/layer", n));
    std::vector<ResultKey> keys;
    for (size_t i = 0; i < metric.size(); ++i) keys.push_back({metric[i], corpus[i], layer[i]});
    return keys;
}

} // namespace

Status writeAnalysis(h5::OutputFile& file, const Analysis& analysis, Progress& progress) {
    const std::string g = "analysis";
    MOQA_CHECK(file.group(kResultsGroup));
    MOQA_CHECK(file.attribute(g, "model_name", analysis.modelName));
    MOQA_CHECK(file.attribute(g, "model_path", analysis.modelPath));
    MOQA_CHECK(file.attribute(g, "model_fingerprint", analysis.modelFingerprint));
    MOQA_CHECK(file.attribute(g, "experts", static_cast<int32_t>(analysis.experts)));
    MOQA_CHECK(file.attribute(g, "top_k", static_cast<int32_t>(analysis.topK)));
    MOQA_CHECK(file.column(g + "/moe_layers", std::vector<int32_t>(analysis.moeLayers.begin(),
                                                                   analysis.moeLayers.end())));
    MOQA_CHECK(file.embedFile(g + "/options.json", "options.json", analysis.optionsJson));
    MOQA_CHECK(writeCorpusInfos(file, g + "/corpora", analysis.corpora));
    MOQA_CHECK(writeIndex(file, analysis));
    size_t number = 0;
    for (const auto& [key, held] : analysis.results) {
        MOQA_CHECK(checkCancelled(progress));
        progress.report(static_cast<double>(number) / static_cast<double>(analysis.results.size()),
                        "writing results");
        MOQA_TRY(const ResultPtr result, analysis.get(key));
        MOQA_CHECK(writeResult(file, numberedPath(kResultsGroup, number++), *result));
    }
    return {};
}

Result<Analysis> readAnalysisHead(const h5::InputFile& file) {
    const std::string g = "analysis";
    Analysis analysis;
    MOQA_TRY(analysis.modelName, file.text(g, "model_name"));
    MOQA_TRY(analysis.modelPath, file.text(g, "model_path"));
    MOQA_TRY(analysis.modelFingerprint, file.text(g, "model_fingerprint"));
    MOQA_TRY(analysis.experts, smallInteger(file, g, "experts"));
    MOQA_TRY(analysis.topK, smallInteger(file, g, "top_k"));
    MOQA_TRY(const auto layers, file.column<int32_t>(g + "/moe_layers"));
    analysis.moeLayers.assign(layers.begin(), layers.end());
    constexpr int kMostExperts = 1 << 16; // far above any model; views draw [experts, experts]
    if (analysis.experts < 1 || analysis.experts > kMostExperts || analysis.topK < 1 ||
        analysis.topK > analysis.experts)
        return file.malformed(g, "it has an impossible number of experts");
    MOQA_TRY(analysis.optionsJson, file.embeddedFile(g + "/options.json"));
    MOQA_TRY(analysis.corpora, readCorpusInfos(file, g + "/corpora"));
    return analysis;
}

Result<std::map<ResultKey, std::string>> readResultPaths(const h5::InputFile& file) {
    MOQA_TRY(const std::vector<std::string> names, file.children(kResultsGroup));
    MOQA_TRY(const bool indexed, file.has(kIndexGroup));
    std::vector<ResultKey> keys;
    if (indexed) {
        MOQA_TRY(keys, readIndex(file));
        if (keys.size() != names.size())
            return file.malformed(kIndexGroup, "it does not list the results that are there");
    }
    std::map<ResultKey, std::string> paths;
    for (size_t i = 0; i < names.size(); ++i) {
        const std::string path = std::string(kResultsGroup) + "/" + names[i];
        if (!indexed) {
            MOQA_TRY(ResultKey key, readResultKey(file, path));
            keys.push_back(std::move(key));
        }
        if (!paths.emplace(keys[i], path).second)
            return file.malformed(path, "this result is there twice");
    }
    return paths;
}

Result<ResultArray> readResult(const h5::InputFile& file, const std::string& path,
                               const ResultKey& key, const Analysis& head) {
    MOQA_TRY(ResultArray result, readArray(file, path));
    if (result.key != key) return file.malformed(path, "it is not the result that the index says");
    if (!head.fits(result))
        return file.malformed(path, "\"" + result.key.metric.substr(0, 40) +
                                        "\" does not have the shape of this analysis");
    return result;
}

} // namespace moqa
