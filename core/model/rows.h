// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Element-wise work on the rows of f32 matrices that is no kernel of its own: cheap beside the
// products, parallel over rows, contiguous [rows, cols].

#include <cstdint>

namespace moqa {

void addBias(int64_t rows, int64_t cols, float factor, const float* bias, float* y);
void clampTo(int64_t count, float limit, float* y);
// y += factor * x
void addScaled(int64_t count, float factor, const float* x, float* y);
void scaleRows(int64_t rows, int64_t cols, const float* factors, float* y);
// y = (x - mean) / sqrt(variance + eps) * weight + bias; bias may be null.
void layerNorm(int64_t rows, int64_t cols, const float* x, const float* weight, const float* bias,
               float eps, float* y);
bool allFinite(int64_t count, const float* x);

} // namespace moqa
