// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/state/document.h"

#include "core/plan/plan_totals_json.h"
#include "views/state/document_edit.h"
#include "views/state/text.h"

#include <QFileInfo>
#include <algorithm>

namespace moqa {

namespace {

const std::string kQuantizeReport = "quantize/";
const std::string kEvaluateReport = "evaluate/";
const std::string kPatchesReport = "patches/"; // and the quantized file that they lie over
// Names in Workspace::state.
const std::string kCorporaState = "corpora";
const std::string kSetsState = "named_sets";
const std::string kPlanNotesState = "plan_notes";
const std::string kActiveState = "active_plan";
const std::string kLossTableState = "loss_table";
const std::string kAsMadeState = "as_made";

// Evaluation of what was cut off: the tail that a head share leaves, the whole text otherwise.
CorpusLibrary libraryFrom(const Analysis& analysis) {
    CorpusLibrary library;
    for (const CorpusInfo& info : analysis.corpora) {
        const auto parsed = parseCorpusRequest(info.name + "=" + info.source);
        if (!parsed.ok()) continue;
        library.push_back({parsed->name, parsed->path, true, true, info.weight,
                           parsed->shareNumerator, parsed->shareDenominator, parsed->tail});
    }
    return library;
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
    m_corpora.clear();
    m_namedSets.clear();
    m_planNotes.clear();
    m_asMade.clear();
    m_readOnlyReason.clear();
    m_activePlan.clear();
    m_lossTable.clear();
    m_quantizeRuns.clear();
    m_evaluateRuns.clear();
    m_path.clear();
    m_resultsUnsaved = false;
    ++m_revision;
    ++m_number;
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
    if (!m_workspace.plans.empty()) m_activePlan = m_workspace.plans.begin()->first;
    restoreState();
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
    m_quantizeRuns.clear();
    m_evaluateRuns.clear();
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

// What cannot be read is left out: it is about comfort, and the results are there.
void Document::restoreState() {
    if (m_workspace.analysis) m_corpora = libraryFrom(*m_workspace.analysis);
    const auto parsed = [this](const std::string& name) {
        const auto json = parseJson(state(name), name);
        return json.ok() ? json.value() : Json();
    };
    if (auto library = libraryFromJson(parsed(kCorporaState), kCorporaState); library.ok())
        m_corpora = std::move(library).value();
    if (const Json sets = parsed(kSetsState); sets.is_object())
        for (const auto& [name, json] : sets.items())
            if (auto objects = objectsFromJson(json, name); objects.ok())
                m_namedSets[name] = std::move(objects).value();
    if (const Json notes = parsed(kPlanNotesState); notes.is_object())
        for (const auto& [name, text] : notes.items())
            if (text.is_string()) m_planNotes[name] = text.get<std::string>();
    if (const std::string active = state(kActiveState); m_workspace.plans.contains(active))
        m_activePlan = active;
    restoreLosses();
    restoreAsMade();
}

// By another table than the one that is chosen, a predicted loss is not to be compared.
void Document::restoreAsMade() {
    for (const auto& [name, plan] : m_workspace.plans) m_asMade[name] = plan.totals;
    const auto json = parseJson(state(kAsMadeState), kAsMadeState);
    if (!json.ok() || !json->is_object()) return;
    for (const auto& [name, totals] : json->items())
        if (const auto found = m_asMade.find(name); found != m_asMade.end() && totals.is_object())
            if (auto made = totalsFromJson(totals, name); made.ok())
                found->second = std::move(made).value();
}

void Document::forgetPredictions() {
    for (auto& [name, totals] : m_asMade) totals.predictedLoss.reset();
}

void Document::restoreLosses() {
    if (!m_workspace.losses.empty()) m_lossTable = m_workspace.losses.begin()->first;
    if (const std::string chosen = state(kLossTableState); m_workspace.losses.contains(chosen))
        m_lossTable = chosen;
}

std::string Document::state(const std::string& name) const {
    const auto found = m_workspace.state.find(name);
    return found == m_workspace.state.end() ? std::string() : found->second;
}

void Document::putReport(const std::string& name, const std::string& json) {
    const ReportPut change{name, json};
    apply(change);
    record({{}, {change}});
}

// The runs of a plan under its new name, and nothing under the old one.
std::vector<ReportPut> Document::renamedReports(const std::string& from,
                                                const std::string& to) const {
    std::vector<ReportPut> changes;
    const auto move = [&](const std::string& kind, const auto& runs) {
        const auto found = runs.find(from);
        if (found == runs.end()) return;
        auto run = found->second;
        run.planName = to;
        changes.push_back({kind + from, "null"});
        changes.push_back({kind + to, run.toJson().dump()});
    };
    move(kQuantizeReport, m_quantizeRuns);
    move(kEvaluateReport, m_evaluateRuns);
    return changes;
}

Status Document::setModel(std::shared_ptr<const ModelSource> model) {
    if (model->fingerprint() != m_workspace.modelFingerprint)
        return badInput("this is not the model that the workspace was made from", model->path(),
                        "choose the original model, or analyse this one into a new workspace");
    m_drafts.clear();
    m_model = std::move(model);
    if (std::exchange(m_workspace.modelPath, m_model->path()) != m_model->path())
        m_resultsUnsaved = true; // the next start must find it too
    emit opened();
    touch();
    return {};
}

void Document::setReadOnly(const QString& reason) {
    if (reason == m_readOnlyReason) return;
    m_readOnlyReason = reason;
    emit readOnlyChanged();
    emit activePlanChanged(); // whether it can be edited
}

void Document::setCorpusChoice(const CorpusChoice& choice) {
    const CorporaPut change{libraryOf(choice, m_corpora)};
    apply(change);
    record({{}, {change}});
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
    // A plan whose file was written over has none: evaluating it would measure this one.
    std::vector<std::string> replaced;
    for (const auto& [plan, other] : m_quantizeRuns)
        if (run.complete && plan != run.planName && other.outputPath == run.outputPath)
            replaced.push_back(plan);
    for (const std::string& plan : replaced) putReport(kQuantizeReport + plan, "null");
    putReport(kQuantizeReport + run.planName, run.toJson().dump());
}

void Document::setEvaluateRun(const EvaluateRun& run) {
    putReport(kEvaluateReport + run.planName, run.toJson().dump());
}

void Document::setAppliedPatches(const std::string& file, const std::vector<std::string>& patches) {
    putReport(kPatchesReport + file, Json(patches).dump());
}

std::vector<std::string> Document::appliedPatches(const std::string& file) const {
    std::vector<std::string> patches;
    const auto report = m_workspace.reports.find(kPatchesReport + file);
    if (report == m_workspace.reports.end()) return patches;
    const auto json = parseJson(report->second, report->first);
    if (!json.ok() || !json->is_array()) return patches;
    for (const Json& path : *json)
        if (path.is_string()) patches.push_back(path.get<std::string>());
    return patches;
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
    endGesture(); // its cells are of the plan that is left
    m_activePlan = name;
    emit activePlanChanged();
}

std::string Document::freePlanName(const std::string& wanted) const {
    std::string name = wanted;
    for (int n = 2; m_workspace.plans.contains(name); ++n)
        name = wanted + " (" + std::to_string(n) + ")";
    return name;
}

std::optional<PlanTotals> Document::planAsMade(const std::string& name) const {
    const auto found = m_asMade.find(name);
    return found == m_asMade.end() ? std::nullopt : std::optional(found->second);
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
    return !m_gesture && mayEdit() && draft() && pushBits(draft()->setBits(cells, bits));
}

bool Document::stepBits(const Cells& cells, int direction) {
    return !m_gesture && mayEdit() && draft() && pushBits(draft()->stepBits(cells, direction));
}

bool Document::setLocked(const Cells& cells, bool locked) {
    return !m_gesture && mayEdit() && draft() && pushBits(draft()->setLocked(cells, locked));
}

bool Document::pushBits(PlanDelta delta, bool applied) {
    if (delta.empty()) return false;
    const QString text = bitsText(delta);
    push(text, {PlanBits{m_activePlan, std::move(delta)}}, applied);
    return true;
}

void Document::beginGesture() {
    if (draft() && mayEdit()) m_gesture.emplace();
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
    apply(PlanBits{m_activePlan, delta});
}

void Document::endGesture() {
    if (!m_gesture) return;
    PlanDelta delta;
    for (const auto& [cell, change] : m_gesture->changes)
        if (change.oldBits != change.newBits) delta.changes.push_back(change);
    m_gesture.reset();
    pushBits(std::move(delta), true);
}

void Document::undo() {
    if (!m_gesture && mayEdit()) m_undo.undo();
}

void Document::redo() {
    if (!m_gesture && mayEdit()) m_undo.redo();
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
    if (!m_corpora.empty()) copy.state[kCorporaState] = toJson(m_corpora).dump();
    Json sets = Json::object(), notes = Json::object();
    for (const auto& [name, objects] : m_namedSets) sets[name] = toJson(objects);
    for (const auto& [name, text] : m_planNotes) notes[name] = text;
    Json made = Json::object();
    for (const auto& [name, totals] : m_asMade) made[name] = totalsToJson(totals);
    copy.state[kAsMadeState] = made.dump();
    copy.state[kSetsState] = sets.dump();
    copy.state[kPlanNotesState] = notes.dump();
    copy.state[kActiveState] = m_activePlan;
    if (!m_lossTable.empty()) copy.state[kLossTableState] = m_lossTable;
    return copy;
}

void Document::markUnsaved() {
    m_resultsUnsaved = true;
    touch();
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
