// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/forward.h"

#include <fmt/format.h>

namespace moqa {

Result<TokenBatch> TokenBatch::windows(std::span<const int32_t> ids, int64_t window,
                                       const std::string& corpusName) {
    if (window < 1)
        return usageError(fmt::format("a window of {} tokens is too short", window), "--window");
    const auto length = static_cast<int64_t>(ids.size());
    if (length < window)
        return badInput(fmt::format("{} tokens are less than one window of {}", length, window),
                        corpusName, "bring a longer text or lower --window");
    TokenBatch batch;
    batch.ids.assign(ids.begin(), ids.begin() + length / window * window);
    for (int64_t start = 0; start + window <= length; start += window)
        batch.starts.push_back(start);
    return batch;
}

TokenBatch TokenBatch::single(std::vector<int32_t> ids) {
    TokenBatch batch;
    batch.ids = std::move(ids);
    batch.starts = {0};
    return batch;
}

} // namespace moqa
