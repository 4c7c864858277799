// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/measure_losses.h"

#include "core/base/parallel.h"
#include "core/base/random.h"
#include "core/measure/divergence_probe.h"
#include "core/measure/expert_errors.h"
#include "core/measure/loss_estimator.h"
#include "core/model/router.h"
#include "core/quantize/calibration_stream.h"
#include "core/quantize/corpus_mix.h"
#include "core/quantize/job_memory.h"
#include "core/quantize/layer_observers.h"
#include "core/quantize/quant_method.h"
#include "core/quantize/raised_routing.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <fmt/format.h>
#include <limits>

namespace moqa {

namespace {

// Tokens of the layer that say what an expert costs on a text that nobody measured.
constexpr int64_t kUnseenSample = 256;

class Measurement {
public:
    Measurement(const ModelSource& model, const MeasureOptions& options)
        : m_model(model), m_options(options), m_forward(model), m_formats(measuredFormats(options)),
          m_probeFormat(probeColumn(m_formats, options.probeBits)) {
        if (options.byProjection)
            m_parts = {UnitPart::GateUp, UnitPart::Down};
        else
            m_parts = {UnitPart::Expert};
    }

    Status begin(const std::vector<Corpus>& corpora, Progress& progress);
    Status takeEarlier(const LossTable& earlier);
    bool finished(int layer) const { return layer <= m_lastFinished; }
    Status pass(int layer, const Progress& progress);
    Status measure(int layer, Progress& progress);
    const LossTable& table() const { return m_table; }

private:
    struct Layer;
    std::vector<FfnJob> jobsOf(int layer, const ExpertTokens& lists,
                               const std::optional<ExpertTokens>& raised) const;
    std::vector<bool> chosenExperts(int layer, const ExpertTokens& lists) const;
    Status experts(Layer& layer, Progress& progress);
    Status scales(Layer& layer, const Progress& progress);
    // Of one part, from the experts that were measured at every format.
    struct Estimators {
        LossEstimator errors, unseen;
    };
    Estimators estimatorsOf(const Layer& layer, size_t part) const;
    void append(const Layer& layer);
    void appendUnit(const Layer& layer, size_t expert, size_t part, const Estimators& estimators,
                    double unseenScale);
    Matrix probedRows(const Matrix& stream) const;

    const ModelSource& m_model;
    const MeasureOptions& m_options;
    Forward m_forward;
    std::vector<UnitFormat> m_formats;
    size_t m_probeFormat;
    std::vector<UnitPart> m_parts;
    StreamRows m_rows;
    ProbeRows m_probeRows;
    std::optional<CalibrationStream> m_stream;
    std::unique_ptr<DivergenceProbe> m_probe;
    LossTable m_table;
    int m_lastFinished = -1;
};

// One layer while it is measured.
struct Measurement::Layer {
    int index = 0;
    FfnCapture capture;
    Matrix full; // [T, H], the stream behind the layer
    std::optional<Moment> mean;
    std::vector<FfnJob> jobs;
    std::vector<std::vector<float>> gates; // of each job's tokens
    std::vector<bool> chosen;              // measured at every format, else at the probe's alone
    std::vector<int32_t> sample;
    std::vector<ExpertErrors> results; // [expert]
    std::vector<double> scales;        // [corpus], nats per error
    double meanSquaredGate = 0;

