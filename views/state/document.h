// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The open workspace and its model: the only place that changes plans, corpora, results and notes,
// so that undo, the journal, the clean state and the revision number cannot disagree with what is
// there. Reads hand out immutable values. GUI thread.

#include "core/plan/loss_table.h"
#include "core/plan/plan_draft.h"
#include "core/store/workspace.h"
#include "views/state/corpus_library.h"
#include "views/state/document_change.h"
#include "views/state/run_reports.h"

#include <QObject>
#include <QStringList>
#include <QUndoStack>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

namespace moqa {

class Document : public QObject {
    Q_OBJECT
public:
    using Cells = std::vector<std::pair<int, int>>; // (model layer index, expert)

    explicit Document(QObject* parent = nullptr);
    ~Document() override;

    // --- what is open
    bool isOpen() const { return m_open; }
    QString path() const { return m_path; } // of the workspace file; empty = never saved
    QString title() const;
    std::shared_ptr<const ModelSource> model() const { return m_model; } // may be null
    std::shared_ptr<const Analysis> analysis() const { return m_workspace.analysis; }
    const std::vector<Corpus>& calibrationCorpora() const { return m_workspace.corpora; }
    const CorpusLibrary& corpora() const { return m_corpora; }
    CorpusChoice corpusChoice() const { return choiceOf(m_corpora); }
    const std::string& notes() const { return m_workspace.notes; }
    const std::map<std::string, std::set<ObjectRef>>& namedSets() const { return m_namedSets; }
    // Of the window: how things were looked at, as JSON under a name; not an edit.
    std::string state(const std::string& name) const;
    void setState(const std::string& name, std::string json) { m_workspace.state[name] = json; }

    // Not empty: why edits are refused (another window has it open, recovery is undecided).
    QString readOnlyReason() const { return m_readOnlyReason; }
    void setReadOnly(const QString& reason);

    void openModel(std::shared_ptr<const ModelSource> model);
    // model may be null: results are shown, plans are not editable.
    void openWorkspace(Workspace workspace, std::shared_ptr<const ModelSource> model,
                       const QString& path);
    // The model that was not there when the workspace was opened. BadInput if it is another one.
    Status setModel(std::shared_ptr<const ModelSource> model);
    void close();

    // --- changes that undo does not cover: the first choice of texts, computed results
    void setCorpusChoice(const CorpusChoice& choice);
    void setAnalysis(std::shared_ptr<const Analysis> analysis, std::vector<Corpus> corpora);
    void setQuantizeRun(const QuantizeRun& run);
    void setEvaluateRun(const EvaluateRun& run);
    std::optional<QuantizeRun> quantizeRun(const std::string& plan) const;
    std::optional<EvaluateRun> evaluateRun(const std::string& plan) const;
    // Patches that lie over a quantized file, in order.
    void setAppliedPatches(const std::string& file, const std::vector<std::string>& patches);
    std::vector<std::string> appliedPatches(const std::string& file) const;
    // False when the plan was edited since the run, or is gone.
    bool isCurrent(const std::string& planName, const std::string& planHash) const;

    // --- measured losses: results as the analysis is
    std::vector<std::string> lossTableNames() const;
    // The table that losses are predicted with: measured last, or chosen; null = there is none.
    std::shared_ptr<const LossTable> losses() const;
    const std::string& lossTableName() const { return m_lossTable; }
    void chooseLosses(const std::string& name); // ignores a name that is not there
    // A table of that name is replaced; becomes the current one. BadInput if it was measured on
    // another model.
    Status setLosses(const std::string& name, std::shared_ptr<const LossTable> table);

    // --- texts, notes and named sets; one undoable step each
    bool setCorpora(CorpusLibrary corpora, const QString& text = {});
    bool setNotes(const std::string& notes);
    bool setNamedSet(const std::string& name, std::set<ObjectRef> objects);
    bool removeNamedSet(const std::string& name);
    // False if there is no such set, or the new name is empty or taken.
    bool renameNamedSet(const std::string& name, const std::string& newName);

    // --- plans
    std::vector<std::string> planNames() const;
    const Plan* plan(const std::string& name) const; // current state; null if unknown
    std::string activePlanName() const { return m_activePlan; }
    const Plan* activePlan() const { return plan(m_activePlan); }
    void setActivePlan(const std::string& name);
    void addPlan(const std::string& name, Plan plan); // undoable; becomes the active one
    std::string freePlanName(const std::string& wanted) const;
    std::string planNotes(const std::string& name) const;
    // Totals of a plan as its rule made it, however it was edited since; kept with the workspace.
    // Of an older workspace: as the plan was opened. The predicted loss is by the current table, or
    // not there. None: no such plan.
    std::optional<PlanTotals> planAsMade(const std::string& name) const;
    // Undoable. False if there is no such plan, or the new name is empty or taken.
    bool duplicatePlan(const std::string& name);
    bool renamePlan(const std::string& name, const std::string& newName);
    bool removePlan(const std::string& name);
    bool setPlanNotes(const std::string& name, const std::string& notes);
    bool isEditable() const { return m_readOnlyReason.isEmpty() && draft() != nullptr; }

