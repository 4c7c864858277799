// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Typed, bounded reads from a model's config.json. A missing key means the family's default, an
// explicit null is a value of its own (model-formats.md 2.0.1). The first refusal is kept and
// later reads give harmless values, so that a family is read in a straight line and checked once.

#include "core/base/json.h"
#include "core/base/result.h"

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <vector>

namespace moqa {

class ConfigReader {
public:
    // config must be an object and outlive the reader; where names the file in errors.
    ConfigReader(const Json& config, std::string where) : m_config(config), m_where(where) {}

    // Null if the key is absent; an explicit null gives a Json of type null.
    const Json* find(const char* key) const;
    bool given(const char* key) const; // present and not null

    // null is refused, as is anything outside [low, high].
    int64_t integer(const char* key, int64_t fallback, int64_t low, int64_t high);
    // The first key that is present counts.
    int64_t integer(std::initializer_list<const char*> keys, int64_t fallback, int64_t low,
                    int64_t high);
    double number(const char* key, double fallback, double low, double high);
    bool flag(const char* key, bool fallback);
    std::string text(const char* key, const std::string& fallback);

    // null and absent give nothing.
    std::optional<int64_t> optionalInteger(const char* key, int64_t low, int64_t high);
    std::optional<double> optionalNumber(const char* key, double low, double high);
    // null and absent give an empty list; more than maxItems is refused.
    std::vector<int64_t> integers(const char* key, int64_t low, int64_t high, size_t maxItems);
    std::vector<std::string> texts(const char* key, size_t maxItems);

    void refuse(const std::string& what, const std::string& hint = {});
    const std::string& where() const { return m_where; }
    bool ok() const { return !m_error.has_value(); }
    Status status() const { return m_error ? Status(*m_error) : Status(); }

private:
    const Json& m_config;
    std::string m_where;
    std::optional<Error> m_error;
};

} // namespace moqa
