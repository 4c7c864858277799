// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/ffn_quantizer.h"

#include "core/base/random.h"
#include "core/model/weights.h"
#include "core/quantize/awq.h"
#include "core/quantize/input_drift.h"
#include "core/quantize/raised_routing.h"
#include "moqa/kernels.h"

#include <algorithm>
#include <cstring>
#include <fmt/format.h>
#include <numeric>

namespace moqa {

namespace {

constexpr int64_t kSliceRows = 1024; // rows gathered at a time

void gather(MatrixView from, std::span<const int32_t> rows, Matrix& out) {
    for (size_t r = 0; r < rows.size(); ++r)
        std::memcpy(out.row(static_cast<int64_t>(r)), from.row(rows[r]),
                    static_cast<size_t>(from.cols) * sizeof(float));
}

} // namespace

std::vector<float> momentWeights(std::span<const float> gates, std::span<const int32_t> tokens,
                                 std::span<const float> tokenWeights) {
    std::vector<float> weights(gates.begin(), gates.end());
    for (float& g : weights) g *= g;
    if (!tokenWeights.empty())
        for (size_t i = 0; i < weights.size(); ++i)
            weights[i] *= tokenWeights[static_cast<size_t>(tokens[i])];
    return weights;
}

WeightedTokens weightedTokens(const ExpertTokens& lists, int expert,
                              std::span<const float> tokenWeights) {
    const auto begin = lists.begin(expert), end = lists.end(expert);
    WeightedTokens seen;
    seen.tokens.assign(lists.tokens.begin() + begin, lists.tokens.begin() + end);
    seen.weights =
        momentWeights(std::span(lists.gates)
                          .subspan(static_cast<size_t>(begin), static_cast<size_t>(end - begin)),
                      seen.tokens, tokenWeights);
    return seen;
}

namespace {

std::string needed(int64_t tokens, int64_t width) {
    return fmt::format("{} of {} tokens needed", tokens, 8 * width);
}

std::span<const int32_t> momentTokens(const FfnJob& job) {
    return job.moments ? job.moments->tokens : job.tokens;
}
std::span<const float> momentWeights(const FfnJob& job) {
    return job.moments ? job.moments->weights : job.weights;
}

} // namespace

struct FfnQuantizer::Hidden {
    Matrix gate, up;
};

namespace {

// silu(x gate^T) * (x up^T) of some rows, [rows, width].
template <class Weights>
void hiddenRows(const Weights& weights, MatrixView inputs, std::span<const int32_t> rows,
                Matrix& out) {
    const kernels::Backend& cpu = kernels::cpuBackend();
    const int64_t width = weights.gate.rows, n = inputs.cols;
    const auto count = static_cast<int64_t>(rows.size());
    Matrix x(count, n), up(count, width);
    out = Matrix(count, width);
    gather(inputs, rows, x);
    cpu.gemmNT(count, width, n, 1.0f, x.data.data(), n, weights.gate.data.data(), n, 0.0f,
               out.data.data(), width);
    cpu.gemmNT(count, width, n, 1.0f, x.data.data(), n, weights.up.data.data(), n, 0.0f,
               up.data.data(), width);
    cpu.siluMul(count * width, out.data.data(), up.data.data(), out.data.data());
}

} // namespace

// Each scale is the inverse of the other.
Matrix FfnVariant::upWeight() const {
    Matrix weight = dequantize(*up.tensor);
    applyScale({downScale.columns, {}}, weight);
    return weight;
}

Matrix FfnVariant::downWeight() const {
    Matrix weight = dequantize(*down.tensor);
    applyScale({{}, upScale.rows}, weight);
    return weight;
}

FfnQuantizer::FfnQuantizer(const ModelSource& model, const QuantizeOptions& options,
                           MatrixView inputs, const Moment* layerMean, MatrixView fullInputs)
    : m_model(model), m_options(options), m_inputs(inputs), m_fullInputs(fullInputs),
      m_layerMean(layerMean) {}

int64_t FfnQuantizer::bytesPerRun(int64_t hidden, int64_t width, bool corrected) {
    // Moment and its factorisation in double, the factor in f32; twice the moment when shrunk.
    const int64_t n = std::max(hidden, width);
    const int64_t moments = n * n * (8 + 8 + 4) + width * width * 8;
    const int64_t weights = 4 * hidden * width * 4;
    // The drift in double, its correction and what that is made in, in f32; the full weights and
    // a slice of both streams.
    const int64_t drift =
        corrected ? n * n * (8 + 3 * 4) + 2 * hidden * width * 4 + 2 * kSliceRows * n * 4 : 0;
    return moments + weights + drift + kSliceRows * (hidden + 2 * width) * 4;
}

double FfnQuantizer::shrinkTokens(int64_t width) const {
    if (m_options.starved.remedy != StarvedRemedy::Shrink) return 0;
    return m_options.shrink.value_or(static_cast<double>(width));
}

Result<std::vector<QuantizedLinear>> FfnQuantizer::run(const FfnJob& job,
                                                       const Progress& progress) const {
    const bool hasData = m_inputs.rows > 0;
    const int64_t tokens = job.routed ? static_cast<int64_t>(job.tokens.size()) : m_inputs.rows;
    LinearInput input;
    if (hasData && (job.gate.quantized() || job.up.quantized())) {
        MOQA_TRY(input, gateUpInput(job, progress));
        if (corrects(job, input)) MOQA_CHECK(correctGateUp(job, input, progress));
    }
    MOQA_TRY(const HiddenScale scale, hiddenScale(job, progress));
    std::vector<QuantizedLinear> done;
    for (const PlannedWeight* weight : {&job.gate, &job.up}) {
        if (!weight->quantized()) {
            done.push_back(keptLinear(*weight->entry, tokens));
            continue;
        }
        MOQA_TRY(QuantizedLinear linear,
                 quantizeLinear(m_model, *weight->entry, weight->format, input, m_options, progress,
                                weight == &job.up ? scale.up : LinearScale{}));
        done.push_back(std::move(linear));
    }
    if (!job.down.quantized()) {
        done.push_back(keptLinear(*job.down.entry, tokens));
        return done;
    }
    input = {};
    input.cached = job.cached;
    if (hasData) {
        const auto weightOf = [&](const PlannedWeight& planned, const QuantizedLinear& linear) {
            const bool full = !m_options.sequential || linear.tensor == nullptr;
            return full ? m_model.readAll(planned.entry->id)
                        : Result<Matrix>(dequantize(*linear.tensor));
        };
        Hidden weights;
        MOQA_TRY(weights.gate, weightOf(job.gate, done[0]));
        MOQA_TRY(weights.up, weightOf(job.up, done[1]));
        if (!m_options.sequential) applyScale(scale.up, weights.up);
        MOQA_TRY(input, downInput(job, weights, progress));
        if (corrects(job, input)) MOQA_CHECK(correctDown(job, weights, input, progress));
    }
    MOQA_TRY(QuantizedLinear down, quantizeLinear(m_model, *job.down.entry, job.down.format, input,
                                                  m_options, progress, scale.down));
    done.push_back(std::move(down));
    return done;
}

Result<std::vector<FfnVariant>> FfnQuantizer::runFormats(const FfnJob& job,
                                                         std::span<const UnitFormat> formats,
                                                         bool ownHidden,
                                                         const Progress& progress) const {
    const bool scaled = m_options.method == QuantMethod::Awq && m_inputs.rows > 0;
    MOQA_TRY(const LinearInput input, gateUpInput(job, progress));
    LinearInput ofFull; // what goes into down behind the full gate and up
    if (!ownHidden || scaled) {
        MOQA_TRY(const Hidden full, fullHidden(job));
        MOQA_TRY(ofFull, downInput(job, full, progress));
    }
    std::vector<FfnVariant> variants(formats.size());
    for (size_t f = 0; f < formats.size(); ++f) {
        FfnVariant& variant = variants[f];
        if (scaled) {
            MOQA_TRY(HiddenScale scale, hiddenScale(job, formats[f], ofFull, progress));
            variant.upScale = std::move(scale.up);
            variant.downScale = std::move(scale.down);
        }
        MOQA_TRY(variant.gate,
                 quantizeLinear(m_model, *job.gate.entry, ranked(formats[f], job.gate), input,
                                m_options, progress));
        MOQA_TRY(variant.up, quantizeLinear(m_model, *job.up.entry, ranked(formats[f], job.up),
                                            input, m_options, progress, variant.upScale));
        LinearInput own;
        if (ownHidden || scaled) {
            MOQA_TRY(const Hidden weights, hiddenOf(job, variant, ownHidden));
            MOQA_TRY(own, downInput(job, weights, progress));
        }
        MOQA_TRY(variant.down,
                 quantizeLinear(m_model, *job.down.entry, ranked(formats[f], job.down),
                                ownHidden || scaled ? own : ofFull, m_options, progress,
                                variant.downScale));
    }
    return variants;
}

// own: of the variant's gate and up; else of the full ones. Both in the variant's scale.
Result<FfnQuantizer::Hidden> FfnQuantizer::hiddenOf(const FfnJob& job, const FfnVariant& variant,
                                                    bool own) const {
    if (own && m_options.sequential)
        return Hidden{dequantize(*variant.gate.tensor), dequantize(*variant.up.tensor)};
    MOQA_TRY(Hidden weights, fullHidden(job));
    applyScale(variant.upScale, weights.up);
    return weights;
}

UnitFormat FfnQuantizer::ranked(UnitFormat format, const PlannedWeight& weight) const {
    format.rank = compensationRank(*weight.entry, m_options.lowRank.value_or(0));
    return format;
}

Result<FfnQuantizer::Hidden> FfnQuantizer::fullHidden(const FfnJob& job) const {
    Hidden weights;
    MOQA_TRY(weights.gate, m_model.readAll(job.gate.entry->id));
    MOQA_TRY(weights.up, m_model.readAll(job.up.entry->id));
    return weights;
}

// None where either is kept, and so cannot take it for nothing, or where there are no moments.
Result<FfnQuantizer::HiddenScale> FfnQuantizer::hiddenScale(const FfnJob& job,
                                                            const Progress& progress) const {
    if (m_options.method != QuantMethod::Awq || m_inputs.rows == 0 || !job.up.quantized() ||
        !job.down.quantized())
        return HiddenScale();
    MOQA_TRY(const Hidden weights, fullHidden(job));
    MOQA_TRY(const LinearInput input, downInput(job, weights, progress));
    return hiddenScale(job, job.down.format, input, progress);
}

Result<FfnQuantizer::HiddenScale> FfnQuantizer::hiddenScale(const FfnJob& job,
                                                            const UnitFormat& format,
                                                            const LinearInput& input,
                                                            const Progress& progress) const {
    HiddenScale scale;
    if (!input.moment.has_value()) return scale;
    MOQA_TRY(const Matrix down, readFinite(m_model, job.down.entry->id));
    MOQA_TRY(scale.down.columns, findLinearScale(down, format, *input.moment, progress));
    for (const float s : scale.down.columns) scale.up.rows.push_back(1.0f / s);
    return scale;
}

Result<LinearInput> FfnQuantizer::gateUpInput(const FfnJob& job, const Progress& progress) const {
    if (!job.routed) return prepareInput(*m_layerMean, m_inputs.rows, {}, {}, m_options, progress);
    if (auto input = withoutData(job, m_inputs.cols)) return std::move(*input);
    if (routesAll()) return settle(*m_layerMean, job, nullptr, {}, progress);
    Moment moment(m_inputs.cols);
    MOQA_CHECK(addInputs(job, moment, progress));
    return settle(std::move(moment), job, m_layerMean, {}, progress);
}

Result<LinearInput> FfnQuantizer::downInput(const FfnJob& job, const Hidden& weights,
                                            const Progress& progress) const {
    const int64_t width = job.down.entry->cols;
    Moment moment(width);
    if (!job.routed) {
        MOQA_CHECK(addAllHidden(weights, moment, progress));
        moment.normalize();
        return prepareInput(std::move(moment), m_inputs.rows, {}, {}, m_options, progress);
    }
    if (auto input = withoutData(job, width)) return std::move(*input);
    if (routesAll()) {
        MOQA_CHECK(addAllHidden(weights, moment, progress));
        return settle(std::move(moment), job, nullptr, job.cached, progress);
    }
    MOQA_CHECK(addHidden(weights, momentTokens(job), momentWeights(job), moment, progress));
    const auto tokens = static_cast<int64_t>(job.tokens.size());
    if (!starved(tokens, width) || shrinkTokens(width) == 0)
        return settle(std::move(moment), job, nullptr, job.cached, progress);
    // Hidden channels of different experts do not correspond: this expert's own, over tokens of the
    // layer whether they were routed to it or not.
    Moment layer(width);
    MOQA_CHECK(addHidden(weights, sampleTokens(job, 4 * width), {}, layer, progress));
    layer.normalize();
    return settle(std::move(moment), job, &layer, job.cached, progress);
}

// What the remedy data-free leaves of a starved expert's data: nothing to compensate by.
std::optional<LinearInput> FfnQuantizer::withoutData(const FfnJob& job, int64_t width) const {
    const auto tokens = static_cast<int64_t>(job.tokens.size());
    if (m_options.starved.remedy != StarvedRemedy::DataFree || !starved(tokens, width))
        return std::nullopt;
    LinearInput input;
    input.tokens = tokens;
    if (width == job.down.entry->cols) input.cached = job.cached;
    if (m_options.method != QuantMethod::Gptq) return input;
    input.fallback = "rtn";
    input.reason = needed(tokens, width);
    return input;
}

// Normalizes a routed expert's moment, shrinks it if it is starved and that is the remedy, and says
// what was done for a starved one.
Result<LinearInput> FfnQuantizer::settle(Moment moment, const FfnJob& job, const Moment* layer,
                                         std::vector<int32_t> cached,
                                         const Progress& progress) const {
    const auto tokens = static_cast<int64_t>(job.tokens.size());
    const int64_t width = moment.size();
    const double k = shrinkTokens(width);
    const auto prepared = [&](std::string fallback, std::string reason) {
        return prepareInput(std::move(moment), tokens, std::move(fallback), std::move(reason),
                            m_options, progress, std::move(cached));
    };
    moment.normalize();
    if (!starved(tokens, width)) return prepared({}, {});
    if (routesAll()) return prepared("all tokens", needed(tokens, width));
    if (m_options.starved.remedy == StarvedRemedy::RaiseTopK)
        return prepared("raised top-k", fmt::format("{}, {} with {} experts chosen",
                                                    needed(tokens, width), momentTokens(job).size(),
                                                    raisedTopK(m_model.spec(), m_options.starved)));
    if (k == 0 || layer == nullptr) return prepared({}, {});
    moment.shrinkToward(*layer, k);
    return prepared("shrunk moments", needed(tokens, width));
}

// Shrinkage takes the moment toward inputs whose drift is not known.
double FfnQuantizer::correctionShare(const FfnJob& job, int64_t width) const {
    const auto tokens = static_cast<double>(job.tokens.size());
    if (!starved(static_cast<int64_t>(job.tokens.size()), width)) return m_options.asymmetric;
    return m_options.asymmetric * tokens / (tokens + shrinkTokens(width));
}

Status FfnQuantizer::correctGateUp(const FfnJob& job, LinearInput& input,
                                   const Progress& progress) const {
    const std::span<const int32_t> tokens = momentTokens(job);
    const auto total = static_cast<int64_t>(tokens.size());
    InputDrift drift(m_inputs.cols);
    Matrix seen(std::min(kSliceRows, total), m_inputs.cols), full = seen;
    for (int64_t begin = 0; begin < total; begin += kSliceRows) {
        const int64_t count = std::min(kSliceRows, total - begin);
        const auto slice = tokens.subspan(static_cast<size_t>(begin), static_cast<size_t>(count));
        gather(m_inputs, slice, seen);
        gather(m_fullInputs, slice, full);
        MOQA_CHECK(drift.add({full.data.data(), count, full.cols, full.cols},
                             {seen.data.data(), count, seen.cols, seen.cols},
                             momentWeights(job).data() + begin, progress));
    }
    MOQA_TRY(input.correction,
             drift.correction(*input.factor, correctionShare(job, m_inputs.cols), progress));
    return {};
}

Status FfnQuantizer::correctDown(const FfnJob& job, const Hidden& seen, LinearInput& input,
                                 const Progress& progress) const {
    MOQA_TRY(const Hidden full, fullHidden(job));
    const std::span<const int32_t> tokens = momentTokens(job);
    const auto total = static_cast<int64_t>(tokens.size());
    InputDrift drift(seen.gate.rows);
    Matrix ofSeen, ofFull;
    for (int64_t begin = 0; begin < total; begin += kSliceRows) {
        MOQA_CHECK(checkCancelled(progress));
        const int64_t count = std::min(kSliceRows, total - begin);
        const auto slice = tokens.subspan(static_cast<size_t>(begin), static_cast<size_t>(count));
        hiddenRows(seen, m_inputs, slice, ofSeen);
        hiddenRows(full, m_fullInputs, slice, ofFull);
        MOQA_CHECK(drift.add(ofFull, ofSeen, momentWeights(job).data() + begin, progress));
    }
    MOQA_TRY(input.correction,
             drift.correction(*input.factor, correctionShare(job, seen.gate.rows), progress));
    return {};
}

Status FfnQuantizer::addInputs(const FfnJob& job, Moment& moment, const Progress& progress) const {
    const std::span<const int32_t> tokens = momentTokens(job);
    const auto total = static_cast<int64_t>(tokens.size());
    Matrix rows(std::min(kSliceRows, total), m_inputs.cols);
    for (int64_t begin = 0; begin < total; begin += kSliceRows) {
        const int64_t count = std::min(kSliceRows, total - begin);
        gather(m_inputs, tokens.subspan(static_cast<size_t>(begin), static_cast<size_t>(count)),
               rows);
        MOQA_CHECK(moment.add({rows.data.data(), count, rows.cols, rows.cols},
                              momentWeights(job).data() + begin, progress));
    }
    return {};
}

Status FfnQuantizer::addAllHidden(const Hidden& weights, Moment& moment,
                                  const Progress& progress) const {
    std::vector<int32_t> all(static_cast<size_t>(m_inputs.rows));
    std::iota(all.begin(), all.end(), 0);
    return addHidden(weights, all, {}, moment, progress);
}

// Hidden rows of the tokens, each with its weight (empty: ones).
Status FfnQuantizer::addHidden(const Hidden& weights, std::span<const int32_t> tokens,
                               std::span<const float> weightOfToken, Moment& moment,
                               const Progress& progress) const {
    const auto total = static_cast<int64_t>(tokens.size());
    Matrix hidden;
    for (int64_t begin = 0; begin < total; begin += kSliceRows) {
        MOQA_CHECK(checkCancelled(progress));
        const int64_t count = std::min(kSliceRows, total - begin);
        hiddenRows(weights, m_inputs,
                   tokens.subspan(static_cast<size_t>(begin), static_cast<size_t>(count)), hidden);
        MOQA_CHECK(moment.add(
            hidden, weightOfToken.empty() ? nullptr : weightOfToken.data() + begin, progress));
    }
    return {};
}

// Evenly spaced tokens of the layer, at least `count` if there are so many; the seed and the expert
// choose the phase.
std::vector<int32_t> FfnQuantizer::sampleTokens(const FfnJob& job, int64_t count) const {
    const int64_t total = m_inputs.rows;
    const int64_t chosen = std::min(count, total);
    const WeightId id = job.down.entry->id;
    Random random(m_options.seed ^ (static_cast<uint64_t>(id.layer) << 32) ^
                  static_cast<uint64_t>(id.expert));
    const double phase = random.uniform();
    const double step = static_cast<double>(total) / static_cast<double>(chosen);
    std::vector<int32_t> tokens;
    for (int64_t i = 0; i < chosen; ++i)
        tokens.push_back(static_cast<int32_t>(
            std::min(total - 1, static_cast<int64_t>((static_cast<double>(i) + phase) * step))));
    return tokens;
}

} // namespace moqa
