// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/config_reader.h"

namespace moqa {

namespace {

// Shortest form, for messages.
std::string numberText(double value) { return Json(value).dump(); }

std::string quotedKey(const char* key) { return "\"" + std::string(key) + "\""; }

std::optional<int64_t> asInteger(const Json& value, int64_t low, int64_t high) {
    if (!value.is_number_integer()) return std::nullopt;
    if (value.is_number_unsigned() && value.get<uint64_t>() > uint64_t{INT64_MAX})
        return std::nullopt;
    const auto number = value.get<int64_t>();
    if (number < low || number > high) return std::nullopt;
    return number;
}

std::string integerWanted(int64_t low, int64_t high) {
    return " must be an integer from " + std::to_string(low) + " to " + std::to_string(high);
}

} // namespace

const Json* ConfigReader::find(const char* key) const {
    const auto it = m_config.find(key);
    return it == m_config.end() ? nullptr : &*it;
}

bool ConfigReader::given(const char* key) const {
    const Json* value = find(key);
    return value && !value->is_null();
}

void ConfigReader::refuse(const std::string& what, const std::string& hint) {
    if (!m_error) m_error = badInput(what, m_where, hint);
}

int64_t ConfigReader::integer(const char* key, int64_t fallback, int64_t low, int64_t high) {
    const Json* value = find(key);
    if (!value) return fallback;
    if (const auto number = asInteger(*value, low, high)) return *number;
    refuse(quotedKey(key) + integerWanted(low, high));
    return fallback;
}

int64_t ConfigReader::integer(std::initializer_list<const char*> keys, int64_t fallback,
                              int64_t low, int64_t high) {
    for (const char* key : keys)
        if (find(key)) return integer(key, fallback, low, high);
    return fallback;
}

double ConfigReader::number(const char* key, double fallback, double low, double high) {
    const Json* value = find(key);
    if (!value) return fallback;
    if (value->is_number() && value->get<double>() >= low && value->get<double>() <= high)
        return value->get<double>();
    refuse(quotedKey(key) + " must be a number from " + numberText(low) + " to " +
           numberText(high));
    return fallback;
}

bool ConfigReader::flag(const char* key, bool fallback) {
    const Json* value = find(key);
    if (!value) return fallback;
    if (value->is_boolean()) return value->get<bool>();
    refuse(quotedKey(key) + " must be true or false");
    return fallback;
}

std::string ConfigReader::text(const char* key, const std::string& fallback) {
    const Json* value = find(key);
    if (!value) return fallback;
    if (value->is_string()) return value->get<std::string>();
    refuse(quotedKey(key) + " must be a string");
    return fallback;
}

std::optional<int64_t> ConfigReader::optionalInteger(const char* key, int64_t low, int64_t high) {
    if (!given(key)) return std::nullopt;
    return integer(key, low, low, high);
}

std::optional<double> ConfigReader::optionalNumber(const char* key, double low, double high) {
    if (!given(key)) return std::nullopt;
    return number(key, low, low, high);
}

std::vector<int64_t> ConfigReader::integers(const char* key, int64_t low, int64_t high,
                                            size_t maxItems) {
    std::vector<int64_t> result;
    if (!given(key)) return result;
    const Json& list = *find(key);
    if (!list.is_array() || list.size() > maxItems) {
        refuse(quotedKey(key) + " must be a list of at most " + std::to_string(maxItems) +
               " items");
        return result;
    }
    for (const Json& item : list) {
        const auto number = asInteger(item, low, high);
        if (!number) {
            refuse("each item of " + quotedKey(key) + integerWanted(low, high));
            return {};
        }
        result.push_back(*number);
    }
    return result;
}

std::vector<std::string> ConfigReader::texts(const char* key, size_t maxItems) {
    std::vector<std::string> result;
    if (!given(key)) return result;
    const Json& list = *find(key);
    if (!list.is_array() || list.size() > maxItems) {
        refuse(quotedKey(key) + " must be a list of at most " + std::to_string(maxItems) +
               " items");
        return result;
    }
    for (const Json& item : list) {
        if (!item.is_string()) {
            refuse("each item of " + quotedKey(key) + " must be a string");
            return {};
        }
        result.push_back(item.get<std::string>());
    }
    return result;
}

} // namespace moqa
