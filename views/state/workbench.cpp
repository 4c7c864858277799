// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/state/workbench.h"

#include "core/analysis/coverage.h"
#include "core/plan/plan_methods.h"
#include "core/store/demo_files.h"
#include "views/state/figure_spec.h"
#include "views/state/named_in_text.h"
#include "views/state/open_request.h"
#include "views/state/reanalyze.h"
#include "views/state/text.h"
#include "views/state/window_words.h"

#include <QDir>
#include <QFileInfo>
#include <algorithm>
#include <set>

namespace moqa {

namespace {

// Of each text: the first picture within 10 seconds on two cores.
constexpr int64_t kDemoTokens = 4096;
const QString kTexts = QStringLiteral("texts"); // the action that adds them

std::string planNameFor(const PlanOptions& options) {
    QString method = qstr(methodInfo(options.method).id);
    if (options.method == PlanMethod::Score) method = qstr(options.score);
    return (options.bits > 0 ? QStringLiteral("%1 %2 bit").arg(method).arg(options.bits, 0, 'f', 2)
                             : method)
        .toStdString();
}

} // namespace

Workbench::Workbench(QObject* parent) : QObject(parent) {
    m_actions.followSettings(m_settings);
    connect(&m_document, &Document::opened, &m_selection, &Selection::reset);
    connect(&m_document, &Document::editRefused, this, &Workbench::inform);
    connect(&m_session, &DocumentSession::failed, this, &Workbench::report);
    connect(&m_session, &DocumentSession::informed, this, &Workbench::inform);
    connect(&m_session, &DocumentSession::recoveryOffered, this, &Workbench::recoveryOffered);
    connect(&m_session, &DocumentSession::recoveryAnswered, this, &Workbench::recoveryAnswered);
    connect(&m_session, &DocumentSession::lostWorkspaceWanted, this,
            [this](const QString& path) { openLeft(path, [] {}); });
    connect(&m_session, &DocumentSession::lostDocumentOpened, this,
            [this] { emit pageRequested(QStringLiteral("activation")); });
    connect(&m_study, &StudyDesk::failed, this, &Workbench::reportOf);
    connect(&m_study, &StudyDesk::succeeded, this, &Workbench::succeeded);
    connect(&m_study, &StudyDesk::informed, this, &Workbench::inform);
    connect(&m_adapt, &AdaptDesk::failed, this, &Workbench::logError);
    connect(&m_adapt, &AdaptDesk::informed, this, &Workbench::inform);
    connect(&m_exports, &ExportDesk::failed, this, &Workbench::report);
    connect(&m_exports, &ExportDesk::informed, this, &Workbench::inform);
    connect(&m_scores, &ScoreDesk::failed, this, &Workbench::report);
    connect(&m_scores, &ScoreDesk::informed, this, &Workbench::inform);
    connect(&m_jobs, &JobRunner::noted, this, [this](const QString& job, const QString& text) {
        m_log.append(LogLevel::Info, job, text);
    });
    // Before its result is taken, which may raise an error of its own.
    connect(&m_jobs, &JobRunner::jobChanged, this, [this](int number) {
        const JobInfo* const job = m_jobs.job(number);
        if (job && job->state == JobState::Done) emit succeeded(actionOf(job->kind));
    });
    connect(&m_jobs, &JobRunner::jobFinished, this, [this](int number) {
        if (const JobInfo* const job = m_jobs.job(number)) m_pace.finished(*job);
        goOnIfStopped();
    });
}

bool Workbench::accepts(const QStringList& paths) { return acceptsPaths(paths); }

void Workbench::openPaths(const QStringList& paths) {
    if (paths.size() == 1 && looksLikeFigure(paths.front())) {
        openFigure(paths.front());
        return;
    }
    const auto request = openRequest(paths);
    if (failed(JobKind::Open, request)) return;
    if (!request->report.isEmpty()) {
        m_study.open(request->report);
        emit pageRequested(QStringLiteral("study"));
    }
    const auto add = [this, texts = request->texts] {
        if (!texts.isEmpty()) addTexts(texts);
    };
    if (request->model.isEmpty())
        add();
    else
        openOne(request->model, add);
}

void Workbench::openOne(const QString& path, std::function<void()> then) {
    leaveDocument(
        [this, absolute = QFileInfo(path).absoluteFilePath(), then] { openLeft(absolute, then); });
}

void Workbench::openLeft(const QString& absolute, std::function<void()> then) {
    m_jobs.run<OpenedPath>(
        JobKind::Open, tr("Open %1").arg(QFileInfo(absolute).fileName()),
        [this, target = absolute.toStdString(), held = m_session.heldPath()](JobContext& context) {
            m_session.flush(); // the lock of what was just left may be on its way
            return openPath(target, context, held);
        },
        this,
        [this, then, asked = m_document.revision()](Result<OpenedPath> opened) {
            if (failed(opened)) return;
            const auto taken = std::make_shared<OpenedPath>(std::move(opened).value());
            const auto take = [this, then, taken] {
                takeOpened(std::move(*taken));
                then();
            };
            // What was edited while it was read is asked about again.
            m_document.revision() == asked ? take() : leaveDocument(take);
        });
}

void Workbench::takeOpened(OpenedPath opened) {
    const QString path = qstr(opened.path);
    const std::optional<Error> modelError = opened.modelError;
    m_jobs.abandon(); // what still runs belongs to the document that goes
    m_settings.addRecentPath(path);
    // What is written next does not belong beside the program's own files.
    if (const auto demo = findDemoFiles(); !demo.ok() || qstr(demo->modelPath) != path)
        m_settings.setLastFolder(QFileInfo(path).absolutePath());
    m_session.take(std::move(opened));
    m_log.append(LogLevel::Info, tr("Open"), tr("Opened %1").arg(path));
    if (modelError) {
        report(*modelError);
        emit modelMissing(*modelError);
    }
    emit pageRequested(QStringLiteral("activation"));
}

void Workbench::locateModel(const QString& path) {
    m_jobs.run<OpenedPath>(
        JobKind::Open, tr("Open %1").arg(QFileInfo(path).fileName()),
        [target = path.toStdString()](JobContext& context) { return openPath(target, context); },
        this,
        [this](Result<OpenedPath> opened) {
            if (failed(opened)) return;
            if (const Status fits = m_document.setModel(opened->model); !fits.ok())
                report(fits.error());
        });
}

void Workbench::answerRecovery(bool restore) {
    if (!restore)
        m_session.discard();
    else if (m_session.offersPending())
        m_session.restore();
    else
        leaveDocument([this] { m_session.restore(); });
}

namespace {

// Of these a stop costs more than the user may know: asked about before a document is left.
bool isLong(const JobInfo& job) {
    return job.active() && (job.kind == JobKind::Quantize || job.kind == JobKind::Measure ||
                            job.kind == JobKind::Study);
}

int longJobs(const JobRunner& runner) {
    const auto jobs = runner.jobs();
    return static_cast<int>(std::count_if(jobs.begin(), jobs.end(), isLong));
}

} // namespace

// What runs is stopped first, so that its partial results are in the document when saving is asked
// about.
void Workbench::stopLongJobs(std::function<void()> then) {
    m_afterStop = std::move(then);
    for (const JobInfo& job : m_jobs.jobs())
        if (isLong(job)) m_jobs.cancel(job.number);
}

void Workbench::goOnIfStopped() {
    if (!m_afterStop || longJobs(m_jobs) > 0) return;
    QMetaObject::invokeMethod(this, std::exchange(m_afterStop, {}), Qt::QueuedConnection);
}

void Workbench::leaveDocument(std::function<void()> then) {
    if (const int running = longJobs(m_jobs); running > 0 && m_confirmStop) {
        if (m_confirmStop(running)) stopLongJobs([this, then] { leaveDocument(then); });
        return;
    }
    m_document.gatherEdits();
    const Leave answer =
        m_document.isModified() && m_confirmLeave ? m_confirmLeave() : Leave::Discard;
    if (answer == Leave::Stay) return;
    if (answer == Leave::Discard) return then();
    const QString path = m_document.path().isEmpty() || !m_document.readOnlyReason().isEmpty()
                             ? m_askPath()
                             : m_document.path();
    if (path.isEmpty()) return;
    // What was edited while it was saved is asked about again.
    save(path, [this, then = std::move(then)] {
        if (m_document.isModified()) return leaveDocument(then);
        then();
    });
}

void Workbench::openDemo() {
    const auto demo = findDemoFiles();
    if (failed(JobKind::Open, demo)) return;
    openOne(qstr(demo->modelPath), [this, corpora = demo->corpora] {
        CorpusChoice choice;
        for (const DemoCorpus& corpus : corpora) {
            if (corpus.known) choice.calibration.push_back(corpus.calibration());
            choice.evaluation.push_back(corpus.evaluation());
        }
        m_document.setCorpusChoice(std::move(choice));
        analyze({}, kDemoTokens);
    });
}

namespace {
// A name that lists of corpora, queries and files can carry.
std::string corpusNameOf(const QString& path) {
    QString name = QFileInfo(path).baseName();
    for (QChar& c : name)
        if (QStringLiteral("|=:@,\"").contains(c) || !c.isPrint()) c = QLatin1Char('_');
    return name.isEmpty() ? "text" : name.toStdString();
}
} // namespace

void Workbench::addTexts(const QStringList& paths) {
    if (!m_document.model()) {
        reportOf(usageError("texts need a model to be read with", paths.front().toStdString(),
                            "open a model first, then drop the texts again"),
                 kTexts);
        return;
    }
    CorpusChoice choice = m_document.corpusChoice();
    std::set<std::string> names;
    for (const CorpusRequest& request : choice.evaluation) names.insert(request.name);
    for (const QString& path : paths) {
        const std::string base = corpusNameOf(path);
        std::string name = base;
        for (int n = 2; !names.insert(name).second; ++n) name = base + std::to_string(n);
        const std::string file = QFileInfo(path).absoluteFilePath().toStdString();
        choice.calibration.push_back({name, file, 2, 3, false});
        choice.evaluation.push_back({name, file, 1, 3, true});
    }
    emit succeeded(kTexts);
    m_document.setCorpora(libraryOf(choice, m_document.corpora()),
                          tr("Add %n text(s)", nullptr, static_cast<int>(paths.size())));
    inform(tr("%n text(s) added: the first two thirds calibrate, the last third evaluates.",
              nullptr, static_cast<int>(paths.size())));
}

void Workbench::showTensor(size_t weight) {
    const auto model = m_document.model();
    if (!model || weight >= model->weights().size()) return;
    const WeightEntry& entry = model->weights()[weight];
    ObjectRef object;
    if (entry.id.expert >= 0) {
        object = ObjectRef::ofExpert(entry.id.layer, entry.id.expert);
    } else if (entry.id.layer >= 0) {
        object = ObjectRef::ofLayer(entry.id.layer);
    }
    if (object.valid()) m_selection.setCursor(object);
    inform(tr("%1: %2 x %3, %4, %5")
               .arg(qstr(entry.name))
               .arg(entry.rows)
               .arg(entry.cols)
               .arg(qstr(nameOf(entry.dtype)), byteText(entry.bytes)));
}

bool Workbench::showNamed(const QString& text) {
    const auto model = m_document.model();
    const NamedThing named = model ? namedIn(text, *model) : NamedThing();
    if (!named.object.valid()) return false;
    m_selection.setCursor(named.object);
    if (named.object.kind == ObjectKind::Expert) m_selection.setObjects({named.object});
    emit pageRequested(named.isTensor ? QStringLiteral("model") : QStringLiteral("activation"));
    return true;
}

void Workbench::closeDocument() {
    leaveDocument([this] {
        m_jobs.abandon();
        m_session.close();
        m_document.close();
        emit pageRequested(QStringLiteral("welcome"));
    });
}

void Workbench::save(const QString& path, std::function<void()> then) {
    m_document.gatherEdits();
    m_session.save(path, [this, path, then = std::move(then)](bool saved) {
        if (!saved) return;
        m_settings.addRecentPath(path);
        m_settings.setLastFolder(QFileInfo(path).absolutePath());
        inform(tr("Saved %1.").arg(path));
        if (then) then();
    });
}

void Workbench::analyze(const AnalyzeOptions& options, int64_t maxTokens) {
    if (!m_document.model()) return;
    if (m_document.corpusChoice().calibration.empty()) {
        reportOf(usageError("no text is chosen to analyse with", {}, "add a text file"),
                 actionOf(JobKind::Analyze));
        return;
    }
    AnalyzeJob job{m_document.model(), m_document.corpusChoice().calibration, maxTokens, options};
    const QString name = qstr(job.model->name());
    // A picture of few tokens first, where the whole takes longer; what is stopped later leaves it.
    job.quick = !m_document.analysis() && (maxTokens == 0 || maxTokens > 2 * kQuickLookTokens);
    AnalyzeJob whole = job;
    whole.quick = false;
    whole.options.keepPartial = !job.quick && !m_document.analysis();
    const auto refine = [this, whole, name] {
        const int number = startAnalysis(tr("Analyse %1").arg(name), whole, [] {});
        m_pace.expect(number,
                      analyzeCost(*whole.model, whole.corpora, whole.maxTokens, whole.options));
    };
    if (job.quick)
        startAnalysis(tr("Quick look at %1").arg(name), job, refine);
    else
        refine();
}

void Workbench::analyzeAgain() {
    const auto analysis = m_document.analysis();
    if (!analysis) return;
    AnalyzeAgain again = moqa::analyzeAgain(*analysis);
    again.options.corpusWeights = weightsOf(m_document.corpora());
    analyze(again.options, again.maxTokens);
}

int Workbench::startAnalysis(const QString& title, const AnalyzeJob& job,
                             std::function<void()> then) {
    return m_jobs.run<AnalyzeOutcome>(
        JobKind::Analyze, title, [job](JobContext& context) { return runAnalyze(job, context); },
        this,
        [this, then = std::move(then)](Result<AnalyzeOutcome> outcome) {
            if (failed(outcome)) return;
            m_document.setAnalysis(outcome->analysis, std::move(outcome->corpora));
            then();
        });
}

void Workbench::makePlan(const PlanOptions& options) {
    const auto model = m_document.model();
    if (!model) return;
    m_jobs.run<Plan>(
        JobKind::Plan, tr("Plan"),
        [model, analysis = m_document.analysis(), losses = m_document.losses(),
         user = m_scores.userScore(), options](JobContext& context) {
            PlanInputs inputs;
            inputs.analysis = analysis.get();
            inputs.losses = losses.get();
            inputs.userScore = user.get();
            inputs.progress = &context;
            return moqa::makePlan(*model, inputs, options);
        },
        this,
        [this, options](Result<Plan> plan) {
            if (failed(plan)) return;
            m_document.addPlan(m_document.freePlanName(planNameFor(options)),
                               std::move(plan).value());
        });
}

void Workbench::computeBaseline(int bits) {
    const auto model = m_document.model();
    if (!model) return;
    PlanOptions options;
    options.method = PlanMethod::Uniform;
    options.bits = bits;
    if (const Plan* const active = m_document.activePlan()) {
        // A comparison keeps all other tensors alike.
        options.unitFormat = active->unitFormat;
        options.overrides = active->overrides;
    }
    m_jobs.run<Plan>(
        JobKind::Baseline, tr("Uniform baseline"),
        [model, options, losses = m_document.losses()](JobContext& context) {
            PlanInputs inputs;
            inputs.losses = losses.get();
            inputs.progress = &context;
            return moqa::makePlan(*model, inputs, options);
        },
        this,
        [this, bits](Result<Plan> plan) {
            if (!failed(plan)) emit baselineReady(bits, plan->totals);
        });
}

Document::Cells Workbench::targetCells() const {
    Document::Cells cells;
    for (const ObjectRef& object : m_selection.objects())
        if (object.kind == ObjectKind::Expert) cells.emplace_back(object.layer, object.expert);
    const ObjectRef cursor = m_selection.cursor();
    if (cells.empty() && cursor.kind == ObjectKind::Expert)
        cells.emplace_back(cursor.layer, cursor.expert);
    return cells;
}

QString Workbench::planFileStem() const {
    QString plan = qstr(m_document.activePlanName());
    for (QChar& c : plan)
        if (!c.isLetterOrNumber() && c != QLatin1Char('.')) c = QLatin1Char('-');
    QDir folder(m_document.path().isEmpty() ? m_settings.lastFolder()
                                            : QFileInfo(m_document.path()).absolutePath());
    if (!folder.exists()) folder = QDir::home(); // a folder of last time may be gone
    return folder.filePath(QStringLiteral("%1-%2").arg(qstr(m_document.model()->name()), plan));
}

void Workbench::logError(const Error& raised) {
    m_log.append(LogLevel::Error, kindOf(raised.code), qstr(inWindowWords(raised).message()));
}

void Workbench::report(const Error& raised) { reportOf(raised, {}); }

void Workbench::reportOf(const Error& raised, const QString& action) {
    const auto kind = m_jobs.delivering();
    logError(raised);
    emit errorRaised(inWindowWords(raised), action.isEmpty() && kind ? actionOf(*kind) : action);
}

QString Workbench::actionOf(JobKind kind) {
    return QStringLiteral("job %1").arg(static_cast<int>(kind));
}

void Workbench::inform(const QString& text) {
    m_log.append(LogLevel::Info, {}, text);
    emit informed(text);
}

} // namespace moqa
