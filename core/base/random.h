// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A small deterministic generator (splitmix64): the same seed gives the same numbers on every
// machine and compiler, which the standard distributions do not promise.

#include <cmath>
#include <cstdint>
#include <numbers>

namespace moqa {

class Random {
public:
    explicit Random(uint64_t seed) : m_state(seed) {}

    uint64_t next() {
        uint64_t z = (m_state += 0x9e3779b97f4a7c15ULL);
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
        return z ^ (z >> 31);
    }
    // Uniform in [0, 1).
    double uniform() { return static_cast<double>(next() >> 11) * 0x1p-53; }
    // Uniform in [0, n); n >= 1. The bias of the modulus is below n / 2^64.
    uint64_t below(uint64_t n) { return next() % n; }
    // Standard normal (Box-Muller).
    double normal() {
        const double u = 1.0 - uniform();
        return std::sqrt(-2.0 * std::log(u)) * std::cos(2.0 * std::numbers::pi * uniform());
    }

private:
    uint64_t m_state;
};

} // namespace moqa
