// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// GPTQ of one matrix (quantizers.md 1.1; Frantar et al., arXiv 2210.17323). The factor of the
// inverse moment matrix is made once and shared by the linears that read the same input (q, k, v;
// gate and up). Values without state; any thread, parallel inside when called from a serial one,
// with the same result for any number of threads.

#include "core/base/progress.h"
#include "core/quantize/grid.h"

#include <optional>
#include <span>

namespace moqa {

// Upper U with (P (H + damp mean(diag H) I) P^T)^-1 = U^T U, in GPTQ's order of columns.
struct GptqFactor {
    int64_t n = 0;
    bool actOrder = true;
    std::vector<int32_t> order;  // original column that comes i-th
    std::vector<float> upper;    // [n, n], zeros below the diagonal
    std::vector<float> diagonal; // diag H by original column
    std::vector<uint8_t> dead;   // columns that no input ever used
    double damp = 0;             // share of the mean diagonal in the end
    // The last so many columns of the order take what the others leave but hand nothing on, not
    // even to one another (channel_cache.h). Their presence means static groups.
    int64_t cached = 0;
};

// moment [n,n] symmetric, any scale. Columns with a zero diagonal are dead: they get the mean
// diagonal of the others (any positive value does, they are not coupled; this one keeps the damping
// independent of the moment's scale). Damping is raised tenfold up to twice when the factorisation
// fails; empty if it still does or nothing was ever seen. damp > 0. cached: columns that come last,
// rising.
Result<std::optional<GptqFactor>> makeGptqFactor(const double* moment, int64_t n, bool actOrder,
                                                 double damp, const Progress& progress,
                                                 std::span<const int32_t> cached = {});

struct GptqResult {
    QuantizedTensor tensor;
    double loss = 0; // sum over columns of (w - q)^2 / (2 U_ii^2)
    Matrix cached;   // [rows, factor.cached]: those columns just before rounding
};

// weight [rows, factor.n], finite. With actOrder the grids of all groups come from the weight as it
// was (static groups: the memory order stays the original one, no index is stored), without it each
// from the updated columns when its first is reached. Cancelled is the only error.
Result<GptqResult> quantizeGptq(MatrixView weight, const GptqFactor& factor, WeightId id,
                                const UnitFormat& format, GridSearch search,
                                const Progress& progress);

} // namespace moqa
