// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/pages/export_page.h"

#include "core/base/files.h"
#include "core/plan/plan_totals.h"
#include "core/quantize/quantize_estimate.h"
#include "core/store/export_targets.h"
#include "views/pages/export_sources.h"
#include "views/panels/export_form.h"
#include "views/panels/quantize_form.h"
#include "views/panels/staleness_badge.h"
#include "views/plots/plot_frame.h"
#include "views/plots/stack_view.h"
#include "views/state/text.h"
#include "views/tables/table_twin.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QSplitter>
#include <QTabWidget>

namespace moqa {

namespace {

int64_t tokensOf(const std::vector<Corpus>& corpora) {
    int64_t tokens = 0;
    for (const Corpus& corpus : corpora) tokens += static_cast<int64_t>(corpus.ids.size());
    return tokens;
}

int64_t bytesOf(const ExportReport* report) { return report ? report->check->bytes() : 0; }

bool isOfExport(const JobInfo& job) {
    return job.kind == JobKind::Quantize || job.kind == JobKind::Export ||
           job.kind == JobKind::Check;
}

} // namespace

ExportPage::ExportPage(Workbench& workbench, QWidget* parent)
    : Page(workbench, QStringLiteral("export"), parent) {
    setHeading(tr("Export"),
               tr("The plan as a file: what each target can hold of it and costs. What is written "
                  "is read again and compared, tensor by tensor."));
}

void ExportPage::build() {
    m_form = new ExportForm(this);
    m_tabs = new QTabWidget(this);
    m_tabs->setObjectName(QStringLiteral("exportTabs"));
    m_tabs->setAccessibleName(tr("Results"));
    m_tabs->setDocumentMode(true);
    m_tabs->addTab(targetsTab(), tr("Targets"));
    m_tabs->addTab(checkTab(), tr("What came back"));
    auto* const columns = new QHBoxLayout;
    columns->setSpacing(14);
    columns->addWidget(m_form);
    columns->addWidget(m_tabs, 1);
    body().addLayout(columns, 1);
    auto* const badge =
        new StalenessBadge(workbench(),
                           {tr("Quantization"), JobKind::Quantize,
                            [this] { return quantizeFit(document(), document().activePlanName()); },
                            tr("Export again"), tr("Go on")},
                           this);
    badge->setObjectName(QStringLiteral("exportBadge"));
    connect(badge, &StalenessBadge::againRequested, this, [this, badge] {
        // The badge judges the HDF5 file, whatever target is in sight.
        m_form->setKind(ExportKind::Quantized);
        const auto earlier = document().quantizeRun(document().activePlanName());
        if (earlier && badge->shown().fit == Fit::Partial)
            m_form->setPath(qstr(earlier->outputPath));
        run(badge->shown().fit != Fit::Partial);
    });
    addBadge(badge);
    connectForm();
    connectState();
}

QWidget* ExportPage::targetsTab() {
    auto* const split = new QSplitter(Qt::Vertical, this);
    m_sizes = new StackView;
    m_sizes->setObjectName(QStringLiteral("targetSizes"));
    m_sizes->setPlaceholder(tr("What each target costs appears here when there is a plan: make one "
                               "on the page Plan."));
    split->addWidget(addPlot(m_sizes, tr("Size of each target")));
    m_targets = new TableTwin(tr("Targets of an export"), split);
    split->addWidget(m_targets);
    split->setStretchFactor(0, 1);
    split->setStretchFactor(1, 1);
    return split;
}

QWidget* ExportPage::checkTab() {
    auto* const split = new QSplitter(Qt::Vertical, this);
    m_files = new TableTwin(tr("Files that were written"), split);
    m_tensors = new TableTwin(tr("Tensors, read again"), split);
    split->addWidget(m_files);
    split->addWidget(m_tensors);
    split->setStretchFactor(0, 1);
    split->setStretchFactor(1, 3);
    return split;
}

void ExportPage::connectForm() {
    connect(m_form, &ExportForm::changed, this, [this] {
        showTargets();
        showState();
    });
    connect(m_form, &ExportForm::pathRequested, this, &ExportPage::choosePath);
    connect(m_form, &ExportForm::runRequested, this, [this] { run(false); });
    connect(m_form, &ExportForm::anewRequested, this, [this] { run(true); });
    connect(m_form, &ExportForm::stopRequested, this, &ExportPage::stop);
    connect(m_form, &ExportForm::savePlanRequested, this, &ExportPage::savePlan);
    connect(m_form, &ExportForm::checkRequested, &workbench().exports(), &ExportDesk::checkFile);
}

void ExportPage::connectState() {
    Document& doc = document();
    connect(&doc, &Document::opened, this, [this] {
        m_form->forgetPaths();
        m_optionsOf.clear();
        m_pathsOf.clear();
        m_savedPlans.clear();
    });
    for (const auto signal :
         {&Document::opened, &Document::activePlanChanged, &Document::plansChanged,
          &Document::planEdited, &Document::runsChanged, &Document::analysisChanged})
        connect(&doc, signal, this, &ExportPage::refreshIfVisible);
    connect(&workbench().exports(), &ExportDesk::changed, this, &ExportPage::refreshIfVisible);
    for (const auto signal :
         {&JobRunner::jobAdded, &JobRunner::jobChanged, &JobRunner::jobFinished})
        connect(&workbench().jobs(), signal, this, [this](int number) {
            const JobInfo* const job = workbench().jobs().job(number);
            if (job && isOfExport(*job) && isVisible()) showState();
        });
}

void ExportPage::choosePath() {
    const QString before = m_form->path();
    QString path;
    if (m_form->kind() == ExportKind::Quantized) {
        path = QFileDialog::getSaveFileName(this, tr("Write the quantized model"), before,
                                            tr("Quantized model (*.h5)"));
        if (!path.isEmpty() && !path.endsWith(QLatin1String(".h5"))) path += QStringLiteral(".h5");
    } else {
        const QString folder = QFileDialog::getExistingDirectory(
            this, tr("Folder to put the safetensors folder in"), QFileInfo(before).absolutePath());
        if (!folder.isEmpty()) path = QDir(folder).filePath(QFileInfo(before).fileName());
    }
    if (!path.isEmpty()) m_form->setPath(path);
}

void ExportPage::run(bool anew) {
    const QString path = m_form->path();
    if (!fault().isEmpty()) return;
    workbench().exports().expect(path);
    if (m_form->kind() == ExportKind::Quantized)
        workbench().quantize(m_form->options(), path, anew, m_form->cacheShare());
    else
        workbench().exportSafetensors(path);
}

void ExportPage::stop() {
    for (const JobInfo& job : workbench().jobs().jobs())
        if (job.active() && isOfExport(job)) workbench().jobs().cancel(job.number);
}

bool ExportPage::isUnfinished() const {
    const Document& doc = bench().document();
    const auto run = doc.quantizeRun(doc.activePlanName());
    return m_form->kind() == ExportKind::Quantized && run && !run->complete &&
           doc.isCurrent(doc.activePlanName(), run->planHash) &&
           qstr(run->outputPath) == m_form->path();
}

// A path that was typed for one plan would replace that plan's file by another's. One that was
// typed before there was a plan is meant for the first.
void ExportPage::suggestPaths() {
    const std::string name = document().activePlanName();
    if (name != m_pathsOf && !m_pathsOf.empty()) m_form->forgetPaths();
    m_pathsOf = name;
    if (!document().model()) return;
    const auto run = document().quantizeRun(name);
    const QString stem = workbench().planFileStem();
    m_form->suggestPath(ExportKind::Quantized, run && !run->complete
                                                   ? qstr(run->outputPath)
                                                   : stem + QStringLiteral(".h5"));
    m_form->suggestPath(ExportKind::Safetensors, stem + QStringLiteral("-dequantized"));
}

// The options of the plan's last run, or the cache that the plan asks for: once a plan, so that the
// user's choice stays.
void ExportPage::lockOptions() {
    const Plan* const plan = document().activePlan();
    const std::string name = document().activePlanName();
    if (!plan || (name == m_optionsOf && !isUnfinished())) return;
    m_optionsOf = name;
    const auto run = document().quantizeRun(name);
    m_form->setOptions(run ? run->options : QuantizeOptions(),
                       run ? run->cacheShare : cacheShare(*plan));
}

void ExportPage::refresh() {
    suggestPaths();
    lockOptions();
    showTargets();
    showReports();
    showState();
}

void ExportPage::showTargets() {
    const Plan* const plan = document().activePlan();
    const auto model = document().model();
    m_cost = costText();
    if (!plan || !model) {
        m_sizes->setStacks(nullptr);
        m_targets->setSource(nullptr);
        return;
    }
    const Plan cached = withCache(*plan, *model, m_form->cacheShare());
    const ExportDesk& desk = workbench().exports();
    const auto run = document().quantizeRun(document().activePlanName());
    // Beside the estimate of the plan as it is now: files of an earlier state are not its own.
    const std::string hash = planHash(*plan);
    int64_t written = 0;
    if (run && run->complete && run->planHash == hash) {
        const ExportReport* const report = desk.last(ExportKind::Quantized, hash, run->outputPath);
        written = report ? bytesOf(report) : QFileInfo(qstr(run->outputPath)).size();
    }
    if (m_measured.lock() != model) {
        m_measured = model;
        m_sideBytes = sideFileBytes(*model);
    }
    const int64_t file = cached.totals.bytes + containerBytes(cached, *model) + m_sideBytes;
    const auto rows = targetRows(cached, *model, file, written,
                                 bytesOf(desk.last(ExportKind::Safetensors, hash)));
    m_sizes->setStacks(targetSizes(cached, *model, rows));
    m_targets->setSource(std::make_shared<TargetSource>(rows));
}

QString ExportPage::costText() const {
    Document& doc = bench().document();
    const Plan* const plan = doc.activePlan();
    const auto model = doc.model();
    if (!plan || !model || m_form->path().isEmpty()) return {};
    const auto space = freeDiskBytes(m_form->path().toStdString());
    const QString free = space.ok() ? tr(" %1 are free there.").arg(byteText(*space)) : QString();
    if (m_form->kind() == ExportKind::Safetensors) {
        int64_t bytes = 0;
        for (const WeightEntry& entry : model->weights()) bytes += 2 * entry.count();
        return tr("About %1 on disk.").arg(byteText(bytes)) + free;
    }
    const Plan cached = withCache(*plan, *model, m_form->cacheShare());
    return moqa::costText(bench().pace().corrected(
               JobKind::Quantize,
               estimateQuantize(*model, cached, tokensOf(doc.calibrationCorpora()),
                                m_form->options()))) +
           free;
}

QString ExportPage::fault() const {
    Document& doc = bench().document();
    if (!doc.model()) return tr("Open a model to export it.");
    if (!doc.activePlan()) return tr("Make a plan first, on the page Plan.");
    const QString path = m_form->path();
    const QFileInfo file(path);
    if (path.isEmpty()) return tr("Name the file or folder to write.");
    if (!file.absoluteDir().exists()) return tr("There is no folder %1.").arg(file.absolutePath());
    if (m_form->kind() == ExportKind::Safetensors) {
        const auto run = doc.quantizeRun(doc.activePlanName());
        if (!run || !run->complete)
            return tr("Write the HDF5 file of this plan first: safetensors are made from it.");
        if (!QFileInfo::exists(qstr(run->outputPath)))
            return tr("The HDF5 file of this plan is gone: %1. Write it again.")
                .arg(qstr(run->outputPath));
        if (file.exists() && !(file.isDir() && QDir(path).isEmpty()))
            return tr("There is something of the name %1 already.").arg(file.fileName());
        return {};
    }
    if (!path.endsWith(QLatin1String(".h5")))
        return tr("A quantized model opens again only under a name in .h5.");
    if (file.isDir()) return tr("%1 is a folder.").arg(file.fileName());
    const bool needsTexts =
        m_form->options().method == QuantMethod::Gptq || m_form->cacheShare() > 0;
    if (needsTexts && doc.calibrationCorpora().empty())
        return tr("GPTQ and a channel cache need calibration texts: analyse the model on texts "
                  "first.");
    if (m_form->cacheShare() > 0 && doc.calibrationCorpora().size() < 2)
        return tr("One calibration text does not show which channels change: a channel cache needs "
                  "two or more.");
    return {};
}

QString ExportPage::note() const {
    Document& doc = bench().document();
    const QString path = m_form->path();
    if (m_form->kind() == ExportKind::Safetensors)
        return quantizeFit(doc, doc.activePlanName()).fit == Fit::Outdated
                   ? tr("The HDF5 file that this is made from is outdated.")
                   : QString();
    return QFileInfo::exists(path)
               ? tr("%1 is there and will be replaced.").arg(QFileInfo(path).fileName())
               : QString();
}

QStringList ExportPage::command() const {
    Document& doc = bench().document();
    const auto model = doc.model();
    if (!model || !doc.activePlan()) return {};
    if (m_form->kind() == ExportKind::Safetensors) {
        const auto run = doc.quantizeRun(doc.activePlanName());
        if (!run || !run->complete) return {};
        return {QStringLiteral("moqa"), QStringLiteral("export"),      qstr(run->outputPath),
                QStringLiteral("--to"), QStringLiteral("safetensors"), QStringLiteral("-o"),
                m_form->path()};
    }
    QStringList words{QStringLiteral("moqa"), QStringLiteral("quantize"), qstr(model->path()),
                      QStringLiteral("--plan"), savedPlan()};
    words << QStringLiteral("--work")
          << (doc.path().isEmpty() ? QStringLiteral("WORK.moqa") : doc.path());
    const QuantizeOptions options = m_form->options();
    if (options.method == QuantMethod::Rtn)
        words << QStringLiteral("--method") << QStringLiteral("rtn");
    static const char* const grids[] = {"off", "power2.4", "power2", "hessian"};
    if (options.grid != QuantizeOptions().grid)
        words << QStringLiteral("--grid")
              << QLatin1String(grids[static_cast<size_t>(options.grid)]);
    if (options.actOrder != QuantizeOptions().actOrder) words << QStringLiteral("--no-act-order");
    if (options.damp != QuantizeOptions().damp)
        words << QStringLiteral("--damp") << QString::number(options.damp);
    if (options.sequential != QuantizeOptions().sequential)
        words << QStringLiteral("--no-sequential");
    if (m_form->cacheShare() != cacheShare(*doc.activePlan()))
        words << QStringLiteral("--cache") << QString::number(m_form->cacheShare());
    return words << QStringLiteral("-o") << m_form->path();
}

// Where the shown plan lies as it is now; a name to put it under where it does not.
QString ExportPage::savedPlan() const {
    const Document& doc = bench().document();
    const auto found = m_savedPlans.find(doc.activePlanName());
    return found != m_savedPlans.end() && doc.isCurrent(doc.activePlanName(), found->second.hash)
               ? found->second.path
               : QStringLiteral("PLAN.json");
}

void ExportPage::savePlan() {
    const Plan* const plan = document().activePlan();
    if (!plan) return;
    QString suggestion = m_form->path();
    if (suggestion.endsWith(QLatin1String(".h5"))) suggestion.chop(3);
    QString path = QFileDialog::getSaveFileName(
        this, tr("Save the plan"), suggestion + QStringLiteral("-plan.json"), tr("Plan (*.json)"));
    if (path.isEmpty()) return;
    if (QFileInfo(path).suffix().isEmpty()) path += QStringLiteral(".json");
    if (const Status saved = plan->save(path.toStdString()); !saved.ok())
        return workbench().report(saved.error());
    m_savedPlans[document().activePlanName()] = {path, planHash(*plan)};
    workbench().inform(tr("Wrote %1.").arg(path));
    showState();
}

void ExportPage::showState() {
    if (!isBuilt()) return;
    ExportForm::State state;
    const Plan* const plan = document().activePlan();
    state.plan = plan ? tr("Plan %1: %2 mean bits, %3")
                            .arg(qstr(document().activePlanName()),
                                 QLocale().toString(plan->totals.meanBits, 'f', 3),
                                 megabyteText(plan->totals.bytes))
                      : tr("No plan is made yet.");
    state.fault = fault();
    state.cost = state.fault.isEmpty() ? m_cost : QString();
    state.unfinished = isUnfinished();
    // What the target is made from may be outdated whatever is wrong with its name.
    const bool tells = state.fault.isEmpty() || m_form->kind() == ExportKind::Safetensors;
    state.note = tells && !state.unfinished ? note() : QString();
    state.command = command();
    if (m_form->kind() == ExportKind::Quantized)
        state.commandNote = tr("The plan is read from a file (\"Save plan...\"), the texts from "
                               "the saved workspace.");
    state.maySavePlan = plan != nullptr;
    const auto run = document().quantizeRun(document().activePlanName());
    state.mayCheck =
        m_form->kind() == ExportKind::Quantized && run && run->complete &&
        QFileInfo::exists(qstr(run->outputPath)) &&
        !workbench().exports().last(ExportKind::Quantized, run->planHash, run->outputPath);
    for (const JobInfo& job : workbench().jobs().jobs()) {
        if (!job.active() || !isOfExport(job)) continue;
        state.progress = job.fraction;
        state.mayStop = job.state != JobState::Cancelling;
        state.step = job.state == JobState::Cancelling
                         ? tr("stopping")
                         : job.title + QStringLiteral(": ") + job.step;
        if (job.remainingMs) state.step += tr(", %1 left").arg(durationText(*job.remainingMs));
    }
    m_form->setState(state);
}

void ExportPage::showReports() {
    const auto& reports = workbench().exports().reports();
    const auto check = reports.empty() ? nullptr : reports.back().check;
    m_tabs->setTabEnabled(1, check != nullptr);
    if (check == m_shown) return;
    m_shown = check;
    if (!check) {
        m_tensors->setSource(nullptr);
        m_files->setSource(nullptr);
        m_form->setOutcome({});
        return;
    }
    m_tensors->setSource(std::make_shared<CheckSource>(reports.back()));
    m_files->setSource(std::make_shared<WrittenSource>(check));
    const QString sum =
        check->files.size() == 1
            ? tr(" SHA-256 %1\u2026.").arg(qstr(check->files[0].sha256.substr(0, 12)))
            : QString();
    const auto tensors = static_cast<int>(check->tensors.size());
    m_form->setOutcome(
        tr("Wrote %1, %2.").arg(folderLink(qstr(check->path)), byteText(check->bytes())) + sum +
        QLatin1Char(' ') +
        (check->mismatches() == 0 ? tr("All %n tensor(s) come back as written.", nullptr, tensors)
                                  : tr("%1 of %2 tensors do NOT come back as written.")
                                        .arg(check->mismatches())
                                        .arg(tensors)));
}

} // namespace moqa
