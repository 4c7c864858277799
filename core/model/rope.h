// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Rotary position embedding (Su et al. 2021) with the context extensions of RopeSpec. Angles are
// computed in f32 as the models' reference code does, so that long positions agree with it.

#include "core/checkpoint/model_spec.h"

#include <cstdint>
#include <vector>

namespace moqa {

// Angle per position of pair i, i in [0, rotaryDims / 2): default, linear (Chen et al. 2023), yarn
// (Peng et al. 2023) or llama3 scaling.
std::vector<double> ropeFrequencies(const RopeSpec& rope);

class RopeTable {
public:
    explicit RopeTable(const RopeSpec& rope);
    // Makes positions [0, count) available. Not thread-safe against rotate.
    void reserve(int64_t count);
    // Turns the first rotaryDims of each of `heads` vectors of headDim at x, for one position that
    // was reserved.
    void rotate(int64_t position, int64_t heads, int64_t headDim, float* x) const;

private:
    RopeSpec m_rope;
    std::vector<float> m_frequencies;
    std::vector<float> m_cosines; // [positions, pairs], times attentionFactor
    std::vector<float> m_sines;
    int64_t m_positions = 0;
};

} // namespace moqa
