// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Tokens by id and ids by token. Filled once, then read by any number of threads.

#include "core/base/result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace moqa {

struct StringHash {
    using is_transparent = void;
    size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};

class Vocabulary {
public:
    // Bounds the table that a hostile id could make: 16 times the largest vocabulary known.
    static constexpr int64_t kMaxId = int64_t{1} << 22;

    // BadInput if the id is out of range or either is taken.
    Status insert(std::string_view token, int64_t id, const std::string& where);
    // -1 if there is no such token.
    int32_t idOf(std::string_view token) const {
        const auto found = m_ids.find(token);
        return found == m_ids.end() ? -1 : found->second;
    }
    bool hasId(int64_t id) const {
        return id >= 0 && id < size() && m_present[static_cast<size_t>(id)];
    }
    // Empty if there is no such id.
    const std::string& text(int32_t id) const;
    // Largest id + 1.
    int64_t size() const { return static_cast<int64_t>(m_tokens.size()); }
    int64_t count() const { return static_cast<int64_t>(m_ids.size()); }

private:
    std::unordered_map<std::string, int32_t, StringHash, std::equal_to<>> m_ids;
    std::vector<std::string> m_tokens;
    std::vector<bool> m_present;
};

} // namespace moqa
