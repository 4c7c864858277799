// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/quantize_model.h"

#include "core/quantize/corpus_mix.h"
#include "core/quantize/job_memory.h"
#include "core/quantize/layer_quantizer.h"
#include "core/quantize/quant_method.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <fmt/format.h>

namespace moqa {

namespace {

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

// Puts "layer 3 of 16: " before what the layer's steps report.
class LayerProgress final : public Progress {
public:
    LayerProgress(Progress& parent, int layer, int layers)
        : m_parent(parent), m_layer(layer), m_layers(layers) {}
    void report(double fraction, std::string_view text) override {
        m_parent.report((m_layer + fraction) / m_layers,
                        fmt::format("layer {} of {}: {}", m_layer + 1, m_layers, text));
    }
    void note(std::string_view text) override {
        m_parent.note(fmt::format("layer {} of {}: {}", m_layer + 1, m_layers, text));
    }
    bool cancelled() const override { return m_parent.cancelled(); }

private:
    Progress& m_parent;
    int m_layer, m_layers;
};

Status checkArguments(const ModelSource& model, const Plan& plan,
                      const std::vector<Corpus>& calibration, const QuantizeOptions& options) {
    MOQA_CHECK(plan.fits(model));
    if (!(options.damp > 0) || !std::isfinite(options.damp))
        return usageError("damping must be a positive share of the mean diagonal", "--damp");
    if (options.shrink.has_value() && !(*options.shrink >= 0))
        return usageError("shrinkage must be a number of tokens, 0 or more", "--shrink");
    if (!(options.reweight >= 0) || !std::isfinite(options.reweight))
        return usageError("the factor must be a number of at least 0", "--reweight");
    if (!(options.asymmetric >= 0 && options.asymmetric <= 1))
        return usageError("the share of the correction must be between 0 and 1",
                          "--asymmetric-calibration");
    if (options.asymmetric > 0 &&
        (options.method != QuantMethod::Gptq || !options.sequential || options.cache != nullptr))
        return usageError("asymmetric calibration is for sequential gptq without a channel cache",
                          "--asymmetric-calibration", "leave one of them out");
    if (options.window < 0) return usageError("a window cannot be negative", "--window");
    if (options.lowRank.value_or(0) < 0)
        return usageError("a rank cannot be negative", "--low-rank");
    if (options.lowRankRounds < 1)
        return usageError("rounding and compensation are made at least once", "--low-rank");
    if (options.method == QuantMethod::Awq && options.cache != nullptr)
        return usageError("a channel cache and the scales of awq contradict each other", "--cache",
                          "quantize with gptq, hqq or rtn for a file that moqa adapt can switch");
    if (needsTokens(options.method) && calibration.empty())
        return badInput(fmt::format("{} needs calibration tokens", quantMethodName(options.method)),
                        "calibration", "give a corpus, or choose --method hqq or rtn");
    return {};
}

// The run's steps; lives as long as one call of quantizeModel.
class Run {
public:
    Run(const ModelSource& model, const Plan& plan, const QuantizeOptions& options,
        QuantizedSink& sink, CalibrationStream* stream)
        : m_model(model), m_plan(plan), m_options(options), m_sink(sink), m_stream(stream),
          m_quantizer(model, plan, options, stream) {}

    Status layer(int layer, Progress& progress);
    Status passFinished(int layer, Progress& progress);
    Status outsideLayers(Progress& progress);
    QuantizeReport take() { return std::move(m_report); }

private:
    Status store(int layer, const LayerResult& result);
    Result<QuantizedLinear> outside(const WeightEntry& entry, const Progress& progress);

