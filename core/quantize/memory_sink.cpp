// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/memory_sink.h"

namespace moqa {

Result<std::optional<QuantizedTensor>> MemorySink::readTensor(WeightId id) const {
    const auto it = m_tensors.find(id);
    if (it == m_tensors.end()) return std::optional<QuantizedTensor>(std::nullopt);
    return std::optional<QuantizedTensor>(*it->second);
}

// Rows of a layer that was begun but cancelled are dropped when the next run begins it again.
Status MemorySink::add(const LedgerRow& row, const QuantizedTensor* tensor) {
    if (!m_pendingRows.empty() && m_pendingRows.front().id.layer != row.id.layer) {
        m_pendingRows.clear();
        m_pending.clear();
    }
    m_pendingRows.push_back(row);
    if (tensor != nullptr) m_pending[row.id] = std::make_shared<QuantizedTensor>(*tensor);
    return {};
}

Status MemorySink::addCache(const LayerCache& cache) {
    m_caches[cache.layer] = cache;
    return {};
}

Status MemorySink::addFold(const LayerFold& fold) {
    m_folds[fold.layer] = fold;
    return {};
}

Result<std::optional<LayerFold>> MemorySink::readFold(int layer) const {
    const auto it = m_folds.find(layer);
    return it == m_folds.end() ? std::optional<LayerFold>() : std::optional(it->second);
}

Status MemorySink::layerDone(const LayerReport& report) {
    m_ledger.insert(m_ledger.end(), m_pendingRows.begin(), m_pendingRows.end());
    m_tensors.merge(m_pending);
    m_pendingRows.clear();
    m_pending.clear();
    if (report.layer < 0) return {};
    m_reports.push_back(report);
    m_finished = report.layer + 1;
    return {};
}

std::unique_ptr<QuantizedOverlay> MemorySink::model(const ModelSource& base) const {
    auto overlay = std::make_unique<QuantizedOverlay>(base);
    for (const auto& [layer, fold] : m_folds) overlay->fold(layer, fold.scale);
    for (const auto& [id, tensor] : m_tensors) overlay->put(tensor);
    return overlay;
}

} // namespace moqa
