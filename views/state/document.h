// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The open workspace and its model: the only place that changes plans, corpora, results and notes,
// so that undo, the clean state and the revision number cannot disagree with what is there. Reads
// hand out immutable values. GUI thread.

#include "core/plan/plan_draft.h"
#include "core/store/workspace.h"
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

// What to analyse and quantize with, and what to evaluate on. A corpus of the second list whose
// name is in the first is "known", else "new".
struct CorpusChoice {
    std::vector<CorpusRequest> calibration, evaluation;
};

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
    const CorpusChoice& corpusChoice() const { return m_corpusChoice; }

    void openModel(std::shared_ptr<const ModelSource> model);
    // model may be null: results are shown, plans are not editable.
    void openWorkspace(Workspace workspace, std::shared_ptr<const ModelSource> model,
                       const QString& path);
    void close();

    // --- changes that undo does not cover: computed results
    void setCorpusChoice(CorpusChoice choice);
    void setAnalysis(std::shared_ptr<const Analysis> analysis, std::vector<Corpus> corpora);
    void setQuantizeRun(const QuantizeRun& run);
    void setEvaluateRun(const EvaluateRun& run);
    std::optional<QuantizeRun> quantizeRun(const std::string& plan) const;
    std::optional<EvaluateRun> evaluateRun(const std::string& plan) const;
    // False when the plan was edited since the run, or is gone.
    bool isCurrent(const std::string& planName, const std::string& planHash) const;

    // --- plans
    std::vector<std::string> planNames() const;
    const Plan* plan(const std::string& name) const; // current state; null if unknown
    std::string activePlanName() const { return m_activePlan; }
    const Plan* activePlan() const { return plan(m_activePlan); }
    void setActivePlan(const std::string& name);
    void addPlan(const std::string& name, Plan plan); // undoable; becomes the active one
    std::string freePlanName(const std::string& wanted) const;
    bool isEditable() const { return draft() != nullptr; }

    // Of the active plan. -1: no such unit, or its projections differ.
    int bits(int layer, int expert) const;
    bool locked(int layer, int expert) const;
    // One undoable step each; nothing is pushed when nothing changes. False: nothing to edit.
    bool setBits(const Cells& cells, int bits);
    bool stepBits(const Cells& cells, int direction);
    bool setLocked(const Cells& cells, bool locked);
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
    bool isModified() const;
    Workspace snapshot() const; // for a save job
    void markSaved(const QString& path, quint64 savedRevision);

signals:
    void opened(); // another model or workspace, or none
    void corpusChoiceChanged();
    void analysisChanged();
    void plansChanged();      // set of plans
    void activePlanChanged(); // another plan shown
    void planEdited();        // bits, locks and totals of the active plan
    void runsChanged();
    void modifiedChanged();

private:
    friend class PlanEdit;
    friend class PlanAddition;
    struct Gesture {
        // By (layer, expert, projection): the first old state and the last new one.
        std::map<std::tuple<int, int, Projection>, UnitChange> changes;
    };

    void reset();
    PlanDraft* draft() const; // of the active plan; null without a model
    void applyDelta(const std::string& plan, const PlanDelta& delta);
    void putPlan(const std::string& name, const std::optional<Plan>& plan);
    void commit(PlanDelta delta, const QString& text, bool applied);
    void touch();
    void restoreRuns();

    bool m_open = false;
    QString m_path;
    Workspace m_workspace;
    std::shared_ptr<const ModelSource> m_model;
    CorpusChoice m_corpusChoice;
    // Made when a plan is first looked at closely: a cache, so that const readers may fill it.
    mutable std::map<std::string, std::unique_ptr<PlanDraft>> m_drafts;
    std::string m_activePlan;
    std::map<std::string, QuantizeRun> m_quantizeRuns;
    std::map<std::string, EvaluateRun> m_evaluateRuns;
    std::optional<Gesture> m_gesture;
    QUndoStack m_undo;
    quint64 m_revision = 0;
    bool m_resultsUnsaved = false;
    bool m_lastModified = false;
};

} // namespace moqa