    const ModelSource& m_model;
    const Plan& m_plan;
    const QuantizeOptions& m_options;
    QuantizedSink& m_sink;
    CalibrationStream* m_stream;
    LayerQuantizer m_quantizer;
    QuantizeReport m_report;
};

void noteFallbacks(const LayerResult& result, Progress& progress) {
    std::map<std::string, int> counts;
    for (const auto& [id, linear] : result.linears)
        if (!linear.row.fallback.empty()) ++counts[linear.row.fallback];
    for (const auto& [fallback, count] : counts)
        progress.note(fmt::format("{} for {} of {} tensors (the ledger says which)", fallback,
                                  count, result.linears.size()));
}

Status Run::layer(int layer, Progress& progress) {
    const Clock::time_point start = Clock::now();
    MOQA_TRY(LayerResult result, m_quantizer.run(layer, progress));
    noteFallbacks(result, progress);
    progress.report(0.95, "writing");
    result.report.seconds = secondsSince(start);
    return store(layer, result);
}

Status Run::store(int layer, const LayerResult& result) {
    for (const WeightEntry& entry : m_model.weights()) {
        if (entry.id.layer != layer) continue;
        const QuantizedLinear& linear = result.linears.at(entry.id);
        MOQA_CHECK(m_sink.add(linear.row, linear.tensor.get()));
        m_report.ledger.push_back(linear.row);
    }
    if (result.cache.has_value()) MOQA_CHECK(m_sink.addCache(*result.cache));
    if (result.fold.has_value()) MOQA_CHECK(m_sink.addFold(*result.fold));
    MOQA_CHECK(m_sink.layerDone(result.report));
    if (layer >= 0) m_report.layers.push_back(result.report);
    return {};
}

Status Run::passFinished(int layer, Progress& progress) {
    if (m_stream == nullptr) return {};
    progress.report(0.0, "already quantized, going on behind it");
    std::vector<QuantizedTensor> tensors;
    for (const WeightEntry& entry : m_model.weights()) {
        if (entry.id.layer != layer) continue;
        MOQA_TRY(std::optional<QuantizedTensor> tensor, m_sink.readTensor(entry.id));
        if (tensor.has_value()) tensors.push_back(std::move(*tensor));
    }
    MOQA_TRY(const std::optional<LayerFold> fold, m_sink.readFold(layer));
    return m_quantizer.pass(layer, tensors, fold, progress);
}

// Embedding and head where the plan does not keep them: rows of the embedding are looked up, not
// multiplied, so there is no moment to go by; the head's inputs are the final norm's outputs.
Result<QuantizedLinear> Run::outside(const WeightEntry& entry, const Progress& progress) {
    const UnitFormat format = m_plan.formatOf(entry);
    if (format.bits == 16) return keptLinear(entry, m_stream != nullptr ? m_stream->tokens() : 0);
    LinearInput input;
    if (entry.id.role == Role::Head && m_stream != nullptr) {
        Matrix hidden = m_stream->hidden();
        MOQA_CHECK(Forward(m_model).finalNorm(hidden));
        Moment moment(hidden.cols);
        MOQA_CHECK(moment.add(hidden, nullptr, progress));
        moment.normalize();
        MOQA_TRY(input, prepareInput(std::move(moment), hidden.rows, {}, {}, m_options, progress));
    }
    MOQA_TRY(QuantizedLinear linear,
             quantizeLinear(m_model, entry, format, input, m_options, progress));
    if (m_options.method == QuantMethod::Gptq && linear.row.method == "rtn" &&
        linear.row.fallback.empty()) {
        linear.row.fallback = "rtn";
        linear.row.reason = "rows are looked up, there are no moments";
    }
    return linear;
}

Status Run::outsideLayers(Progress& progress) {
    progress.report(1.0, "embedding and head");
    LayerResult result;
    result.report.layer = -1;
    for (const WeightEntry& entry : m_model.weights()) {
        if (entry.id.layer >= 0) continue;
        MOQA_TRY(result.linears[entry.id], outside(entry, progress));
    }
    return store(-1, result);
}

} // namespace

int64_t quantizedWeights(const ModelSource& model) {
    return std::count_if(model.weights().begin(), model.weights().end(),
                         [](const WeightEntry& entry) { return entry.bits < bitsOf(entry.dtype); });
}

Result<QuantizeReport> quantizeModel(const ModelSource& model, const Plan& asked,
                                     const std::vector<Corpus>& calibration,
                                     const QuantizeOptions& options, QuantizedSink& sink,
                                     Progress& progress) {
    const Clock::time_point start = Clock::now();
    MOQA_CHECK(checkArguments(model, asked, calibration, options));
    const Plan plan = planFor(asked, model, options);
    MOQA_CHECK(requireLinearMemory(model, plan, options));
    if (const int64_t codes = quantizedWeights(model); codes > 0)
        progress.note(fmt::format("warning: {} of {} weights of {} are quantized already; errors "
                                  "add up and are measured against it, better quantize the "
                                  "original checkpoint",
                                  codes, model.weights().size(), model.name()));
    std::optional<CalibrationStream> stream;
    if (!calibration.empty()) {
        Forward forward(model);
        MOQA_TRY(stream, CalibrationStream::create(model, calibration, options.window,
                                                   options.reweight, forward));
        MOQA_TRY(const std::vector<float> mix,
                 mixFactors(calibration, CalibrationStream::windowOf(model.spec(), options.window),
                            options.corpusWeights));
        stream->setMix(mix);
    }
    Run run(model, plan, options, sink, stream.has_value() ? &*stream : nullptr);
    const int layers = model.spec().layerCount();
    for (int layer = 0; layer < layers; ++layer) {
        MOQA_CHECK(checkCancelled(progress));
        LayerProgress part(progress, layer, layers);
        MOQA_CHECK(layer < sink.finishedLayers() ? run.passFinished(layer, part)
                                                 : run.layer(layer, part));
    }
    MOQA_CHECK(run.outsideLayers(progress));
    QuantizeReport report = run.take();
    report.seconds = secondsSince(start);
    return report;
}

} // namespace moqa
