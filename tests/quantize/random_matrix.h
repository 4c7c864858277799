// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A matrix of standard normal values for tests; the same for a seed.

#include "core/base/random.h"
#include "core/base/tensor.h"

inline moqa::Matrix normals(int64_t rows, int64_t cols, uint64_t seed) {
    moqa::Random random(seed);
    moqa::Matrix m(rows, cols);
    for (float& value : m.data) value = static_cast<float>(random.normal());
    return m;
}
