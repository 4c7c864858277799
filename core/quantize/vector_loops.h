// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The inner loops of quantization, written on vectors and compiled for several instruction
// sets (chosen at load time). Plain functions on raw pointers without state: any thread. Callers
// own all memory and guarantee the sizes.
//
// Rows are worked on in tiles of kTileRows rows stored column by column, [cols][kTileRows]: every
// step of GPTQ is then the same arithmetic on neighbouring lanes, and a tile of 4096 columns
// (512 KiB) stays in the second-level cache from the first column to the last.

#include <cstdint>

namespace moqa {

inline constexpr int64_t kTileRows = 32;
inline constexpr int kGridLanes = 16;

enum class ErrorPower { Square, Power24 };

// Sixteen grids tried at once on one group of weights. low and high are the smallest and largest
// code minus the zero point; error is added to.
struct GridCandidates {
    float step[kGridLanes], inverse[kGridLanes];
    float low[kGridLanes], high[kGridLanes];
    float error[kGridLanes];
};

// error += sum_i weight[i] * |x[i] - grid(x[i])|^p for each candidate; weight null = all ones.
// |.|^2.4 is within 1e-5 relative.
void addGridErrors(const float* x, const float* weight, int64_t n, ErrorPower power,
                   GridCandidates& candidates);

// One column of a tile: where its values, codes and errors are and the grid of each row.
struct TileColumn {
    float* values;     // [kTileRows] in: the column; out: unchanged
    const float* step; // [kTileRows]
    const float* zero; // [kTileRows]; 0.5 for one bit
    uint8_t* codes;    // [kTileRows]
    float* errors;     // [kTileRows] (w - q) / diagonal
    float maxCode;     // 2^bits - 1
    float diagonal;    // U_ii
};

// Rounds the column to its grids (half to even, clamped) and returns the sum of errors^2.
double quantizeTileColumn(const TileColumn& column);

// values[j][:] -= sum_k u[k*ldu + j] * errors[k][:] for j in [0, cols), k in [0, depth).
void updateTile(int64_t cols, int64_t depth, const float* u, int64_t ldu, const float* errors,
                float* values);

// C[m,n] -= A[m,k] * B[k,n] in double, row-major.
void subtractProduct(int64_t m, int64_t n, int64_t k, const double* a, int64_t lda, const double* b,
                     int64_t ldb, double* c, int64_t ldc);

} // namespace moqa
