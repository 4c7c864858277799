// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/calibration_report.h"

#include "core/analysis/coverage.h"
#include "core/base/parallel.h"
#include "core/model/router.h"
#include "core/quantize/calibration_stream.h"
#include "core/quantize/ffn_quantizer.h"
#include "core/quantize/job_memory.h"
#include "core/quantize/layer_observers.h"
#include "core/quantize/moment_condition.h"

#include <algorithm>
#include <atomic>
#include <cmath>

namespace moqa {

namespace {

CalibrationReport emptyReport(const ModelSource& model) {
    CalibrationReport report;
    report.modelName = model.name();
    report.inputWidth = model.spec().hidden;
    report.innerWidth = model.spec().expertWidth;
    report.topK = model.spec().topK;
    report.experts = model.spec().experts;
    return report;
}

// The moment that the quantizer would make of the expert's tokens, and its condition.
Result<double> conditionOf(MatrixView inputs, const WeightedTokens& seen, double damp,
                           const Progress& progress) {
    constexpr int64_t kSliceRows = 1024;
    Moment moment(inputs.cols);
    const auto total = static_cast<int64_t>(seen.tokens.size());
    Matrix rows(std::min(kSliceRows, total), inputs.cols);
    for (int64_t begin = 0; begin < total; begin += kSliceRows) {
        const int64_t count = std::min(kSliceRows, total - begin);
        for (int64_t r = 0; r < count; ++r)
            std::copy_n(inputs.row(seen.tokens[static_cast<size_t>(begin + r)]), inputs.cols,
                        rows.row(r));
        MOQA_CHECK(moment.add({rows.data.data(), count, rows.cols, rows.cols},
                              seen.weights.data() + begin, progress));
    }
    moment.normalize();
    return dampedCondition(moment, damp, progress);
}

class Pass {
public:
    Pass(const ModelSource& model, const CalibrationCheck& check)
        : m_model(model), m_check(check), m_forward(model), m_report(emptyReport(model)) {}

    Result<CalibrationReport> run(const std::vector<Corpus>& corpora, Progress& progress) {
        MOQA_TRY(m_stream, CalibrationStream::create(m_model, corpora, m_check.window,
                                                     m_check.reweight, m_forward));
        m_report.tokens = m_stream->tokens();
        const int last = m_model.spec().moeLayers().back();
        for (int layer = 0; layer <= last; ++layer) {
            MOQA_CHECK(checkCancelled(progress));
            progress.report(layer / (last + 1.0), "routing of layer " + std::to_string(layer));
            MOQA_CHECK(this->layer(layer, progress));
        }
        return std::move(m_report);
    }

private:
    Status layer(int layer, const Progress& progress) {
        MOQA_CHECK(m_stream->attention(m_forward, layer, nullptr, true, progress));
        if (!m_model.spec().layers[static_cast<size_t>(layer)].moe)
            return m_stream->ffn(m_forward, layer, nullptr, m_stream->hidden(), progress);
        FfnCapture capture(m_stream->tokens(), m_model.spec().hidden);
        MOQA_CHECK(m_stream->ffn(m_forward, layer, &capture, m_stream->hidden(), progress));
        m_model.releaseLayer(layer);
        const ExpertTokens lists(capture.routing());
        const size_t first = m_report.rows.size();
        for (int e = 0; e < lists.experts(); ++e)
            m_report.rows.push_back({layer, e, lists.end(e) - lists.begin(e)});
        return m_check.condition ? conditions(first, capture.inputs(), lists, progress) : Status();
    }

    Status conditions(size_t first, MatrixView inputs, const ExpertTokens& lists,
                      const Progress& progress) {
        const int64_t n = inputs.cols, count = lists.experts();
        const int workers = workersThatFit(2 * n * n * 8, count);
        std::vector<Result<double>> results(static_cast<size_t>(count), Result<double>(0.0));
        std::atomic<int64_t> next{0};
        parallelFor(workers, [&](int64_t, int) {
            for (int64_t e = next++; e < count; e = next++)
                results[static_cast<size_t>(e)] = conditionOf(
                    inputs, weightedTokens(lists, static_cast<int>(e), m_stream->tokenWeights()),
                    m_check.damp, progress);
        });
        for (size_t e = 0; e < results.size(); ++e) {
            if (!results[e].ok()) return results[e].error();
            m_report.rows[first + e].condition = *results[e];
        }
        return {};
    }

    const ModelSource& m_model;
    const CalibrationCheck& m_check;
    Forward m_forward;
    CalibrationReport m_report;
    std::optional<CalibrationStream> m_stream;
};

} // namespace

int64_t CalibrationReport::starvedCount() const {
    return std::count_if(rows.begin(), rows.end(),
                         [this](const ExpertCoverage& row) { return starved(row); });
}

int64_t CalibrationReport::unseenCount() const {
    return std::count_if(rows.begin(), rows.end(),
                         [](const ExpertCoverage& row) { return row.tokens == 0; });
}

int64_t CalibrationReport::tokensForAllSeen() const {
    int64_t least = 0;
    for (const ExpertCoverage& row : rows)
        if (row.tokens > 0 && (least == 0 || row.tokens < least)) least = row.tokens;
    if (least == 0) return 0;
    return static_cast<int64_t>(
        std::ceil(static_cast<double>(tokens) * static_cast<double>(neededTokens()) /
                  static_cast<double>(least)));
}

Result<CalibrationReport> calibrationReport(const ModelSource& model,
                                            const std::vector<Corpus>& corpora,
                                            const CalibrationCheck& check, Progress& progress) {
    if (model.spec().moeLayers().empty())
        return badInput("the model has no routed experts to calibrate", model.name());
    return Pass(model, check).run(corpora, progress);
}

std::optional<CalibrationReport> calibrationReport(const ModelSource& model,
                                                   const Analysis& analysis,
                                                   const std::vector<Corpus>& corpora,
                                                   int64_t window) {
    const std::vector<int> layers = model.spec().moeLayers();
    if (analysis.modelFingerprint != model.fingerprint() || analysis.moeLayers != layers ||
        analysis.experts != model.spec().experts || coverageOf(analysis).partial())
        return std::nullopt;
    CalibrationReport report = emptyReport(model);
    for (const int layer : layers)
        for (int e = 0; e < report.experts; ++e) report.rows.push_back({layer, e, 0});
    for (const Corpus& corpus : corpora) {
        const auto info = std::find_if(analysis.corpora.begin(), analysis.corpora.end(),
                                       [&](const CorpusInfo& c) { return c.name == corpus.name; });
        const ResultPtr count = analysis.find("count", corpus.name);
        if (info == analysis.corpora.end() || info->textSha256 != corpus.textSha256 ||
            info->window != window ||
            info->tokens + info->droppedTokens != static_cast<int64_t>(corpus.ids.size()) ||
            !count || count->values.size() != report.rows.size())
            return std::nullopt;
        report.tokens += info->tokens;
        for (size_t i = 0; i < report.rows.size(); ++i)
            report.rows[i].tokens += std::llround(count->values[i]);
    }
    return report;
}

} // namespace moqa
