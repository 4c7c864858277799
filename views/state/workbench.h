// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The verbs of the window: what menus, pages, drops and the command line ask for. Owns the state
// objects and starts the jobs; knows no widget. Every failure comes out of errorRaised. GUI thread.

#include "views/state/action_catalogue.h"
#include "views/state/adapt_desk.h"
#include "views/state/document.h"
#include "views/state/document_session.h"
#include "views/state/engine_jobs.h"
#include "views/state/export_desk.h"
#include "views/state/job_costs.h"
#include "views/state/job_runner.h"
#include "views/state/log_model.h"
#include "views/state/score_desk.h"
#include "views/state/selection.h"
#include "views/state/settings.h"
#include "views/state/study_desk.h"
#include "views/state/token_walker.h"
#include "views/state/view_state.h"

#include <QObject>
#include <functional>

namespace moqa {

struct FigureSpec;

class Workbench : public QObject {
    Q_OBJECT
public:
    explicit Workbench(QObject* parent = nullptr);

    Document& document() { return m_document; }
    Selection& selection() { return m_selection; }
    ViewState& view() { return m_view; }
    TokenWalker& walker() { return m_walker; }
    StudyDesk& study() { return m_study; }
    AdaptDesk& adapting() { return m_adapt; }
    ExportDesk& exports() { return m_exports; }
    ScoreDesk& scores() { return m_scores; }
    JobRunner& jobs() { return m_jobs; }
    const JobPace& pace() const { return m_pace; }
    ActionCatalogue& actions() { return m_actions; }
    Settings& settings() { return m_settings; }
    LogModel& log() { return m_log; }

    // Asked before changes are left behind, and for a name to save under (empty: none). Default:
    // discard.
    enum class Leave { Save, Discard, Stay };
    void setConfirmLeave(std::function<Leave()> confirm, std::function<QString()> askPath) {
        m_confirmLeave = std::move(confirm);
        m_askPath = std::move(askPath);
    }
    // Asked before a document is left while so many of its long jobs run. Default: they are
    // stopped.
    void setConfirmStop(std::function<bool(int jobs)> confirm) {
        m_confirmStop = std::move(confirm);
    }
    // Goes on with `then` when nothing would be lost: at once, or after the save that was asked
    // for. Never if the user stays or the save fails.
    void leaveDocument(std::function<void()> then);

    // True if openPaths would try: by the looks of the names alone, for a drag that hovers.
    static bool accepts(const QStringList& paths);
    // The one way for menu, drop, argument and recent list: a workspace, a model folder or file,
    // several shards of one folder, texts (added as corpora), or the report of a study.
    void openPaths(const QStringList& paths);
    // The view that a PNG, SVG or PDF of ours carries, in the workspace that it names.
    void openFigure(const QString& path);
    void showFigure(const FigureSpec& spec);
    void openDemo(); // opens the shipped model and analyses it on the shipped texts
    void closeDocument();
    void save(const QString& path, std::function<void()> then = {});
    // Unsaved documents of sessions that died are looked for and offered.
    void offerLostDocuments() { m_session.findLost(); }
    // Restoring another document leaves the one that is open, which may ask.
    void answerRecovery(bool restore);
    void postponeRecovery() { m_session.postpone(); }
    void locateModel(const QString& path);
    DocumentSession& session() { return m_session; }
    void addTexts(const QStringList& paths);
    // Puts the cursor on the unit that holds the model's weight of this index.
    void showTensor(size_t weight);
    // Puts the cursor on what a text names, a tensor or a unit, and shows its page. False if it
    // names nothing of this model.
    bool showNamed(const QString& text);

