// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Choice of the k largest of a short row.

#include <cstdint>

namespace moqa::kernels {

// ids[0..k) = indices of the k largest in falling order, ties by lowest index. Insertion, because k
// is at most a dozen. NaN never displaces a chosen value, so ids are always valid and distinct.
// Precondition: 1 <= k <= n.
inline void topK(int n, int k, const float* values, int32_t* ids) {
    int filled = 0;
    for (int i = 0; i < n; ++i) {
        if (filled == k && !(values[i] > values[ids[k - 1]])) continue;
        int place = filled < k ? filled++ : k - 1;
        for (; place > 0 && values[i] > values[ids[place - 1]]; --place)
            ids[place] = ids[place - 1];
        ids[place] = i;
    }
}

} // namespace moqa::kernels
