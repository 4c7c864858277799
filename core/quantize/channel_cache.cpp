// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/channel_cache.h"

#include "core/base/half.h"

#include <cmath>

namespace moqa {

Status appendHalf(const float* values, int64_t count, const char* what,
                  std::vector<uint16_t>& out) {
    for (int64_t i = 0; i < count; ++i) {
        const uint16_t half = f32ToF16(values[i]);
        if (!std::isfinite(f16ToF32(half)))
            return badInput("a cached channel has values beyond half precision", what,
                            "quantize without --cache");
        out.push_back(half);
    }
    return {};
}

} // namespace moqa