    void analyze(const AnalyzeOptions& options, int64_t maxTokens);
    // With the options that the analysis has, on the texts that are chosen now.
    void analyzeAgain();
    // What measureLosses begins with: the window and weights of the analysis.
    MeasureOptions measureDefaults() const;
    // Measures on the calibration texts of the analysis; the table becomes the document's.
    void measureLosses(const MeasureOptions& options);
    void makePlan(const PlanOptions& options);
    // Totals of a uniform plan, to compare with; answered by baselineReady.
    void computeBaseline(int bits);
    // Each one undoable step of the active plan (core/plan/plan_reshape.h).
    void fillToBudget(double meanBits);
    void makeUniformPerLayer();
    // anew: an unfinished run at outputPath is given up instead of gone on with. cache: share of
    // the channels that the file keeps whole; none: what the plan says.
    void quantize(const QuantizeOptions& options, const QString& outputPath, bool anew = false,
                  std::optional<double> cache = std::nullopt);
    void evaluate(int64_t maxTokens);
    void exportSafetensors(const QString& folder);
    // FOLDER/MODEL-PLAN without a suffix: where a file of the active plan is suggested to go. Needs
    // a model.
    QString planFileStem() const;

    // Steps or sets the bits of the selected experts, or of the cursor's.
    Document::Cells targetCells() const;

    // action: what was tried, so that the message goes when it succeeds (succeeded). That of the
    // job whose result is being taken where none is given.
    void report(const Error& error);
    void reportOf(const Error& error, const QString& action);
    static QString actionOf(JobKind kind);
    static QString exportAction() { return QStringLiteral("figure"); } // of a plot
    void inform(const QString& text);

signals:
    void errorRaised(const moqa::Error& error, const QString& action);
    void succeeded(const QString& action);
    void informed(const QString& text);
    // Answered by answerRecovery or, if it can wait, postponeRecovery.
    void recoveryOffered(const QString& text, bool canWait);
    void recoveryAnswered();
    void modelMissing(const moqa::Error& error); // answered by locateModel
    void pageRequested(const QString& id);
    void baselineReady(int bits, const moqa::PlanTotals& totals);
    void layerQuantized(const moqa::LayerReport& report);
    void exported(const QString& folder);

private:
    void logError(const Error& error); // of what the page says in its place
    void reshape(const QString& title, std::function<Result<PlanDelta>(const Plan&)> compute);
    // then: what follows when its result is shown. Answers with the job's number.
    int startAnalysis(const QString& title, const AnalyzeJob& job, std::function<void()> then);
    void openOne(const QString& path, std::function<void()> then);
    void openLeft(const QString& absolute, std::function<void()> then); // nothing is lost by it
    void takeOpened(OpenedPath opened);
    // Reports the error of a failed job; a cancel is not one: the list of jobs says it. Not
    // inlined: GCC 12 would warn of an error that is not there in a result that is large.
    template <class T>
    [[gnu::noinline]] bool failed(const Result<T>& result) {
        if (result.ok()) return false;
        if (result.error().code != ErrorCode::Cancelled) report(result.error());
        return true;
    }
    // The same of what failed before its job began.
    template <class T>
    [[gnu::noinline]] bool failed(JobKind kind, const Result<T>& result) {
        if (!result.ok()) reportOf(result.error(), actionOf(kind));
        return !result.ok();
    }

    Settings m_settings;
    LogModel m_log;
    ActionCatalogue m_actions;
    Selection m_selection;
    ViewState m_view;
    Document m_document;
    DocumentSession m_session{m_document, m_view, m_selection, m_jobs};
    TokenWalker m_walker{m_document, m_jobs};
    JobPace m_pace;
    StudyDesk m_study{m_document, m_jobs, m_pace};
    AdaptDesk m_adapt{m_document, m_jobs, m_pace};
    ExportDesk m_exports{m_document, m_jobs};
    ScoreDesk m_scores{m_document, m_jobs};
    JobRunner m_jobs; // last: its jobs end before what they report to
    void stopLongJobs(std::function<void()> then);
    void goOnIfStopped();
    std::function<Leave()> m_confirmLeave;
    std::function<bool(int)> m_confirmStop;
    std::function<void()> m_afterStop;
    std::function<QString()> m_askPath;
};

} // namespace moqa
