// SPDX-License-Identifier: GPL-3.0-or-later
// Verbs of the workbench on a whole plan: computed beside the window, then one undoable edit.
#include "core/plan/plan_reshape.h"
#include "views/state/text.h"
#include "views/state/workbench.h"

namespace moqa {

void Workbench::reshape(const QString& title,
                        std::function<Result<PlanDelta>(const Plan&)> compute) {
    const Plan* const plan = m_document.activePlan();
    if (!plan || !m_document.model() || m_document.inGesture()) return;
    m_jobs.run<PlanDelta>(
        JobKind::Plan, title, [plan = *plan, compute](JobContext&) { return compute(plan); }, this,
        [this, title, name = m_document.activePlanName(),
         revision = m_document.revision()](Result<PlanDelta> delta) {
            if (failed(delta)) return;
            // A delta holds for the plan that it was computed from.
            if (revision != m_document.revision() || name != m_document.activePlanName())
                inform(tr("%1: the plan was changed meanwhile; try again.").arg(title));
            else if (delta->empty())
                inform(tr("%1: nothing to change.").arg(title));
            else
                m_document.editUnits(title, std::move(*delta));
        });
}

void Workbench::fillToBudget(double meanBits) {
    const QString title = tr("Fill to %1 mean bits").arg(QLocale().toString(meanBits, 'f', 3));
    reshape(title, [model = m_document.model(), analysis = m_document.analysis(),
                    meanBits](const Plan& plan) {
        return moqa::fillToBudget(plan, *model, analysis.get(), meanBits);
    });
}

void Workbench::makeUniformPerLayer() {
    reshape(tr("Make each layer uniform"),
            [model = m_document.model()](const Plan& plan) -> Result<PlanDelta> {
                return uniformPerLayer(plan, *model);
            });
}

} // namespace moqa
