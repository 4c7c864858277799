// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/inspect.h"

#include "core/base/files.h"
#include "core/checkpoint/checkpoint.h"
#include "core/checkpoint/guess_model.h"

#include <algorithm>
#include <filesystem>
#include <map>

namespace moqa {

namespace fs = std::filesystem;

namespace {

constexpr int64_t kMaxTokenizerBytes = 256 << 20;

// Finds "model": {"type": ...} and stops there: the vocabulary behind it can be 10 MB.
class TokenizerType : public nlohmann::json_sax<Json> {
public:
    std::string type;

    bool null() override { return true; }
    bool boolean(bool) override { return true; }
    bool number_integer(number_integer_t) override { return true; }
    bool number_unsigned(number_unsigned_t) override { return true; }
    bool number_float(number_float_t, const string_t&) override { return true; }
    bool binary(binary_t&) override { return true; }
    bool string(string_t& value) override {
        if (m_depth != 2 || !m_inModel || m_key != "type") return true;
        type = value;
        return false;
    }
    bool key(string_t& value) override {
        if (m_depth == 1) m_inModel = value == "model";
        m_key = value;
        // Files of before 2021 give no type: merges mean BPE.
        if (m_depth != 2 || !m_inModel || value != "merges") return true;
        type = "BPE";
        return false;
    }
    bool start_object(size_t) override { return ++m_depth > 0; }
    bool end_object() override { return --m_depth >= 0; }
    bool start_array(size_t) override { return ++m_depth > 0; }
    bool end_array() override { return --m_depth >= 0; }
    bool parse_error(size_t, const std::string&, const Json::exception&) override { return false; }

private:
    int m_depth = 0;
    bool m_inModel = false;
    std::string m_key;
};

std::string tokenizerType(const std::string& text) {
    TokenizerType reader;
    const bool whole = Json::sax_parse(text, &reader);
    return reader.type.empty() ? (whole ? "unknown" : "unreadable") : reader.type;
}

// "BF16", or "INT3" for codes narrower than the numbers they stand for.
std::string storedAs(const WeightEntry& entry) {
    const bool packed = entry.bits < bitsOf(entry.dtype);
    return packed ? "INT" + std::to_string(entry.bits) : std::string(nameOf(entry.dtype));
}

// Looks for a filled list only: the vocabulary is not parsed.
bool lacksMerges(const std::string& text) {
    constexpr std::string_view key = "\"merges\"";
    size_t at = text.find(key);
    if (at == std::string::npos) return true;
    at = text.find_first_not_of(" \t\r\n:", at + key.size());
    if (at == std::string::npos || text[at] != '[') return true;
    at = text.find_first_not_of(" \t\r\n", at + 1);
    return at == std::string::npos || text[at] == ']';
}

void setTokenizer(const std::string& text, ModelSummary& summary) {
    summary.tokenizer = tokenizerType(text);
    if (summary.tokenizer == "BPE" && lacksMerges(text))
        summary.notes.push_back("tokenizer.json has no merges: texts cannot be tokenized");
}

void setDtype(const std::map<std::string, int64_t>& bytesByType, ModelSummary& summary) {
    if (bytesByType.empty()) return;
    const auto most =
        std::max_element(bytesByType.begin(), bytesByType.end(),
                         [](const auto& a, const auto& b) { return a.second < b.second; });
    summary.dtype = most->first;
    std::string others;
    for (const auto& [dtype, bytes] : bytesByType)
        if (dtype != most->first)
            others +=
                (others.empty() ? "" : ", ") + dtype + " (" + std::to_string(bytes) + " bytes)";
    if (!others.empty()) summary.notes.push_back("some tensors are stored in " + others);
}

void noteActive(ModelSummary& summary) {
    if (summary.activeParameters)
        summary.notes.push_back(
            "active parameters are per token, with the head, without the embedding table");
}

} // namespace

ModelSummary summarize(const ModelSource& source) {
    const ModelSpec& spec = source.spec();
    ModelSummary summary;
    summary.family = spec.family;
    summary.architecture = spec.architecture;
    summary.layers = spec.layerCount();
    summary.moeLayers = static_cast<int64_t>(spec.moeLayers().size());
    summary.experts = spec.experts;
    summary.sharedExperts = spec.sharedExperts;
    summary.topK = spec.topK;
    summary.hidden = spec.hidden;
    summary.expertWidth = spec.expertWidth;
    summary.vocab = spec.vocab;
    std::map<std::string, int64_t> bytesByType;
    double routedWeights = 0, routedBits = 0, routedBytes = 0;
    bool packed = false;
    int64_t active = 0;
    for (const WeightEntry& entry : source.weights()) {
        const Part part = partOf(entry.id.role);
        summary.parameters += entry.count();
        summary.partBytes[static_cast<size_t>(part)] += entry.bytes;
        bytesByType[storedAs(entry)] += entry.bytes;
        packed |= entry.bits < bitsOf(entry.dtype);
        if (part == Part::Routed) {
            routedWeights += static_cast<double>(entry.count());
            routedBits += static_cast<double>(entry.count()) * entry.bits;
            routedBytes += static_cast<double>(entry.bytes);
        }
        // Every expert is as large as the others: a token meets topK of them.
        if (part == Part::Routed ? entry.id.expert < spec.topK
                                 : part != Part::Embedding || spec.tiedHead)
            active += entry.count();
    }
    summary.activeParameters = active;
    if (packed && routedWeights > 0) {
        summary.meanBits = routedBits / routedWeights;
        summary.trueBits = 8 * routedBytes / routedWeights;
    }
    setDtype(bytesByType, summary);
    if (const auto tokenizer = source.sideFile("tokenizer.json"); tokenizer.ok())
        setTokenizer(*tokenizer, summary);
    if (spec.tiedHead) summary.notes.push_back("the head is tied to the embedding");
    noteActive(summary);
    summary.runnable = true;
    return summary;
}

Result<ModelSummary> summarizeFiles(const std::string& path) {
    const auto model = Checkpoint::open(path);
    if (model.ok()) {
        ModelSummary summary = summarize(**model);
        const auto& notes = (*model)->notes();
        summary.notes.insert(summary.notes.end(), notes.begin(), notes.end());
        return summary;
    }
    // What cannot be run may still be looked at; files that are damaged are refused here.
    MOQA_TRY(const ShardSet shards, ShardSet::open(path));
    const fs::path folder(shards.folder());
    std::error_code error;
    Json config = Json::object();
    if (fs::exists(folder / "config.json", error)) {
        const std::string configPath = (folder / "config.json").string();
        MOQA_TRY(const std::string text, readFile(configPath, int64_t{16} << 20));
        MOQA_TRY(config, parseJson(text, configPath));
        if (!config.is_object()) return badInput("it is not a JSON object", configPath);
    }
    ModelSummary summary = guessModel(shards, config);
    summary.notes.push_back("cannot be run: " + model.error().message());
    summary.notes.insert(summary.notes.end(), shards.notes().begin(), shards.notes().end());
    std::map<std::string, int64_t> bytesByType;
    for (const ShardTensor& tensor : shards.tensors())
        bytesByType[nameOf(tensor.info->dtype)] += tensor.info->bytes();
    setDtype(bytesByType, summary);
    const auto tokenizer = readFile((folder / "tokenizer.json").string(), kMaxTokenizerBytes);
    if (tokenizer.ok()) setTokenizer(*tokenizer, summary);
    noteActive(summary);
    return summary;
}

Json toJson(const ModelSummary& summary) {
    const auto number = [](std::optional<int64_t> value) { return value ? Json(*value) : Json(); };
    const auto text = [](const std::string& value) { return value.empty() ? Json() : Json(value); };
    const auto bytes = [&](std::initializer_list<Part> parts) {
        int64_t sum = 0;
        for (const Part part : parts) sum += summary.partBytes[static_cast<size_t>(part)];
        return sum;
    };
    Json json = {{"family", text(summary.family)},
                 {"architecture", text(summary.architecture)},
                 {"layers", number(summary.layers)},
                 {"moe_layers", number(summary.moeLayers)},
                 {"experts", number(summary.experts)},
                 {"shared_experts", number(summary.sharedExperts)},
                 {"top_k", number(summary.topK)},
                 {"hidden", number(summary.hidden)},
                 {"expert_width", number(summary.expertWidth)},
                 {"vocab", number(summary.vocab)},
                 {"parameters", summary.parameters},
                 {"active_parameters", number(summary.activeParameters)},
                 {"bytes",
                  {{"attention", bytes({Part::Attention})},
                   {"router", bytes({Part::Router})},
                   {"shared", bytes({Part::Shared})},
                   {"routed", bytes({Part::Routed})},
                   {"embedding", bytes({Part::Embedding, Part::Head})},
                   {"other", bytes({Part::Norm, Part::Dense, Part::Other})}}},
                 {"dtype", text(summary.dtype)},
                 {"tokenizer", text(summary.tokenizer)},
                 {"runnable", summary.runnable},
                 {"notes", summary.notes}};
    if (summary.meanBits) json["mean_bits"] = *summary.meanBits;
    if (summary.trueBits) json["true_bits"] = *summary.trueBits;
    return json;
}

Result<Json> inspectJson(const std::string& path) {
    MOQA_TRY(const ModelSummary summary, summarizeFiles(path));
    return toJson(summary);
}

} // namespace moqa
