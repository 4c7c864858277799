// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The quantization run: plan + model + calibration tokens -> quantized tensors and a ledger, layer
// by layer (inputs of the next layer come from the quantized one when sequential). Where the
// tensors go is the sink's business (store writes them; tests keep them).

#include "core/base/progress.h"
#include "core/checkpoint/model_source.h"
#include "core/plan/plan.h"
#include "core/quantize/channel_cache.h"
#include "core/quantize/quantized_tensor.h"
#include "core/quantize/starved_remedy.h"
#include "core/text/corpus.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace moqa {

// Plain rounding; arXiv 2210.17323 (gptq.h); half-quadratic zero points (hqq.h);
// scaled channels (awq.h).
enum class QuantMethod { Rtn, Gptq, Hqq, Awq };
inline constexpr QuantMethod kLastQuantMethod = QuantMethod::Awq;
enum class GridSearch { Off, Power24, Power20, Hessian }; // quantizers.md 1.1 step 9

struct QuantizeOptions {
    QuantMethod method = QuantMethod::Gptq;
    bool actOrder = true; // static groups
    double damp = 0.01;   // share of the mean diagonal
    // Shrinkage of starved experts' moments (moqa.md 2): auto = k of the input width, off = 0, or k
    // tokens.
    std::optional<double> shrink; // nullopt = auto
    StarvedChoice starved;        // shrink is of its default alone
    bool sequential = true;
    // Share of the correction for what the quantized layers before did to the inputs of routed
    // experts (input_drift.h); 0 = none. Of gptq alone; the full stream is run beside.
    double asymmetric = 0;
    GridSearch grid = GridSearch::Power24;
    int64_t window = 0; // 0 = min(2048, the model's limit)
    // Factor a of the token weights w(t) = rank(t)^-a in the routed experts' moments,
    // H = sum w g^2 x x^T (moqa.md 2); 0 = all alike. Other linears' moments count tokens alike.
    double reweight = 0;
    // Shares of the calibration texts in the same moments, whatever their lengths (corpus_mix.h);
    // empty: every token counts alike.
    std::vector<std::pair<std::string, double>> corpusWeights;
    uint64_t seed = 0;
    std::shared_ptr<const CacheRequest> cache; // null: no channel cache
    // Rank of the product that gives experts back what rounding left of their weights (low_rank.h);
    // nullopt = the plan's. rounds: how often rounding and product are made anew, each against the
    // other; the best stays.
    std::optional<int> lowRank;
    int lowRankRounds = 1;
};

// One row for every tensor of the model; nothing is skipped silently.
struct LedgerRow {
    WeightId id;
    std::string name;
    UnitFormat format;
    std::string method;     // "kept", "rtn", "gptq", "hqq", "awq"
    double weightError = 0; // ||W - Wq||_F / ||W||_F
    double outputError =
        0; // sqrt(tr(D H D^T) / tr(W H W^T)) on the calibration moments; NaN without data
    int64_t tokensSeen = 0;
    std::string fallback;    // "" or what was done instead: "shrunk moments", "all tokens", "rtn"
    std::string reason;      // why: "37 of 512 tokens needed"
    int64_t storedBytes = 0; // with its share of the channel cache
};

struct LayerReport {
    int layer = 0;
    double weightError = 0,
           outputError = 0; // parameter-weighted over the routed experts; MoE block output
    int fallbacks = 0;
    double seconds = 0;
};

// What awq multiplies the columns of all that reads the FFN's norm of a layer by; the norm is
// divided by it. Powers of two, [hidden].
struct LayerFold {
    int layer = 0;
    std::vector<float> scale;
};

// Receives each tensor once, layer by layer. finishedLayers() > 0 lets a run go on: those layers
// are read back through readTensor instead of being quantized again.
class QuantizedSink {
public:
    virtual ~QuantizedSink() = default;
    virtual int finishedLayers() const { return 0; }
    // A tensor of a finished layer as it was stored; null if the layer kept it.
    virtual Result<std::optional<QuantizedTensor>> readTensor(WeightId id) const = 0;
    // tensor null: the weight is kept as it is in the source.
    virtual Status add(const LedgerRow& row, const QuantizedTensor* tensor) = 0;
    // The channel cache of the layer whose tensors were just added, where the run keeps one.
    virtual Status addCache(const LayerCache& cache) {
        (void)cache;
        return {};
    }
    // The scale of the layer whose tensors were just added, where the run found one: kept weights
    // of the layer hold what they held in it. A sink that cannot keep it must not swallow it.
    virtual Status addFold(const LayerFold& fold) {
        return internalError("nothing keeps the scale of this layer",
                             "layer " + std::to_string(fold.layer));
    }
    // Of a finished layer.
    virtual Result<std::optional<LayerFold>> readFold(int layer) const {
        (void)layer;
        return std::optional<LayerFold>();
    }
    // All tensors of the layer were added (-1: those outside layers); makes them durable.
    virtual Status layerDone(const LayerReport& report) = 0;
};

struct QuantizeReport {
    std::vector<LayerReport> layers;
    std::vector<LedgerRow> ledger; // of the layers done in this run
    double seconds = 0;
};

// How many of a model's weights are codes already. A model of ours may be quantized again, but
// errors add up and all of them are then measured against codes: a run notes it.
int64_t quantizedWeights(const ModelSource& model);

// BadInput: plan of another model, no calibration tokens for gptq, non-finite weights.
Result<QuantizeReport> quantizeModel(const ModelSource& model, const Plan& plan,
                                     const std::vector<Corpus>& calibration,
                                     const QuantizeOptions& options, QuantizedSink& sink,
                                     Progress& progress);

} // namespace moqa