    Layer(int layer, int64_t tokens, int64_t hidden)
        : index(layer), capture(tokens, hidden), full(tokens, hidden) {}
};

Status Measurement::begin(const std::vector<Corpus>& corpora, Progress& progress) {
    const int64_t window = CalibrationStream::windowOf(m_model.spec(), m_options.quantize.window);
    MOQA_TRY(m_rows, StreamRows::of(corpora, window));
    MOQA_TRY(m_probeRows, ProbeRows::choose(corpora, window, m_options.probeTokens));
    MOQA_TRY(m_stream, CalibrationStream::create(m_model, corpora, window,
                                                 m_options.quantize.reweight, m_forward));
    MOQA_TRY(const std::vector<float> mix,
             mixFactors(corpora, window, m_options.quantize.corpusWeights));
    m_stream->setMix(mix);
    progress.report(0, "the undisturbed model");
    SubProgress first(progress, 0, 0.02);
    MOQA_TRY(m_probe, DivergenceProbe::create(m_model, m_probeRows, first));
    m_table.modelName = m_model.name();
    m_table.modelFingerprint = m_model.fingerprint();
    m_table.optionsJson = measureOptionsJson(m_options);
    m_table.formats = m_formats;
    for (size_t c = 0; c < corpora.size(); ++c)
        m_table.corpora.push_back({corpora[c].name, corpora[c].textSha256, m_rows.tokens(c)});
    return {};
}

Status Measurement::takeEarlier(const LossTable& earlier) {
    if (earlier.modelFingerprint != m_table.modelFingerprint)
        return badInput("the unfinished measurement is of another model", earlier.modelName);
    if (earlier.optionsJson != m_table.optionsJson || earlier.corpora != m_table.corpora ||
        earlier.formats != m_table.formats)
        return badInput("the unfinished measurement differs in its options or texts",
                        earlier.modelName);
    MOQA_CHECK(earlier.check("the unfinished measurement"));
    m_table = earlier;
    m_lastFinished = earlier.units.back().layer;
    return {};
}

Status Measurement::pass(int layer, const Progress& progress) {
    MOQA_CHECK(m_stream->attention(m_forward, layer, nullptr, true, progress));
    MOQA_CHECK(m_stream->ffn(m_forward, layer, nullptr, m_stream->hidden(), progress));
    m_model.releaseLayer(layer);
    return {};
}

Matrix Measurement::probedRows(const Matrix& stream) const {
    Matrix rows(static_cast<int64_t>(m_probeRows.streamRows.size()), stream.cols);
    for (int64_t r = 0; r < rows.rows; ++r)
        std::copy_n(stream.row(m_probeRows.streamRows[static_cast<size_t>(r)]), stream.cols,
                    rows.row(r));
    return rows;
}

std::vector<FfnJob> Measurement::jobsOf(int layer, const ExpertTokens& lists,
                                        const std::optional<ExpertTokens>& raised) const {
    std::vector<FfnJob> jobs;
    for (int e = 0; e < m_model.spec().experts; ++e) {
        const auto weight = [&](Role role) {
            return PlannedWeight{m_model.find({role, layer, e}), m_formats.front()};
        };
        FfnJob job{weight(Role::ExpertGate),
                   weight(Role::ExpertUp),
                   weight(Role::ExpertDown),
                   true,
                   {},
                   {}};
        WeightedTokens seen = weightedTokens(lists, e, m_stream->tokenWeights());
        job.tokens = std::move(seen.tokens);
        job.weights = std::move(seen.weights);
        // Errors are measured by the tokens' own weights, whatever the moments count.
        if (raised || !m_options.quantize.corpusWeights.empty())
            job.moments = weightedTokens(raised ? *raised : lists, e, m_stream->momentWeights());
        jobs.push_back(std::move(job));
    }
    return jobs;
}

// Evenly over the experts ordered by the tokens they saw, so that rare and busy ones are both in
// it: what the estimator predicts from. One that saw none has no error to learn from.
std::vector<bool> Measurement::chosenExperts(int layer, const ExpertTokens& lists) const {
    const auto experts = static_cast<size_t>(m_model.spec().experts);
    const auto wanted = std::max<size_t>(
        2, static_cast<size_t>(std::ceil(m_options.sample * static_cast<double>(experts))));
    if (wanted >= experts || m_formats.size() == 1) return std::vector<bool>(experts, true);
    const auto load = [&](size_t e) {
        return lists.end(static_cast<int>(e)) - lists.begin(static_cast<int>(e));
    };
    std::vector<size_t> order;
    for (size_t e = 0; e < experts; ++e)
        if (load(e) > 0) order.push_back(e);
    std::stable_sort(order.begin(), order.end(),
                     [&](size_t a, size_t b) { return load(a) < load(b); });
    Random random(m_options.quantize.seed ^ static_cast<uint64_t>(layer));
    const double phase = random.uniform();
    const size_t taken = std::min(wanted, order.size());
    std::vector<bool> chosen(experts, false);
    for (size_t i = 0; i < taken; ++i)
        chosen[order[static_cast<size_t>((static_cast<double>(i) + phase) *
                                         static_cast<double>(order.size()) /
                                         static_cast<double>(taken))]] = true;
    return chosen;
}

Status Measurement::experts(Layer& layer, Progress& progress) {
    const FfnQuantizer quantizer(m_model, m_options.quantize, layer.capture.inputs(),
                                 layer.mean ? &*layer.mean : nullptr);
    LayerInputs inputs{&m_model, layer.capture.inputs(), &m_rows,     &m_probeRows, m_formats,
                       m_parts,  m_probeFormat,          layer.sample};
    LayerInputs probe = inputs;
    probe.formats = std::span(m_formats).subspan(m_probeFormat, 1);
    probe.probeFormat = 0;
    const auto count = static_cast<int64_t>(layer.jobs.size());
    std::vector<Result<ExpertErrors>> results(layer.jobs.size(),
                                              Result<ExpertErrors>(ExpertErrors()));
    const int64_t width = layer.jobs.front().down.entry->cols;
    const int workers =
        workersThatFit(FfnQuantizer::bytesPerRun(m_model.spec().hidden, width), count);
    std::atomic<int64_t> next{0}, done{0};
    parallelFor(workers, [&](int64_t, int) {
        for (int64_t i = next++; i < count; i = next++) {
            const auto e = static_cast<size_t>(i);
            results[e] = measureExpert(quantizer, layer.jobs[e], layer.gates[e],
                                       layer.chosen[e] ? inputs : probe, progress);
            progress.report(0.1 + 0.6 * static_cast<double>(++done) / static_cast<double>(count),
                            fmt::format("experts {} of {}", done.load(), count));
        }
    });
    for (auto& result : results) {
        if (!result.ok()) return result.error();
        layer.results.push_back(std::move(*result));
    }
    return {};
}

// Nats per error: the divergence that all experts cause together, over the sum of their errors on
// the same tokens. All, however few are sampled: a smaller disturbance causes more divergence per
// error, by other factors in other layers. Where they cause none on a corpus, the mean of the
// others.
Status Measurement::scales(Layer& layer, const Progress& progress) {
    const size_t corpora = m_rows.begin.size() - 1;
    Matrix disturbed = probedRows(layer.full);
    std::vector<double> errors(corpora, 0.0);
    for (const ExpertErrors& expert : layer.results)
        for (int64_t r = 0; r < expert.delta.rows; ++r) {
            const int32_t row = expert.probeRows[static_cast<size_t>(r)];
            double sum = 0;
            for (int64_t k = 0; k < expert.delta.cols; ++k) {
                const float d = expert.delta.row(r)[k];
                disturbed.row(row)[k] += d;
                sum += static_cast<double>(d) * static_cast<double>(d);
            }
            errors[static_cast<size_t>(m_probeRows.corpus[static_cast<size_t>(row)])] += sum;
        }
    MOQA_TRY(const std::vector<double> divergence,
             m_probe->divergence(layer.index, std::move(disturbed), progress));
    std::vector<double> scale(corpora, 0.0);
    double all = 0, allErrors = 0;
    for (size_t c = 0; c < corpora; ++c) {
        const double perToken = errors[c] / static_cast<double>(m_probeRows.tokens[c]);
        if (perToken > 0) scale[c] = divergence[c] / perToken;
        all += divergence[c];
        allErrors += perToken;
    }
    for (double& s : scale)
        if (s == 0 && allErrors > 0) s = all / allErrors;
    layer.scales = std::move(scale);
    return {};
}

Measurement::Estimators Measurement::estimatorsOf(const Layer& layer, size_t part) const {
    const size_t formats = m_formats.size(), corpora = m_rows.begin.size() - 1;
    std::vector<std::vector<double>> errors, unseen;
    for (size_t e = 0; e < layer.results.size(); ++e) {
        if (!layer.chosen[e]) continue;
        const ExpertErrors& expert = layer.results[e];
        const auto first = static_cast<int64_t>(part * formats);
        unseen.emplace_back(expert.unseen.begin() + first,
                            expert.unseen.begin() + first + static_cast<int64_t>(formats));
        // The corpora together: the errors of one expert on two texts are no two experts.
        std::vector<double>& curve = errors.emplace_back(formats, 0.0);
        for (size_t f = 0; f < formats; ++f)
            for (size_t c = 0; c < corpora; ++c)
                curve[f] += expert.errors[(part * formats + f) * corpora + c];
    }
    return {LossEstimator(errors, m_probeFormat), LossEstimator(unseen, m_probeFormat)};
}

// Rows of this layer; those that were measured at one format are predicted at the others.
void Measurement::append(const Layer& layer) {
    const size_t corpora = m_rows.begin.size() - 1;
    const double share =
        static_cast<double>(m_model.spec().topK) / static_cast<double>(m_model.spec().experts);
    double meanScale = 0;
    for (const double s : layer.scales) meanScale += s / static_cast<double>(corpora);
    std::vector<Estimators> estimators;
    for (size_t p = 0; p < m_parts.size(); ++p) estimators.push_back(estimatorsOf(layer, p));
    for (size_t e = 0; e < layer.results.size(); ++e)
        for (size_t p = 0; p < m_parts.size(); ++p)
            appendUnit(layer, e, p, estimators[p], layer.meanSquaredGate * share * meanScale);
}

void Measurement::appendUnit(const Layer& layer, size_t e, size_t part,
                             const Estimators& estimators, double unseenScale) {
    const size_t formats = m_formats.size(), corpora = m_rows.begin.size() - 1;
    const ExpertErrors& expert = layer.results[e];
    const bool measured = layer.chosen[e];
    m_table.units.push_back({layer.index, static_cast<int>(e), m_parts[part]});
    // 0 says measured, so a prediction never says it, however well its experts agree.
    m_table.uncertainty.push_back(
        measured ? 0.0
                 : std::max(estimators.errors.uncertainty(), std::numeric_limits<double>::min()));
    for (size_t f = 0; f < formats; ++f) {
        for (size_t c = 0; c < corpora; ++c)
            m_table.errors.push_back(
                measured ? expert.errors[(part * formats + f) * corpora + c]
                         : estimators.errors.predict(expert.errors[part * corpora + c], f));
        const double unseen = measured ? expert.unseen[part * formats + f]
                                       : estimators.unseen.predict(expert.unseen[part], f);
        m_table.unseen.push_back(unseen * unseenScale);
    }
    m_table.scales.insert(m_table.scales.end(), layer.scales.begin(), layer.scales.end());
}

Status Measurement::measure(int index, Progress& progress) {
    progress.report(0, "attention and routing");
    MOQA_CHECK(m_stream->attention(m_forward, index, nullptr, true, progress));
    Layer layer(index, m_stream->tokens(), m_model.spec().hidden);
    MOQA_CHECK(m_stream->ffn(m_forward, index, &layer.capture, layer.full, progress));
    const ExpertTokens lists(layer.capture.routing());
    std::optional<ExpertTokens> raised;
    MOQA_TRY(const auto raisedRoutes,
             raisedRouting(m_model, m_options.quantize.starved, index, layer.capture.inputs()));
    if (raisedRoutes) raised.emplace(*raisedRoutes);
    layer.jobs = jobsOf(index, lists, raised);
    layer.chosen = chosenExperts(index, lists);
    bool starved = m_options.quantize.starved.remedy == StarvedRemedy::RouteAll;
    double squared = 0;
    for (size_t e = 0; e < layer.jobs.size(); ++e) {
        const auto begin = lists.gates.begin() + lists.begin(static_cast<int>(e));
        layer.gates.emplace_back(begin, begin + static_cast<int64_t>(layer.jobs[e].tokens.size()));
        for (const float g : layer.gates.back())
            squared += static_cast<double>(g) * static_cast<double>(g);
        starved |= FfnQuantizer::starved(static_cast<int64_t>(layer.jobs[e].tokens.size()),
                                         layer.full.cols);
    }
    layer.meanSquaredGate = squared / static_cast<double>(std::max<size_t>(1, lists.tokens.size()));
    if (starved) {
        layer.mean.emplace(layer.full.cols);
        MOQA_CHECK(layer.mean->add(layer.capture.inputs(), nullptr, progress));
        layer.mean->normalize();
    }
    const int64_t tokens = m_stream->tokens(), wanted = std::min(tokens, kUnseenSample);
    for (int64_t i = 0; i < wanted; ++i)
        layer.sample.push_back(static_cast<int32_t>((2 * i + 1) * tokens / (2 * wanted)));
    MOQA_CHECK(experts(layer, progress));
    progress.report(0.7, "divergence at the logits");
    MOQA_CHECK(scales(layer, progress));
    append(layer);
    m_stream->hidden() = std::move(layer.full);
    m_lastFinished = index;
    m_model.releaseLayer(index);
    return {};
}

} // namespace

Result<LossTable> measureLosses(const ModelSource& model, const std::vector<Corpus>& corpora,
                                const MeasureOptions& options, const LossTable* earlier,
                                const LossTableSink& sink, Progress& progress) {
    MOQA_CHECK(checkMeasureOptions(model, corpora, options));
    Measurement measurement(model, options);
    MOQA_CHECK(measurement.begin(corpora, progress));
    if (earlier) MOQA_CHECK(measurement.takeEarlier(*earlier));
    const std::vector<int> moe = model.spec().moeLayers();
    const int last = moe.back();
    for (int layer = 0; layer <= last; ++layer) {
        MOQA_CHECK(checkCancelled(progress));
        SubProgress part(progress, 0.02 + 0.98 * layer / (last + 1.0),
                         0.02 + 0.98 * (layer + 1) / (last + 1.0));
        if (measurement.finished(layer) || std::find(moe.begin(), moe.end(), layer) == moe.end()) {
            MOQA_CHECK(measurement.pass(layer, part));
            continue;
        }
        MOQA_CHECK(measurement.measure(layer, part));
        if (sink) MOQA_CHECK(sink(measurement.table()));
    }
    MOQA_CHECK(measurement.table().check(model.name()));
    return measurement.table();
}

} // namespace moqa
