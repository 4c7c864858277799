// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json.h"

#include <set>
#include <vector>

namespace moqa {

namespace {

// Looks for what the limits refuse before a value is built. Apart from the building, because the
// library's parser with a callback looks through all earlier elements of an array at the end of
// each object in it: 98,304 units of a plan took half a minute.
class LimitsCheck final : public nlohmann::json_sax<Json> {
public:
    explicit LimitsCheck(const JsonLimits& limits) : m_limits(limits) {}
    const std::string& refusal() const { return m_refusal; }

    bool null() override { return atValue(); }
    bool boolean(bool) override { return atValue(); }
    bool number_integer(number_integer_t) override { return atValue(); }
    bool number_unsigned(number_unsigned_t) override { return atValue(); }
    bool number_float(number_float_t, const string_t&) override { return atValue(); }
    bool string(string_t&) override { return atValue(); }
    bool binary(binary_t&) override { return atValue(); }
    bool start_object(std::size_t) override {
        m_keys.emplace_back();
        return open();
    }
    bool end_object() override {
        m_keys.pop_back();
        --m_depth;
        return true;
    }
    bool start_array(std::size_t) override { return open(); }
    bool end_array() override {
        --m_depth;
        return true;
    }
    bool key(string_t& name) override {
        if (!m_keys.back().insert(name).second && m_limits.refuseDuplicateKeys)
            return refuse("the key \"" + name.substr(0, 80) + "\" is given twice");
        if (m_keys.back().size() > m_limits.maxKeys) return refuse("an object has too many keys");
        return atValue();
    }
    bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override {
        return false;
    }

private:
    bool refuse(std::string why) {
        m_refusal = std::move(why);
        return false;
    }
    bool atValue() { return m_depth <= m_limits.maxDepth || refuse("JSON is nested too deeply"); }
    bool open() { return atValue() && ++m_depth > 0; }

    const JsonLimits& m_limits;
    std::vector<std::set<std::string>> m_keys; // one per open object
    int m_depth = 0;                           // open objects and arrays
    std::string m_refusal;
};

} // namespace

Result<Json> parseJson(std::string_view text, const std::string& where, const JsonLimits& limits) {
    LimitsCheck check(limits);
    const bool valid = Json::sax_parse(text.begin(), text.end(), &check);
    if (!check.refusal().empty()) return badInput(check.refusal(), where);
    // The parser recurses nowhere: depth costs heap, which the check above bounds.
    Json value = valid ? Json::parse(text.begin(), text.end(), nullptr, false)
                       : Json(Json::value_t::discarded);
    if (value.is_discarded())
        return badInput("this is not valid JSON", where, "mend the file or fetch it again");
    return value;
}

namespace {
const Json* find(const Json& object, const char* key) {
    if (!object.is_object()) return nullptr;
    const auto it = object.find(key);
    return it == object.end() || it->is_null() ? nullptr : &*it;
}
Error wrongType(const char* key, const char* wanted, const std::string& where) {
    return badInput(std::string("\"") + key + "\" must be " + wanted, where);
}
} // namespace

Result<int64_t> jsonInt(const Json& object, const char* key, int64_t fallback,
                        const std::string& where) {
    const Json* value = find(object, key);
    if (!value) return fallback;
    if (value->is_number_unsigned() && value->get<uint64_t>() > uint64_t{INT64_MAX})
        return wrongType(key, "a 64-bit integer", where);
    if (value->is_number_integer()) return value->get<int64_t>();
    return wrongType(key, "an integer", where);
}

Result<double> jsonNumber(const Json& object, const char* key, double fallback,
                          const std::string& where) {
    const Json* value = find(object, key);
    if (!value) return fallback;
    if (value->is_number()) return value->get<double>();
    return wrongType(key, "a number", where);
}

Result<bool> jsonBool(const Json& object, const char* key, bool fallback,
                      const std::string& where) {
    const Json* value = find(object, key);
    if (!value) return fallback;
    if (value->is_boolean()) return value->get<bool>();
    return wrongType(key, "true or false", where);
}

Result<std::string> jsonString(const Json& object, const char* key, const std::string& fallback,
                               const std::string& where) {
    const Json* value = find(object, key);
    if (!value) return fallback;
    if (value->is_string()) return value->get<std::string>();
    return wrongType(key, "a string", where);
}

} // namespace moqa
