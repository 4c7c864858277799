// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/state/watched_results.h"

namespace moqa {

Result<ResultPtr> WatchedResults::get(const ResultKey& key) const {
    Result<ResultPtr> read = m_source->get(key);
    if (read.ok()) return read;
    bool first = false;
    {
        const std::lock_guard lock(m_mutex);
        first = m_told.insert(key).second;
    }
    if (first) {
        Error told = read.error();
        told.what = nameOf(key) + " is not shown: " + told.what;
        m_failed(told);
    }
    return read;
}

std::shared_ptr<const Analysis> watched(std::shared_ptr<const Analysis> analysis,
                                        std::function<void(const Error&)> failed) {
    if (!analysis || !analysis->source) return analysis;
    auto copy = std::make_shared<Analysis>(*analysis);
    copy->source = std::make_shared<WatchedResults>(analysis->source, std::move(failed));
    return copy;
}

} // namespace moqa
