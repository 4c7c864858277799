// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Byte strings with a number each, found as prefixes of a text. Filled once, then read by any
// number of threads.

#include "core/text/pair_table.h"

#include <array>
#include <string_view>

namespace moqa {

class Trie {
public:
    // The first number given to a string stays. Empty strings are left out.
    void insert(std::string_view bytes, int32_t number) {
        if (bytes.empty()) return;
        uint32_t node = 0;
        for (const char c : bytes) {
            const uint64_t key = pairKey(node, static_cast<unsigned char>(c));
            const uint32_t* next = m_children.find(key);
            if (next) {
                node = *next;
                continue;
            }
            node = static_cast<uint32_t>(m_numbers.size());
            m_numbers.push_back(kNone);
            m_children.set(key, node);
        }
        if (m_numbers[node] == kNone) m_numbers[node] = number;
        m_begins[static_cast<unsigned char>(bytes[0])] = true;
    }
    bool empty() const { return m_numbers.size() == 1; }
    // False if nothing here begins with this byte.
    bool mayBegin(char c) const { return m_begins[static_cast<unsigned char>(c)]; }

    // Calls visit(length, number) for every string that text.substr(at) begins with, shortest
    // first.
    template <class Visit>
    void prefixes(std::string_view text, size_t at, Visit visit) const {
        uint32_t node = 0;
        for (size_t i = at; i < text.size(); ++i) {
            const uint32_t* next =
                m_children.find(pairKey(node, static_cast<unsigned char>(text[i])));
            if (!next) return;
            node = *next;
            if (m_numbers[node] != kNone) visit(i + 1 - at, m_numbers[node]);
        }
    }

private:
    static constexpr int32_t kNone = -1;
    PairTable<uint32_t> m_children;
    std::vector<int32_t> m_numbers{kNone}; // of each node; node 0 is the root
    std::array<bool, 256> m_begins{};
};

} // namespace moqa
