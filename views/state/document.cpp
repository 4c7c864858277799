// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/state/document.h"

#include "views/state/plan_edit.h"
#include "views/state/text.h"

#include <QFileInfo>
#include <algorithm>

namespace moqa {

namespace {

const std::string kQuantizeReport = "quantize/";
const std::string kEvaluateReport = "evaluate/";

// "Set 12 experts in layer 7 to 3 bit": a gesture's name says what it did.
QString gestureText(const PlanDelta& delta) {
    const UnitChange& first = delta.changes.front();
    const int n = static_cast<int>(delta.changes.size());
    const bool oneLayer = std::all_of(delta.changes.begin(), delta.changes.end(),
                                      [&](const UnitChange& c) { return c.layer == first.layer; });
    const QString experts = Document::tr("%n expert(s)", nullptr, n);
    const QString place =
        oneLayer ? Document::tr("in layer %1").arg(first.layer) : Document::tr("in several layers");
    if (first.oldLocked != first.newLocked)
        return first.newLocked ? Document::tr("Lock %1 %2").arg(experts, place)
                               : Document::tr("Unlock %1 %2").arg(experts, place);
    const bool oneWidth = std::all_of(delta.changes.begin(), delta.changes.end(),
                                      [&](auto& c) { return c.newBits == first.newBits; });
    return oneWidth ? Document::tr("Set %1 %2 to %3 bit").arg(experts, place).arg(first.newBits)
                    : Document::tr("Step the bits of %1 %2").arg(experts, place);
}

// Evaluation of what was cut off: the tail that a head share leaves, the whole text otherwise.
CorpusChoice choiceFrom(const Analysis& analysis) {
    CorpusChoice choice;
    for (const CorpusInfo& info : analysis.corpora) {
        auto parsed = parseCorpusRequest(info.name + "=" + info.source);
        if (!parsed.ok()) continue;
        CorpusRequest request = parsed.value();
        choice.calibration.push_back(request);
        if (request.shareNumerator < request.shareDenominator) {
            request.shareNumerator = request.shareDenominator - request.shareNumerator;
            request.tail = !request.tail;
        }
        choice.evaluation.push_back(request);
    }
    return choice;
}

} // namespace

Document::Document(QObject* parent) : QObject(parent) {
    connect(&m_undo, &QUndoStack::cleanChanged, this, [this] { touch(); });
}

Document::~Document() { m_undo.disconnect(this); }

QString Document::title() const {
    if (!m_path.isEmpty()) return QFileInfo(m_path).fileName();
    return m_model ? qstr(m_model->name()) : QString();
}

void Document::reset() {
    m_gesture.reset();
    m_undo.clear();
    m_drafts.clear(); // before the model they refer to
    m_model.reset();
    m_workspace = {};
    m_corpusChoice = {};
    m_activePlan.clear();
    m_quantizeRuns.clear();
    m_evaluateRuns.clear();
    m_path.clear();
    m_resultsUnsaved = false;
    ++m_revision;
}

void Document::openModel(std::shared_ptr<const ModelSource> model) {
    reset();
    m_open = true;
    m_model = std::move(model);
    m_workspace.modelPath = m_model->path();
    m_workspace.modelName = m_model->name();
    m_workspace.modelFingerprint = m_model->fingerprint();
    emit opened();
    touch();
}

void Document::openWorkspace(Workspace workspace, std::shared_ptr<const ModelSource> model,
                             const QString& path) {
    reset();
    m_open = true;
    m_path = path;
    m_model = std::move(model);
    m_workspace = std::move(workspace);
    if (m_workspace.analysis) m_corpusChoice = choiceFrom(*m_workspace.analysis);
    if (!m_workspace.plans.empty()) m_activePlan = m_workspace.plans.begin()->first;
    restoreRuns();
    emit opened();
    touch();
}

void Document::close() {
    reset();
    m_open = false;
    emit opened();
    touch();
}

void Document::restoreRuns() {
    for (const auto& [name, text] : m_workspace.reports) {
        const auto json = parseJson(text, name);
        if (!json.ok()) continue;
        if (name.starts_with(kQuantizeReport)) {
            if (auto run = QuantizeRun::fromJson(json.value(), name); run.ok())
                m_quantizeRuns[run->planName] = *run;
        } else if (name.starts_with(kEvaluateReport)) {
            if (auto run = EvaluateRun::fromJson(json.value(), name); run.ok())
                m_evaluateRuns[run->planName] = *run;
        }
    }
}

void Document::setCorpusChoice(CorpusChoice choice) {
    m_corpusChoice = std::move(choice);
    emit corpusChoiceChanged();
}

void Document::setAnalysis(std::shared_ptr<const Analysis> analysis, std::vector<Corpus> corpora) {
    m_workspace.analysis = std::move(analysis);
    m_workspace.corpora = std::move(corpora);
    if (m_workspace.analysis && !m_workspace.analysis->corpora.empty())
        m_workspace.window = m_workspace.analysis->corpora.front().window;
    m_resultsUnsaved = true;
    emit analysisChanged();
    touch();
}

void Document::setQuantizeRun(const QuantizeRun& run) {
    m_quantizeRuns[run.planName] = run;
    m_workspace.reports[kQuantizeReport + run.planName] = run.toJson().dump();
    m_resultsUnsaved = true;
    emit runsChanged();
    touch();
}

void Document::setEvaluateRun(const EvaluateRun& run) {
    m_evaluateRuns[run.planName] = run;
    m_workspace.reports[kEvaluateReport + run.planName] = run.toJson().dump();
    m_resultsUnsaved = true;
    emit runsChanged();
    touch();
}

std::optional<QuantizeRun> Document::quantizeRun(const std::string& plan) const {
    const auto found = m_quantizeRuns.find(plan);
    return found == m_quantizeRuns.end() ? std::nullopt : std::optional(found->second);
}

std::optional<EvaluateRun> Document::evaluateRun(const std::string& plan) const {
    const auto found = m_evaluateRuns.find(plan);
    return found == m_evaluateRuns.end() ? std::nullopt : std::optional(found->second);
}

bool Document::isCurrent(const std::string& planName, const std::string& hash) const {
    const Plan* const current = plan(planName);
    return current && planHash(*current) == hash;
}

std::vector<std::string> Document::planNames() const {
    std::vector<std::string> names;
    for (const auto& [name, plan] : m_workspace.plans) names.push_back(name);
    return names;
}

const Plan* Document::plan(const std::string& name) const {
    if (const auto found = m_drafts.find(name); found != m_drafts.end())
        return &found->second->plan();
    const auto found = m_workspace.plans.find(name);
    return found == m_workspace.plans.end() ? nullptr : &found->second;
}

void Document::setActivePlan(const std::string& name) {
    if (name == m_activePlan) return;
    m_activePlan = name;
    emit activePlanChanged();
}

std::string Document::freePlanName(const std::string& wanted) const {
    std::string name = wanted;
    for (int n = 2; m_workspace.plans.contains(name); ++n)
        name = wanted + " (" + std::to_string(n) + ")";
    return name;
}

void Document::addPlan(const std::string& name, Plan plan) {
    m_undo.push(new PlanAddition(*this, name, std::move(plan), tr("Add plan %1").arg(qstr(name))));
}

void Document::putPlan(const std::string& name, const std::optional<Plan>& plan) {
    m_drafts.erase(name);
    if (plan)
        m_workspace.plans[name] = *plan;
    else
        m_workspace.plans.erase(name);
    emit plansChanged();
    if (name == m_activePlan) emit activePlanChanged();
    touch();
}

PlanDraft* Document::draft() const {
    if (!m_model) return nullptr;
    const auto stored = m_workspace.plans.find(m_activePlan);
    if (stored == m_workspace.plans.end()) return nullptr;
    auto& made = m_drafts[m_activePlan];
    if (!made) made = std::make_unique<PlanDraft>(stored->second, *m_model);
    return made.get();
}

int Document::bits(int layer, int expert) const {
    const PlanDraft* const current = draft();
    return current ? current->bits(layer, expert) : -1;
}

bool Document::locked(int layer, int expert) const {
    const PlanDraft* const current = draft();
    return current && current->locked(layer, expert);
}

bool Document::setBits(const Cells& cells, int bits) {
    PlanDraft* const current = draft();
    if (!current || m_gesture) return false;
    PlanDelta delta = current->setBits(cells, bits);
    if (delta.empty()) return false;
    const QString text = gestureText(delta);
    commit(std::move(delta), text, false);
    return true;
}

bool Document::stepBits(const Cells& cells, int direction) {
    PlanDraft* const current = draft();
    if (!current || m_gesture) return false;
    PlanDelta delta = current->stepBits(cells, direction);
    if (delta.empty()) return false;
    const QString text = gestureText(delta);
    commit(std::move(delta), text, false);
    return true;
}

bool Document::setLocked(const Cells& cells, bool locked) {
    PlanDraft* const current = draft();
    if (!current || m_gesture) return false;
    PlanDelta delta = current->setLocked(cells, locked);
    if (delta.empty()) return false;
    const QString text = gestureText(delta);
    commit(std::move(delta), text, false);
    return true;
}

void Document::beginGesture() {
    if (draft()) m_gesture.emplace();
}

void Document::paint(const Cells& cells, int bits) {
    PlanDraft* const current = draft();
    if (!current || !m_gesture) return;
    const PlanDelta delta = current->setBits(cells, bits);
    if (delta.empty()) return;
    for (const UnitChange& change : delta.changes) {
        auto [at, fresh] = m_gesture->changes.try_emplace(
            {change.layer, change.expert, change.projection}, change);
        if (!fresh) at->second.newBits = change.newBits;
    }
    applyDelta(m_activePlan, delta);
}

void Document::endGesture() {
    if (!m_gesture) return;
    PlanDelta delta;
    for (const auto& [cell, change] : m_gesture->changes)
        if (change.oldBits != change.newBits) delta.changes.push_back(change);
    m_gesture.reset();
    if (delta.empty()) return;
    const QString text = gestureText(delta);
    commit(std::move(delta), text, true);
}

void Document::commit(PlanDelta delta, const QString& text, bool applied) {
    m_undo.push(new PlanEdit(*this, m_activePlan, std::move(delta), text, applied));
}

void Document::applyDelta(const std::string& plan, const PlanDelta& delta) {
    setActivePlan(plan); // undo shows what it changes
    PlanDraft* const current = draft();
    if (!current) return;
    current->apply(delta);
    emit planEdited();
    touch();
}

void Document::undo() {
    if (!m_gesture) m_undo.undo();
}

void Document::redo() {
    if (!m_gesture) m_undo.redo();
}

bool Document::isModified() const { return m_open && (m_resultsUnsaved || !m_undo.isClean()); }

void Document::touch() {
    ++m_revision;
    if (const bool modified = isModified(); modified != m_lastModified) {
        m_lastModified = modified;
        emit modifiedChanged();
    }
}

Workspace Document::snapshot() const {
    Workspace copy = m_workspace;
    for (const auto& [name, draft] : m_drafts) copy.plans[name] = draft->freeze();
    return copy;
}

void Document::markSaved(const QString& path, quint64 savedRevision) {
    m_path = path;
    // What changed while the save ran is not in the file.
    if (m_revision == savedRevision) {
        m_resultsUnsaved = false;
        m_undo.setClean();
    }
    m_lastModified = isModified();
    emit modifiedChanged();
}

} // namespace moqa
