// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/tokenizer_file.h"

#include <charconv>
#include <cmath>
#include <cstdlib>

namespace moqa {

namespace {

// Objects as trees: the order-keeping Json looks a new key up among all before it, which takes
// minutes for a vocabulary.
using TreeJson = nlohmann::json;

// The largest published files have 35 MB.
constexpr size_t kMaxFileBytes = size_t{128} << 20;
constexpr int kMaxDepth = 64;

size_t countKeys(const TreeJson& value) {
    size_t count = value.is_object() ? value.size() : 0;
    if (value.is_structured())
        for (const TreeJson& child : value) count += countKeys(child);
    return count;
}

Result<TreeJson> parseTree(std::string_view json, const std::string& where) {
    if (json.size() > kMaxFileBytes) return badInput("the file is larger than 128 MiB", where);
    bool tooDeep = false;
    size_t keys = 0;
    const auto callback = [&](int depth, TreeJson::parse_event_t event, TreeJson&) {
        tooDeep |= depth > kMaxDepth;
        keys += event == TreeJson::parse_event_t::key;
        return !tooDeep;
    };
    TreeJson root = TreeJson::parse(json.begin(), json.end(), callback, false);
    if (tooDeep) return badInput("JSON is nested too deeply", where);
    if (root.is_discarded())
        return badInput("this is not valid JSON", where, "the file may be cut off");
    if (!root.is_object()) return badInput("a tokenizer.json must be an object", where);
    if (countKeys(root) != keys) return badInput("a key is given twice", where);
    return root;
}

Status takeBpeVocabulary(const TreeJson& vocabulary, ModelLists& lists, const std::string& where) {
    if (!vocabulary.is_object())
        return badInput("the \"vocab\" of a BPE model must be an object", where);
    lists.vocabulary.reserve(vocabulary.size());
    for (const auto& [token, id] : vocabulary.items()) {
        const bool fits = id.is_number_integer() &&
                          !(id.is_number_unsigned() && id.get<uint64_t>() > uint64_t{INT64_MAX});
        if (!fits)
            return badInput("the id of \"" + token.substr(0, 60) + "\" is not an integer", where);
        lists.vocabulary.emplace_back(token, id.get<int64_t>());
    }
    return {};
}

// "a b", or ["a", "b"] where tokens may hold spaces.
Status takeMerge(const TreeJson& item, ModelLists& lists, const std::string& where) {
    if (item.is_string()) {
        const auto& line = item.get_ref<const std::string&>();
        if (line.starts_with("#version")) return {};
        const size_t space = line.find(' ');
        if (space != std::string::npos && line.find(' ', space + 1) == std::string::npos) {
            lists.merges.emplace_back(line.substr(0, space), line.substr(space + 1));
            return {};
        }
    } else if (item.is_array() && item.size() == 2 && item[0].is_string() && item[1].is_string()) {
        lists.merges.emplace_back(item[0].get<std::string>(), item[1].get<std::string>());
        return {};
    }
    return badInput("merge " + std::to_string(lists.merges.size()) + " does not name two tokens",
                    where);
}

Status takeMerges(const TreeJson& model, ModelLists& lists, const std::string& where) {
    const auto merges = model.find("merges");
    if (merges == model.end() || !merges->is_array())
        return badInput("the BPE model has no list of \"merges\"", where,
                        "a tokenizer of another kind cannot be used");
    lists.merges.reserve(merges->size());
    for (const TreeJson& item : *merges) MOQA_CHECK(takeMerge(item, lists, where));
    // Without merges every text would fall apart into single characters; a tokenizer that looks
    // whole words up first can do without.
    const auto whole = model.find("ignore_merges");
    const bool looksUpWords = whole != model.end() && whole->is_boolean() && whole->get<bool>();
    if (lists.merges.empty() && !looksUpWords)
        return badInput("the BPE model's list of \"merges\" is empty", where,
                        "take tokenizer.json from the model's source again");
    return {};
}

// A score as serde_json, the reader of the reference, takes it from the shortest digits that name
// it: significand and power of ten rounded one after the other, often one unit in the last place
// off. Equal sums of scores are common ("#" + "###" or "###" + "#"), so that unit decides ids.
double referenceScore(double score) {
    char digits[32];
    const auto end =
        std::to_chars(digits, digits + sizeof digits, score, std::chars_format::scientific).ptr;
    uint64_t significand = 0;
    int exponent = 0;
    bool fraction = false;
    for (const char* at = digits; at < end; ++at) {
        if (*at == '.') fraction = true;
        if (*at == 'e') {
            // from_chars takes no plus sign.
            int power = 0;
            std::from_chars(at + (at[1] == '+' ? 2 : 1), end, power);
            exponent += power;
            break;
        }
        if (*at < '0' || *at > '9') continue;
        significand = significand * 10 + static_cast<uint64_t>(*at - '0');
        exponent -= fraction;
    }
    // Powers of ten are exact up to 22; scores are log probabilities, far from either end.
    if (!std::isfinite(score) || std::abs(exponent) > 22) return score;
    const double power = std::pow(10.0, std::abs(exponent));
    const double size = static_cast<double>(significand);
    return std::copysign(exponent < 0 ? size / power : size * power, score);
}

Status takeUnigramVocabulary(const TreeJson& vocabulary, ModelLists& lists,
                             const std::string& where) {
    if (!vocabulary.is_array())
        return badInput("the \"vocab\" of a Unigram model must be a list", where);
    for (const TreeJson& item : vocabulary) {
        if (!item.is_array() || item.size() != 2 || !item[0].is_string() || !item[1].is_number())
            return badInput("an entry of \"vocab\" is not [token, score]", where);
        lists.vocabulary.emplace_back(item[0].get<std::string>(),
                                      static_cast<int64_t>(lists.vocabulary.size()));
        lists.scores.push_back(referenceScore(item[1].get<double>()));
    }
    return {};
}

// Files from before model.type hold a BPE model exactly if they have merges.
std::string modelTypeOf(const TreeJson& model) {
    const auto type = model.find("type");
    if (type != model.end() && type->is_string()) return type->get<std::string>();
    if (model.contains("merges")) return "BPE";
    const auto vocabulary = model.find("vocab");
    return vocabulary != model.end() && vocabulary->is_array() ? "Unigram" : "of no known kind";
}

} // namespace

Result<TokenizerFile> readTokenizerFile(std::string_view json, const std::string& where) {
    MOQA_TRY(TreeJson root, parseTree(json, where));
    if (const auto version = root.find("version"); version != root.end() && *version != "1.0")
        return badInput("the \"version\" of this tokenizer.json is not 1.0", where);
    const auto model = root.find("model");
    if (model == root.end() || !model->is_object())
        return badInput("there is no \"model\" in this tokenizer.json", where);
    TokenizerFile file;
    file.modelType = modelTypeOf(*model);
    const TreeJson vocabulary = model->value("vocab", TreeJson());
    if (file.modelType == "BPE") {
        MOQA_CHECK(takeBpeVocabulary(vocabulary, file.lists, where));
        MOQA_CHECK(takeMerges(*model, file.lists, where));
    } else if (file.modelType == "Unigram") {
        MOQA_CHECK(takeUnigramVocabulary(vocabulary, file.lists, where));
    } else {
        return badInput("a tokenizer model \"" + file.modelType.substr(0, 60) +
                            "\" is not supported; BPE and Unigram are",
                        where);
    }
    model->erase("vocab");
    model->erase("merges");
    file.root = root;
    return file;
}

} // namespace moqa
