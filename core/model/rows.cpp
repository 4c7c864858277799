// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/rows.h"

#include "core/base/parallel.h"

#include <algorithm>
#include <atomic>
#include <bit>
#include <cmath>

namespace moqa {

namespace {

// Pieces of about 64 K elements: 20 us of work, as long as it takes to hand them out.
template <class Body>
void forPieces(int64_t rows, int64_t cols, Body&& body) {
    const int64_t step = std::max<int64_t>(1, 65536 / std::max<int64_t>(1, cols));
    parallelFor((rows + step - 1) / step, [&](int64_t piece, int) {
        body(piece * step, std::min(rows, (piece + 1) * step));
    });
}

} // namespace

void addBias(int64_t rows, int64_t cols, float factor, const float* bias, float* y) {
    forPieces(rows, cols, [&](int64_t begin, int64_t end) {
        for (int64_t r = begin; r < end; ++r)
            for (int64_t c = 0; c < cols; ++c) y[r * cols + c] += factor * bias[c];
    });
}

void clampTo(int64_t count, float limit, float* y) {
    forPieces(count, 1, [&](int64_t begin, int64_t end) {
        // Comparisons in this order let NaN through, so that it is found and reported.
        for (int64_t i = begin; i < end; ++i) {
            const float low = y[i] < -limit ? -limit : y[i];
            y[i] = low > limit ? limit : low;
        }
    });
}

void addScaled(int64_t count, float factor, const float* x, float* y) {
    forPieces(count, 1, [&](int64_t begin, int64_t end) {
        for (int64_t i = begin; i < end; ++i) y[i] += factor * x[i];
    });
}

void scaleRows(int64_t rows, int64_t cols, const float* factors, float* y) {
    forPieces(rows, cols, [&](int64_t begin, int64_t end) {
        for (int64_t r = begin; r < end; ++r)
            for (int64_t c = 0; c < cols; ++c) y[r * cols + c] *= factors[r];
    });
}

void layerNorm(int64_t rows, int64_t cols, const float* x, const float* weight, const float* bias,
               float eps, float* y) {
    const auto wide = [](float value) { return static_cast<double>(value); };
    forPieces(rows, cols, [&](int64_t begin, int64_t end) {
        for (int64_t r = begin; r < end; ++r) {
            const float* row = x + r * cols;
            double mean = 0.0;
            for (int64_t c = 0; c < cols; ++c) mean += wide(row[c]);
            mean /= static_cast<double>(cols);
            double variance = 0.0;
            for (int64_t c = 0; c < cols; ++c)
                variance += (wide(row[c]) - mean) * (wide(row[c]) - mean);
            const double inverse =
                1.0 / std::sqrt(variance / static_cast<double>(cols) + wide(eps));
            for (int64_t c = 0; c < cols; ++c)
                y[r * cols + c] = static_cast<float>((wide(row[c]) - mean) * inverse) * weight[c] +
                                  (bias != nullptr ? bias[c] : 0.0f);
        }
    });
}

bool allFinite(int64_t count, const float* x) {
    std::atomic<bool> finite{true};
    forPieces(count, 1, [&](int64_t begin, int64_t end) {
        uint32_t bad = 0;
        for (int64_t i = begin; i < end; ++i) {
            const uint32_t magnitude = std::bit_cast<uint32_t>(x[i]) & 0x7fffffffu;
            bad |= magnitude >= 0x7f800000u ? 1u : 0u;
        }
        if (bad != 0) finite = false;
    });
    return finite;
}

} // namespace moqa
