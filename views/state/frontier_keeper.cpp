// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/state/frontier_keeper.h"

#include "views/state/text.h"
#include "views/state/window_words.h"

namespace moqa {

namespace {

bool sameShape(const PlanOptions& a, const PlanOptions& b) {
    return a.unitFormat == b.unitFormat && a.overrides == b.overrides &&
           a.attentionBits == b.attentionBits && a.sharedBits == b.sharedBits &&
           a.denseBits == b.denseBits;
}

} // namespace

FrontierKeeper::FrontierKeeper(Workbench& workbench, QObject* parent)
    : QObject(parent), m_workbench(workbench) {
    for (const auto signal : {&Document::opened, &Document::lossesChanged,
                              &Document::activePlanChanged, &Document::planEdited})
        connect(&workbench.document(), signal, this, &FrontierKeeper::follow);
}

void FrontierKeeper::want() {
    m_wanted = true;
    follow();
}

void FrontierKeeper::follow() {
    if (!m_wanted) return;
    const Document& document = m_workbench.document();
    const auto table = document.losses();
    const auto model = document.model();
    if (!table || !model) {
        if (!m_table && !m_frontier) return;
        m_table.reset();
        m_model.reset();
        m_frontier.reset();
        m_refusal.clear();
        emit changed();
        return;
    }
    PlanOptions options = frontierOptions(*table, document.activePlan());
    options.unitFormat.bits = UnitFormat().bits; // of the default; each unit has its own
    if (table == m_table && model == m_model && sameShape(options, m_options)) return;
    const bool otherTable = table != m_table || model != m_model;
    m_table = table;
    m_model = model;
    m_options = options;
    if (otherTable) { // with other rules the old curve stays until the new one is there
        m_frontier.reset();
        m_refusal.clear();
        emit changed();
    }
    m_workbench.jobs().run<std::shared_ptr<const Frontier>>(
        JobKind::Frontier, tr("Least predicted losses"),
        [model, table, options](JobContext& context) {
            return Frontier::build(model, table, options, context);
        },
        this,
        [this, table](Result<std::shared_ptr<const Frontier>> built) {
            if (table == m_table) take(std::move(built));
        });
}

void FrontierKeeper::take(Result<std::shared_ptr<const Frontier>> built) {
    m_frontier = built.ok() ? *built : nullptr;
    m_refusal = built.ok() ? QString() : qstr(inWindowWords(built.error()).message());
    // A stopped build is asked for again when something changes.
    if (!built.ok() && built.error().code == ErrorCode::Cancelled) m_table.reset();
    emit changed();
}

} // namespace moqa
