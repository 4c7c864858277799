// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/layer_quantizer.h"

#include "core/base/parallel.h"
#include "core/model/router.h"
#include "core/model/rows.h"
#include "core/model/weights.h"
#include "core/quantize/awq.h"
#include "core/quantize/job_memory.h"
#include "core/quantize/layer_observers.h"
#include "core/quantize/raised_routing.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <fmt/format.h>
#include <limits>

namespace moqa {

namespace {

// Sum of (a - b)^2 over all elements in fixed pieces, so that threads do not change it.
double squaredDistance(const Matrix& a, const Matrix& b) {
    constexpr int64_t kPiece = 65536;
    const auto count = static_cast<int64_t>(a.data.size());
    const int64_t pieces = (count + kPiece - 1) / kPiece;
    std::vector<double> sums(static_cast<size_t>(pieces));
    parallelFor(pieces, [&](int64_t piece, int) {
        double sum = 0;
        const auto end = static_cast<size_t>(std::min(count, (piece + 1) * kPiece));
        for (auto i = static_cast<size_t>(piece * kPiece); i < end; ++i) {
            const double d = static_cast<double>(a.data[i]) - static_cast<double>(b.data[i]);
            sum += d * d;
        }
        sums[static_cast<size_t>(piece)] = sum;
    });
    double sum = 0;
    for (double s : sums) sum += s;
    return sum;
}

// Mean of the relative weight errors of the routed experts (of a dense layer: of its FFN),
// weighted by parameters; kept weights count as zero error.
double meanWeightError(const LayerResult& result, const ModelSource& model) {
    double sum[2] = {}, weights[2] = {};
    for (const auto& [id, linear] : result.linears) {
        const Part part = partOf(id.role);
        if (part != Part::Routed && part != Part::Dense) continue;
        const size_t kind = part == Part::Routed ? 0 : 1;
        const auto count = static_cast<double>(model.find(id)->count());
        sum[kind] += count * linear.row.weightError;
        weights[kind] += count;
    }
    for (size_t kind : {size_t{0}, size_t{1}})
        if (weights[kind] > 0) return sum[kind] / weights[kind];
    return 0;
}

// Of one expert, rising.
std::vector<int32_t> cachedChannels(const QuantizeOptions& options, int layer, int expert) {
    std::vector<int32_t> channels;
    if (options.cache == nullptr) return channels;
    const auto found = options.cache->layers.find(layer);
    if (found == options.cache->layers.end()) return channels;
    for (const ChannelId& id : found->second)
        if (id.expert == expert) channels.push_back(id.channel);
    return channels;
}

// Tokens of each sequence that chose each expert, [sequences, experts].
std::vector<int32_t> usageBySequence(const Routing& routing, int64_t window, size_t sequences) {
    const auto experts = static_cast<size_t>(routing.experts);
    std::vector<int32_t> usage(sequences * experts);
    for (size_t i = 0; i < routing.ids.size(); ++i) {
        const size_t sequence = i / static_cast<size_t>(routing.topK) / static_cast<size_t>(window);
        ++usage[sequence * experts + static_cast<size_t>(routing.ids[i])];
    }
    return usage;
}

} // namespace

// The block's inputs and routing, and where the full precision block leaves the stream. Without
// calibration data all are empty.
struct LayerQuantizer::FfnData {
    FfnCapture capture;
    Matrix full;                // [T, H]
    double outputSquares = 0;   // of the full precision block
    std::optional<Moment> mean; // of the inputs, normalized; where somebody needs it
    std::optional<Routing> raised;
    std::optional<FfnCapture> unquantized; // of the stream where no layer is quantized

