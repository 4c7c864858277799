// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A 64-bit key to a small value, open addressing with linear probing: the merge table is asked once
// per neighbouring pair of symbols, and a node-based map would double the time of an encoding.
// Filled once, then read by any number of threads.

#include <cstddef>
#include <cstdint>
#include <vector>

namespace moqa {

inline uint64_t pairKey(uint32_t high, uint32_t low) { return uint64_t{high} << 32 | low; }

template <class Value>
class PairTable {
public:
    // Keeps at most half of the slots in use. The key ~0 is taken as "empty" and must not be set.
    void set(uint64_t key, const Value& value) {
        if (2 * (m_count + 1) > m_slots.size()) grow();
        Slot& slot = m_slots[indexOf(key)];
        if (slot.key == kEmpty) ++m_count;
        slot = {key, value};
    }
    const Value* find(uint64_t key) const {
        if (m_slots.empty()) return nullptr;
        const Slot& slot = m_slots[indexOf(key)];
        return slot.key == kEmpty ? nullptr : &slot.value;
    }
    size_t size() const { return m_count; }

private:
    static constexpr uint64_t kEmpty = ~uint64_t{0};
    struct Slot {
        uint64_t key = kEmpty;
        Value value{};
    };

    size_t indexOf(uint64_t key) const {
        uint64_t hash = (key ^ key >> 32) * 0x9E3779B97F4A7C15u;
        hash ^= hash >> 29;
        const size_t mask = m_slots.size() - 1;
        size_t index = static_cast<size_t>(hash) & mask;
        while (m_slots[index].key != kEmpty && m_slots[index].key != key)
            index = (index + 1) & mask;
        return index;
    }
    void grow() {
        std::vector<Slot> old(m_slots.empty() ? 64 : 2 * m_slots.size());
        old.swap(m_slots);
        for (const Slot& slot : old)
            if (slot.key != kEmpty) m_slots[indexOf(slot.key)] = slot;
    }

    std::vector<Slot> m_slots;
    size_t m_count = 0;
};

} // namespace moqa
