// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// JSON of strangers: parsed without exceptions, refusing duplicate keys and deep nesting, and read
// with typed getters that name the key in their error.

#include "core/base/result.h"

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace moqa {

using Json = nlohmann::ordered_json;

struct JsonLimits {
    int maxDepth = 64;
    bool refuseDuplicateKeys = true;
    // Per object. Json keeps keys in file order and searches them one by one, so that an object of
    // n keys costs n^2 / 2 comparisons: 10,000 take some 0.1 s, a million would take an hour.
    size_t maxKeys = 10'000;
};

// BadInput (where = the given name) for text that is not UTF-8 JSON or breaks a limit.
Result<Json> parseJson(std::string_view text, const std::string& where,
                       const JsonLimits& limits = {});

// Typed access to a key of an object. absent and null both give the fallback; another type is
// BadInput naming key and where.
Result<int64_t> jsonInt(const Json& object, const char* key, int64_t fallback,
                        const std::string& where);
Result<double> jsonNumber(const Json& object, const char* key, double fallback,
                          const std::string& where);
Result<bool> jsonBool(const Json& object, const char* key, bool fallback, const std::string& where);
Result<std::string> jsonString(const Json& object, const char* key, const std::string& fallback,
                               const std::string& where);

} // namespace moqa
