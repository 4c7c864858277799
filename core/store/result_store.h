// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Analysis results as immutable slices, read from a workspace file when they are asked for and kept
// in a cache of limited size: pair matrices and channels of a large model do not fit in memory.
// An analysis that is in memory can be wrapped too. Any thread.

#include "core/analysis/result_array.h"
#include "core/base/result.h"
#include "core/store/h5_input.h"

#include <cstdint>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace moqa {

class ResultStore final : public ResultSource {
public:
    static constexpr int64_t kDefaultCacheBytes = int64_t{256} << 20;

    explicit ResultStore(std::shared_ptr<const Analysis> analysis);
    // Reads the list of results only. The file may be replaced meanwhile: this object goes on with
    // the one it opened. BadInput if it is no complete workspace.
    static Result<std::unique_ptr<ResultStore>> open(const std::string& workspacePath,
                                                     int64_t cacheBytes = kDefaultCacheBytes);
    // The same of a file that is open already.
    static Result<std::unique_ptr<ResultStore>> open(std::shared_ptr<const h5::InputFile> file,
                                                     int64_t cacheBytes = kDefaultCacheBytes);

    std::vector<ResultKey> keys() const; // rising
    bool has(const ResultKey& key) const;
    // BadInput too if the bytes are damaged. The value stays valid after it has left the cache.
    Result<ResultPtr> get(const ResultKey& key) const override;
    // What the results belong to; without results. Empty if nothing was analysed.
    const Analysis& head() const { return m_head; }
    // Bytes of values held by the cache now; at most the limit, or one slice larger than it.
    int64_t cachedBytes() const;

private:
    ResultStore() = default;
    void keep(const ResultKey& key, const std::shared_ptr<const ResultArray>& slice) const;

    struct Cached {
        std::shared_ptr<const ResultArray> slice;
        std::list<ResultKey>::iterator use;
    };

    std::shared_ptr<const Analysis> m_analysis; // wrapped, or null
    std::shared_ptr<const h5::InputFile> m_file;
    Analysis m_head;
    std::map<ResultKey, std::string> m_paths; // of datasets in m_file
    int64_t m_limit = kDefaultCacheBytes;

    mutable std::mutex m_mutex;          // guards what follows
    mutable std::list<ResultKey> m_uses; // latest first
    mutable std::map<ResultKey, Cached> m_cache;
    mutable int64_t m_cachedBytes = 0;
};

} // namespace moqa