    FfnData(int64_t tokens, int64_t hidden) : capture(tokens, hidden), full(tokens, hidden) {}
    void restart() {
        capture.restart();
        mean.reset();
        raised.reset();
        unquantized.reset();
    }
    bool empty() const { return full.rows == 0; }
};

LayerQuantizer::LayerQuantizer(const ModelSource& model, const Plan& plan,
                               const QuantizeOptions& options, CalibrationStream* stream)
    : m_model(model), m_plan(plan), m_options(options), m_stream(stream), m_folded(model),
      m_overlay(m_folded), m_fullForward(model), m_quantizedForward(m_overlay),
      m_ffn(std::make_unique<FfnData>(stream != nullptr ? stream->tokens() : 0,
                                      model.spec().hidden)) {
    if (stream != nullptr && options.asymmetric > 0) m_fullStream = *stream;
}

LayerQuantizer::~LayerQuantizer() = default;

std::optional<PlannedWeight> LayerQuantizer::planned(Role role, int layer, int expert) const {
    const WeightEntry* entry = m_model.find({role, layer, expert});
    if (entry == nullptr) return std::nullopt;
    return PlannedWeight{entry, m_plan.formatOf(*entry)};
}

void LayerQuantizer::take(QuantizedLinear linear, LayerResult& result) {
    if (linear.tensor != nullptr) m_overlay.put(linear.tensor);
    if (!linear.row.fallback.empty()) ++result.report.fallbacks;
    const WeightId id = linear.row.id;
    result.linears[id] = std::move(linear);
}

Status LayerQuantizer::checkFinite(int layer) const {
    const Matrix& hidden = m_stream->hidden();
    if (allFinite(hidden.rows * hidden.cols, hidden.data.data())) return {};
    MOQA_CHECK(Weights(m_model, kernels::cpuBackend()).findNonFinite(layer));
    return badInput(
        fmt::format("the output of layer {} is not finite although its weights are", layer),
        m_model.path(), "its numbers overflow 32-bit floats");
}

Result<LayerResult> LayerQuantizer::run(int layer, Progress& progress) {
    LayerResult result;
    result.report.layer = layer;
    clearLayer();
    MOQA_CHECK(attention(layer, result, progress));
    MOQA_CHECK(ffn(layer, result, progress));
    for (const WeightEntry& entry : m_model.weights())
        if (entry.id.layer == layer && result.linears.count(entry.id) == 0)
            take(keptLinear(entry, m_stream != nullptr ? m_stream->tokens() : 0), result);
    result.report.weightError = meanWeightError(result, m_model);
    clearLayer();
    m_model.releaseLayer(layer);
    return result;
}

void LayerQuantizer::clearLayer() {
    m_folded.clear();
    m_overlay.clear();
}

Status LayerQuantizer::pass(int layer, const std::vector<QuantizedTensor>& tensors,
                            const std::optional<LayerFold>& fold, Progress& progress) {
    clearLayer();
    if (fold.has_value()) m_folded.fold(layer, fold->scale);
    for (const QuantizedTensor& tensor : tensors)
        m_overlay.put(std::make_shared<QuantizedTensor>(tensor));
    MOQA_CHECK(m_stream->attention(nextForward(), layer, nullptr, true, progress));
    MOQA_CHECK(m_stream->ffn(nextForward(), layer, nullptr, m_stream->hidden(), progress));
    MOQA_CHECK(passFull(layer, nullptr, progress));
    clearLayer();
    m_model.releaseLayer(layer);
    return checkFinite(layer);
}

// Moves the stream of the full model, if there is one, through a layer; the observer sees its FFN.
Status LayerQuantizer::passFull(int layer, LayerObserver* observer, const Progress& progress) {
    if (!m_fullStream.has_value()) return {};
    MOQA_CHECK(m_fullStream->attention(m_fullForward, layer, nullptr, true, progress));
    return m_fullStream->ffn(m_fullForward, layer, observer, m_fullStream->hidden(), progress);
}

Status LayerQuantizer::attention(int layer, LayerResult& result, Progress& progress) {
    progress.report(0.0, "attention");
    std::vector<PlannedWeight> inputs, outputs;
    for (Role role : {Role::AttnQ, Role::AttnK, Role::AttnV})
        if (const auto weight = planned(role, layer); weight && weight->quantized())
            inputs.push_back(*weight);
    if (const auto weight = planned(Role::AttnO, layer); weight && weight->quantized())
        outputs.push_back(*weight);

    if (m_stream == nullptr) {
        MOQA_CHECK(attentionGroup(inputs, std::nullopt, result, progress));
        return attentionGroup(outputs, std::nullopt, result, progress);
    }
    // One pass gives both moments if q, k and v do not change what o sees.
    const bool again = m_options.sequential && !inputs.empty() && !outputs.empty();
    AttentionMoments first(!inputs.empty(), !outputs.empty() && !again, progress);
    if (!inputs.empty() || !outputs.empty()) {
        MOQA_CHECK(m_stream->attention(m_fullForward, layer, &first, false, progress));
        MOQA_CHECK(first.status());
    }
    MOQA_CHECK(attentionGroup(inputs, first.takeInput(), result, progress));
    std::optional<Moment> context = first.takeContext();
    if (again) {
        AttentionMoments second(false, true, progress);
        MOQA_CHECK(m_stream->attention(m_quantizedForward, layer, &second, false, progress));
        MOQA_CHECK(second.status());
        context = second.takeContext();
    }
    MOQA_CHECK(attentionGroup(outputs, std::move(context), result, progress));
    MOQA_CHECK(m_stream->attention(nextForward(), layer, nullptr, true, progress));
    return checkFinite(layer);
}

// Linears that read the same rows share one factor.
Status LayerQuantizer::attentionGroup(const std::vector<PlannedWeight>& group,
                                      std::optional<Moment> moment, LayerResult& result,
                                      const Progress& progress) {
    if (group.empty()) return {};
    LinearInput input;
    if (moment.has_value()) {
        const int64_t tokens = moment->tokens();
        moment->normalize();
        MOQA_TRY(input, prepareInput(std::move(moment), tokens, {}, {}, m_options, progress));
    }
    for (const PlannedWeight& weight : group) {
        MOQA_TRY(QuantizedLinear linear,
                 quantizeLinear(m_model, *weight.entry, weight.format, input, m_options, progress));
        take(std::move(linear), result);
    }
    return {};
}

Status LayerQuantizer::ffn(int layer, LayerResult& result, Progress& progress) {
    progress.report(0.2, "experts");
    FfnData& data = *m_ffn;
    data.restart();
    if (!data.empty()) {
        MOQA_CHECK(m_stream->ffn(m_fullForward, layer, &data.capture, data.full, progress));
        data.outputSquares = squaredDistance(data.full, m_stream->hidden());
        if (m_fullStream.has_value()) {
            data.unquantized.emplace(data.full.rows, data.full.cols);
            MOQA_CHECK(passFull(layer, &*data.unquantized, progress));
        }
    }
    MOQA_CHECK(findFold(layer, data, result, progress));
    MOQA_CHECK(router(layer, data, result, progress));
    beginCache(layer, data, result);
    if (m_model.spec().layers[static_cast<size_t>(layer)].moe && !data.empty()) {
        MOQA_TRY(data.raised,
                 raisedRouting(nextModel(), m_options.starved, layer, data.capture.inputs()));
    }
    std::vector<FfnJob> jobs = ffnJobs(layer, data);
    MOQA_CHECK(findMean(jobs, data, progress));
    MOQA_CHECK(quantizeJobs(jobs, data, result, progress));
    MOQA_CHECK(finishFfn(layer, data, result, progress));
    data.restart(); // moments and routing are not needed any more
    return {};
}

// Awq's scale of all that reads the block's norm; the inputs are from here on those of the folded
// norm.
Status LayerQuantizer::findFold(int layer, FfnData& data, LayerResult& result,
                                const Progress& progress) {
    if (m_options.method != QuantMethod::Awq || data.empty()) return {};
    constexpr int64_t kSampleTokens = 512; // quantizers.md 1.2
    const std::vector<FfnJob> jobs = ffnJobs(layer, data);
    MOQA_TRY(std::vector<float> scale,
             findBlockScale(m_model, jobs, data.capture.inputs(), kSampleTokens, progress));
    if (std::all_of(scale.begin(), scale.end(), [](float s) { return s == 1.0f; })) return {};
    m_folded.fold(layer, scale);
    std::vector<float> inverse(scale);
    for (float& s : inverse) s = 1.0f / s;
    data.capture.scaleInputs(inverse);
    result.fold = LayerFold{layer, std::move(scale)};
    return {};
}

// The router where the plan says so; routing is then that of the quantized one.
Status LayerQuantizer::router(int layer, FfnData& data, LayerResult& result,
                              const Progress& progress) {
    const auto weight = planned(Role::Router, layer);
    if (!weight || !weight->quantized()) return {};
    LinearInput input;
    if (!data.empty()) {
        MOQA_CHECK(addMean(data, progress));
        MOQA_TRY(input, prepareInput(*data.mean, data.full.rows, {}, {}, m_options, progress));
    }
    MOQA_TRY(QuantizedLinear linear,
             quantizeLinear(m_folded, *weight->entry, weight->format, input, m_options, progress));
    take(std::move(linear), result);
    if (!m_options.sequential || data.empty()) return {};
    MOQA_TRY(Routing routing, m_quantizedForward.route(layer, data.capture.inputs()));
    data.capture.setRouting(std::move(routing));
    return {};
}

Status LayerQuantizer::addMean(FfnData& data, const Progress& progress) const {
    data.mean.emplace(data.full.cols);
    MOQA_CHECK(data.mean->add(data.capture.inputs(), nullptr, progress));
    data.mean->normalize();
    return {};
}

// The mean moment costs as much as one of the topK experts of every token: only for FFNs that see
// all tokens and for starved experts.
Status LayerQuantizer::findMean(const std::vector<FfnJob>& jobs, FfnData& data,
                                const Progress& progress) const {
    const bool needed = std::any_of(jobs.begin(), jobs.end(), [&](const FfnJob& job) {
        const auto tokens = static_cast<int64_t>(job.tokens.size());
        return (job.gate.quantized() || job.up.quantized()) &&
               (!job.routed || m_options.starved.remedy == StarvedRemedy::RouteAll ||
                FfnQuantizer::starved(tokens, data.full.cols));
    });
    if (!needed || data.empty() || data.mean.has_value()) return {};
    return addMean(data, progress);
}

std::vector<FfnJob> LayerQuantizer::ffnJobs(int layer, const FfnData& data) const {
    std::vector<FfnJob> jobs;
    const ExpertTokens lists(data.capture.routing());
    std::optional<ExpertTokens> raised;
    if (data.raised) raised.emplace(*data.raised);
    const auto add = [&](Role gate, Role up, Role down, int expert) {
        const auto g = planned(gate, layer, expert), u = planned(up, layer, expert),
                   d = planned(down, layer, expert);
        if (!g || !u || !d) return;
        FfnJob job{*g, *u, *d, expert >= 0, {}, {}};
        if (job.routed && !data.empty()) {
            WeightedTokens seen = weightedTokens(lists, expert, m_stream->momentWeights());
            job.tokens = std::move(seen.tokens);
            job.weights = std::move(seen.weights);
            if (raised) job.moments = weightedTokens(*raised, expert, m_stream->momentWeights());
        }
        if (job.routed) job.cached = cachedChannels(m_options, layer, expert);
        jobs.push_back(std::move(job));
    };
    add(Role::DenseGate, Role::DenseUp, Role::DenseDown, -1);
    add(Role::SharedGate, Role::SharedUp, Role::SharedDown, -1);
    for (int e = 0; e < m_model.spec().experts; ++e)
        add(Role::ExpertGate, Role::ExpertUp, Role::ExpertDown, e);
    return jobs;
}

Status LayerQuantizer::quantizeJobs(const std::vector<FfnJob>& jobs, const FfnData& data,
                                    LayerResult& result, Progress& progress) {
    const FfnQuantizer quantizer(
        m_folded, m_options, data.capture.inputs(), data.mean.has_value() ? &*data.mean : nullptr,
        data.unquantized ? MatrixView(data.unquantized->inputs()) : MatrixView());
    const auto count = static_cast<int64_t>(jobs.size());
    std::vector<Result<std::vector<QuantizedLinear>>> results(
        jobs.size(), Result<std::vector<QuantizedLinear>>(std::vector<QuantizedLinear>()));
    int64_t width = 0;
    for (const FfnJob& job : jobs) width = std::max(width, job.down.entry->cols);
    const int workers = workersThatFit(
        FfnQuantizer::bytesPerRun(m_model.spec().hidden, width, data.unquantized.has_value()),
        count);
    std::atomic<int64_t> next{0}, done{0};
    parallelFor(workers, [&](int64_t, int) {
        for (int64_t i = next++; i < count; i = next++) {
            auto& slot = results[static_cast<size_t>(i)];
            slot = quantizer.run(jobs[static_cast<size_t>(i)], progress);
            const int64_t finished = ++done;
            progress.report(0.3 + 0.6 * static_cast<double>(finished) / static_cast<double>(count),
                            fmt::format("experts {} of {}", finished, count));
        }
    });
    for (size_t i = 0; i < jobs.size(); ++i) {
        auto& linears = results[i];
        if (!linears.ok()) return linears.error();
        if (!jobs[i].cached.empty()) MOQA_CHECK(cacheExpert(jobs[i], *linears, result));
        for (QuantizedLinear& linear : *linears) take(std::move(linear), result);
    }
    return {};
}

void LayerQuantizer::beginCache(int layer, const FfnData& data, LayerResult& result) const {
    if (m_options.cache == nullptr || m_options.cache->layers.count(layer) == 0) return;
    LayerCache& cache = result.cache.emplace();
    cache.layer = layer;
    cache.hidden = m_model.spec().hidden;
    if (const auto found = m_options.cache->baseline.find(layer);
        found != m_options.cache->baseline.end())
        cache.baseline = found->second;
    if (data.empty()) return;
    cache.window = m_stream->window();
    cache.sequenceCorpus = m_stream->sequenceCorpus();
    cache.usage =
        usageBySequence(data.capture.routing(), cache.window, cache.sequenceCorpus.size());
}

// Rows of gate and up as they were, columns of down as they were just before rounding; their bytes
// go to the ledger rows of the three.
Status LayerQuantizer::cacheExpert(const FfnJob& job, std::vector<QuantizedLinear>& linears,
                                   LayerResult& result) const {
    LayerCache& cache = *result.cache;
    std::vector<float> row(static_cast<size_t>(cache.hidden));
    QuantizedLinear& down = linears[2];
    Matrix full; // of a down projection that is kept as it is
    if (down.tensor == nullptr) {
        MOQA_TRY(full, m_model.readAll(job.down.entry->id));
    }
    for (size_t k = 0; k < job.cached.size(); ++k) {
        const int32_t channel = job.cached[k];
        cache.channels.push_back({job.down.entry->id.expert, channel});
        for (const auto& [weight, out] :
             {std::pair{&job.gate, &cache.gate}, std::pair{&job.up, &cache.up}}) {
            MOQA_CHECK(m_model.readRows(weight->entry->id, channel, 1, row.data()));
            MOQA_CHECK(appendHalf(row.data(), cache.hidden, weight->entry->name.c_str(), *out));
        }
        for (int64_t r = 0; r < cache.hidden; ++r)
            row[static_cast<size_t>(r)] =
                down.tensor == nullptr ? full.row(r)[channel] : down.cached.row(r)[k];
        MOQA_CHECK(appendHalf(row.data(), cache.hidden, job.down.entry->name.c_str(), cache.down));
    }
    const auto count = static_cast<int64_t>(job.cached.size());
    const int64_t rows = 2 * count * cache.hidden;
    for (QuantizedLinear& linear : linears) linear.row.storedBytes += rows;
    down.row.storedBytes += channelCacheBytes(count, cache.hidden) - 3 * rows;
    return {};
}

// Moves the stream behind the block and measures what quantization did to the block's output.
Status LayerQuantizer::finishFfn(int layer, FfnData& data, LayerResult& result,
                                 const Progress& progress) {
    result.report.outputError = std::numeric_limits<double>::quiet_NaN();
    if (m_stream == nullptr) return {};
    const bool changed =
        std::any_of(result.linears.begin(), result.linears.end(), [](const auto& item) {
            const Part part = partOf(item.first.role);
            return item.second.tensor != nullptr && part != Part::Attention;
        });
    if (!changed) {
        result.report.outputError = 0;
        std::swap(m_stream->hidden(), data.full);
        return checkFinite(layer);
    }
    Matrix quantized(m_options.sequential ? 0 : data.full.rows, data.full.cols);
    Matrix& out = m_options.sequential ? m_stream->hidden() : quantized;
    MOQA_CHECK(m_stream->ffn(m_quantizedForward, layer, nullptr, out, progress));
    const double error = squaredDistance(data.full, out);
    result.report.outputError =
        data.outputSquares > 0 ? std::sqrt(error / data.outputSquares) : 0.0;
    if (!m_options.sequential) std::swap(m_stream->hidden(), data.full);
    return checkFinite(layer);
}

} // namespace moqa
