// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// One layer from full precision to codes in GPTQ's true order: {q, k, v}, {o}, then per FFN
// {gate, up}, {down}, each with its inputs as the already quantized part makes them (sequential) or
// as the full model does. Moves the calibration stream behind the layer. One thread at a time,
// parallel inside.

#include "core/quantize/calibration_stream.h"
#include "core/quantize/ffn_quantizer.h"
#include "core/quantize/quantized_overlay.h"

#include <map>
#include <memory>

namespace moqa {

struct LayerResult {
    std::map<WeightId, QuantizedLinear> linears; // every weight of the layer
    LayerReport report;                          // seconds are the caller's
    std::optional<LayerCache> cache;             // of a layer with routed experts, where asked for
    std::optional<LayerFold> fold;               // where awq found a scale
};

class LayerQuantizer {
public:
    // stream null: no calibration data, everything is rounded to nearest. All outlive this.
    LayerQuantizer(const ModelSource& model, const Plan& plan, const QuantizeOptions& options,
                   CalibrationStream* stream);
    ~LayerQuantizer();

    // Errors: BadInput naming a weight that is not finite, Cancelled, errors of reading.
    Result<LayerResult> run(int layer, Progress& progress);
    // Moves the stream through a layer whose quantized tensors are known.
    Status pass(int layer, const std::vector<QuantizedTensor>& tensors,
                const std::optional<LayerFold>& fold, Progress& progress);

private:
    struct FfnData;

    std::optional<PlannedWeight> planned(Role role, int layer, int expert = -1) const;
    Status passFull(int layer, LayerObserver* observer, const Progress& progress);
    Status attention(int layer, LayerResult& result, Progress& progress);
    Status attentionGroup(const std::vector<PlannedWeight>& group, std::optional<Moment> moment,
                          LayerResult& result, const Progress& progress);
    Status ffn(int layer, LayerResult& result, Progress& progress);
    Status findFold(int layer, FfnData& data, LayerResult& result, const Progress& progress);
    Status router(int layer, FfnData& data, LayerResult& result, const Progress& progress);
    Status addMean(FfnData& data, const Progress& progress) const;
    Status findMean(const std::vector<FfnJob>& jobs, FfnData& data, const Progress& progress) const;
    std::vector<FfnJob> ffnJobs(int layer, const FfnData& data) const;
    Status quantizeJobs(const std::vector<FfnJob>& jobs, const FfnData& data, LayerResult& result,
                        Progress& progress);
    Status finishFfn(int layer, FfnData& data, LayerResult& result, const Progress& progress);
    Status checkFinite(int layer) const;
    void clearLayer();
    void take(QuantizedLinear linear, LayerResult& result);
    void beginCache(int layer, const FfnData& data, LayerResult& result) const;
    Status cacheExpert(const FfnJob& job, std::vector<QuantizedLinear>& linears,
                       LayerResult& result) const;
    const ModelSource& nextModel() const {
        return m_options.sequential ? static_cast<const ModelSource&>(m_overlay) : m_folded;
    }
    Forward& nextForward() { return m_options.sequential ? m_quantizedForward : m_fullForward; }

    const ModelSource& m_model;
    const Plan& m_plan;
    const QuantizeOptions& m_options;
    CalibrationStream* m_stream;
    std::optional<CalibrationStream> m_fullStream; // where no layer is quantized, if asked for
    QuantizedOverlay m_folded;                     // the model with this layer's scale folded in
    QuantizedOverlay m_overlay;                    // that, with this layer's quantized weights
    Forward m_fullForward, m_quantizedForward;
    std::unique_ptr<FfnData> m_ffn; // of the layer at work: fresh memory for each costs page faults
};

} // namespace moqa
