// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Keeps a quantization run's tensors and ledger in memory: plans are compared, and tests look at
// what came out, without a file. With QuantizedOverlay the result is a model again. Used by one
// thread at a time.

#include "core/quantize/quantize_model.h"
#include "core/quantize/quantized_overlay.h"

#include <map>
#include <memory>

namespace moqa {

class MemorySink final : public QuantizedSink {
public:
    // Layers that are whole; a run into this sink goes on behind them.
    int finishedLayers() const override { return m_finished; }
    Result<std::optional<QuantizedTensor>> readTensor(WeightId id) const override;
    Status add(const LedgerRow& row, const QuantizedTensor* tensor) override;
    Status addCache(const LayerCache& cache) override;
    Status addFold(const LayerFold& fold) override;
    Result<std::optional<LayerFold>> readFold(int layer) const override;
    Status layerDone(const LayerReport& report) override;

    const std::vector<LedgerRow>& ledger() const { return m_ledger; }
    const std::vector<LayerReport>& reports() const { return m_reports; }
    const std::map<WeightId, std::shared_ptr<const QuantizedTensor>>& tensors() const {
        return m_tensors;
    }
    // By layer; none where the run kept no channel cache.
    const std::map<int, LayerCache>& caches() const { return m_caches; }
    // The quantized model: base with the tensors of all finished layers. Shares them with the sink.
    std::unique_ptr<QuantizedOverlay> model(const ModelSource& base) const;

private:
    int m_finished = 0;
    std::vector<LedgerRow> m_ledger, m_pendingRows;
    std::vector<LayerReport> m_reports;
    std::map<WeightId, std::shared_ptr<const QuantizedTensor>> m_tensors, m_pending;
    std::map<int, LayerCache> m_caches;
    std::map<int, LayerFold> m_folds;
};

} // namespace moqa
