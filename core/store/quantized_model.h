// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Our quantized model file (model-formats.md part 5, "moeq-h5" version 1): writer with per-layer
// resume, and the reader that serves it as a ModelSource without the original model.

#include "core/checkpoint/model_source.h"
#include "core/quantize/quantize_model.h"

#include <memory>
#include <string>

namespace moqa {

struct QuantizedFileInfo {
    const Plan* plan = nullptr;
    const QuantizeOptions* options = nullptr;
    std::vector<Corpus> const* calibration = nullptr;
    std::string commandLine; // provenance, host-independent
};

// Collects layers in the folder PATH.partial (one file per layer, each written atomically) and
// joins them into PATH at the end. A folder left by an earlier run with the same model, plan,
// options and calibration is continued; any other is refused with a hint if it holds a finished
// layer, else taken over.
class QuantizedWriter final : public QuantizedSink {
public:
    static Result<std::unique_ptr<QuantizedWriter>>
    create(const std::string& path, const ModelSource& model, const QuantizedFileInfo& info);
    ~QuantizedWriter() override;
    int finishedLayers() const override;
    // What the run that finished the layer said of it, its seconds included.
    Result<LayerReport> finishedReport(int layer) const;
    Result<std::optional<QuantizedTensor>> readTensor(WeightId id) const override;
    Status add(const LedgerRow& row, const QuantizedTensor* tensor) override;
    Status addCache(const LayerCache& cache) override;
    Status addFold(const LayerFold& fold) override;
    Result<std::optional<LayerFold>> readFold(int layer) const override;
    Status layerDone(const LayerReport& report) override;
    // Joins, writes the index, hashes and `complete`, syncs, renames, removes PATH.partial, which a
    // cancel leaves as it was: the next writer has only this to do.
    Status finish(const Progress& progress);
    std::string partialPath() const;

private:
    QuantizedWriter();
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

// Gives up what an unfinished run left beside PATH, so that the next one starts anew. Io if a run
// is writing there.
Status discardUnfinished(const std::string& path);

// BadInput for a file that is not complete or does not match its hashes (checked on first read of
// each dataset).
Result<std::shared_ptr<const ModelSource>> openQuantizedModel(const std::string& path);
// The ledger and plan a quantized file carries.
Result<std::vector<LedgerRow>> readLedger(const std::string& path);
Result<Plan> readPlan(const std::string& path);

// Dequantized export in the original layout and names (model-formats.md 4.6 mode 3): bf16
// safetensors with config.json and the tokenizer, sharded at 5 GB. outFolder is made.
Status exportSafetensors(const ModelSource& model, const std::string& outFolder,
                         Progress& progress);

} // namespace moqa
