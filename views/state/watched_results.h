// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Results of a workspace that say what they cannot read: a plot of a damaged result stays empty,
// and without a word that would look like a result that is not there.

#include "core/analysis/result_array.h"

#include <functional>
#include <memory>
#include <mutex>
#include <set>

namespace moqa {

class WatchedResults final : public ResultSource {
public:
    // failed is called once for each result that cannot be read, in the thread that asked for it.
    WatchedResults(std::shared_ptr<const ResultSource> source,
                   std::function<void(const Error&)> failed)
        : m_source(std::move(source)), m_failed(std::move(failed)) {}
    Result<ResultPtr> get(const ResultKey& key) const override;

private:
    std::shared_ptr<const ResultSource> m_source;
    std::function<void(const Error&)> m_failed;
    mutable std::mutex m_mutex; // guards what follows
    mutable std::set<ResultKey> m_told;
};

// The same analysis, watched; itself where everything is in memory.
std::shared_ptr<const Analysis> watched(std::shared_ptr<const Analysis> analysis,
                                        std::function<void(const Error&)> failed);

} // namespace moqa
