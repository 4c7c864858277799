// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json.h"

#include <set>
#include <vector>

namespace moqa {

Result<Json> parseJson(std::string_view text, const std::string& where, const JsonLimits& limits) {
    // One set of keys per open object, to see a key given twice.
    std::vector<std::set<std::string>> keys;
    std::string refusal;
    const auto callback = [&](int depth, Json::parse_event_t event, Json& parsed) {
        if (depth > limits.maxDepth && refusal.empty()) refusal = "JSON is nested too deeply";
        if (event == Json::parse_event_t::object_start) keys.emplace_back();
        if (event == Json::parse_event_t::object_end && !keys.empty()) keys.pop_back();
        if (event == Json::parse_event_t::key && !keys.empty() && refusal.empty()) {
            const auto& key = parsed.get_ref<const std::string&>();
            if (!keys.back().insert(key).second && limits.refuseDuplicateKeys)
                refusal = "the key \"" + key.substr(0, 80) + "\" is given twice";
            if (keys.back().size() > limits.maxKeys) refusal = "an object has too many keys";
        }
        return refusal.empty();
    };
    // The parser recurses nowhere: depth costs heap, which the check above bounds.
    Json value = Json::parse(text.begin(), text.end(), callback, false);
    if (!refusal.empty()) return badInput(refusal, where);
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
