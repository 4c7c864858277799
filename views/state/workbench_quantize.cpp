// SPDX-License-Identifier: GPL-3.0-or-later
// Verbs of the workbench on what a plan becomes: the quantized file, its evaluation, its export.
#include "core/quantize/calibration_corpora.h"
#include "core/quantize/quantize_estimate.h"
#include "views/state/text.h"
#include "views/state/workbench.h"

#include <QFileInfo>

namespace moqa {

namespace {

// What the form does not ask: tokens are seen and weighted as they were when the plan was made.
Result<QuantizeOptions> likeAnalysis(QuantizeOptions options, const Analysis* analysis) {
    if (!analysis) return options;
    if (!analysis->corpora.empty()) options.window = analysis->corpora.front().window;
    MOQA_TRY(options.reweight, reweightOf(*analysis));
    return options;
}

} // namespace

void Workbench::quantize(const QuantizeOptions& options, const QString& outputPath, bool anew,
                         std::optional<double> cache) {
    const Plan* const plan = m_document.activePlan();
    if (!plan || !m_document.model()) return;
    const auto calibration = calibrationCorpora(m_document.calibrationCorpora(), *plan);
    if (failed(JobKind::Quantize, calibration)) return;
    const auto unfinished = m_document.quantizeRun(m_document.activePlanName());
    const bool goesOn = !anew && unfinished && !unfinished->complete &&
                        unfinished->outputPath == outputPath.toStdString() &&
                        unfinished->planHash == planHash(*plan);
    // Its finished layers have the options that it began with, whatever was analysed since.
    const auto asBegun = goesOn ? Result<QuantizeOptions>(unfinished->options)
                                : likeAnalysis(options, m_document.analysis().get());
    if (failed(JobKind::Quantize, asBegun)) return;
    QuantizeJob job{m_document.model(),
                    *plan,
                    m_document.activePlanName(),
                    *calibration,
                    *asBegun,
                    outputPath.toStdString(),
                    anew,
                    {},
                    goesOn ? unfinished->cacheShare : cache,
                    m_document.analysis()};
    if (goesOn) job.earlierLayers = unfinished->layers;
    const auto show = [this](const LayerReport& layer) { emit layerQuantized(layer); };
    const int number = m_jobs.run<QuantizeRun>(
        JobKind::Quantize, tr("Quantize with %1").arg(qstr(job.planName)),
        [job, show](JobContext& context) {
            return runQuantize(
                job,
                [&context, show](const LayerReport& layer) {
                    context.post([show, layer] { show(layer); });
                },
                context);
        },
        this,
        [this](Result<QuantizeRun> run) {
            if (failed(run)) return;
            m_document.setQuantizeRun(run.value());
            if (run->complete) {
                m_exports.quantized(*run);
                m_adapt.fileWritten(qstr(run->outputPath));
            }
            inform(run->complete
                       ? tr("Wrote %1.").arg(qstr(run->outputPath))
                       : tr("Stopped. The finished layers are kept; run again to go on."));
        });
    if (!job.earlierLayers.empty()) return; // what is left of a run was not estimated
    int64_t tokens = 0;
    for (const Corpus& corpus : job.calibration) tokens += static_cast<int64_t>(corpus.ids.size());
    m_pace.expect(number, estimateQuantize(*job.model, job.plan, tokens, job.options));
}

void Workbench::evaluate(int64_t maxTokens) {
    const auto run = m_document.quantizeRun(m_document.activePlanName());
    if (!run || !run->complete || !m_document.model()) return;
    EvaluateJob job;
    job.model = m_document.model();
    job.quantizedPath = run->outputPath;
    job.planName = run->planName;
    job.planHash = run->planHash;
    job.totals = run->totals;
    job.corpora = m_document.corpusChoice().evaluation;
    job.maxTokens = maxTokens;
    for (const Corpus& corpus : m_document.calibrationCorpora())
        job.knownCorpora.push_back(corpus.name);
    const int number = m_jobs.run<EvaluateRun>(
        JobKind::Evaluate, tr("Evaluate %1").arg(qstr(run->planName)),
        [job](JobContext& context) { return runEvaluate(job, context); }, this,
        [this](Result<EvaluateRun> result) {
            if (!failed(result)) m_document.setEvaluateRun(result.value());
        });
    m_pace.expect(number, evaluateCost(*job.model, job.corpora, job.maxTokens));
}

void Workbench::exportSafetensors(const QString& folder) {
    const auto run = m_document.quantizeRun(m_document.activePlanName());
    if (!run || !run->complete) return;
    m_jobs.run<bool>(
        JobKind::Export, tr("Export to %1").arg(QFileInfo(folder).fileName()),
        [source = run->outputPath,
         target = folder.toStdString()](JobContext& context) -> Result<bool> {
            MOQA_CHECK(runExportSafetensors(source, target, context));
            return true;
        },
        this,
        [this, folder, from = *run](Result<bool> done) {
            if (failed(done)) return;
            inform(tr("Wrote %1.").arg(folder));
            m_exports.exported(folder, from);
            emit exported(folder);
        });
}

} // namespace moqa
