// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/result_store.h"

#include "core/store/workspace_layout.h"

namespace moqa {

namespace {
int64_t bytesOf(const ResultArray& slice) {
    return static_cast<int64_t>(slice.values.size() * sizeof(double));
}
} // namespace

ResultStore::ResultStore(std::shared_ptr<const Analysis> analysis)
    : m_analysis(std::move(analysis)) {}

Result<std::unique_ptr<ResultStore>> ResultStore::open(const std::string& workspacePath,
                                                       int64_t cacheBytes) {
    MOQA_TRY(auto file, h5::InputFile::open(workspacePath, kWorkspaceFormat, kWorkspaceVersion));
    return open(std::move(file), cacheBytes);
}

Result<std::unique_ptr<ResultStore>> ResultStore::open(std::shared_ptr<const h5::InputFile> file,
                                                       int64_t cacheBytes) {
    std::unique_ptr<ResultStore> store(new ResultStore);
    store->m_limit = cacheBytes;
    store->m_file = std::move(file);
    MOQA_TRY(const bool analysed, store->m_file->has("analysis"));
    if (!analysed) return store;
    MOQA_TRY(store->m_head, readAnalysisHead(*store->m_file));
    MOQA_TRY(store->m_paths, readResultPaths(*store->m_file));
    return store;
}

std::vector<ResultKey> ResultStore::keys() const {
    std::vector<ResultKey> keys;
    if (m_analysis)
        for (const auto& [key, slice] : m_analysis->results) keys.push_back(key);
    for (const auto& [key, path] : m_paths) keys.push_back(key);
    return keys;
}

bool ResultStore::has(const ResultKey& key) const {
    return m_analysis ? m_analysis->results.count(key) > 0 : m_paths.count(key) > 0;
}

Result<ResultPtr> ResultStore::get(const ResultKey& key) const {
    if (m_analysis) return m_analysis->get(key);
    if (!has(key))
        return badInput("the workspace has no such result", nameOf(key), "run the analysis again");
    {
        const std::lock_guard lock(m_mutex);
        const auto found = m_cache.find(key);
        if (found != m_cache.end()) {
            m_uses.splice(m_uses.begin(), m_uses, found->second.use);
            return found->second.slice;
        }
    }
    // Read without the lock: a large slice must not hold up those that are at hand.
    MOQA_TRY(ResultArray slice, readResult(*m_file, m_paths.at(key), key, m_head));
    const auto shared = std::make_shared<const ResultArray>(std::move(slice));
    keep(key, shared);
    return shared;
}

void ResultStore::keep(const ResultKey& key,
                       const std::shared_ptr<const ResultArray>& slice) const {
    const std::lock_guard lock(m_mutex);
    if (m_cache.count(key)) return; // another thread was faster
    m_uses.push_front(key);
    m_cache[key] = {slice, m_uses.begin()};
    m_cachedBytes += bytesOf(*slice);
    while (m_cachedBytes > m_limit && m_uses.size() > 1) {
        const auto oldest = m_cache.find(m_uses.back());
        m_cachedBytes -= bytesOf(*oldest->second.slice);
        m_cache.erase(oldest);
        m_uses.pop_back();
    }
}

int64_t ResultStore::cachedBytes() const {
    const std::lock_guard lock(m_mutex);
    return m_cachedBytes;
}

} // namespace moqa
