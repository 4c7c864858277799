// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/shard_index.h"

#include "core/base/files.h"
#include "core/base/json.h"
#include "core/checkpoint/safetensors_header.h"

#include <algorithm>

namespace moqa {

namespace {

constexpr int64_t kMaxIndexBytes = 256 << 20;
constexpr int kMaxDepth = 64;

// Takes the strings of the top-level "weight_map" and skips the rest. A document tree would cost
// time quadratic in the 40,000 tensors of a large model.
class IndexReader : public nlohmann::json_sax<Json> {
public:
    ShardIndex index;
    std::string problem;
    bool mapSeen = false;

    bool null() override { return other(); }
    bool boolean(bool) override { return other(); }
    bool number_integer(number_integer_t) override { return other(); }
    bool number_unsigned(number_unsigned_t) override { return other(); }
    bool number_float(number_float_t, const string_t&) override { return other(); }
    bool binary(binary_t&) override { return other(); }
    bool string(string_t& value) override {
        if (!inMap()) return other();
        index.tensors.push_back(m_key);
        index.shards.insert(value);
        return true;
    }
    bool key(string_t& value) override {
        m_key = value;
        if (m_depth == 1) m_topKey = value;
        return true;
    }
    bool start_object(size_t) override {
        if (m_depth == 1 && m_topKey == "weight_map") {
            if (mapSeen) return refuse("\"weight_map\" is given twice");
            mapSeen = true;
        } else if (!other()) {
            return false;
        }
        return enter();
    }
    bool end_object() override { return --m_depth >= 0; }
    bool start_array(size_t) override { return other() && enter(); }
    bool end_array() override { return --m_depth >= 0; }
    bool parse_error(size_t, const std::string&, const Json::exception&) override {
        return refuse("this is not valid JSON");
    }

private:
    bool inMap() const { return m_depth == 2 && mapSeen && m_topKey == "weight_map"; }
    // A value that is not a string of the map.
    bool other() {
        if (inMap()) return refuse("the shard of tensor " + inQuotes(m_key) + " is not a string");
        return true;
    }
    bool enter() { return ++m_depth <= kMaxDepth || refuse("JSON is nested too deeply"); }
    bool refuse(const std::string& what) {
        if (problem.empty()) problem = what;
        return false;
    }

    int m_depth = 0;
    std::string m_key, m_topKey;
};

} // namespace

Result<ShardIndex> readShardIndex(const std::string& path) {
    MOQA_TRY(const std::string text, readFile(path, kMaxIndexBytes));
    IndexReader reader;
    const bool whole = Json::sax_parse(text, &reader);
    if (!whole) return badInput(reader.problem, path, "download or copy it again");
    ShardIndex& index = reader.index;
    if (!reader.mapSeen || index.tensors.empty())
        return badInput("it has no \"weight_map\"", path, "download or copy it again");
    std::sort(index.tensors.begin(), index.tensors.end());
    const auto twice = std::adjacent_find(index.tensors.begin(), index.tensors.end());
    if (twice != index.tensors.end())
        return badInput("tensor " + inQuotes(*twice) + " is listed twice", path);
    return std::move(index);
}

} // namespace moqa
