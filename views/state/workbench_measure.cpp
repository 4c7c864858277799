// SPDX-License-Identifier: GPL-3.0-or-later
// Verb of the workbench: measuring what each width of each expert costs.
#include "core/analysis/analyze.h"
#include "views/state/text.h"
#include "views/state/workbench.h"

namespace moqa {

MeasureOptions Workbench::measureDefaults() const {
    MeasureOptions options;
    const auto analysis = m_document.analysis();
    if (!analysis) return options;
    if (!analysis->corpora.empty()) options.quantize.window = analysis->corpora.front().window;
    if (const auto reweight = reweightOf(*analysis); reweight.ok())
        options.quantize.reweight = *reweight;
    return options;
}

void Workbench::measureLosses(const MeasureOptions& options) {
    const auto model = m_document.model();
    if (!model) return;
    if (m_document.calibrationCorpora().empty()) {
        reportOf(usageError("losses are measured on the tokens of an analysis, and there is none",
                            {}, "analyse the model on its texts first"),
                 actionOf(JobKind::Measure));
        return;
    }
    MeasureJob job{model, m_document.calibrationCorpora(), options, {}};
    // Beside a workspace that is ours to write; a document without a file has no place to keep it.
    if (!m_document.path().isEmpty() && m_document.readOnlyReason().isEmpty())
        job.partialPath = unsavedLossesPath(m_document.path().toStdString());
    m_jobs.run<std::shared_ptr<const LossTable>>(
        JobKind::Measure, tr("Measure losses of %1").arg(qstr(model->name())),
        [job](JobContext& context) { return runMeasure(job, context); }, this,
        [this, model, options](Result<std::shared_ptr<const LossTable>> table) {
            if (failed(table) || m_document.model() != model) return;
            const Status kept = m_document.setLosses(lossTableName(options), *table);
            if (!kept.ok()) return report(kept.error());
            inform(tr("Losses measured: the plan page predicts what a plan loses."));
        });
}

} // namespace moqa
