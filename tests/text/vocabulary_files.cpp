// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/text/vocabulary_files.h"

#include "core/text/byte_level.h"
#include "tests/text/golden_vectors.h"

#include <QByteArray>
#include <QList>
#include <algorithm>
#include <cstring>
#include <nlohmann/json.hpp>
#include <unordered_map>

namespace moqa::test {

namespace {

// Objects as trees: an order-keeping object of 100,000 keys takes minutes to fill.
using TreeJson = nlohmann::json;

class GgufReader {
public:
    explicit GgufReader(const std::string& bytes) : m_bytes(bytes) {}

    template <class T>
    T number() {
        T value;
        if (m_at + sizeof value > m_bytes.size()) qFatal("the GGUF file is cut off");
        std::memcpy(&value, m_bytes.data() + m_at, sizeof value);
        m_at += sizeof value;
        return value;
    }
    std::string text() {
        const auto length = number<uint64_t>();
        if (length > m_bytes.size() - m_at) qFatal("the GGUF file is cut off");
        m_at += length;
        return m_bytes.substr(m_at - length, length);
    }
    void skip(uint32_t type) {
        constexpr size_t kSizes[] = {1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8};
        if (type == kText) {
            text();
        } else if (type == kArray) {
            const auto itemType = number<uint32_t>();
            for (auto count = number<uint64_t>(); count > 0; --count) skip(itemType);
        } else {
            m_at += kSizes[type];
        }
    }
    template <class Item, class Read>
    std::vector<Item> list(Read read) {
        number<uint32_t>(); // type of the items
        std::vector<Item> items(number<uint64_t>());
        for (Item& item : items) item = read();
        return items;
    }

private:
    static constexpr uint32_t kText = 8, kArray = 9;
    const std::string& m_bytes;
    size_t m_at = 0;
};

TreeJson byteLevel(bool useRegex) {
    return {{"type", "ByteLevel"},
            {"add_prefix_space", false},
            {"trim_offsets", true},
            {"use_regex", useRegex}};
}

TreeJson splitPreTokenizer(const std::vector<std::string>& splits, bool individualDigits) {
    TreeJson steps = TreeJson::array();
    for (const std::string& split : splits)
        steps.push_back({{"type", "Split"},
                         {"pattern", {{"Regex", split}}},
                         {"behavior", "Isolated"},
                         {"invert", false}});
    if (individualDigits) steps.push_back({{"type", "Digits"}, {"individual_digits", true}});
    steps.push_back(byteLevel(splits.empty()));
    return {{"type", "Sequence"}, {"pretokenizers", steps}};
}

TreeJson addedTokens(const GgufVocabulary& vocabulary) {
    TreeJson added = TreeJson::array();
    for (size_t id = 0; id < vocabulary.tokens.size(); ++id)
        if (vocabulary.types[id] == 3 || vocabulary.types[id] == 4)
            added.push_back({{"id", id},
                             {"content", vocabulary.tokens[id]},
                             {"special", vocabulary.types[id] == 3},
                             {"normalized", false}});
    return added;
}

TreeJson vocabularyObject(const std::vector<std::string>& tokens) {
    TreeJson object = TreeJson::object();
    for (size_t id = 0; id < tokens.size(); ++id) object[tokens[id]] = id;
    return object;
}

// Every way to make a token of two others, tokens in the order given.
TreeJson mergesOf(const std::vector<std::string>& tokens, const std::vector<size_t>& order) {
    std::unordered_map<std::string, size_t> known;
    for (const size_t id : order) known.emplace(tokens[id], id);
    TreeJson merges = TreeJson::array();
    for (const size_t id : order)
        for (size_t cut = 1; cut < tokens[id].size(); ++cut) {
            std::string left = tokens[id].substr(0, cut), right = tokens[id].substr(cut);
            if (known.count(left) && known.count(right))
                merges.push_back({std::move(left), std::move(right)});
        }
    return merges;
}

} // namespace

GgufVocabulary readGgufVocabulary(const std::string& path) {
    const std::string bytes = readAll(path);
    GgufReader reader(bytes);
    if (bytes.compare(0, 4, "GGUF") != 0) qFatal("no GGUF file");
    reader.number<uint32_t>(); // magic
    reader.number<uint32_t>(); // version
    reader.number<uint64_t>(); // tensors
    GgufVocabulary vocabulary;
    for (auto count = reader.number<uint64_t>(); count > 0; --count) {
        const std::string key = reader.text();
        const auto type = reader.number<uint32_t>();
        const auto text = [&] { return reader.text(); };
        if (key == "tokenizer.ggml.tokens")
            vocabulary.tokens = reader.list<std::string>(text);
        else if (key == "tokenizer.ggml.merges")
            vocabulary.merges = reader.list<std::string>(text);
        else if (key == "tokenizer.ggml.scores")
            vocabulary.scores = reader.list<float>([&] { return reader.number<float>(); });
        else if (key == "tokenizer.ggml.token_type")
            vocabulary.types = reader.list<int>([&] { return reader.number<int32_t>(); });
        else
            reader.skip(type);
    }
    return vocabulary;
}

std::string byteLevelJson(const GgufVocabulary& vocabulary, const std::vector<std::string>& splits,
                          bool individualDigits) {
    TreeJson merges = TreeJson::array();
    for (const std::string& merge : vocabulary.merges) merges.push_back(merge);
    const TreeJson root = {
        {"version", "1.0"},
        {"added_tokens", addedTokens(vocabulary)},
        {"pre_tokenizer", splitPreTokenizer(splits, individualDigits)},
        {"decoder", byteLevel(true)},
        {"model",
         {{"type", "BPE"}, {"vocab", vocabularyObject(vocabulary.tokens)}, {"merges", merges}}}};
    return root.dump();
}

std::string sentencePieceJson(const GgufVocabulary& vocabulary) {
    std::vector<size_t> order;
    for (size_t id = 0; id < vocabulary.tokens.size(); ++id)
        if (vocabulary.types[id] == 1) order.push_back(id);
    std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) {
        return vocabulary.scores[a] > vocabulary.scores[b];
    });
    const TreeJson normalizers = {
        {{"type", "Prepend"}, {"prepend", "\u2581"}},
        {{"type", "Replace"}, {"pattern", {{"String", " "}}}, {"content", "\u2581"}}};
    const TreeJson root = {{"version", "1.0"},
                           {"added_tokens", addedTokens(vocabulary)},
                           {"normalizer", {{"type", "Sequence"}, {"normalizers", normalizers}}},
                           {"model",
                            {{"type", "BPE"},
                             {"vocab", vocabularyObject(vocabulary.tokens)},
                             {"merges", mergesOf(vocabulary.tokens, order)},
                             {"unk_token", "<unk>"},
                             {"fuse_unk", true},
                             {"byte_fallback", true}}}};
    return root.dump();
}

std::string tiktokenJson(const std::string& path, const std::string& split, bool ignoreMerges,
                         bool composes) {
    std::vector<std::string> tokens;
    std::vector<size_t> order;
    for (const QByteArray& line : QByteArray::fromStdString(readAll(path)).split('\n')) {
        if (line.isEmpty()) continue;
        std::string token;
        for (const char byte : QByteArray::fromBase64(line.left(line.indexOf(' '))))
            token += byteStandIn(static_cast<unsigned char>(byte));
        order.push_back(tokens.size());
        tokens.push_back(std::move(token));
    }
    TreeJson root = {{"version", "1.0"},
                     {"pre_tokenizer", splitPreTokenizer({split}, false)},
                     {"decoder", byteLevel(true)},
                     {"model",
                      {{"type", "BPE"},
                       {"vocab", vocabularyObject(tokens)},
                       {"merges", mergesOf(tokens, order)},
                       {"ignore_merges", ignoreMerges}}}};
    if (composes) root["normalizer"] = {{"type", "NFC"}};
    return root.dump();
}

} // namespace moqa::test
