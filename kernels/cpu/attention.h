// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Causal attention by tiles of 128 queries x 128 keys with the online softmax of Milakov and
// Gimelshein (2018): memory is one tile per thread, whatever the length.

#include <cstdint>

namespace moqa::kernels {

// Signature and meaning: Backend::attention.
void attentionTiled(int64_t tokens, int heads, int kvHeads, int64_t dim, float scale,
                    int64_t window, const float* q, int64_t ldq, const float* k, int64_t ldk,
                    const float* v, int64_t ldv, float* out, int64_t ldout);

} // namespace moqa::kernels
