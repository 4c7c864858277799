// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Group grids: the scale and zero point that a run of weights is rounded to (quantizers.md 1.1,
// steps 8 and 9). The scale is rounded to f16 before anything is rounded to it, so that what GPTQ
// sees is what is stored. Pure functions and values; any thread.

#include "core/plan/plan.h"
#include "core/quantize/quantize_model.h"

#include <cstdint>
#include <vector>

namespace moqa {

// w = (q - zero) * step. zero is an integer, but 1/2 for one bit, where step is twice the stored
// scale.
struct GroupGrid {
    float step = 1, zero = 0;
};

struct GridRule {
    int bits = 4; // 1..8
    bool symmetric = false;
    GridSearch search = GridSearch::Power24;

    float maxCode() const { return static_cast<float>((1 << bits) - 1); }
};

// Grid of the n weights x of one group. One bit: the mean magnitude. Else the range from least to
// greatest, zero included (symmetric: +-max|x|, zero point 2^(bits-1)), and with a search the best
// of 80 ranges shrunk by p = 1 - i/100, i = 0..79, by the sum of |error|^2.4, error^2, or error^2
// times weights (diag H of the columns; without them GridSearch::Hessian is Power20).
//
// A search trades noise for gain. At 2 bits the best range of normal weights leaves 0.13 of their
// energy as error where the whole range leaves 0.21, but answers <w, q> / <w, w> = 0.89 where that
// answers 1.0: less noise, which a sum over inputs averages out, for weights that are all too
// small, which adds up through gate, up and down. And with static groups more of what GPTQ adds to
// a column falls outside a shrunk range. So a lower weight error need not be a lower output error:
// compare with GridSearch::Off at 2 and 3 bits.
GroupGrid findGrid(const float* x, int64_t n, const GridRule& rule, const float* weights = nullptr);

// Grids of all groups of a matrix, by group and then row, so that a tile of rows finds its lanes
// side by side. rows is padded to whole tiles; padding has step 1.
struct GridTable {
    int64_t rows = 0, groups = 0;
    std::vector<float> step, zero; // [groups, rows]

    GridTable(int64_t matrixRows, int64_t groupCount);
    void set(int64_t row, int64_t group, GroupGrid grid) {
        step[static_cast<size_t>(group * rows + row)] = grid.step;
        zero[static_cast<size_t>(group * rows + row)] = grid.zero;
    }
};

// Columns of one group of the format in a row of cols columns.
int64_t groupWidth(const UnitFormat& format, int64_t cols);

} // namespace moqa
