// SPDX-License-Identifier: GPL-3.0-or-later
// Document: the undoable verbs on plans, texts, notes and named sets, and what each change does.
#include "views/state/document.h"
#include "views/state/document_edit.h"
#include "views/state/text.h"

namespace moqa {

bool Document::mayEdit() {
    if (!m_open) return false;
    if (m_readOnlyReason.isEmpty() || m_replaying) return true;
    emit editRefused(m_readOnlyReason);
    return false;
}

void Document::push(const QString& text, std::vector<DocumentChange> changes, bool applied) {
    endGesture(); // a job ends when it likes: a stroke under way is a step of its own before it
    m_undo.push(new DocumentEdit(*this, text, std::move(changes), applied));
}

void Document::record(const DocumentRecord& record) {
    if (!m_replaying) emit recorded(record);
}

Status Document::replay(const std::vector<Json>& records) {
    struct Replaying {
        bool& flag;
        explicit Replaying(bool& f) : flag(f) { flag = true; }
        ~Replaying() { flag = false; }
    } const replaying(m_replaying);
    for (const Json& json : records) {
        MOQA_TRY(DocumentRecord one, recordFromJson(json, m_path.toStdString() + ".journal"));
        for (const DocumentChange& change : one.changes)
            if (std::holds_alternative<PlanBits>(change) && !m_model)
                return badInput("the edits of bits need the model", m_workspace.modelPath,
                                "locate the model and restore again");
        // What was recorded without a name is no step that can be undone.
        if (one.text.empty())
            for (const DocumentChange& change : one.changes) apply(change);
        else
            push(qstr(one.text), std::move(one.changes));
    }
    return {};
}

// --- verbs

bool Document::setCorpora(CorpusLibrary corpora, const QString& text) {
    if (corpora == m_corpora || !mayEdit()) return false;
    push(text.isEmpty() ? tr("Change the texts") : text, {CorporaPut{std::move(corpora)}});
    return true;
}

bool Document::setNotes(const std::string& notes) {
    if (notes == m_workspace.notes || !mayEdit()) return false;
    push(tr("Edit the notes"), {NotesPut{notes}});
    return true;
}

bool Document::setNamedSet(const std::string& name, std::set<ObjectRef> objects) {
    if (name.empty() || !mayEdit()) return false;
    const int n = static_cast<int>(objects.size());
    push(tr("Name %n object(s) \"%1\"", nullptr, n).arg(qstr(name)),
         {NamedSetPut{name, std::move(objects)}});
    return true;
}

bool Document::removeNamedSet(const std::string& name) {
    if (!m_namedSets.contains(name) || !mayEdit()) return false;
    push(tr("Remove the set \"%1\"").arg(qstr(name)), {NamedSetPut{name, std::nullopt}});
    return true;
}

void Document::addPlan(const std::string& name, Plan plan) {
    if (!mayEdit()) return;
    push(tr("Add plan %1").arg(qstr(name)), {PlanPut{name, StoredPlan{std::move(plan), {}}, name}});
}

bool Document::duplicatePlan(const std::string& name) {
    auto copy = stored(name);
    if (!copy || !mayEdit()) return false;
    const std::string fresh = freePlanName(name);
    push(tr("Duplicate plan %1").arg(qstr(name)), {PlanPut{fresh, std::move(copy), fresh}});
    return true;
}

// Results of the plan go with it: they know their plan by its name.
bool Document::renamePlan(const std::string& name, const std::string& newName) {
    auto plan = stored(name);
    if (!plan || newName.empty() || m_workspace.plans.contains(newName) || !mayEdit()) return false;
    std::vector<DocumentChange> changes = {PlanPut{newName, std::move(plan), newName},
                                           PlanPut{name, std::nullopt, newName}};
    for (ReportPut& report : renamedReports(name, newName)) changes.push_back(std::move(report));
    push(tr("Rename plan %1 to %2").arg(qstr(name), qstr(newName)), std::move(changes));
    return true;
}

bool Document::removePlan(const std::string& name) {
    if (!plan(name) || !mayEdit()) return false;
    std::string next = m_activePlan;
    if (next == name) {
        next.clear();
        for (const std::string& other : planNames())
            if (other != name && next.empty()) next = other;
    }
    push(tr("Delete plan %1").arg(qstr(name)), {PlanPut{name, std::nullopt, next}});
    return true;
}

bool Document::setPlanNotes(const std::string& name, const std::string& notes) {
    if (!plan(name) || planNotes(name) == notes || !mayEdit()) return false;
    push(tr("Edit the notes of plan %1").arg(qstr(name)), {PlanNotesPut{name, notes}});
    return true;
}

std::string Document::planNotes(const std::string& name) const {
    const auto found = m_planNotes.find(name);
    return found == m_planNotes.end() ? std::string() : found->second;
}

std::optional<StoredPlan> Document::stored(const std::string& name) const {
    if (const auto found = m_drafts.find(name); found != m_drafts.end())
        return StoredPlan{found->second->freeze(), planNotes(name), planAsMade(name)};
    const auto found = m_workspace.plans.find(name);
    if (found == m_workspace.plans.end()) return std::nullopt;
    return StoredPlan{found->second, planNotes(name), planAsMade(name)};
}

// --- changes

DocumentChange Document::apply(const DocumentChange& change) {
    DocumentChange inverse = std::visit([this](const auto& one) { return applyOne(one); }, change);
    touch();
    return inverse;
}

DocumentChange Document::applyOne(const PlanBits& change) {
    setActivePlan(change.plan); // undo shows what it changes
    if (PlanDraft* const current = draft()) {
        current->apply(change.delta);
        emit planEdited();
    }
    return PlanBits{change.plan, change.delta.inverted()};
}

DocumentChange Document::applyOne(const PlanPut& change) {
    PlanPut inverse{change.name, stored(change.name), m_activePlan};
    m_drafts.erase(change.name);
    m_planNotes.erase(change.name);
    m_asMade.erase(change.name);
    if (change.plan) {
        m_workspace.plans[change.name] = change.plan->plan;
        m_asMade[change.name] = change.plan->made.value_or(change.plan->plan.totals);
        if (!change.plan->notes.empty()) m_planNotes[change.name] = change.plan->notes;
    } else {
        m_workspace.plans.erase(change.name);
    }
    const bool shown = change.name == m_activePlan && change.name == change.activeAfter;
    m_activePlan = change.activeAfter;
    emit plansChanged();
    if (shown || inverse.activeAfter != m_activePlan) emit activePlanChanged();
    return inverse;
}

DocumentChange Document::applyOne(const PlanNotesPut& change) {
    PlanNotesPut inverse{change.plan, planNotes(change.plan)};
    m_planNotes[change.plan] = change.notes;
    emit planNotesChanged(qstr(change.plan));
    return inverse;
}

DocumentChange Document::applyOne(const CorporaPut& change) {
    CorporaPut inverse{std::exchange(m_corpora, change.corpora)};
    emit corpusChoiceChanged();
    return inverse;
}

DocumentChange Document::applyOne(const NotesPut& change) {
    NotesPut inverse{std::exchange(m_workspace.notes, change.notes)};
    emit notesChanged();
    return inverse;
}

DocumentChange Document::applyOne(const NamedSetPut& change) {
    NamedSetPut inverse{change.name, std::nullopt};
    if (const auto found = m_namedSets.find(change.name); found != m_namedSets.end())
        inverse.objects = found->second;
    if (change.objects)
        m_namedSets[change.name] = *change.objects;
    else
        m_namedSets.erase(change.name);
    emit namedSetsChanged();
    return inverse;
}

DocumentChange Document::applyOne(const ReportPut& change) {
    ReportPut inverse{change.name, m_workspace.reports[change.name]};
    m_workspace.reports[change.name] = change.json;
    m_resultsUnsaved = true;
    restoreRuns();
    emit runsChanged();
    return inverse;
}

} // namespace moqa
