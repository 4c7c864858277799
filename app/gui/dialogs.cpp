// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/dialogs.h"

#include "views/pages/corpora_dialog.h"
#include "views/panels/measure_form.h"
#include "views/panels/plan_form.h"
#include "views/state/job_costs.h"
#include "views/state/workbench.h"

#include <QCoreApplication>
#include <QFileDialog>
#include <QFileInfo>

namespace moqa {

namespace {
struct Text {
    Q_DECLARE_TR_FUNCTIONS(moqa::Dialogs)
};
} // namespace

QStringList askModelFiles(QWidget* parent, Settings& settings) {
    const QStringList paths = QFileDialog::getOpenFileNames(
        parent, Text::tr("Open a model or workspace"), settings.lastFolder(),
        Text::tr("Models and workspaces (*.moqa *.h5 *.safetensors *.json);;All files (*)"));
    if (!paths.isEmpty()) settings.setLastFolder(QFileInfo(paths.front()).absolutePath());
    return paths;
}

void askAndAnalyze(QWidget* parent, Workbench& workbench) {
    CorporaDialog dialog(workbench.document().corpora(), workbench.settings(), parent);
    QObject::connect(&dialog, &CorporaDialog::demoTextsFailed, &workbench, &Workbench::report);
    dialog.setCost([&workbench, model = workbench.document().model()](
                       const auto& texts, int64_t maxTokens, const AnalyzeOptions& options) {
        return workbench.pace().corrected(JobKind::Analyze,
                                          analyzeCost(*model, texts, maxTokens, options));
    });
    if (dialog.exec() != QDialog::Accepted) return;
    workbench.document().setCorpora(dialog.corpora());
    workbench.analyze(dialog.options(), dialog.maxTokens());
}

void askAndMeasure(QWidget* parent, Workbench& workbench) {
    const Document& document = workbench.document();
    MeasureForm form(document.model(), document.calibrationCorpora(), workbench.measureDefaults(),
                     parent);
    if (form.exec() == QDialog::Accepted) workbench.measureLosses(form.options());
}

void askAndPlan(QWidget* parent, Workbench& workbench) {
    PlanForm form(workbench.document().analysis() != nullptr, workbench.document().losses(),
                  parent);
    if (workbench.scores().userScore()) form.offerUserScore(workbench.scores().userName());
    if (form.exec() != QDialog::Accepted) return;
    emit workbench.pageRequested(QStringLiteral("plan"));
    workbench.makePlan(form.options());
}

} // namespace moqa
