// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/pages/quantize_page.h"

#include "core/base/files.h"
#include "core/quantize/quantize_estimate.h"
#include "views/pages/quantize_series.h"
#include "views/panels/quantize_form.h"
#include "views/panels/staleness_badge.h"
#include "views/plots/plot_frame.h"
#include "views/plots/trade_view.h"
#include "views/state/text.h"
#include "views/tables/ledger_source.h"
#include "views/tables/result_tables.h"
#include "views/tables/table_twin.h"
#include "views/theme/row_height.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QSplitter>
#include <QTabWidget>
#include <QTableView>
#include <QVBoxLayout>
#include <cmath>
#include <utility>

namespace moqa {

namespace {

// The figure that ranks plans: KL stays precise where perplexity hardly moves.
QString meanKlText(const EvaluateRun& run) {
    QStringList parts;
    if (const double kl = meanKl(run, true); !std::isnan(kl))
        parts << QuantizePage::tr("known %1").arg(figure(kl));
    if (const double kl = meanKl(run, false); !std::isnan(kl))
        parts << QuantizePage::tr("new %1").arg(figure(kl));
    return parts.isEmpty() ? QString()
                           : QuantizePage::tr("Mean KL in nats a token: %1")
                                 .arg(parts.join(QStringLiteral(", ")));
}

} // namespace

QuantizePage::QuantizePage(Workbench& workbench, QWidget* parent)
    : Page(workbench, QStringLiteral("quantize"), parent) {
    setHeading(tr("Quantize and evaluate"),
               tr("Write the plan into an HDF5 file, watch the error of each layer, then compare "
                  "with the full model on known and new texts."));
}

void QuantizePage::build() {
    m_layers = new LayerTable(this);
    m_scores = new EvaluateTable(this);
    m_form = new QuantizeForm(this);
    m_tabs = new QTabWidget(this);
    m_tabs->setObjectName(QStringLiteral("quantizeTabs"));
    m_tabs->setAccessibleName(tr("Results"));
    m_tabs->setDocumentMode(true);
    m_tabs->addTab(layersTab(), tr("Layers"));
    m_tabs->addTab(evaluationTab(), tr("Evaluation"));
    m_tabs->addTab(ledgerTab(), tr("Tensors"));
    m_tabs->addTab(plansTab(), tr("Plans"));
    auto* const columns = new QSplitter(Qt::Horizontal, this);
    columns->addWidget(m_form);
    columns->addWidget(m_tabs);
    columns->setStretchFactor(0, 0);
    columns->setStretchFactor(1, 1);
    columns->setChildrenCollapsible(false);
    body().addWidget(columns, 1);
    addBadges();
    connectForm();
    connectState();
}

void QuantizePage::addBadges() {
    const auto plan = [this] { return document().activePlanName(); };
    auto* const quantized =
        new StalenessBadge(workbench(),
                           {tr("Quantization"), JobKind::Quantize,
                            [this, plan] { return quantizeFit(document(), plan()); },
                            tr("Quantize again..."), tr("Go on")},
                           this);
    quantized->setObjectName(QStringLiteral("quantizeBadge"));
    // Layers of another plan cannot be gone on with.
    connect(quantized, &StalenessBadge::againRequested, this,
            [this, quantized] { ask(quantized->shown().fit != Fit::Partial); });
    auto* const measured =
        new StalenessBadge(workbench(),
                           {tr("Evaluation"), JobKind::Evaluate,
                            [this, plan] { return evaluateFit(document(), plan()); },
                            tr("Evaluate again"), tr("Evaluate again"),
                            [this, plan] {
                                return quantizeFit(document(), plan()).fit == Fit::Current
                                           ? QString()
                                           : tr("quantize again first");
                            }},
                           this);
    measured->setObjectName(QStringLiteral("evaluateBadge"));
    connect(measured, &StalenessBadge::againRequested, this, &QuantizePage::runEvaluation);
    for (StalenessBadge* const badge : {quantized, measured}) addBadge(badge);
}

void QuantizePage::connectForm() {
    connect(m_form, &QuantizeForm::runRequested, this, &QuantizePage::run);
    connect(m_form, &QuantizeForm::anewRequested, this, [this] { ask(true); });
    connect(m_form, &QuantizeForm::stopRequested, this, &QuantizePage::stop);
    connect(m_form, &QuantizeForm::evaluateRequested, this, &QuantizePage::runEvaluation);
    connect(m_form, &QuantizeForm::exportRequested, this, &QuantizePage::exportAs);
    connect(m_form, &QuantizeForm::optionsChanged, this, &QuantizePage::showEstimate);
    connect(m_tabs, &QTabWidget::currentChanged, this, &QuantizePage::showLedger);
    connect(m_trade, &TradeView::planChosen, this,
            [this](const std::string& name) { document().setActivePlan(name); });
    // Queued: the plans are laid out anew for it, which a table must not see from inside its
    // signal.
    connect(
        m_comparison, &TableTwin::currentSourceRowChanged, this,
        [this](int row) {
            const auto plans = std::dynamic_pointer_cast<const PlanComparison>(m_trade->source());
            if (plans && row >= 0 && row < plans->tableRows())
                document().setActivePlan(plans->plans[static_cast<size_t>(row)].name);
        },
        Qt::QueuedConnection);
}

void QuantizePage::connectState() {
    connect(&workbench(), &Workbench::layerQuantized, this, &QuantizePage::takeLayer);
    connect(&workbench(), &Workbench::exported, m_form, &QuantizeForm::setExported);
    Document& doc = document();
    for (const auto signal :
         {&Document::opened, &Document::activePlanChanged, &Document::plansChanged,
          &Document::planEdited, &Document::runsChanged, &Document::analysisChanged})
        connect(&doc, signal, this, &QuantizePage::refreshIfVisible);
    for (const auto signal : {&JobRunner::jobAdded, &JobRunner::jobChanged})
        connect(&workbench().jobs(), signal, this, &QuantizePage::showState);
    connect(&workbench().jobs(), &JobRunner::jobAdded, this, [this](int number) {
        const JobInfo* const job = workbench().jobs().job(number);
        if (job && job->kind == JobKind::Quantize) m_runStarting = true;
    });
    // A run that failed shows again what was there before it.
    connect(&workbench().jobs(), &JobRunner::jobFinished, this, [this](int number) {
        const JobInfo* const job = workbench().jobs().job(number);
        if (job && job->kind == JobKind::Quantize) m_runStarting = false;
        refreshIfVisible();
    });
}

QTableView* QuantizePage::addTable(QAbstractItemModel* model, const QString& name) {
    auto* const table = new QTableView(this);
    table->setTabKeyNavigation(false); // Tab goes on to the next widget
    table->setModel(model);
    table->setAccessibleName(name);
    table->setAlternatingRowColors(true);
    table->verticalHeader()->hide();
    keepRowHeight(*table, 8);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    table->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    return table;
}

QWidget* QuantizePage::layersTab() {
    auto* const split = new QSplitter(Qt::Vertical, this);
    m_errors = new SeriesView;
    m_errors->setPlaceholder(tr("The error of each layer appears here as it is quantized."));
    split->addWidget(addPlot(m_errors, tr("Error by layer")));
    split->addWidget(addTable(m_layers, tr("Layers quantized")));
    split->setStretchFactor(0, 3);
    split->setStretchFactor(1, 2);
    return split;
}

QWidget* QuantizePage::evaluationTab() {
    auto* const split = new QSplitter(Qt::Vertical, this);
    m_shift = new SeriesView;
    m_shift->setPlaceholder(tr("How often the routers choose other experts than in the full model "
                               "appears here after an evaluation."));
    split->addWidget(addTable(m_scores, tr("Full against quantized model, by corpus")));
    split->addWidget(addPlot(m_shift, tr("Routing shift by layer")));
    split->setStretchFactor(0, 2);
    split->setStretchFactor(1, 3);
    return split;
}

QWidget* QuantizePage::ledgerTab() {
    m_ledgerTab = new QWidget(this);
    auto* const column = new QVBoxLayout(m_ledgerTab);
    column->setContentsMargins(0, 6, 0, 0);
    m_ledger = new TableTwin(tr("Every tensor of the quantized model"), m_ledgerTab);
    column->addWidget(m_ledger, 1);
    auto* const save = new QPushButton(tr("Save as CSV..."), m_ledgerTab);
    connect(save, &QPushButton::clicked, this, &QuantizePage::saveLedger);
    save->setEnabled(false);
    m_saveLedger = save;
    column->addWidget(save, 0, Qt::AlignLeft);
    return m_ledgerTab;
}

QWidget* QuantizePage::plansTab() {
    auto* const split = new QSplitter(Qt::Vertical, this);
    m_trade = new TradeView;
    m_trade->setPlaceholder(tr("Plans that were evaluated appear here: size against divergence.\n"
                               "A click on one shows it."));
    split->addWidget(addPlot(m_trade, tr("Size against divergence of the plans")));
    m_comparison = new TableTwin(tr("Plans side by side"), split);
    split->addWidget(m_comparison);
    split->setStretchFactor(0, 3);
    split->setStretchFactor(1, 2);
    return split;
}

QString QuantizePage::suggestedPath() {
    const auto earlier = document().quantizeRun(document().activePlanName());
    if (earlier && !earlier->complete) return qstr(earlier->outputPath);
    return workbench().planFileStem() + QStringLiteral(".h5");
}

void QuantizePage::run() { ask(false); }

void QuantizePage::ask(bool anew) {
    if (!document().activePlan() || !document().model()) return;
    const auto earlier = document().quantizeRun(document().activePlanName());
    // A run goes on where it stopped: there is nothing to ask.
    if (!anew && earlier && !earlier->complete) {
        startRun(qstr(earlier->outputPath), false);
        return;
    }
    const QString path = QFileDialog::getSaveFileName(
        this, tr("Write the quantized model"), suggestedPath(), tr("Quantized model (*.h5)"));
    if (path.isEmpty()) return;
    startRun(path.endsWith(QLatin1String(".h5")) ? path : path + QStringLiteral(".h5"), anew);
}

void QuantizePage::startRun(const QString& path, bool anew) {
    m_tabs->setCurrentIndex(0);
    workbench().quantize(m_form->options(), path, anew);
}

void QuantizePage::stop() {
    for (const JobInfo& job : workbench().jobs().jobs())
        if (job.active() && (job.kind == JobKind::Quantize || job.kind == JobKind::Evaluate))
            workbench().jobs().cancel(job.number);
}

void QuantizePage::runEvaluation() {
    if (!isBuilt()) return;
    m_tabs->setCurrentIndex(1);
    workbench().evaluate(m_form->evaluateTokens());
}

void QuantizePage::exportAs() {
    const QString folder = QFileDialog::getExistingDirectory(
        this, tr("Folder for the safetensors files"), workbench().settings().lastFolder());
    if (!folder.isEmpty())
        workbench().exportSafetensors(QDir(folder).filePath(qstr(document().model()->name()) +
                                                            QStringLiteral("-dequantized")));
}

void QuantizePage::takeLayer(const LayerReport& layer) {
    if (std::exchange(m_runStarting, false)) m_layers->setLayers({});
    m_layers->append(layer);
    m_errors->setSeries(errorSeries(m_layers->layers()));
}

void QuantizePage::refresh() {
    const Plan* const plan = document().activePlan();
    const std::string name = document().activePlanName();
    m_form->setPlanText(plan ? tr("%1: %2 mean bits, %3")
                                   .arg(qstr(name),
                                        QLocale().toString(plan->totals.meanBits, 'f', 3),
                                        megabyteText(plan->totals.bytes))
                             : tr("none; make one on the page Plan"));
    showRun();
    showState();
    showOutcome();
    showEstimate();
    showPlans();
    showLedger();
}

void QuantizePage::showRun() {
    const std::string name = document().activePlanName();
    if (!workbench().jobs().isActive(JobKind::Quantize)) {
        const auto run = document().quantizeRun(name);
        m_layers->setLayers(run ? run->layers : std::vector<LayerReport>());
        m_errors->setSeries(errorSeries(m_layers->layers()));
    }
    const auto evaluated = document().evaluateRun(name);
    m_scores->setRun(evaluated);
    const auto model = document().model();
    m_shift->setSeries(
        evaluated && model ? routingShiftSeries(*evaluated, model->spec().moeLayers()) : nullptr);
}

void QuantizePage::showState() {
    if (!isBuilt() || !isVisible()) return;
    const std::string name = document().activePlanName();
    const auto quantized = document().quantizeRun(name);
    std::optional<JobInfo> active;
    for (const JobInfo& job : workbench().jobs().jobs())
        if (job.active() && (job.kind == JobKind::Quantize || job.kind == JobKind::Evaluate))
            active = job;
    const bool ready = document().activePlan() && document().model();
    const bool complete = quantized && quantized->complete;
    QuantizeForm::State state;
    state.mayRun = ready && !active;
    // What no longer fits the plan cannot be gone on with.
    state.unfinished = quantized && !complete && document().isCurrent(name, quantized->planHash);
    state.mayStop = active && active->state != JobState::Cancelling;
    state.mayEvaluate =
        !active && complete && ready && !document().corpusChoice().evaluation.empty();
    state.mayExport = !active && complete;
    if (state.unfinished && m_lockedPlan != name) m_form->setOptions(quantized->options);
    m_lockedPlan = state.unfinished ? name : std::string();
    m_form->setState(state);
    QString step = active ? active->step : QString();
    if (active && active->remainingMs)
        step += tr(", %1 left").arg(durationText(*active->remainingMs));
    m_form->setProgress(active ? std::optional(active->fraction) : std::nullopt, step);
}

void QuantizePage::showOutcome() {
    const std::string name = document().activePlanName();
    const auto quantized = document().quantizeRun(name);
    const auto evaluated = document().evaluateRun(name);
    const bool running = workbench().jobs().isActive(JobKind::Quantize);
    QString outcome;
    if (quantized && !running) {
        const QString link = folderLink(qstr(quantized->outputPath));
        if (quantized->complete)
            outcome = tr("Wrote %1.").arg(link);
        else
            outcome = tr("Stopped after %n layer(s), which are kept beside %1.", nullptr,
                         static_cast<int>(quantized->layers.size()))
                          .arg(link);
    }
    m_form->setOutcome(outcome);
    m_form->setScores(evaluated ? meanKlText(*evaluated) : QString());
}

void QuantizePage::showEstimate() {
    if (!isBuilt()) return;
    const Plan* const plan = document().activePlan();
    const auto model = document().model();
    if (!plan || !model || workbench().jobs().isActive(JobKind::Quantize)) {
        m_form->setEstimate(std::nullopt, -1);
        m_form->setEvaluateEstimate(std::nullopt);
        return;
    }
    int64_t tokens = 0;
    for (const Corpus& corpus : document().calibrationCorpora())
        tokens += static_cast<int64_t>(corpus.ids.size());
    const QString folder = QFileInfo(suggestedPath()).absolutePath();
    const auto space = freeDiskBytes(folder.toStdString());
    const JobPace& pace = workbench().pace();
    m_form->setEstimate(pace.corrected(JobKind::Quantize,
                                       estimateQuantize(*model, *plan, tokens, m_form->options())),
                        space.ok() ? *space : -1);
    const auto& texts = document().corpusChoice().evaluation;
    m_form->setEvaluateEstimate(
        texts.empty()
            ? std::nullopt
            : std::optional(pace.corrected(JobKind::Evaluate,
                                           evaluateCost(*model, texts, m_form->evaluateTokens()))));
}

void QuantizePage::showPlans() {
    const auto plans = comparePlans(document());
    m_trade->setPlans(plans, document().activePlanName());
    m_comparison->setSource(plans);
    m_comparison->setCurrentSourceRow(plans->indexOf(document().activePlanName()));
}

void QuantizePage::showLedger() {
    if (m_tabs->currentWidget() != m_ledgerTab) return;
    const auto run = document().quantizeRun(document().activePlanName());
    const std::string wanted = run && run->complete ? run->outputPath + '\n' + run->planHash : "";
    if (wanted == m_ledgerOf) return;
    m_ledgerOf = wanted;
    m_ledgerSource = nullptr;
    m_ledger->setSource(nullptr);
    m_saveLedger->setEnabled(false);
    if (wanted.empty()) return;
    workbench().jobs().run<std::vector<LedgerRow>>(
        JobKind::Ledger,
        tr("Read the ledger of %1").arg(QFileInfo(qstr(run->outputPath)).fileName()),
        [path = run->outputPath](JobContext& context) { return runReadLedger(path, context); },
        this,
        [this](Result<std::vector<LedgerRow>> rows) {
            if (!rows.ok()) {
                m_ledgerOf.clear();
                if (rows.error().code != ErrorCode::Cancelled) workbench().report(rows.error());
                return;
            }
            m_ledgerSource = std::make_shared<LedgerSource>(std::move(*rows));
            m_ledger->setSource(m_ledgerSource);
            m_saveLedger->setEnabled(true);
        });
}

void QuantizePage::saveLedger() {
    if (!m_ledgerSource) return;
    const QString suggestion =
        QDir(workbench().settings().lastFolder())
            .filePath(qstr(document().activePlanName()) + QStringLiteral("-tensors.csv"));
    const QString path = QFileDialog::getSaveFileName(this, tr("Save the tensors that are shown"),
                                                      suggestion, tr("Values (*.csv)"));
    if (path.isEmpty()) return;
    const Status saved =
        writeFileAtomically(path.toStdString(), m_ledgerSource->tableCsv(m_ledger->shownRows()));
    const QString action = QStringLiteral("ledger file");
    if (!saved.ok()) return workbench().reportOf(saved.error(), action);
    emit workbench().succeeded(action);
    workbench().inform(tr("Wrote %1.").arg(path));
}

} // namespace moqa