    // Of the active plan. -1: no such unit, or its projections differ.
    int bits(int layer, int expert) const;
    bool locked(int layer, int expert) const;
    // One undoable step each; nothing is pushed when nothing changes. False: nothing to edit.
    bool setBits(const Cells& cells, int bits);
    bool stepBits(const Cells& cells, int direction);
    bool setLocked(const Cells& cells, bool locked);
    // A delta of the active plan's current state, under a name of its own.
    bool editUnits(const QString& text, PlanDelta delta);
    // Other rules (overrides) for the active plan: one undoable step. Errors of withOverrides,
    // Usage error where nothing can be edited.
    Status setRules(std::vector<PlanOverride> rules);
    // A drag: edits show at once, and endGesture makes one undoable step of them all. Undo and
    // redo wait while it runs.
    void beginGesture();
    void paint(const Cells& cells, int bits);
    void endGesture();
    bool inGesture() const { return m_gesture.has_value(); }
    void undo();
    void redo();

    // --- state
    QUndoStack& undoStack() { return m_undo; }
    quint64 revision() const { return m_revision; } // rises with every change
    quint64 number() const { return m_number; }     // another one for every document that is open
    bool isModified() const;
    Workspace snapshot() const; // for a save job
    void markSaved(const QString& path, quint64 savedRevision);
    void markUnsaved(); // what is open is in no file of the user's
    // Does the edits of a journal again, each as a step that can be undone. They are not journaled
    // a second time. The edits before a damaged one stay.
    Status replay(const std::vector<Json>& records);

    // Before it is saved or left: what is being typed becomes an edit now.
    void gatherEdits() { emit editsWanted(); }

signals:
    void editsWanted();
    void opened(); // another model or workspace, or none
    void corpusChoiceChanged();
    void analysisChanged();
    void lossesChanged();     // another table, or none
    void plansChanged();      // set of plans
    void activePlanChanged(); // another plan shown
    void planEdited();        // bits, locks and totals of the active plan
    void runsChanged();
    void modifiedChanged();
    void notesChanged();
    void namedSetsChanged();
    void planNotesChanged(const QString& plan);
    void readOnlyChanged();
    void recorded(const moqa::DocumentRecord& record); // an edit, as the journal keeps it
    void editRefused(const QString& reason);

private:
    friend class DocumentEdit;
    struct Gesture {
        // By (layer, expert, projection): the first old state and the last new one.
        std::map<std::tuple<int, int, Projection>, UnitChange> changes;
    };

    void reset();
    PlanDraft* draft() const; // of the active plan; null without a model
    bool mayEdit();
    void push(const QString& text, std::vector<DocumentChange> changes, bool applied = false);
    // Does it and returns what takes it back.
    DocumentChange apply(const DocumentChange& change);
    DocumentChange applyOne(const PlanBits& change);
    DocumentChange applyOne(const PlanPut& change);
    DocumentChange applyOne(const PlanNotesPut& change);
    DocumentChange applyOne(const CorporaPut& change);
    DocumentChange applyOne(const NotesPut& change);
    DocumentChange applyOne(const NamedSetPut& change);
    DocumentChange applyOne(const ReportPut& change);
    void record(const DocumentRecord& record);
    void putReport(const std::string& name, const std::string& json);
    bool pushBits(PlanDelta delta, bool applied = false);
    std::optional<StoredPlan> stored(const std::string& name) const;
    void touch();
    void restoreRuns();
    std::vector<ReportPut> renamedReports(const std::string& from, const std::string& to) const;
    void restoreState();
    void restoreLosses();
    void restoreAsMade();
    void forgetPredictions();

    bool m_open = false;
    QString m_path;
    Workspace m_workspace;
    std::shared_ptr<const ModelSource> m_model;
    CorpusLibrary m_corpora;
    std::map<std::string, std::set<ObjectRef>> m_namedSets;
    std::map<std::string, std::string> m_planNotes;
    std::map<std::string, PlanTotals> m_asMade; // of each plan
    QString m_readOnlyReason;
    // Made when a plan is first looked at closely: a cache, so that const readers may fill it.
    mutable std::map<std::string, std::unique_ptr<PlanDraft>> m_drafts;
    std::string m_activePlan;
    std::string m_lossTable; // name of the current one
    std::map<std::string, QuantizeRun> m_quantizeRuns;
    std::map<std::string, EvaluateRun> m_evaluateRuns;
    std::optional<Gesture> m_gesture;
    QUndoStack m_undo;
    quint64 m_revision = 0, m_number = 0;
    bool m_resultsUnsaved = false;
    bool m_replaying = false;
    bool m_lastModified = false;
};

} // namespace moqa
